import { atLeast, context } from '../format.ts'
import type { Lever } from './change.ts'
import type { VerdictLevel } from './verdict.ts'

/** One lever as a sentence: what to do, and what it gains. */
export function adviceSentence(lever: Lever): string {
  switch (lever.kind) {
    case 'quant':
      return `Take ${lever.to}: then it ${gains(lever.reaches)}.`
    case 'cache':
      return `Keep the KV cache in ${lever.to}: then it ${gains(lever.reaches)}.`
    case 'context':
      return `Shorten the context to ${context(lever.to)}: then it ${gains(lever.reaches)}.`
    case 'parallel':
      return `Serve ${lever.to} at a time: then it ${gains(lever.reaches)}.`
    case 'ubatch':
      return `Use micro-batches of ${lever.to} tokens: then it ${gains(lever.reaches)}.`
    case 'placement': {
      const experts =
        lever.cpuMoeLayers > 0 ? ` and the experts of the first ${lever.cpuMoeLayers} layers in RAM` : ''
      return `Put ${lever.gpuLayers} layers on the GPU${experts}: then it ${gains(lever.reaches)}.`
    }
    case 'add':
      return `With ${atLeast(lever.bytes)} more ${lever.device} it ${gains(lever.reaches)}.`
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
