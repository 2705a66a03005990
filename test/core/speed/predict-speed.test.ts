import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rate, rateRange } from '../../../src/core/format.ts'
import { bytes, gib, gigabytesPerSecond, noBytes, teraflops } from '../../../src/core/quantity.ts'
import { predictSpeed } from '../../../src/core/speed/predict-speed.ts'
import type { Speed } from '../../../src/core/speed/speed.ts'
import type { SpeedDevice, SpeedInput, SpeedShare } from '../../../src/core/speed/speed-input.ts'

const nothing: SpeedShare = { layers: 0, activeBytes: noBytes, totalBytes: noBytes, cacheBytes: noBytes }

const rtx4090: SpeedDevice = {
  name: 'NVIDIA GeForce RTX 4090',
  vendor: 'nvidia',
  backend: 'cuda',
  architecture: 'Ada Lovelace',
  bandwidth: gigabytesPerSecond(1008),
  fp32: teraflops(82.6),
  fp16: null
}

/** Llama-2-7B Q4_0 as llama-bench runs it: 3.56 GiB, 0.5 MiB of cache per token. */
const llama2: SpeedInput = {
  gpus: [
    {
      device: rtx4090,
      layers: 32,
      activeBytes: gib(3.56 * (6.61 / 6.74)),
      totalBytes: gib(3.56),
      cacheBytes: bytes(524_288 * 64)
    }
  ],
  cpu: nothing,
  ramBandwidth: null,
  activeParameters: 6.61e9,
  quantisedShare: 1,
  lowBit: false,
  moe: false,
  depthTokens: 64,
  promptTokens: 512,
  ubatch: 512
}

type KnownSpeed = Extract<Speed, { known: true }>

function known(input: SpeedInput): KnownSpeed {
  const speed = predictSpeed(input)
  if (!speed.known) throw new Error(speed.reason)
  return speed
}

const likely = (input: SpeedInput): number => known(input).decode.likely
const withDevice = (input: SpeedInput, device: Partial<SpeedDevice>): SpeedInput => ({
  ...input,
  gpus: input.gpus.map((gpu) => ({ ...gpu, device: { ...gpu.device, ...device } }))
})

test('Llama-2-7B Q4_0 on an RTX 4090 writes about 177 tokens per second (measured: 186)', () => {
  const { decode } = known(llama2)
  expect(rate(decode.likely)).toBe('177 tok/s')
  expect(rateRange(decode)).toBe('139–207')
})

test('the parts of a token are those worked by hand, in milliseconds', () => {
  const parts = known(llama2).terms.map(({ name, seconds }) => `${name} ${(seconds * 1000).toFixed(2)}`)
  // 3.98 + 0.04 + 0.33 + 1.12 = 5.47 ms; the last part is 5.47 / 0.97 - 5.47.
  expect(parts).toEqual([
    'reading weights 3.98',
    'reading the cache 0.04',
    'unpacking weights 0.33',
    'launching kernels 1.12',
    'beyond the model 0.17'
  ])
})

test('the terms sum to the time of one token', () => {
  const { terms, decode } = known({ ...llama2, moe: true })
  expect(terms.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(1 / decode.likely, 12)
})

test('prefill is far faster than decode and has its own range', () => {
  const { prefill } = known(llama2)
  expect(prefill && rate(prefill.likely)).toBe('10,850 tok/s')
  expect(prefill && prefill.low < prefill.likely && prefill.likely < prefill.high).toBe(true)
})

describe('what is missing is said instead of guessed', () => {
  test('the bandwidth of a GPU', () => {
    const speed = predictSpeed(withDevice(llama2, { bandwidth: null }))
    expect(speed).toMatchObject({ known: false })
    expect(!speed.known && speed.reason).toMatch(/memory bandwidth of NVIDIA GeForce RTX 4090 is not known/)
  })

  test('the bandwidth of the RAM, once something lies there', () => {
    const half = { ...nothing, layers: 1, activeBytes: gib(1), totalBytes: gib(1) }
    const speed = predictSpeed({ ...llama2, cpu: half })
    expect(!speed.known && speed.reason).toMatch(/RAM bandwidth is not known. Enter it in GB\/s/)
  })

  test('nothing placed anywhere', () => {
    expect(predictSpeed({ ...llama2, gpus: [] })).toMatchObject({ known: false })
  })

  test('prefill with a part in RAM', () => {
    const cpu = { ...nothing, layers: 1, activeBytes: gib(1), totalBytes: gib(1) }
    const speed = known({ ...llama2, cpu, ramBandwidth: gigabytesPerSecond(80) })
    expect(speed.prefill).toBeNull()
    expect(speed.prefillNote).toMatch(/not modelled/)
  })

  test('an unknown arithmetic rate widens the range and is named', () => {
    const speed = known(withDevice(llama2, { fp32: null }))
    expect(speed.basis).toMatch(/arithmetic rate is not known/)
    expect(speed.decode.low / speed.decode.likely).toBeLessThan(0.7)
    expect(speed.prefill).toBeNull()
  })

  test('a vendor nobody measured has the widest range', () => {
    const { decode, basis } = known(withDevice(llama2, { vendor: 'other', architecture: null }))
    expect(basis).toMatch(/no measurements of this vendor/)
    expect(decode.high / decode.low).toBeGreaterThan(2.5)
  })
})

describe('layers on the CPU', () => {
  const moe: SpeedInput = { ...llama2, moe: true, ramBandwidth: gigabytesPerSecond(80) }

  test('cost their bytes at RAM speed and a hand-over each', () => {
    const cpu = { ...nothing, layers: 19, activeBytes: gib(1), totalBytes: gib(10) }
    const part = (name: string): number | undefined =>
      known({ ...moe, cpu }).terms.find((term) => term.name === name)?.seconds
    expect(part('reading from RAM')).toBeCloseTo(2 ** 30 / (0.57 * 80e9), 9)
    expect(part('handing over to the CPU')).toBeCloseTo(19 * 120e-6, 9)
  })

  test('need no hand-over without a GPU', () => {
    const [gpu] = llama2.gpus
    const { terms } = known({ ...moe, gpus: [], cpu: gpu ?? nothing })
    expect(terms.map(({ name }) => name)).toEqual(['reading from RAM', 'beyond the model'])
  })
})

test('two cards in turn are 5 % slower than one with all the memory', () => {
  const halves = llama2.gpus.flatMap((gpu) => {
    const half = (n: number): ReturnType<typeof bytes> => bytes(n / 2)
    const one = {
      ...gpu,
      layers: 16,
      activeBytes: half(gpu.activeBytes),
      totalBytes: half(gpu.totalBytes),
      cacheBytes: half(gpu.cacheBytes)
    }
    return [one, one]
  })
  expect(likely({ ...llama2, gpus: halves }) / likely(llama2)).toBeCloseTo(0.95, 6)
})

test('types below four bits are predicted lower and say why', () => {
  expect(likely({ ...llama2, lowBit: true }) / likely(llama2)).toBeCloseTo(0.7, 6)
  expect(known({ ...llama2, lowBit: true }).basis).toMatch(/below four bits/)
})

test('GTX 16 cards prefill without tensor cores, RTX 20 cards with them', () => {
  const turing = (name: string): number =>
    known(withDevice(llama2, { name, architecture: 'Turing', fp32: teraflops(9) })).prefill?.likely ?? 0
  expect(turing('NVIDIA GeForce RTX 2070 SUPER') / turing('NVIDIA GeForce GTX 1660 SUPER')).toBeGreaterThan(
    1.4
  )
})

/** A stack of equal layers on a desktop: discrete GPU from 200 GB/s, RAM below 110 GB/s; `onCpu` of them in RAM. */
interface Stack {
  readonly layers: number
  readonly layerBytes: number
  readonly bandwidth: number
  readonly ram: number
  readonly depth: number
  readonly moe: boolean
}

const stacks = fc.record<Stack>({
  layers: fc.integer({ min: 2, max: 100 }),
  layerBytes: fc.integer({ min: 1e6, max: 2e9 }),
  bandwidth: fc.integer({ min: 200, max: 4000 }),
  ram: fc.integer({ min: 20, max: 110 }),
  depth: fc.integer({ min: 0, max: 200_000 }),
  moe: fc.boolean()
})

function placed(stack: Stack, onCpu: number): SpeedInput {
  const share = (layers: number): SpeedShare => ({
    layers,
    activeBytes: bytes(layers * stack.layerBytes),
    totalBytes: bytes(layers * stack.layerBytes * 8),
    cacheBytes: bytes(layers * stack.depth * 2048)
  })
  return {
    ...llama2,
    gpus: [
      {
        ...share(stack.layers - onCpu),
        device: { ...rtx4090, bandwidth: gigabytesPerSecond(stack.bandwidth), fp32: teraflops(20) }
      }
    ],
    cpu: share(onCpu),
    ramBandwidth: gigabytesPerSecond(stack.ram),
    activeParameters: (stack.layers * stack.layerBytes) / 0.56,
    moe: stack.moe,
    depthTokens: stack.depth
  }
}

describe('for any stack of layers', () => {
  const anyPlace = fc.tuple(stacks, fc.nat()).map(([stack, n]) => [stack, n % stack.layers] as const)

  test('the range holds the likely value', () => {
    fc.assert(
      fc.property(anyPlace, ([stack, onCpu]) => {
        const { low, likely: middle, high } = known(placed(stack, onCpu)).decode
        expect(low).toBeGreaterThan(0)
        expect(low).toBeLessThan(middle)
        expect(middle).toBeLessThan(high)
      })
    )
  })

  test('more bandwidth is never slower', () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 1, max: 2000 }), ([stack, onCpu], more) => {
        const base = likely(placed(stack, onCpu))
        expect(likely(placed({ ...stack, bandwidth: stack.bandwidth + more }, onCpu))).toBeGreaterThanOrEqual(
          base
        )
        expect(likely(placed({ ...stack, ram: stack.ram + more }, onCpu))).toBeGreaterThanOrEqual(base)
      })
    )
  })

  test('deeper is never faster', () => {
    fc.assert(
      fc.property(anyPlace, fc.integer({ min: 1, max: 100_000 }), ([stack, onCpu], more) => {
        const deeper = placed({ ...stack, depth: stack.depth + more }, onCpu)
        expect(likely(deeper)).toBeLessThanOrEqual(likely(placed(stack, onCpu)))
      })
    )
  })

  // As long as the GPU keeps one: without a GPU there is nothing to hand over.
  test('one more layer in RAM is never faster', () => {
    fc.assert(
      fc.property(anyPlace, ([stack, onCpu]) => {
        fc.pre(onCpu + 1 < stack.layers)
        expect(likely(placed(stack, onCpu + 1))).toBeLessThan(likely(placed(stack, onCpu)))
      })
    )
  })
})
