import type { ReactElement } from 'react'
import type { Offers, RamHere } from '../../../catalog/pretend/offers.ts'
import type { MachineSaid } from '../../../catalog/pretend/parse-machine.ts'
import { sizedName } from '../../../catalog/pretend/wish.ts'
import { gbPerSecond, inGib } from '../../../core/format.ts'
import { gib, gigabytesPerSecond } from '../../../core/quantity.ts'

const speeds = ['DDR4-3200', 'DDR5-5600', 'DDR5-6000'] as const

interface Line {
  readonly what: string
  readonly value: string
}

function cardLines({ cards }: MachineSaid): readonly Line[] {
  return cards.map(({ count, said, choices, by }) => {
    const [first] = choices
    const times = count === 1 ? '' : `${count} × `
    if (by === 'size')
      return { what: 'GPU', value: `${times}a card of ${said}: choose which, or take the first` }
    if (by === 'guess') return { what: 'GPU', value: `no device is called “${said}”; these look like it` }
    if (choices.length > 1)
      return { what: 'GPU', value: `${times}“${said}” may be ${choices.length} devices; the first is taken` }
    return { what: 'GPU', value: `${times}${first ? sizedName(first) : said}` }
  })
}

function ramLine(
  { ramGib, ramSpeed }: MachineSaid,
  from: Offers['ram'],
  here: RamHere | null
): readonly Line[] {
  const at = (GBs: number | null): string =>
    GBs === null ? ', speed unknown' : ` at ${gbPerSecond(gigabytesPerSecond(GBs))}`
  switch (from) {
    case 'brought':
      return [{ what: 'RAM', value: 'the same memory, shared by CPU and GPU' }]
    case 'here':
      return here
        ? [
            {
              what: 'RAM',
              value: `${inGib(gib(here.gib))}${at(ramSpeed?.GBs ?? here.GBs)}, as in this machine`
            }
          ]
        : []
    case 'said':
      return [
        {
          what: 'RAM',
          value: `${inGib(gib(ramGib ?? 0))}${at(ramSpeed?.GBs ?? null)}${ramSpeed ? ` (${ramSpeed.name})` : ''}`
        }
      ]
    case 'missing':
      return [{ what: 'RAM', value: 'not said: add its size, such as 32 GB RAM' }]
  }
}

/** What the line is understood as, part by part, and what is not understood. */
export function PretendReadout({
  said,
  offers,
  here,
  asked,
  onAppend
}: {
  readonly said: MachineSaid
  readonly offers: Offers
  readonly here: RamHere | null
  /** Enter was pressed and did not take a machine. */
  readonly asked: boolean
  readonly onAppend: (words: string) => void
}): ReactElement {
  const { problems, hint, ramSpeed, cards, withoutGpu } = said
  const noGpu = cards.length === 0 && (withoutGpu || said.ramGib !== null)
  const lines = [
    ...(noGpu ? [{ what: 'GPU', value: 'none, models run on the CPU' }] : cardLines(said)),
    ...(cards.length > 0 || noGpu ? ramLine(said, offers.ram, here) : [])
  ]
  return (
    <>
      {lines.length > 0 && (
        <dl className="understood">
          {lines.map(({ what, value }, at) => (
            <div key={at}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {problems.map((problem) => (
        <p key={problem} className="wrong">
          {problem}
        </p>
      ))}
      {asked && problems.length === 0 && (
        <p className="wrong">
          {offers.wishes.length > 0
            ? 'Choose one of these: none is called so.'
            : 'Write a graphics card and RAM, such as 4080, 32 GB RAM.'}
        </p>
      )}
      {offers.ram === 'said' && ramSpeed === null && (
        <p className="pretend-speed">
          {hint ?? 'Without its speed, nothing says how fast models run from RAM. Add it:'}{' '}
          {speeds.map((speed) => (
            <button key={speed} type="button" className="link" onClick={() => onAppend(speed)}>
              {speed}
            </button>
          ))}
        </p>
      )}
    </>
  )
}
