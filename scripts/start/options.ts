import { parseArgs } from 'node:util'

export interface StartOptions {
  /** `null` chooses: the window where one can be opened. */
  readonly shell: 'browser' | 'window' | null
  /** For `plimsoll serve`, which checks them. */
  readonly serveFlags: readonly string[]
}

/** Reads what was typed after `npm start --` and PLIMSOLL_SHELL; `wrong` is a sentence. */
export function readOptions(
  typed: readonly string[],
  env: Readonly<Record<string, string | undefined>>
): StartOptions | { readonly wrong: string } {
  const shell = env['PLIMSOLL_SHELL'] ?? ''
  if (shell !== '' && shell !== 'browser' && shell !== 'window') {
    return { wrong: `PLIMSOLL_SHELL is "browser" or "window", not "${shell}".` }
  }
  try {
    const { values } = parseArgs({
      args: [...typed],
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, browser: { type: 'boolean' } }
    })
    const serveFlags = [
      ...(values.port === undefined ? [] : [`--port=${values.port}`]),
      ...(values['no-open'] === true ? ['--no-open'] : [])
    ]
    return { shell: values.browser === true ? 'browser' : shell === '' ? null : shell, serveFlags }
  } catch {
    return { wrong: 'npm start takes --port N, --no-open and --browser, after "--".' }
  }
}
