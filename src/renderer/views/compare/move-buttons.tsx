import { type ReactElement, useEffect, useRef } from 'react'
import { moveColumn } from '../../state/compared.ts'

/** Moves a column one place; the button that was pressed keeps the focus where the column goes. */
export function MoveButtons({
  id,
  name,
  index,
  count
}: {
  readonly id: number
  readonly name: string
  readonly index: number
  readonly count: number
}): ReactElement | null {
  const pressed = useRef<HTMLButtonElement | null>(null)
  useEffect(() => {
    // The document took the focus from it when it moved.
    pressed.current?.focus()
    pressed.current = null
  }, [index])
  if (count < 2) return null
  const button = (by: 1 | -1, way: string, sign: string): ReactElement => {
    const edge = index + by < 0 || index + by >= count
    return (
      <button
        type="button"
        className="icon-button"
        aria-label={`Move ${name} ${way}`}
        aria-disabled={edge}
        title={`Move ${way}`}
        onClick={(event) => {
          if (edge) return
          pressed.current = event.currentTarget
          moveColumn(id, by)
        }}
      >
        <span aria-hidden="true">{sign}</span>
      </button>
    )
  }
  return (
    <>
      {button(-1, 'left', '‹')}
      {button(1, 'right', '›')}
    </>
  )
}
