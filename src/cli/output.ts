import { styleText } from 'node:util'

/** Where a command writes: standard output carries the answer only, everything else goes to standard error. */
export interface Output {
  readonly out: (text: string) => void
  readonly note: (text: string) => void
  /** Colour is used on a terminal only, and never carries meaning alone. */
  readonly colour: boolean
}

export const standardOutput = (): Output => ({
  out: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  colour: process.stdout.isTTY && process.env['NO_COLOR'] === undefined
})

type Style = Parameters<typeof styleText>[0]

export const styled = (output: Output, style: Style, text: string): string =>
  output.colour ? styleText(style, text) : text

export const json = (value: unknown): string => JSON.stringify(value, null, 2)
