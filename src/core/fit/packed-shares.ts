import type { WeightProfile } from '../memory/weight-profile.ts'
import { type GgmlType, ggmlTypes, isGgmlType } from '../quant/ggml-type.ts'
import type { PackedWeights } from '../speed/speed-input.ts'

const sixteenBits: readonly GgmlType[] = ['f32', 'f16', 'bf16']
const kTypes: readonly GgmlType[] = ['q4_K', 'q5_K', 'q6_K']

/** The class a type belongs to for the cost of unpacking it. */
export function packingOf(type: GgmlType): keyof PackedWeights {
  if (sixteenBits.includes(type)) return 'sixteen'
  if (kTypes.includes(type)) return 'k'
  const { blockBytes, blockElements } = ggmlTypes[type]
  return type.startsWith('iq') || (blockBytes * 8) / blockElements < 4 ? 'low' : 'simple'
}

const made = new WeakMap<WeightProfile, PackedWeights>()

/** Shares of a file's weights by how they are packed; they sum to one. Made once per profile. */
export function packedShares(profile: WeightProfile): PackedWeights {
  const before = made.get(profile)
  if (before) return before
  const count = { sixteen: 0, simple: 0, k: 0, low: 0 }
  let all = 0
  for (const [type, size] of Object.entries(profile.bytesByType)) {
    if (!isGgmlType(type)) continue
    const { blockElements, blockBytes } = ggmlTypes[type]
    const weights = (size / blockBytes) * blockElements
    all += weights
    count[packingOf(type)] += weights
  }
  const of = (n: number): number => (all === 0 ? 0 : n / all)
  const shares = { sixteen: of(count.sixteen), simple: of(count.simple), k: of(count.k), low: of(count.low) }
  made.set(profile, shares)
  return shares
}
