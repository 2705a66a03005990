import type { Prior } from './solver.ts'

const about = (value: number, spread: number): Prior => ({ mean: Math.log(value), spread })
const deviation = (spread: number): Prior => ({ mean: 0, spread })

/** Loose beliefs about the physical constants: orders of magnitude that the rows move. */
const physical: Readonly<Record<string, Prior>> = {
  weights: about(1.1, 0.6),
  cache: about(1.3, 0.6),
  'unpack.simple': about(3, 3),
  'unpack.k': about(4, 3),
  'unpack.low': about(8, 3),
  'unpack.sixteen': about(1, 3),
  'unpack.no-dot': about(8, 3),
  'unpack.metal': deviation(0.7),
  attention: about(1, 3),
  'latent-attention': about(1, 3),
  routing: about(0.5, 1.5),
  expert: about(5e-6, 3),
  recurrent: about(0.5, 1.5),
  'stacked-memory': deviation(0.3),
  'launch.cuda': about(35e-6, 1),
  'launch.vulkan': about(40e-6, 1),
  'launch.metal': about(100e-6, 1),
  'launch.rocm': about(100e-6, 1),
  'launch.sycl': about(100e-6, 0.8),
  'gpu.hand-over': about(100e-6, 1),
  'cpu.read': about(1.2, 0.2),
  'cpu.k': about(0.1, 0.5),
  'cpu.low': about(0.2, 0.5),
  'cpu.layer': about(30e-6, 0.5),
  // The share of the bandwidth that is reached falls with it: a 12-channel server reaches half, a desktop four fifths.
  'cpu.process': about(1 / 600, 0.4),
  'cpu.hand-over': about(120e-6, 0.5),
  'prefill.multiply': about(2.5, 2),
  'prefill.k': about(0.1, 1),
  'prefill.low': about(0.3, 1),
  // An expert is multiplied like the rest, and its last tile of 64 tokens is half empty, or more.
  'prefill.experts': about(1, 0.3),
  'prefill.tile': about(1, 0.3),
  'prefill.dequantise': about(1, 0.3),
  'prefill.attention': about(3, 2),
  'prefill.latent-attention': about(1, 0.3),
  'prefill.wide heads': about(1.3, 0.3),
  'prefill.attention-products': about(3, 1),
  'prefill.scores': about(1, 0.3),
  'prefill.activations': about(1, 0.3),
  'prefill.expert-activations': about(1, 0.3),
  'prefill.weights': about(1.1, 0.2),
  'prefill.cache': about(1.3, 0.3),
  'prefill.launch': about(15e-6, 0.5),
  'prefill.routing': about(50e-6, 0.5),
  'prefill.recurrent': about(15, 0.5),
  'prefill.emulated tensor cores': about(3, 0.4),
  'prefill.one expert after the other': about(1.3, 0.7)
}

/** Deviations of groups of devices from the physics, held to none: the rows of a few devices must not bend it. */
const groups: readonly (readonly [RegExp, Prior])[] = [
  [/^cache\.without flash attention$/, deviation(0.5)],
  [/^stacked-launch$/, deviation(0.5)],
  [/^recurrent\.before the fused delta net$/, deviation(1)],
  [/^latent-attention, /, deviation(0.5)],
  [/^gpu\.hand-over, /, deviation(0.7)],
  [/^architecture\./, deviation(0.1)],
  [/^segment\./, deviation(0.1)],
  [/^prefill\.segment, /, deviation(0.15)],
  [/^prefill\.attention, /, deviation(0.7)],
  [/^prefill\.(?:experts|scores|tile|wide heads), /, deviation(0.3)],
  [/^prefill\.(?:attention-products|launch|sixteen), /, deviation(0.5)],
  [/^prefill\.[^,]+, /, deviation(0.35)],
  [/^prefill\./, deviation(0.7)]
]

/** @throws Error for a name that no rule covers: a parameter without a belief would be fitted without restraint. */
export function priorOf(name: string): Prior {
  const prior = physical[name] ?? groups.find(([pattern]) => pattern.test(name))?.[1]
  if (prior === undefined) throw new Error(`No prior for the parameter ${name}.`)
  return prior
}
