import { Component, type ReactElement, type ReactNode, Suspense } from 'react'
import { choose } from '../state/choices.ts'
import { isNotFetched, sentenceOf } from '../state/sentence-of.ts'
import { Notice } from './notice.tsx'

interface Props {
  readonly children: ReactNode
  /** What leads on, and what it is called. */
  readonly on?: { readonly name: string; readonly run: () => void }
  /** Above the sentence, where a whole view is missing. */
  readonly title?: string
  /** Stands over the page, where a dialog would. */
  readonly floats?: boolean
}

const toTheList = {
  name: 'Back to the list',
  run: () => choose({ view: 'list', query: '', filter: 'all' })
}

/** A fault in one part of the page is said in its place: the rail and the other views stay usable. */
export class FailureBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('') }
  }

  override render(): ReactNode {
    const { error } = this.state
    const { children, on = toTheList, title, floats = false } = this.props
    if (error === null) return children
    const run = (): void => {
      on.run()
      this.setState({ error: null })
    }
    return (
      <div className={floats ? 'floating-notice' : undefined}>
        {title !== undefined && <h1>{title}</h1>}
        <Notice action={{ name: on.name, run }}>
          {isNotFetched(error)
            ? sentenceOf(error)
            : `That is a fault of Plimsoll, not of this machine. Please report this sentence: ${sentenceOf(error)}`}
        </Notice>
      </div>
    )
  }
}

/** A dialog that is fetched when it is first opened: where it cannot be, the page beneath it stays. */
export const DialogBoundary = ({
  children,
  close
}: {
  readonly children: ReactNode
  readonly close: () => void
}): ReactElement => (
  <FailureBoundary floats on={{ name: 'Close', run: close }}>
    <Suspense fallback={null}>{children}</Suspense>
  </FailureBoundary>
)
