import { catalogVersion, models } from '../../catalog/catalog.ts'
import { enginesOf } from '../../catalog/engines.ts'
import { nearest } from '../../catalog/nearest.ts'
import { searchModels } from '../../catalog/search-models.ts'
import { assess } from '../../core/fit/assess.ts'
import type { Assessment } from '../../core/fit/assessment.ts'
import { answerOf } from '../../core/fit/answer.ts'
import { runs } from '../../core/fit/verdict.ts'
import { perRequest } from '../../core/fit/context-limit.ts'
import { rankAssessments } from '../../core/fit/rank.ts'
import type { ModelSpec } from '../../core/model/model.ts'
import { inGib, parameterCount, rate, tokens } from '../../core/format.ts'
import { totalOf } from '../../core/memory/term.ts'
import { chooseEngine, engineWithin } from '../choose-engine.ts'
import { chooseMachine } from '../choose-machine.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { filterOf } from '../model-filters.ts'
import { json, type Output } from '../output.ts'
import type { ListOptions } from '../program.ts'
import { table } from '../table.ts'

/** `plimsoll list`: one line per model, what runs best first. */
export async function listCommand(
  words: readonly string[],
  options: ListOptions,
  output: Output
): Promise<ExitCode> {
  const engine = chooseEngine(options)
  const machine = await chooseMachine(options, output)
  const passes = filterOf(options)
  const hits = searchModels(words.join(' ')).filter(({ model }) => passes(model))
  const why = new Map(hits.map((hit) => [hit.model, hit.why]))
  const assessments: Assessment[] = []
  for (const { model } of hits) {
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
    const rows = shown.map((row) => ({ ...factsOf(row.model, why.get(row.model) ?? null), ...answerOf(row) }))
    output.out(json({ catalogVersion, machine: machine.name, models: rows }))
    return exitCode.done
  }
  if (shown.length === 0) {
    output.out(
      hits.length > 0
        ? 'No such model of the catalogue runs here.'
        : words.length > 0
          ? `No model matches “${words.join(' ')}”${nearTo(words.join(' '))}`
          : 'No model of the catalogue passes these filters.'
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

/** What the catalogue knows of a model, for scripts. Absent facts are null, so that every row has the same fields. */
function factsOf(model: ModelSpec, why: string | null): Record<string, unknown> {
  return {
    id: model.id,
    slug: model.slug,
    name: model.name,
    family: model.family,
    publisher: model.publisher,
    country: model.country,
    license: model.license,
    release: model.release,
    modality: model.modality,
    availability: model.availability,
    contextLength: model.contextLength,
    contextTrained: model.contextTrained ?? model.contextLength,
    publishedParameters: model.parameters,
    nativeType: model.nativeType,
    aliases: model.aliases ?? [],
    variants: model.variants ?? [],
    files: model.files ?? {},
    engines: enginesOf(model).map(({ engine }) => engine),
    fromArticle: model.article !== undefined,
    article: model.article?.wording ?? null,
    popularity: model.popularity ?? null,
    note: model.note ?? null,
    sources: model.sources ?? null,
    foundBy: why
  }
}

/** What may have been meant, as the end of a sentence. */
function nearTo(query: string): string {
  const near = nearest(query, models, ({ name, slug, aliases = [] }) => [name, slug, ...aliases])
  return near.length === 0 ? '.' : `. Did you mean ${near.map(({ name }) => name).join(', or ')}?`
}

const count = (n: number | null): string => (n === null ? 'unknown' : parameterCount(n))

const held = ({ devices, host }: Assessment): ReturnType<typeof totalOf> =>
  totalOf([...devices, host].flatMap((bill) => bill.terms))
