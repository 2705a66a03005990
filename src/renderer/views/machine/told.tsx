import { type ReactElement, useState } from 'react'
import { sentenceOf } from '../../state/sentence-of.ts'

/** How something went, and what takes it back. */
export interface Told {
  readonly sentence: string
  readonly isWrong?: boolean
  readonly undo?: () => Promise<unknown>
}

type Run = (work: () => Promise<Told | null>) => Promise<void>

/** Runs what may fail, does `after` where it did not, and says how it went. */
export function useTold(after?: () => Promise<void>): readonly [told: Told | null, run: Run] {
  const [told, setTold] = useState<Told | null>(null)
  const run: Run = async (work) => {
    try {
      const next = await work()
      await after?.()
      setTold(next)
    } catch (error) {
      setTold({ sentence: sentenceOf(error), isWrong: true })
    }
  }
  return [told, run]
}

/** What was told, with a way back; `onUndo` is called before it is taken. */
export const ToldLine = ({
  told,
  run,
  onUndo
}: {
  readonly told: Told | null
  readonly run: Run
  readonly onUndo?: () => void
}): ReactElement => (
  <p className={told?.isWrong ? 'told wrong' : 'told'} role="status">
    {told && (
      <>
        {told.sentence}{' '}
        {told.undo && (
          <button
            type="button"
            className="link"
            onClick={() => {
              onUndo?.()
              void run(async () => {
                await told.undo?.()
                return null
              })
            }}
          >
            Undo
          </button>
        )}
      </>
    )}
  </p>
)

/** Why what is kept could not be listed, and another try. */
export const NotListed = ({
  failure,
  again
}: {
  readonly failure: string | null
  readonly again: () => Promise<void>
}): ReactElement | null =>
  failure === null ? null : (
    <p className="wrong">
      {failure}{' '}
      <button type="button" className="link" onClick={() => void again()}>
        Try again
      </button>
    </p>
  )
