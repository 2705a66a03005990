import { describe, expect, test } from 'vitest'
import { ollamaCachePrediction } from '../../../src/core/engines/llama/defaults.ts'
import { answer, assessed, machineOf, modelNamed } from './questions.ts'

describe('Ollama', () => {
  test.each([
    ['RTX 3060', 1, 12, 4096],
    ['RTX 4090', 1, 24, 32_768],
    ['RTX 4090', 2, 24, 131_072]
  ])('takes its context by the memory of all GPUs: %s x %i', (name, count, memory, context) => {
    const { engine, notes } = assessed('llama-3.1-8b-instruct', machineOf(name, count, memory), {
      name: 'ollama'
    })
    // 262,144 at 47 GiB and more, but no more than the model reads.
    expect(engine.contextTokens).toBe(context)
    expect(notes.join(' ')).toContain('by itself')
  })

  test('serves some architectures one request at a time', () => {
    const machine = machineOf('RTX 4090', 1)
    const asked = { name: 'ollama', parallel: 4, contextTokens: 16_384 } as const
    expect(assessed('qwen3.6-27b', machine, asked).engine).toMatchObject({ parallel: 1, contextTokens: 4096 })
    expect(assessed('qwen3-8b', machine, asked).engine).toMatchObject({ parallel: 4, contextTokens: 16_384 })
  })

  test('its batch goes by the context of a request', () => {
    const ubatch = (contextTokens: number): unknown => {
      const { engine } = assessed('qwen3-8b', machineOf('RTX 4090', 1), { name: 'ollama', contextTokens })
      return 'ubatch' in engine ? engine.ubatch : null
    }
    expect([4096, 4097, 32_768, 32_769].map(ubatch)).toEqual([512, 1024, 1024, 2048])
  })

  test('takes only its own settings and cache types', () => {
    const machine = machineOf('RTX 4090', 1)
    expect(answer('qwen3-8b', machine, { name: 'ollama', cacheType: 'q5_1' })).toContain('f16, q8_0, q4_0')
    expect(answer('qwen3-8b', machine, { name: 'ollama', cpuMoeLayers: 3 })).toContain('belongs to llama.cpp')
    expect(answer('qwen3-8b', machine, { name: 'ollama', contextTokens: 0 })).toContain('context')
    expect(answer('qwen3-8b', machine, { name: 'ollama', parallel: 2.5 })).toContain('parallel')
  })

  test('predicts the cache by its own formula, which knows no latents', () => {
    const { architecture } = modelNamed('deepseek-v3')
    if (!architecture) throw new Error('no architecture')
    expect(ollamaCachePrediction(architecture, 1024)).toBe(2 * 61 * 128 * (7168 / 128) * 1024 * 2)
  })

  test('its command sets its environment', () => {
    const { command } = assessed(
      'qwen3-8b',
      machineOf('RTX 4090', 1),
      { name: 'ollama', cacheType: 'q8_0' },
      'Q4_K_M'
    )
    expect(command).toContain('OLLAMA_KV_CACHE_TYPE=q8_0')
    expect(command).toContain('OLLAMA_CONTEXT_LENGTH=32768')
  })
})

describe('LM Studio', () => {
  test('keeps one cache for four requests', () => {
    const { engine, command } = assessed(
      'qwen3-8b',
      machineOf('RTX 4090', 1),
      { name: 'lm-studio' },
      'Q4_K_M'
    )
    expect(engine).toMatchObject({ parallel: 4, kvUnified: true, contextTokens: 4096 })
    expect(command).toContain('lms load')
  })
})

test('llama.cpp does not take the formats of others', () => {
  expect(answer('qwen3-8b', machineOf('RTX 4090', 1), {}, 'AWQ-INT4-G128')).toContain('GGUF')
})
