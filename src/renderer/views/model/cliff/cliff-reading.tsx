import type { ReactElement } from 'react'
import { grouped, inGib, rate, rateRange } from '../../../../core/format.ts'
import type { CliffPoint } from '../../../../core/fit/cliff-point.ts'
import { totalOf } from '../../../../core/memory/term.ts'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'

/** `GPU 14.3 GiB, RAM 6.5 GiB`. */
export function memoryWords({ devices, host }: CliffPoint): string {
  const used = devices.filter(({ terms }) => terms.length > 0)
  const gpus = used.map(({ terms }) => inGib(totalOf(terms))).join(' + ')
  const ram = `RAM ${inGib(totalOf(host.terms))}`
  return used.length === 0 ? ram : `${used.length > 1 ? 'GPUs' : 'GPU'} ${gpus}, ${ram}`
}

/** What the curve says at one context: always in the same place, so that nothing is covered by it. */
export const CliffReading = ({ point }: { readonly point: CliffPoint }): ReactElement => {
  const { contextTokens, verdict, speed } = point
  return (
    <div className="cliff-reading">
      <strong>{grouped(contextTokens)} tokens</strong>
      <VerdictMark verdict={verdict} />
      <span>{memoryWords(point)}</span>
      {speed.known ? (
        <span>
          <strong>{rate(speed.decode.likely)}</strong> <small>{rateRange(speed.decode)}</small>
        </span>
      ) : (
        <span className="unknown" title={speed.reason}>
          {verdict.level === 'does-not-fit' ? 'does not run' : 'speed unknown'}
        </span>
      )}
    </div>
  )
}
