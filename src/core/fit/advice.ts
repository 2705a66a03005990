import type { CacheType } from '../engine/settings.ts'
import { context, inGib } from '../format.ts'
import type { Bytes } from '../quantity.ts'
import type { FileType } from '../quant/file-type.ts'
import type { VerdictLevel } from './verdict.ts'

/** A change that a planner found to help, with the level it would reach. */
export type Change =
  | { readonly kind: 'quant'; readonly to: FileType; readonly reaches: VerdictLevel }
  | { readonly kind: 'cache'; readonly to: CacheType; readonly reaches: VerdictLevel }
  | { readonly kind: 'context'; readonly to: number; readonly reaches: VerdictLevel }
  | { readonly kind: 'parallel'; readonly to: number; readonly reaches: VerdictLevel }
  | { readonly kind: 'free'; readonly device: string; readonly bytes: Bytes; readonly reaches: VerdictLevel }
  | { readonly kind: 'add'; readonly device: string; readonly bytes: Bytes; readonly reaches: VerdictLevel }
  | { readonly kind: 'enter'; readonly reading: string; readonly device: string }

/** One change as a sentence: what to do, and what it gains. */
export function adviceSentence(change: Change): string {
  switch (change.kind) {
    case 'quant':
      return `Take ${change.to}: then it ${gains(change.reaches)}.`
    case 'cache':
      return `Keep the KV cache in ${change.to}: then it ${gains(change.reaches)}.`
    case 'context':
      return `Shorten the context to ${context(change.to)}: then it ${gains(change.reaches)}.`
    case 'parallel':
      return `Serve ${change.to} at a time: then it ${gains(change.reaches)}.`
    case 'free':
      return `Free ${inGib(change.bytes)} of ${change.device} by closing programs: then it ${gains(change.reaches)}.`
    case 'add':
      return `With ${inGib(change.bytes)} more ${change.device} it ${gains(change.reaches)}.`
    case 'enter':
      return `Enter the ${change.reading} of ${change.device} by hand to get a verdict.`
  }
}

function gains(level: VerdictLevel): string {
  switch (level) {
    case 'fits':
      return 'runs entirely on the GPU'
    case 'fits-with-offload':
      return 'runs, with a part of it in RAM'
    case 'cpu-only':
      return 'runs on the CPU'
    case 'does-not-fit':
      return 'comes closer, but is still too large'
    case 'unknown':
    case 'not-obtainable':
    case 'layout-only':
      return 'may run'
  }
}
