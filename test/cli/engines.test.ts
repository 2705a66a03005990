import { expect, test } from 'vitest'
import { plimsoll } from '../support/plimsoll.ts'

const machine = { devices: [{ name: 'RTX 4090', count: 2 }], ramGiB: 64 }

test('a batch answers for each engine, and a setting of another one is an error that names it', async () => {
  const requests = [
    {
      id: 1,
      model: 'qwen3-8b',
      machine,
      quant: 'fp8',
      engine: { name: 'vllm', maxModelLen: 8192, tensorParallel: 2 }
    },
    { id: 2, model: 'qwen3-8b', machine, engine: { name: 'vllm', cpuMoeLayers: 2 } },
    { id: 3, model: 'qwen3-8b', machine, engine: { name: 'vllm', gpuMemoryUtilization: 1.2 } },
    { id: 4, model: 'qwen3-8b', machine, engine: { name: 'llama.cpp', gpuMemoryUtilization: 0.9 } },
    { id: 5, model: 'qwen3-8b', machine, engine: { name: 'tabby' } },
    { id: 6, model: 'qwen3-8b', machine, engine: { name: 'ollama' } }
  ]
  const { out } = await plimsoll(['batch'], requests.map((request) => JSON.stringify(request)).join('\n'))
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines[0]).toMatchObject({
    id: 1,
    quant: 'FP8',
    verdict: { level: 'fits' },
    engine: { name: 'vllm', tensorParallel: 2, maxModelLen: 8192 },
    serving: { blockSize: 16 }
  })
  expect(lines[1]).toMatchObject({
    error: { message: expect.stringContaining('belongs to llama.cpp') as string }
  })
  expect(lines[2]).toMatchObject({ error: { message: expect.stringContaining('at most 1') as string } })
  expect(lines[3]).toMatchObject({ error: { message: expect.stringContaining('belongs to vLLM') as string } })
  expect(lines[4]).toMatchObject({ error: { message: expect.stringContaining('sglang') as string } })
  expect(lines[5]).toMatchObject({ engine: { name: 'ollama', contextTokens: 131_072 } })

  // What was used can be asked again and gives the same answer.
  const again = await plimsoll(['batch'], JSON.stringify({ ...requests[0], engine: lines[0]?.['engine'] }))
  expect(JSON.parse(again.out)).toEqual(lines[0])
})

test('check takes settings of the engine it names', async () => {
  const asked = ['check', 'qwen3-8b', '--engine', 'vllm', '--device', 'RTX 4090', '-q', 'fp8']
  const fits = await plimsoll([...asked, '--set', 'gpu-memory-utilization=0.95', 'maxModelLen=8192'])
  expect(fits.code).toBe(0)
  expect(fits.out).toContain('Concurrency')
  expect(fits.out).toContain('--gpu-memory-utilization 0.95')
  const wrong = await plimsoll([...asked, '--set', 'tensorParallel=3'])
  expect(wrong.code).toBe(2)
})
