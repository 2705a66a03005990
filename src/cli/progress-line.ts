/** Milliseconds between two states of the line; nothing is shown of what takes less. */
const every = 250

export interface ProgressLine {
  readonly show: (text: string) => void
  /** Takes the line away. */
  readonly end: () => void
}

/** One line on a terminal's standard error that is written over; silent where that is no terminal. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let last = performance.now()
  let width = 0
  const write = (text: string): void => {
    stream.write(`\r${text.padEnd(width)}\r`)
    width = text.length
  }
  return {
    show: (text) => {
      if (!stream.isTTY || performance.now() - last < every) return
      last = performance.now()
      write(text)
    },
    end: () => {
      if (width > 0) write('')
    }
  }
}
