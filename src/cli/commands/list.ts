import { catalogVersion, models } from '../../catalog/catalog.ts'
import { searchModels } from '../../catalog/search-models.ts'
import { assess } from '../../core/fit/assess.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { answerOf } from '../../core/fit/answer.ts'
import { runs } from '../../core/fit/verdict.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { perRequest } from '../../core/fit/context-limit.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import { inGib, parameterCount, rate, tokens } from '../../core/format.ts'
import { totalOf } from '../../core/memory/term.ts'
import { chooseEngine, engineWithin } from '../choose-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { ListOptions } from '../program.ts'
import { table } from '../table.ts'
import { withUserRows } from '../user-rows.ts'

const catalogued: ReadonlySet<ModelSpec> = new Set(models)

/** `plimsoll list`: one line per model, what runs best first. */
export async function listCommand(
  words: readonly string[],
  options: ListOptions,
  output: Output
): Promise<ExitCode> {
  const engine = chooseEngine(options)
  const machine = await chooseMachine(options, output)
  const all = await withUserRows(output.note)
  const own = all.filter((model) => !catalogued.has(model))
  const hits = searchModels(words.join(' ')).map((hit) => hit.model)
  const typed = words.join(' ').toLowerCase()
  const wanted =
    words.length > 0
      ? [
          ...own.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(typed)),
          ...hits.filter((hit) => all.includes(hit))
        ]
      : all
  const assessments: Assessment[] = []
  for (const model of wanted) {
    if (options.article && !model.article) continue
    const result = assess(model, machine, { quant: 'auto', engine: engineWithin(model, engine), brief: true })
    if (!result.ok) {
      output.note(`${model.name} is left out: ${result.error.message}`)
      continue
    }
    assessments.push(result.value)
  }
  const shown = rankAssessments(assessments).filter(({ verdict }) => !options.fits || runs(verdict))
  if (options.json) {
    const rows = shown.map((row) => ({
      id: row.model.id,
      slug: row.model.slug,
      name: row.model.name,
      family: row.model.family,
      publisher: row.model.publisher,
      country: row.model.country,
      license: row.model.license,
      release: row.model.release,
      modality: row.model.modality,
      availability: row.model.availability,
      contextLength: row.model.contextLength,
      fromArticle: row.model.article !== undefined,
      popularity: row.model.popularity ?? null,
      ...answerOf(row)
    }))
    output.out(json({ catalogVersion, machine: machine.name, models: rows }))
    return exitCode.done
  }
  if (shown.length === 0) {
    output.out(
      words.length > 0 ? `No model matches “${words.join(' ')}”.` : 'No model of the catalogue runs here.'
    )
    return exitCode.done
  }
  output.out(
    table<Assessment>(
      [
        { title: 'Model', cell: ({ model }) => model.name },
        { title: 'total', align: 'right', cell: ({ parameters }) => count(parameters.total) },
        { title: 'active', align: 'right', cell: ({ parameters }) => count(parameters.active) },
        { title: 'Verdict', cell: ({ verdict }) => verdict.word },
        { title: 'quant', cell: ({ quant }) => quant ?? '' },
        { title: 'memory', align: 'right', cell: (row) => (row.quant === null ? '' : inGib(held(row))) },
        {
          title: 'longest',
          align: 'right',
          cell: (row) => {
            const longest = perRequest(row.largestContext, row.engine.parallel)
            return longest === null ? '' : tokens(longest)
          }
        },
        {
          title: 'decode',
          align: 'right',
          cell: ({ speed }) => (speed.known ? rate(speed.decode.likely) : 'unknown')
        }
      ],
      shown
    )
  )
  return exitCode.done
}

const count = (n: number | null): string => (n === null ? 'unknown' : parameterCount(n))

const held = ({ devices, host }: Assessment): ReturnType<typeof totalOf> =>
  totalOf([...devices, host].flatMap((bill) => bill.terms))
