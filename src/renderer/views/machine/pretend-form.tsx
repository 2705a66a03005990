import { type ReactElement, useDeferredValue, useId, useMemo, useRef, useState } from 'react'
import { offersOf, type RamHere } from '../../../catalog/pretend/offers.ts'
import { parseMachine } from '../../../catalog/pretend/parse-machine.ts'
import { sizedName, type Wish } from '../../../catalog/pretend/wish.ts'
import { gbPerSecond, inGib } from '../../../core/format.ts'
import { applyOverrides } from '../../../core/machine/overrides.ts'
import { gib, gigabytesPerSecond } from '../../../core/quantity.ts'
import { valueOf } from '../../../core/reading.ts'
import { deviceBandwidth } from '../../../catalog/search-devices.ts'
import { useChoices } from '../../state/choices.ts'
import { useMachineReading } from '../../state/machine-reading.ts'
import { PretendReadout } from './pretend-readout.tsx'

const examples = ['4080, 32 GB RAM', '2x 3090 64 GB DDR4-3200', 'M4 Max 128 GB', 'CPU only, 64 GB DDR5-5600']

/** RAM of this machine: what a card is put beside when only the card is said. */
function useRamHere(): RamHere | null {
  const { machine } = useMachineReading()
  const overrides = useChoices((state) => state.overrides)
  return useMemo(() => {
    const ram = machine && applyOverrides(machine, overrides).ram
    const size = ram && valueOf(ram.total)
    if (!ram || !size) return null
    const speed = valueOf(ram.bandwidth)
    // Digits that go into an address and come back the same.
    const short = (value: number): number => Number(value.toFixed(2))
    return { gib: short(size / 2 ** 30), GBs: speed === null ? null : short(speed / 1e9) }
  }, [machine, overrides])
}

/** What tells one offer from the next: its cards, with how fast their memory is. */
function offerWords({ devices, ramGib, ramBandwidthGBs }: Wish): {
  readonly name: string
  readonly figures: string
} {
  const name = devices
    .map(({ spec, count }) => (count === 1 ? sizedName(spec) : `${count} × ${sizedName(spec)}`))
    .join(' and ')
  const speed = ramBandwidthGBs === null ? '' : ` at ${gbPerSecond(gigabytesPerSecond(ramBandwidthGBs))}`
  const ram = ramGib === null ? [] : [`${inGib(gib(ramGib))} of RAM${speed}`]
  const [first] = devices
  return {
    name: name || 'No GPU',
    figures: [...(first ? [deviceBandwidth(first.spec)] : []), ...ram].join(' · ')
  }
}

/** One field for a whole machine. What it is understood as stands below while it is typed; Enter takes the first. */
export function PretendForm({ onTake }: { readonly onTake: (wish: Wish) => void }): ReactElement {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)
  const here = useRamHere()
  const read = useMemo(() => {
    const said = parseMachine(text)
    return { said, offers: offersOf(said, here) }
  }, [text, here])
  // A fast typist's letters come first; the list below may follow a moment later.
  const shown = useDeferredValue(read)
  const write = (next: string): void => {
    setText(next)
    setAsked(false)
  }
  const append = (more: string): void => {
    write(`${text.trim()} ${more}`)
    field.current?.focus()
  }
  return (
    <form
      className="pretend"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const [first] = read.offers.wishes
        if (first && read.offers.isSure) onTake(first)
        else setAsked(true)
      }}
    >
      <label htmlFor={id}>Pretend I have…</label>
      <input
        ref={field}
        id={id}
        className="pretend-input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder="16 GB card, 32 GB RAM"
        aria-describedby={`${id}-read`}
        value={text}
        onChange={(event) => write(event.target.value)}
      />
      <div id={`${id}-read`} className="pretend-read" role="status">
        {text.trim() !== '' && <PretendReadout {...shown} here={here} asked={asked} onAppend={append} />}
      </div>
      {text.trim() === '' ? (
        <p className="chips pretend-examples">
          {examples.map((example) => (
            <button key={example} type="button" className="chip" onClick={() => append(example)}>
              {example}
            </button>
          ))}
        </p>
      ) : (
        <ul className="choices" aria-label="Machines this may mean">
          {shown.offers.wishes.map((wish, index) => {
            const { name, figures } = offerWords(wish)
            return (
              <li key={`${name} ${figures}`}>
                <button type="button" className="choice" onClick={() => onTake(wish)}>
                  <span>{name}</span>
                  <small>{figures}</small>
                  {index === 0 && shown.offers.isSure && <kbd aria-label="taken by Enter">Enter</kbd>}
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </form>
  )
}
