import type { ReactElement } from 'react'
import type { ArticleStep } from '../../state/article.ts'
import { areaSide } from './squares.ts'

const gap = 10
const ground = 7

/** The models of all steps side by side, on one scale. */
function squaresOf(steps: readonly ArticleStep[], current: number) {
  const squares = []
  let x = 0
  for (const [at, step] of steps.entries())
    for (const { slug, parameters } of step.models) {
      const { total, active } = parameters
      if (total === null) continue
      const side = areaSide(total)
      squares.push({ slug, x, side, inner: active === null ? 0 : areaSide(active), current: at === current })
      x += side + gap
    }
  return squares
}

/**
 * Every model of the article on one line, areas to one scale: a trillion beside thirty billion. A picture of what the
 * step list says in words.
 */
export function ScaleStrip({
  steps,
  current
}: {
  readonly steps: readonly ArticleStep[]
  readonly current: number
}): ReactElement {
  const squares = squaresOf(steps, current)
  const height = Math.max(1, ...squares.map(({ side }) => side))
  const width = Math.max(1, ...squares.map(({ x, side }) => x + side))
  return (
    <svg className="scale-strip" viewBox={`0 0 ${width} ${height + ground}`} aria-hidden="true">
      {squares.map((square) => (
        <g key={square.slug} className={square.current ? 'now' : undefined}>
          <rect
            className="squares-total"
            x={square.x}
            y={height - square.side}
            width={square.side}
            height={square.side}
          />
          <rect
            className="squares-active"
            x={square.x}
            y={height - square.inner}
            width={square.inner}
            height={square.inner}
          />
          {square.current && (
            <rect
              className="ground"
              x={square.x - 2}
              y={height + 2}
              width={square.side + gap - 2}
              height={5}
            />
          )}
        </g>
      ))}
    </svg>
  )
}
