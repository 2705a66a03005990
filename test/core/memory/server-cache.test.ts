import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { checkpointBytes, serverCache } from '../../../src/core/memory/server-cache.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { gemma1b, inMib, llama8b, settings } from '../placement/samples.ts'

const of = (slug: string): Architecture => {
  const architecture = models.find((model) => model.slug === slug)?.architecture
  if (!architecture) throw new Error(slug)
  return architecture
}

describe('what llama-server may come to take of RAM', () => {
  test('a checkpoint of Qwen3.5-27B is as large as the server prints', () => {
    expect(inMib(checkpointBytes(of('qwen3.5-27b'), settings()))).toBe('149.63 MiB')
  })

  test('a checkpoint of a sliding window is the window, however long the context', () => {
    const at = (contextTokens: number): number => checkpointBytes(gemma1b, settings({ contextTokens }))
    expect(at(131072)).toBe(at(8192))
    expect(at(256)).toBeLessThan(at(8192))
  })

  test('a model that sees everything has no checkpoints, only the prompt cache', () => {
    expect(serverCache(llama8b, settings()).map(({ bytes }) => inMib(bytes))).toEqual(['8192.00 MiB'])
  })

  test('checkpoints count for every slot', () => {
    const [, one] = serverCache(gemma1b, settings())
    const [, four] = serverCache(gemma1b, settings({ parallel: 4 }))
    expect(four?.bytes).toBe(4 * (one?.bytes ?? 0))
  })
})
