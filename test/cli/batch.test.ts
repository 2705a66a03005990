import { expect, test } from 'vitest'
import { plimsoll } from '../support/plimsoll.ts'

interface Line {
  readonly id: unknown
  readonly error?: { kind: string; message: string; line?: number }
  readonly [key: string]: unknown
}

async function batch(...requests: readonly unknown[]): Promise<Line[]> {
  const input = requests
    .map((request) => (typeof request === 'string' ? request : JSON.stringify(request)))
    .join('\n')
  const { code, out } = await plimsoll(['batch'], input)
  expect(code).toBe(0)
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
}

/** Measured with llama.cpp v0.5.0: truth row for Qwen3-30B-A3B, Q4_K_M, one GPU, 4,096 tokens. */
const measured = {
  gpu: { weights: 18_375_686_144, context: 402_653_184 },
  host: { weights: 175_030_272, context: 0 }
}

test('the layout of one GPU equals what llama.cpp allocates', async () => {
  const [answer] = await batch({
    id: 1,
    model: 'Qwen/Qwen3-30B-A3B',
    quant: 'Q4_K_M',
    machine: { gpus: 1 },
    engine: {
      name: 'llama.cpp',
      contextTokens: 4096,
      ubatch: 512,
      parallel: 1,
      kvUnified: false,
      cacheType: 'f16',
      flashAttention: true,
      swaFull: false,
      gpuLayers: 999,
      cpuMoeLayers: 0
    },
    workload: { depthTokens: 0, promptTokens: 512 }
  })
  expect(answer).toMatchObject({
    id: 1,
    model: 'Qwen/Qwen3-30B-A3B',
    quant: 'Q4_K_M',
    parameters: { total: 30_532_122_624 },
    weightsBytes: 18_550_716_416,
    devices: [{ kind: 'gpu', weightsBytes: measured.gpu.weights, contextBytes: measured.gpu.context }],
    host: { weightsBytes: measured.host.weights, contextBytes: measured.host.context },
    engine: { contextTokens: 4096, cpuMoeLayers: 0 }
  })
})

test('answers keep the order, and an error answers its own line only', async () => {
  const machine = {
    devices: [{ name: 'NVIDIA GeForce RTX 4090', count: 1, memoryGiB: 24 }],
    ramGiB: 64,
    ramBandwidthGBs: 80,
    os: 'linux'
  }
  const answers = await batch(
    { id: 'a', model: 'qwen3-30b-a3b', machine },
    { id: 'b', model: 'no-such-model-at-all', machine },
    'this is not json',
    { id: 'd', model: 'gpt2', machine, contextTokens: 5 },
    { id: 'e', model: 'gpt2', machine: { devices: [{ name: 'RTX 9999' }], ramGiB: 8 } },
    { id: 'f', model: 'gpt2', machine, engine: { contextTokens: 0 } },
    { id: 'g', model: 'gpt2', machine, quant: 'Q4_K_M' }
  )
  expect(answers.map((answer) => answer.error?.kind ?? 'answered')).toEqual([
    'answered',
    'unknown-model',
    'bad-request',
    'bad-request',
    'unknown-device',
    'bad-request',
    'answered'
  ])
  expect(answers.map((answer) => answer.id)).toEqual(['a', 'b', null, 'd', 'e', 'f', 'g'])
  expect(answers[2]?.error?.line).toBe(3)
  expect(answers[0]).toMatchObject({ verdict: { level: 'fits' } })
})

test('this machine can be asked about', async () => {
  const [answer] = await batch({ id: 1, model: 'gpt2', quant: 'Q8_0', machine: { detected: true } })
  expect(answer?.error).toBeUndefined()
  expect(answer).toHaveProperty('verdict.level')
})
