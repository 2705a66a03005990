import type { ReactElement } from 'react'
import type { DeviceBill } from '../../../core/fit/assessment.ts'
import type { NeedOption } from '../../../core/fit/need.ts'
import { inGib } from '../../../core/format.ts'
import { totalOf } from '../../../core/memory/term.ts'
import { barOf } from '../../../core/report/bar.ts'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { SpeedText } from '../../parts/speed-text.tsx'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { joined } from '../../state/bar-bill.ts'

const ways: Record<NeedOption['way'], string> = {
  gpu: 'On one GPU',
  'several-gpus': 'On several GPUs',
  'experts-in-ram': 'Experts in RAM',
  cpu: 'On the CPU'
}

/** `2 × GeForce RTX 2080 Ti`, `RAM alone`. */
export const machineName = ({ device, count }: NeedOption): string =>
  device === null ? 'RAM alone' : count > 1 ? `${count} × ${device.name}` : device.name

function memoryText({ device, count, ramGib }: NeedOption): string {
  const ram = ramGib === null ? null : `${ramGib} GiB of RAM`
  if (device === null) return ram ?? ''
  const own = `${device.memoryGib ?? '?'} GiB`
  return [count > 1 ? `${own} each` : own, device.kind === 'unified' ? 'shared with the CPU' : ram]
    .filter((part) => part !== null)
    .join(', ')
}

/** The holds of an option: its GPUs as one, and RAM where it is another memory than theirs. */
export function holdsOfOption({ device, assessment }: NeedOption): readonly DeviceBill[] {
  const { devices, host } = assessment
  const [first, ...rest] = devices
  const gpus = first ? [joined([first, ...rest])] : []
  return [...gpus, ...(device?.kind === 'unified' ? [] : [host])].filter(
    ({ capacity, terms }) => capacity !== null && totalOf(terms) > 0
  )
}

/** The largest hold of all options: what the others are drawn to the scale of. */
export const largestHold = (options: readonly NeedOption[]): number =>
  Math.max(1, ...options.flatMap(holdsOfOption).map(({ capacity }) => capacity ?? 0))

/** One machine that carries the model: its holds to the scale of the largest shown, the load in them, the speed. */
export function OptionRow({
  option,
  scale,
  onCompare
}: {
  readonly option: NeedOption
  /** Bytes that the full width stands for. */
  readonly scale: number
  readonly onCompare: () => void
}): ReactElement {
  const { assessment, way, device } = option
  const name = machineName(option)
  return (
    <li className="take-option">
      <div className="take-name">
        <small>{ways[way]}</small>
        <strong>{name}</strong>
        <small>{memoryText(option)}</small>
      </div>
      <div className="take-holds">
        {holdsOfOption(option).map((bill) => (
          <div className="take-load" key={bill.kind}>
            <div className="take-hold" style={{ '--size': (bill.capacity ?? 0) / scale }}>
              <MemoryBar bar={barOf(bill)} />
            </div>
            <small>
              {bill.kind === 'gpu' ? 'GPU' : 'RAM'}: {inGib(totalOf(bill.terms))}
              {bill.capacity !== null && ` of ${inGib(bill.capacity)}`}
              {device?.kind === 'unified' && `, ${inGib(totalOf(assessment.host.terms))} beside it`}
            </small>
          </div>
        ))}
      </div>
      <div className="take-speed">
        <SpeedText speed={assessment.speed} />
      </div>
      <div className="take-verdict">
        <VerdictMark verdict={assessment.verdict} />
        <button type="button" className="link" aria-label={`Compare ${name}`} onClick={onCompare}>
          Compare
        </button>
      </div>
    </li>
  )
}
