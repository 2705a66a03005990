import { Component, type ReactNode } from 'react'
import { choose } from '../state/choices.ts'
import { sentenceOf } from '../state/machine-reading.ts'
import { Notice } from './notice.tsx'

interface Props {
  readonly children: ReactNode
}

/** A fault of the program in one view is said in that view: the rail and the other views stay usable. */
export class FailureBoundary extends Component<Props, { readonly sentence: string | null }> {
  override state: { readonly sentence: string | null } = { sentence: null }

  static getDerivedStateFromError(error: unknown): { readonly sentence: string } {
    return { sentence: sentenceOf(error) }
  }

  override render(): ReactNode {
    const { sentence } = this.state
    if (sentence === null) return this.props.children
    return (
      <>
        <h1>This view failed</h1>
        <Notice
          action={{
            name: 'Back to the list',
            run: () => {
              choose({ view: 'list', query: '', filter: 'all' })
              this.setState({ sentence: null })
            }
          }}
        >
          That is a fault of Plimsoll, not of this machine. Please report this sentence: {sentence}
        </Notice>
      </>
    )
  }
}
