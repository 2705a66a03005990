import type { ReactElement } from 'react'
import { CopyButton } from '../../parts/copy-button.tsx'

export const CommandCard = ({ command }: { readonly command: string }): ReactElement => (
  <section className="card">
    <div className="card-head">
      <h2>Run it so, with llama.cpp</h2>
      <CopyButton text={command} what="command" />
    </div>
    <code className="command" tabIndex={0}>
      {command}
    </code>
  </section>
)
