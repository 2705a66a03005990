import { fitted } from './fitted.ts'
import { withBand } from './band.ts'
import type { EngineSpeed, Rate } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

/** Engines a person may ask for, and the backend each runs on. */
const engines: readonly { readonly name: string; readonly backends: readonly string[] }[] = [
  { name: 'MLX', backends: ['metal'] },
  { name: 'vLLM', backends: ['cuda', 'rocm'] },
  { name: 'SGLang', backends: ['cuda', 'rocm'] },
  { name: 'ExLlama', backends: ['cuda'] }
]

/**
 * Other engines on the same accelerators with everything resident: llama.cpp's formula times what measurements of
 * that engine show, never llama.cpp's own figure. An engine without enough rows says so.
 */
export function engineSpeeds({ gpus, cpu }: SpeedInput, decode: Rate): readonly EngineSpeed[] {
  const [first] = gpus
  if (first === undefined || cpu.activeBytes > 0) return []
  return engines
    .filter(({ backends }) => backends.includes(first.device.backend))
    .map(({ name }) => {
      const own = fitted.engines[name]
      if (own === undefined) return { engine: name, decode: null, basis: 'no data' }
      return {
        engine: name,
        decode: withBand(decode.likely * Math.exp(own.shift), own.low, own.high),
        basis: `fitted on ${own.rows} rows of ${own.devices} devices`
      }
    })
}
