import { type ReactElement, useMemo } from 'react'
import { inGib } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { type DeviceHold, deviceHolds, widthsOf } from './device-holds.ts'

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

function words({ total, free, others, line, margin, isRam }: DeviceHold): readonly string[] {
  if (total === null) return ['size unknown: enter it below']
  if (free === null)
    return [`${inGib(total)}, free memory unknown`, ...(line === null ? [] : [`safe to load ${inGib(line)}`])]
  return [
    `${inGib(free)} free of ${inGib(total)}`,
    ...(others === null || others === 0 ? [] : [`${inGib(others)} held by other programs`]),
    ...(line === null
      ? ['not used by the plan']
      : [`safe to load ${inGib(line)}${margin === null ? '' : `, ${inGib(margin)} kept clear`}`]),
    ...(isRam ? ['it is RAM: what it holds is missing there'] : [])
  ]
}

function Bar({ hold, width }: { readonly hold: DeviceHold; readonly width: number }): ReactElement | null {
  const { total, others, line } = hold
  if (total === null || total === 0) return null
  const taken = others ?? 0
  return (
    <div className="bar device-bar" aria-hidden="true">
      <div className="bar-hold" style={{ width: percent(width) }} />
      <div className="bar-part hatch" style={{ left: 0, width: percent((taken / total) * width) }} />
      {line !== null && (
        <div className="load-line" style={{ left: percent(Math.min(1, (taken + line) / total) * width) }} />
      )}
    </div>
  )
}

/** Every device's memory drawn to scale: what others hold, what is free, and the line up to which it may be loaded. */
export function MemoryHolds({ machine }: { readonly machine: Machine }): ReactElement {
  const holds = useMemo(() => deviceHolds(machine), [machine])
  const { share, oneScale } = widthsOf(holds)
  return (
    <>
      <ul className="device-holds">
        {holds.map((hold) => (
          <li key={hold.id}>
            <strong>{hold.name}</strong>
            <Bar hold={hold} width={share(hold)} />
            <p className="device-words">
              {words(hold).map((part) => (
                <span key={part}>{part}</span>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <ul className="legend">
        <li>
          <i className="swatch hatch" />
          other programs
        </li>
        <li>
          <i className="swatch-ring" />
          safe load line
        </li>
        {!oneScale && <li>not to one scale: the sizes are too far apart</li>}
      </ul>
    </>
  )
}
