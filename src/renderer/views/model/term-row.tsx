import { type ReactElement, useId } from 'react'
import { grouped, inGib } from '../../../core/format.ts'
import type { Term, TermKind } from '../../../core/memory/term.ts'
import type { Bytes } from '../../../core/quantity.ts'
import { termNames } from '../../../core/report/names.ts'
import { timesSigns } from './times-signs.ts'

/** One addend and where it lies. */
export interface TermPart {
  readonly device: string
  readonly term: Term
}

/** How sure a figure is, as the method's page says it. */
const certainties: Readonly<Record<Term['certainty'], string>> = {
  exact: 'exact, by the engine’s own rules',
  modelled: 'estimated',
  measured: 'measured'
}

/** One kind of term over all devices; opened, how each of its figures comes about. */
export function TermRow({
  kind,
  detail,
  sizes,
  parts,
  open,
  onToggle
}: {
  readonly kind: TermKind
  /** `Q4_K_M`, `f16`. */
  readonly detail: string | null
  /** On each device. */
  readonly sizes: readonly Bytes[]
  readonly parts: readonly TermPart[]
  readonly open: boolean
  readonly onToggle: () => void
}): ReactElement {
  const id = useId()
  const [first] = parts
  const name = `${termNames[kind]}${detail === null ? '' : `, ${detail}`}`
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className="term-name"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={onToggle}
          >
            <i className={`swatch ${kind}`} />
            <span>{name}</span>
          </button>
        </th>
        {sizes.map((size, index) => (
          <td key={index} className="number">
            {size > 0 ? inGib(size) : 'none'}
          </td>
        ))}
        <td className="why">
          {!open && first && <span className="one-line">{timesSigns(first.term.why)}</span>}
        </td>
      </tr>
      {open && (
        <tr className="term-reasons" id={id}>
          <td colSpan={sizes.length + 2}>
            <ul>
              {parts.map(({ device, term }, index) => (
                <li key={index}>
                  <strong>{device}</strong>
                  <span>
                    {timesSigns(term.why)}
                    <small>
                      {grouped(term.bytes)} bytes, {certainties[term.certainty]}
                      {term.range && `, between ${inGib(term.range[0])} and ${inGib(term.range[1])}`}
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  )
}
