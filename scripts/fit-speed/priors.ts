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
  routing: about(50e-6, 3),
  expert: about(5e-6, 3),
  recurrent: about(20e-6, 3),
  'stacked-memory': deviation(0.3),
  'launch.cuda': about(35e-6, 1),
  'launch.vulkan': about(40e-6, 1),
  'launch.metal': about(100e-6, 1),
  'launch.rocm': about(100e-6, 1),
  'launch.sycl': about(100e-6, 0.8),
  'gpu.hand-over': about(100e-6, 2),
  'cpu.read': about(1.5, 0.3),
  'cpu.k': about(0.1, 0.5),
  'cpu.low': about(0.2, 0.5),
  'cpu.layer': about(30e-6, 0.5),
  'cpu.hand-over': about(120e-6, 0.5),
  'prefill.dense': about(0.6, 3),
  'prefill.k': about(0.05, 3),
  'prefill.low': about(0.2, 3),
  'prefill.sixteen': about(0.6, 3),
  'prefill.experts': about(0.8, 3),
  'prefill.tile': about(0.3, 3),
  'prefill.attention': about(1, 3),
  'prefill.weights': about(1.1, 0.6),
  'prefill.cache': about(1.3, 0.3),
  'prefill.latent-attention': about(0.5, 3),
  'prefill.without flash attention': deviation(1),
  'prefill.segment, gaming': deviation(0.3),
  'prefill.segment, professional': deviation(0.3),
  'prefill.launch': about(50e-6, 3),
  'prefill.routing': about(100e-6, 3),
  'prefill.recurrent': about(1, 3)
}

/** Deviations of groups of devices from the physics, held to none: the rows of a few devices must not bend it. */
const groups: readonly (readonly [RegExp, Prior])[] = [
  [/^architecture\./, deviation(0.1)],
  [/^segment\./, deviation(0.1)],
  [/^prefill\.attention, /, deviation(1)],
  [/^prefill\.experts, /, deviation(0.5)],
  [/^prefill\.sixteen, /, deviation(0.5)],
  [/^prefill\.[^,]+, /, deviation(0.4)],
  [/^prefill\./, deviation(0.6)]
]

/** @throws Error for a name that no rule covers: a parameter without a belief would be fitted without restraint. */
export function priorOf(name: string): Prior {
  const prior = physical[name] ?? groups.find(([pattern]) => pattern.test(name))?.[1]
  if (prior === undefined) throw new Error(`No prior for the parameter ${name}.`)
  return prior
}
