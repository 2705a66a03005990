import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Choices } from '../../state/choices.ts'
import { type Question, questionOf } from '../../state/compared.ts'
import { runs } from '../../state/list-order.ts'
import { inFourQuants } from './usual-cases.ts'

/** Something worth comparing on this machine, ready to be put into the columns. */
export interface Start {
  readonly name: string
  /** Which models, and how many columns it makes. */
  readonly what: string
  readonly questions: readonly Question[]
}

type Asked = Pick<Choices, 'contextTokens' | 'parallel' | 'cacheType' | 'model'>

const totalOf = ({ parameters }: Assessment): number => parameters.total ?? 0

/** One training of each shape: three finetunes of one model are no choice between three. */
function ofDifferentSizes(assessments: readonly Assessment[]): readonly Assessment[] {
  const seen = new Set<number>()
  return assessments.filter((assessment) => {
    const total = totalOf(assessment)
    if (seen.has(total)) return false
    seen.add(total)
    return true
  })
}

/**
 * Three meaningful comparisons, worked out from what this machine carries of the models people run now: the largest
 * that fit, the fastest, and one model in four quantisations. Fewer where a machine carries too little.
 */
export function startsOf(assessments: readonly Assessment[], asked: Asked): readonly Start[] {
  const running = assessments.filter(runs)
  const inGpu = running.filter(({ verdict }) => verdict.level === 'fits')
  const kind = inGpu.length > 1 ? inGpu : running
  const where = inGpu.length > 1 ? 'fit' : 'run'
  const largest = ofDifferentSizes(kind.toSorted((a, b) => totalOf(b) - totalOf(a))).slice(0, 3)
  const decode = ({ speed }: Assessment): number => (speed.known ? speed.decode.likely : 0)
  const fastest = running
    .filter(({ model, speed }) => model.popularity !== undefined && speed.known)
    .toSorted((a, b) => decode(b) - decode(a))
    .slice(0, 3)
  const one =
    running.find(({ model }) => model.slug === asked.model) ??
    running.toSorted((a, b) => (a.model.popularity ?? 999) - (b.model.popularity ?? 999))[0]
  const several = (name: string, found: readonly Assessment[]): Start[] =>
    found.length < 2
      ? []
      : [
          {
            name,
            what: found.map(({ model }) => model.name).join(', '),
            questions: found.map(({ model }) => questionOf(asked, model.slug))
          }
        ]
  const quants = one ? inFourQuants(questionOf(asked, one.model.slug), one.model) : []
  return [
    ...several(`The largest of what people run now that ${where} here`, largest),
    ...several('The fastest of what people run now', fastest),
    ...(one && quants.length > 1
      ? [
          {
            name: `${one.model.name}, by quantisation`,
            what: quants.map(({ quant }) => quant).join(', '),
            questions: quants
          }
        ]
      : [])
  ]
}
