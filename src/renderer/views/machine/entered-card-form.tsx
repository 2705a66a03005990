import { type ReactElement, type ReactNode, useState } from 'react'
import type { Vendor } from '../../../core/machine/machine.ts'
import { Segmented } from '../../parts/segmented.tsx'
import type { NewCard } from '../../state/change-overrides.ts'
import { bandwidthMeasure, countMeasure, memoryMeasure, nameMeasure } from '../../state/measure.ts'
import { LabelledInput } from './labelled-input.tsx'

const makers = ['nvidia', 'amd', 'intel', 'other'] as const satisfies readonly Vendor[]
const makerNames: Record<(typeof makers)[number], string> = {
  nvidia: 'NVIDIA',
  amd: 'AMD',
  intel: 'Intel',
  other: 'another'
}

/** A card that the catalogue does not have: the maker decides the backend, bandwidth may stay unknown. */
export function EnteredCardForm({
  room,
  onAdd,
  children
}: {
  readonly room: number
  readonly onAdd: (card: NewCard, count: number, name: string) => void
  readonly children: ReactNode
}): ReactElement {
  const [typed, setTyped] = useState({ name: '', memory: '', bandwidth: '', count: '1' })
  const [vendor, setVendor] = useState<(typeof makers)[number]>('nvidia')
  const [tried, setTried] = useState(false)
  const counts = countMeasure(room)
  const name = nameMeasure.parse(typed.name)
  const size = memoryMeasure.parse(typed.memory)
  const total = size === 0 ? null : size
  const many = counts.parse(typed.count)
  const noBandwidth = typed.bandwidth.trim() === ''
  const bandwidth = noBandwidth ? undefined : bandwidthMeasure.parse(typed.bandwidth)
  const field = (key: keyof typeof typed) => ({
    value: typed[key],
    onChange: (value: string) => setTyped({ ...typed, [key]: value })
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (name === null || total === null || bandwidth === null || many === null) return
        onAdd({ name, vendor, total, ...(bandwidth !== undefined && { bandwidth }) }, many, name)
      }}
    >
      <div className="add-fields">
        <LabelledInput
          label="Name"
          {...field('name')}
          wrong={tried && name === null ? nameMeasure.hint : null}
          focused
        />
        <LabelledInput
          label="Memory"
          unit="GiB"
          {...field('memory')}
          wrong={tried && total === null ? 'A size in GiB above 0, such as 12.' : null}
        />
        <LabelledInput
          label="Bandwidth if known"
          unit="GB/s"
          {...field('bandwidth')}
          wrong={tried && bandwidth === null ? bandwidthMeasure.hint : null}
        />
        <LabelledInput
          label="How many"
          {...field('count')}
          wrong={tried && many === null ? counts.hint : null}
        />
        <Segmented
          label="Maker"
          options={makers}
          value={vendor}
          onChange={setVendor}
          name={(maker) => makerNames[maker]}
        />
      </div>
      <p className="field-origin">A card with memory of its own. Without its bandwidth there is no speed.</p>
      {children}
    </form>
  )
}
