import { answerOf } from '../../core/fit/answer.ts'
import { assess } from '../../core/fit/assess.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { grouped } from '../../core/format.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { canBeRead, percentHere } from '../../core/model/gguf/on-disk.ts'
import type { RunnableModel } from '../../core/model/model.ts'
import { isFileType } from '../../core/quant/file-type.ts'
import { findLocalModels } from '../../host/local-models/find-local-models.ts'
import type { LocalModel } from '../../host/local-models/local-model.ts'
import { lookAtAll } from '../../host/local-models/look-at-all.ts'
import type { LocalLook } from '../../host/local-models/look-at-local.ts'
import { placesOf } from '../../host/local-models/places.ts'
import { readEach } from '../../host/local-models/read-whole.ts'
import { chooseEngine, type EngineChoice, engineWithin } from '../choose-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { LocalOptions } from '../program.ts'
import { progressLine } from '../progress-line.ts'
import { type LocalRow, localTable } from '../text/local-table.ts'

type Found = Pick<LocalRow, 'local' | 'look'>

interface Row extends LocalRow {
  /** Whether the answer is that of the file's own tensors. */
  readonly exact: boolean
  readonly answer: Record<string, unknown> | null
}

/**
 * `plimsoll local`: the models that are on this machine already, each with a verdict. What they are, their first bytes
 * say; the verdict is that of the whole header, as `check FILE.gguf` gives it, unless `--quick` or Ctrl-C leaves it unread.
 */
export async function localCommand(options: LocalOptions, output: Output): Promise<ExitCode> {
  const engine = chooseEngine(options)
  const machine = await chooseMachine(options, output)
  const { models, notes } = await findLocalModels(placesOf({ folders: options.folder ?? [] }))
  const looks = await lookAtAll(models)
  const found = models.flatMap((local, at) => (looks[at] ? [{ local, look: looks[at] }] : []))
  const wanted = options.quick
    ? []
    : found.filter(({ local, look }) => canBeRead({ ...local, fault: look.fault }))
  const read = await readAll(wanted, (model) => verdictFor(model, machine, engine, 'auto'), output)
  // Of a thousand files many are of one row and one mix.
  const known = new Map<string, Assessment | null>()
  const ofRow = (model: RunnableModel, { by, mix }: LocalLook): Assessment | null => {
    if (by === null) return verdictFor(model, machine, engine, mix)
    const key = `${model.slug} ${mix ?? ''}`
    const before = known.get(key)
    if (before !== undefined) return before
    const verdict = verdictFor(model, machine, engine, mix)
    known.set(key, verdict)
    return verdict
  }
  const rows = found.map(({ local, look }): Row => {
    const exact = read.get(local)
    if (exact) return { local, look, ...exact, exact: exact.fault === null }
    const { model, mix, fault } = look
    const whole = fault === null && local.missing.length === 0
    const assessment = model && whole ? ofRow(model, look) : null
    return { local, look, mix, ...said(assessment), fault, percentHere: null, exact: false }
  })
  if (options.json) output.out(json({ machine: machine.name, models: rows.map(entry), notes }))
  else {
    for (const note of notes) output.note(note)
    output.out(
      rows.length === 0
        ? 'No models were found here. Name a folder with --folder, or in PLIMSOLL_MODELS.'
        : localTable(rows)
    )
  }
  return exitCode.done
}

type Exact = Pick<Row, 'answer' | 'word' | 'mix' | 'fault' | 'percentHere'>

/** Verdicts by whole headers, with progress on a terminal; Ctrl-C leaves the rest as their first bytes have it. */
async function readAll(
  wanted: readonly Found[],
  verdict: (model: RunnableModel) => Assessment | null,
  output: Output
): Promise<ReadonlyMap<LocalModel, Exact>> {
  const done = new Map<LocalModel, Exact>()
  const cancel = new AbortController()
  const stop = (): void => cancel.abort()
  const line = progressLine()
  process.once('SIGINT', stop)
  try {
    await readEach(
      wanted.map(({ local }) => local),
      (local, read, at) => {
        const mix = wanted[at - 1]?.look.mix ?? null
        // Only the answer is kept: the tensors of a thousand files would fill the memory.
        done.set(local, read.ok ? exactOf(local, read.value, verdict) : refused(read.error, mix))
        line.show(`Reading headers, ${grouped(at)} of ${grouped(wanted.length)}; Ctrl-C lists what is known.`)
      },
      cancel.signal
    )
  } finally {
    process.removeListener('SIGINT', stop)
    line.end()
  }
  if (done.size < wanted.length)
    output.note(
      `Stopped: ${grouped(done.size)} of ${grouped(wanted.length)} headers were read; the others are listed by their first bytes.`
    )
  return done
}

const exactOf = (
  local: LocalModel,
  model: RunnableModel,
  verdict: (model: RunnableModel) => Assessment | null
): Exact => ({
  ...said(verdict(model)),
  mix: model.file?.fileType ?? null,
  fault: null,
  percentHere: percentHere(local.bytes, model.file?.bytes ?? 0)
})

const refused = (fault: string, mix: string | null): Exact => ({
  ...said(null),
  mix,
  fault,
  percentHere: null
})

const said = (assessment: Assessment | null): Pick<Row, 'answer' | 'word'> => ({
  answer: assessment && answerOf(assessment),
  word: assessment?.verdict.word ?? null
})

function entry({ local, look, mix, exact, answer, fault, percentHere }: Row): Record<string, unknown> {
  const { model, by, architecture } = look
  return {
    ...local,
    missingParts: local.missing.length,
    architecture,
    mix,
    recognised: model && by ? { slug: model.slug, by } : null,
    exact,
    percentHere,
    fault,
    answer
  }
}

function verdictFor(
  model: RunnableModel,
  machine: Machine,
  engine: EngineChoice,
  mix: LocalLook['mix']
): Assessment | null {
  const quant = mix !== null && isFileType(mix) ? mix : 'auto'
  const result = assess(model, machine, { quant, engine: engineWithin(model, engine), brief: true })
  return result.ok ? result.value : null
}
