import type { Assessment } from '../fit/assessment.ts'
import { runs } from '../fit/verdict.ts'
import { perRequest } from '../fit/context-limit.ts'
import { grouped, inGib, parameterCount, rate, rateRange, tokens } from '../format.ts'
import { totalOf } from '../memory/term.ts'
import { type Block, heading, paragraph, table } from './document.ts'

/** Every model with its verdict, one line each. */
export function listSection(assessments: readonly Assessment[]): Block[] {
  const running = assessments.filter(({ verdict }) => runs(verdict))
  return [
    heading(2, 'All models'),
    paragraph(`${grouped(running.length)} of ${grouped(assessments.length)} models run on this machine.`),
    table(
      [
        { title: 'Model' },
        { title: 'Parameters', figures: true },
        { title: 'Active', figures: true },
        { title: 'Verdict' },
        { title: 'File type' },
        { title: 'Memory', figures: true },
        { title: 'Longest context', figures: true },
        { title: 'Decode', figures: true }
      ],
      assessments.map(line)
    )
  ]
}

function line({
  model,
  parameters,
  verdict,
  quant,
  devices,
  host,
  largestContext,
  speed,
  engine
}: Assessment): string[] {
  const longest = perRequest(largestContext, engine.parallel)
  const count = (n: number | null): string => (n === null ? 'unknown' : parameterCount(n))
  const computed = quant !== null
  return [
    model.name,
    count(parameters.total),
    count(parameters.active),
    verdict.word,
    quant ?? '',
    computed ? inGib(totalOf([...devices, host].flatMap(({ terms }) => terms))) : '',
    computed ? (longest === null ? 'unknown' : tokens(longest)) : '',
    computed ? decode(speed) : ''
  ]
}

const decode = (speed: Assessment['speed']): string =>
  speed.known ? `${rate(speed.decode.likely)} (${rateRange(speed.decode)})` : 'unknown'
