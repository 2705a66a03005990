import type { ReactElement } from 'react'
import type { Assessment } from '../../../core/fit/assessment.ts'
import { runs } from '../../../core/fit/verdict.ts'
import { inGib, parameterCount } from '../../../core/format.ts'
import { totalOf } from '../../../core/memory/term.ts'
import { isRunnable, type ModelSpec } from '../../../core/model/model.ts'
import { bytes } from '../../../core/quantity.ts'
import { VerdictSentence } from '../../parts/verdict-mark.tsx'
import { openModel } from '../../state/choices.ts'
import { areaSide } from './squares.ts'

/** What a model needs wherever it runs, and what this machine can do about it. */
export interface MemberAnswer {
  /** In its usual quantisation. */
  readonly usual: Assessment
  /** In the best that this machine carries. */
  readonly here: Assessment
}

type Parameters = ModelSpec['parameters']

/** `671B held, 37.6B read for each token`; what is not published is said to be so. */
export function heldAndRead({ total, active }: Parameters): string {
  if (total === null) return 'Its size was never published.'
  if (active === null) return `${parameterCount(total)} held; how much of it a token reads is not published.`
  return active / total > 0.97
    ? `${parameterCount(total)}, all of it read for every token.`
    : `${parameterCount(total)} held, ${parameterCount(active)} read for each token.`
}

function needsText({ usual }: MemberAnswer): string | null {
  if (usual.quant === null || usual.fileBytes === null) return null
  const held = [...usual.devices, usual.host].reduce((sum, { terms }) => sum + totalOf(terms), 0)
  return `As ${usual.quant} a file of ${inGib(usual.fileBytes)}; ${inGib(bytes(held))} of memory with a context of 8k tokens.`
}

function Here({ here }: { readonly here: Assessment }): ReactElement {
  return (
    <p className="tour-here">
      {here.quant !== null && (
        <span className="quiet">{runs(here.verdict) ? `Here, as ${here.quant}: ` : 'Here: '}</span>
      )}
      <VerdictSentence verdict={here.verdict} />
    </p>
  )
}

/** Held and read as two areas, on the scale that all steps share. */
function Squares({ total, active }: Parameters): ReactElement | null {
  if (total === null) return null
  const side = areaSide(total)
  const inner = active === null ? 0 : areaSide(active)
  return (
    <svg
      className="tour-squares"
      width={Math.max(2, side)}
      height={Math.max(2, side)}
      viewBox={`0 0 ${side} ${side}`}
      aria-hidden="true"
    >
      <rect className="squares-total" width={side} height={side} />
      <rect className="squares-active" y={side - inner} width={inner} height={inner} />
    </svg>
  )
}

/** One model of a step. `answer` is null while it is worked out. */
export function Member({
  model,
  alone,
  answer
}: {
  readonly model: ModelSpec
  /** The only one of its step: there is room for the catalogue's note. */
  readonly alone: boolean
  readonly answer: MemberAnswer | null
}): ReactElement {
  const needs = answer && needsText(answer)
  // Counted from the shape where there is one: what is loaded, without what llama.cpp leaves in other files.
  const counted = answer ? answer.usual.parameters : model.parameters
  return (
    <li className="tour-member">
      <div className="tour-picture">
        <Squares {...counted} />
      </div>
      <div>
        <h2>
          <button type="button" className="link" onClick={() => openModel(model.slug)}>
            {model.name}
          </button>{' '}
          <span className="quiet">
            {model.publisher}, {model.release}
          </span>
        </h2>
        <p>{heldAndRead(counted)}</p>
        {model.availability === 'closed' && <p>There are no weights to have: it is a service only.</p>}
        {model.availability === 'announced' && <p>It was announced; the weights were never released.</p>}
        {isRunnable(model) && !answer && <p className="quiet">Working it out…</p>}
        {needs !== null && <p>{needs}</p>}
        {isRunnable(model) && answer && <Here here={answer.here} />}
        {alone && model.note !== undefined && <p className="tour-note">{model.note}</p>}
      </div>
    </li>
  )
}
