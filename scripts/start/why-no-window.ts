import { hasDisplay, type Surroundings } from '../../src/server/display.ts'

/** Why no window can be opened here, as a clause for "No window: ...", or null where one may be tried. */
export function whyNoWindow(here: Surroundings, root: boolean): string | null {
  if (!hasDisplay(here)) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  if (here.platform === 'linux' && root) return "Electron's sandbox does not run as root"
  return null
}
