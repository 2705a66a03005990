import { describe, expect, test } from 'vitest'
import { adviceSentence } from '../../../src/core/fit/advice.ts'
import type { Lever } from '../../../src/core/fit/change.ts'
import { type Outcome, verdictOf } from '../../../src/core/fit/words.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { bytes, gib } from '../../../src/core/quantity.ts'
import type { Speed } from '../../../src/core/speed/speed.ts'

const speed: Speed = {
  known: true,
  decode: { low: 35.9, likely: 43.2, high: 48.8 },
  prefill: null,
  depthTokens: 0,
  promptTokens: 512,
  terms: [],
  basis: ''
}

const dense: Architecture = {
  gguf: 'llama',
  hiddenSize: 4096,
  layers: 32,
  feedForward: 14_336,
  vocabSize: 128_256,
  tiedEmbeddings: false,
  attention: { heads: 32, kvHeads: 8, headDim: 128 }
}

/** 48 layers, the first of them dense. */
const moe: Architecture = {
  ...dense,
  layers: 48,
  experts: { count: 128, perToken: 8, shared: 0, width: 768, firstDense: 1, every: 1 }
}

const outcome = (change: Partial<Outcome>, architecture: Architecture | null = dense): Outcome => ({
  level: 'fits',
  model: { availability: 'open-weights', architecture },
  settings: { gpuLayers: 99, cpuMoeLayers: 0 },
  speed,
  gpus: 1,
  ...change
})

const level = (name: Outcome['level'], gpuLayers: number, cpuMoeLayers = 0): Partial<Outcome> => ({
  level: name,
  settings: { gpuLayers, cpuMoeLayers }
})

test.each<readonly [string, string, Outcome]>([
  ['Fits', 'Runs entirely on the GPU, about 43 tokens/s (36–49).', outcome({})],
  ['Fits', 'Runs entirely on 2 GPUs, about 43 tokens/s (36–49).', outcome({ gpus: 2 })],
  [
    'Fits',
    'Runs entirely on the GPU; how fast is unknown.',
    outcome({ speed: { known: false, reason: 'no bandwidth' } })
  ],
  [
    'Experts in RAM',
    'Runs, with the experts of 19 of 47 layers in RAM, about 43 tokens/s (36–49).',
    outcome(level('fits-with-offload', 49, 20), moe)
  ],
  [
    'Layers in RAM',
    'Runs, with 12 of 32 layers in RAM, about 43 tokens/s (36–49).',
    outcome(level('fits-with-offload', 21))
  ],
  [
    'Layers in RAM',
    'Runs, with 10 of 48 layers and the experts of 5 more in RAM, about 43 tokens/s (36–49).',
    outcome(level('fits-with-offload', 39, 15), moe)
  ],
  [
    'Layers in RAM',
    'Runs, with 1 of 1 layer in RAM, about 43 tokens/s (36–49).',
    outcome(level('fits-with-offload', 1), { ...dense, layers: 1 })
  ],
  ['Runs on CPU', 'Runs on the CPU alone, about 43 tokens/s (36–49).', outcome(level('cpu-only', 0))],
  [
    'Too large',
    'Too large for this machine: RAM is 12.3 GiB short.',
    outcome({ level: 'does-not-fit', short: { device: 'RAM', bytes: gib(12.3) } })
  ],
  ['Too large', 'Too large for this machine.', outcome({ level: 'does-not-fit' })],
  [
    'Unknown',
    'It cannot be said whether it runs: the free memory of Arc A770 is not known.',
    outcome({ level: 'unknown', missing: 'the free memory of Arc A770 is not known' })
  ],
  [
    'Not obtainable',
    'Announced and never released: there are no weights to run.',
    outcome({ level: 'not-obtainable', model: { availability: 'announced', architecture: null } })
  ],
  [
    'Not obtainable',
    'Offered as a service only: its weights are not published.',
    outcome({ level: 'not-obtainable', model: { availability: 'closed', architecture: null } })
  ],
  [
    'Not obtainable',
    'Its shape is not known here, so nothing can be computed for it.',
    outcome({ level: 'not-obtainable' }, null)
  ],
  [
    'Layout only',
    'A layout without limits: name a machine to get a verdict.',
    outcome({ level: 'layout-only' })
  ]
])('%s: %s', (word, sentence, given) => {
  expect(verdictOf(given)).toMatchObject({ word, sentence })
})

test('a verdict carries what is short and what would help', () => {
  const short = { device: 'RAM', bytes: gib(2) }
  const verdict = verdictOf(outcome({ level: 'does-not-fit', short, advice: ['Take Q2_K.'] }))
  expect(verdict).toMatchObject({ level: 'does-not-fit', short, advice: ['Take Q2_K.'] })
})

describe('advice says what to do and what it gains', () => {
  test.each<readonly [Lever, string]>([
    [{ kind: 'quant', to: 'Q3_K_M', reaches: 'fits' }, 'Take Q3_K_M: then it runs entirely on the GPU.'],
    [
      { kind: 'cache', to: 'q8_0', reaches: 'fits-with-offload' },
      'Keep the KV cache in q8_0: then it runs, with a part of it in RAM.'
    ],
    [
      { kind: 'context', to: 4096, reaches: 'cpu-only' },
      'Shorten the context to 4,096 tokens: then it runs on the CPU.'
    ],
    [{ kind: 'parallel', to: 1, reaches: 'fits' }, 'Serve 1 at a time: then it runs entirely on the GPU.'],
    [
      { kind: 'ubatch', to: 128, reaches: 'fits' },
      'Use micro-batches of 128 tokens: then it runs entirely on the GPU.'
    ],
    [
      { kind: 'placement', gpuLayers: 49, cpuMoeLayers: 12, reaches: 'fits-with-offload' },
      'Put 49 layers on the GPU and the experts of the first 12 layers in RAM: then it runs, with a part of it in RAM.'
    ],
    [
      { kind: 'add', device: 'GPU memory', bytes: bytes(gib(1.5) + 1), reaches: 'fits' },
      'With 1,537 MiB more GPU memory it runs entirely on the GPU.'
    ],
    [
      { kind: 'add', device: 'RAM', bytes: gib(16), reaches: 'fits-with-offload' },
      'With 16.0 GiB more RAM it runs, with a part of it in RAM.'
    ]
  ])('%j', (change, sentence) => {
    expect(adviceSentence(change)).toBe(sentence)
  })
})

test.each([
  [true, 'Too large for this machine even as IQ2_XXS: RAM is 2.00 GiB short.'],
  [false, 'Too large for this machine as IQ2_XXS: RAM is 2.00 GiB short.']
])('what does not fit says as which file type (the smallest: %s)', (smallest, sentence) => {
  const { sentence: said } = verdictOf({
    level: 'does-not-fit',
    model: { availability: 'open-weights', architecture: null },
    settings: { gpuLayers: 1, cpuMoeLayers: 0 },
    speed: { known: false, reason: 'It does not fit.' },
    gpus: 1,
    tried: { fileType: 'IQ2_XXS', smallest },
    short: { device: 'RAM', bytes: gib(2) }
  })
  expect(said).toBe(sentence)
})
