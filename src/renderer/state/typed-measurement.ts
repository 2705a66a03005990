import {
  enteredRate,
  type MeasuredRate,
  type Measurement,
  measurementsOf,
  type Run,
  tellingRates
} from '../../core/fit/measurement.ts'
import { err, ok, type Result } from '../../core/result.ts'
import { parseLog } from '../../core/speed/parse-log.ts'

/** What stands in the form: speeds typed in, or a log pasted. */
export interface TypedMeasurement {
  readonly from: 'speed' | 'log'
  readonly decode: string
  readonly prefill: string
  readonly depth: string
  readonly log: string
}

export const nothingTyped: TypedMeasurement = { from: 'speed', decode: '', prefill: '', depth: '', log: '' }

/** What would be kept, and sentences about what would not; `empty` while there is nothing to say. */
export interface Understood {
  readonly kept: readonly Measurement[]
  readonly wrong: readonly string[]
  readonly empty: boolean
}

/** Digits with a point or a comma, above 0. */
function positive(text: string): number | null {
  const clean = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(clean) && Number(clean) > 0 ? Number(clean) : null
}

/** Digits, with spaces or commas between thousands. */
function whole(text: string): number | null {
  const clean = text.replace(/[\s,]/g, '')
  return /^\d{1,8}$/.test(clean) ? Number(clean) : null
}

/** The corrections that follow from what was typed, on the machine as it is known without measurements. */
export function understand(typed: TypedMeasurement, run: Run): Understood {
  const rates = typed.from === 'log' ? ratesOfLog(typed.log) : ratesTyped(typed)
  if (rates === null) return { kept: [], wrong: [], empty: true }
  if (!rates.ok) return { kept: [], wrong: [rates.error], empty: false }
  return { ...measurementsOf(run, rates.value), empty: false }
}

/** Null where nothing was typed; the error is a sentence. */
type Rates = Result<readonly MeasuredRate[], string> | null

function ratesOfLog(log: string): Rates {
  if (log.trim() === '') return null
  const rates = tellingRates(parseLog(log))
  return rates.length > 0
    ? ok(rates)
    : err(
        'No speed is in it that says anything. Logs of llama-bench, llama-server, llama-cli, Ollama, LM Studio and MLX are read.'
      )
}

function ratesTyped({ decode, prefill, depth }: TypedMeasurement): Rates {
  if (decode.trim() === '' && prefill.trim() === '') return null
  const inCache = depth.trim() === '' ? 0 : whole(depth)
  if (inCache === null) return err('Tokens in the cache: a whole number, such as 4096.')
  const rates: MeasuredRate[] = []
  for (const what of ['decode', 'prefill'] as const) {
    const text = what === 'decode' ? decode : prefill
    if (text.trim() === '') continue
    const tokensPerSecond = positive(text)
    if (tokensPerSecond === null) return err('A speed in tokens per second above 0, such as 41.5.')
    rates.push(enteredRate(what, tokensPerSecond, inCache))
  }
  return ok(rates)
}
