import type { ReactElement } from 'react'
import { rate, rateRange } from '../../core/format.ts'
import type { Speed } from '../../core/speed/speed.ts'

/** The likely value, the range in smaller ink; the word "unknown" with its reason otherwise. */
export function SpeedText({ speed }: { readonly speed: Speed }): ReactElement {
  if (!speed.known)
    return (
      <span className="unknown" title={speed.reason}>
        unknown
      </span>
    )
  return (
    <>
      {rate(speed.decode.likely)}
      <small>{rateRange(speed.decode)}</small>
    </>
  )
}
