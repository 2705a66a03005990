import type { Bytes } from '../quantity.ts'
import { bytes, gib } from '../quantity.ts'

/**
 * The part of memory Metal recommends as the most one GPU program holds (recommendedMaxWorkingSetSize), when
 * `iogpu.wired_limit_mb` is not set.
 *
 * Up to macOS 15: two thirds up to 32 GiB, three quarters above (figures printed by engines: 10.67 of 16, 21.33 of 32,
 * 27 of 36, 48 of 64, 96 of 128 GiB; llama.cpp issues 1870 and 3213, ollama issue 434). macOS 26: 11.84 of 16, 17.76 of
 * 24, 24.96 of 32, 28.08 of 36, 37.44 of 48, 51.84 of 64, 107.52 of 128 GiB (llmfit pull 754, antirez/ds4 pull 893).
 * Apple documents neither. Between and beyond those sizes the nearest measured share below is taken.
 */
const sharesOf26 = [
  { fromGib: 0, share: 0.74 },
  { fromGib: 32, share: 0.78 },
  { fromGib: 64, share: 0.81 },
  { fromGib: 128, share: 0.84 }
] as const

/** The default GPU budget of an Apple machine with `memory`, on macOS `major` (null: not known, taken as 26). */
export function appleGpuBudget(memory: Bytes, major: number | null): Bytes {
  if (major !== null && major <= 15) {
    return bytes(Math.floor((memory * (memory <= gib(32) ? 2 : 2.25)) / 3))
  }
  const share = sharesOf26.findLast(({ fromGib }) => memory >= gib(fromGib))?.share ?? sharesOf26[0].share
  return bytes(Math.floor(memory * share))
}
