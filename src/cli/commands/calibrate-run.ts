import { assess } from '../../core/fit/assess.ts'
import type { FileType } from '../../core/quant/file-type.ts'
import { publishedType } from '../../core/quant/published-type.ts'
import type { BenchRequest } from '../../host/calibrate/engine.ts'
import { benchEngines } from '../../host/calibrate/engines.ts'
import { realSpawn, type Spawn } from '../../host/calibrate/started.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Output } from '../output.ts'
import { parseTokens } from '../parse-number.ts'
import { UsageError } from '../usage-error.ts'
import type { CalibrateOptions } from './calibrate.ts'
import { keepRates, type MeasuredOn, measuredOn, quantFor } from './keep-rates.ts'

/** `plimsoll calibrate run MODEL`: runs a short benchmark on a model that is here; Ctrl+C cancels it. */
export async function calibrateRun(
  name: string,
  options: CalibrateOptions,
  output: Output,
  spawn: Spawn = realSpawn
): Promise<ExitCode> {
  const engine = options.engine ?? 'llama-bench'
  const { needs, run } = benchEngines[engine]
  if (options.file === undefined)
    throw new UsageError(`calibrate run: name the model that is here with --file: for ${engine}, ${needs}.`)
  if (options.url !== undefined && engine !== 'lm-studio')
    throw new UsageError('--url: only lm-studio is a server already; the others are started here.')
  // What is wrong with the command is said before minutes are spent.
  const asked = options.quant === undefined && engine === 'lm-studio' ? null : quantFor(options)
  const on = await measuredOn(name, output)
  const depthTokens = options.depth === undefined ? 0 : parseTokens(options.depth, '--depth')
  const token = process.env['LM_API_TOKEN']
  const cancel = new AbortController()
  const stop = (): void => cancel.abort()
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const one of signals) process.once(one, stop)
  try {
    const outcome = await run(
      {
        model: options.file,
        depthTokens,
        ...(asked !== null && placementOf(on, asked, depthTokens)),
        ...(options.url !== undefined && { url: options.url }),
        ...(options.anyAddress === true && { anyAddress: true }),
        ...(token !== undefined && token !== '' && { token })
      },
      { spawn, progress: output.note, signal: cancel.signal }
    )
    if (!outcome.ok) throw new UsageError(`calibrate run: ${outcome.reason}`)
    const ran = outcome.quant === undefined ? null : publishedType(outcome.quant)
    const quant = asked ?? quantFor({ quant: ran ?? undefined })
    if (ran !== null && ran !== quant)
      throw new UsageError(`--quant: ${engine} ran a file of type ${ran}, not ${quant}.`)
    return await keepRates(on, quant, options, outcome.rates, output)
  } finally {
    for (const one of signals) process.removeListener(one, stop)
  }
}

/** Where the prediction has the model; nothing where it does not fit, which the engine may see otherwise. */
function placementOf(
  { model, machine }: MeasuredOn,
  quant: FileType,
  depthTokens: number
): Pick<BenchRequest, 'placement'> {
  const engine = { contextTokens: Math.max(4096, depthTokens + 512) }
  const answer = assess(model, machine, { quant, engine, brief: true })
  if (!answer.ok || answer.value.verdict.level === 'does-not-fit') return {}
  const settings = answer.value.engine
  if (!('gpuLayers' in settings)) return {}
  const { gpuLayers, cpuMoeLayers } = settings
  return { placement: { gpuLayers, cpuMoeLayers } }
}
