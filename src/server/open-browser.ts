import open from 'open'
import { hasDisplay, isRemote, isSet, type Surroundings } from './display.ts'

/** Not opened is no failure: the address is printed either way. `error` is a sentence that says why. */
export type OpenOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string }

/** Opens the address in the browser of whoever sits in front of this machine, if anyone does. */
export async function openBrowser(
  address: string,
  here: Surroundings = { platform: process.platform, env: process.env }
): Promise<OpenOutcome> {
  const hindrance = whyNoBrowser(address, here)
  if (hindrance !== null) return { ok: false, error: hindrance }
  try {
    const browser = await open(address)
    browser.on('error', () => undefined) // found out too late to be told
    return { ok: true }
  } catch {
    return { ok: false, error: 'No browser could be opened here. Open the address yourself.' }
  }
}

/** Why no browser is opened, as a sentence, or null where one may be tried. */
export function whyNoBrowser(address: string, here: Surroundings): string | null {
  if (isSet(here.env['PLIMSOLL_NO_OPEN'])) return 'No browser was opened, because PLIMSOLL_NO_OPEN is set.'
  if (isRemote(here)) {
    const { port } = new URL(address)
    return `No browser was opened in this remote session. To reach the page from your own computer: ssh -L ${port}:127.0.0.1:${port} <this machine>`
  }
  if (!hasDisplay(here)) return 'No browser was opened, because there is no display here.'
  return null
}
