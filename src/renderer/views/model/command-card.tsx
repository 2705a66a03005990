import { Fragment, type ReactElement } from 'react'
import { CopyButton } from '../../parts/copy-button.tsx'

/** A command as the program and its flags with their values; joined by spaces it is the command again. */
export const argumentsOf = (command: string): readonly string[] => command.split(/ (?=-)/u)

export const CommandCard = ({ command }: { readonly command: string }): ReactElement => (
  <section className="card">
    <div className="card-head">
      <h2>Run it so, with llama.cpp</h2>
      <CopyButton text={command} what="command" />
    </div>
    <code className="command" tabIndex={0}>
      {argumentsOf(command).map((argument, index) => (
        <Fragment key={index}>
          {index > 0 && ' '}
          <span>{argument}</span>
        </Fragment>
      ))}
    </code>
  </section>
)
