import type { ReactElement } from 'react'
import { useStore } from 'zustand'
import type { LocalEntry } from '../../../contract/brought.ts'
import { inGib } from '../../../core/format.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { bytes } from '../../../core/quantity.ts'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { localReadings, readingKey } from '../../state/local-readings.ts'
import { useAsk } from '../../state/use-ask.ts'
import { localWords } from './local-verdict.ts'

/** A model on the disk: what it is kept as, what it is, and its verdict or what is wrong with its file. */
export function LocalRow({
  entry,
  machine,
  onOpen
}: {
  readonly entry: LocalEntry
  /** Null while this machine is being read: then there is no verdict yet. */
  readonly machine: Machine | null
  readonly onOpen: (entry: LocalEntry) => void
}): ReactElement {
  const ask = useAsk()
  const reading = useStore(localReadings, ({ read }) => read.get(readingKey(entry)))
  const { what, mix, remark, assessment } = localWords(entry, reading, machine, ask)
  const where = entry.tool === 'folder' ? 'a folder of yours' : entry.tool
  const facts = [what, mix, where, inGib(bytes(entry.bytes))].filter((fact) => fact !== null)
  return (
    <li>
      <button type="button" className="own-row" onClick={() => onOpen(entry)}>
        <span className="own-name">
          <strong>{entry.name}</strong>
          <small>{facts.join(' · ')}</small>
          {remark !== null && <small>{remark}</small>}
        </span>
        {assessment && <VerdictMark verdict={assessment.verdict} />}
      </button>
    </li>
  )
}
