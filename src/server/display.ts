/** What is asked of a machine before something is shown on it. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Whether there is a screen to show something on. Windows and macOS have one as far as a program can tell. */
export const hasDisplay = ({ platform, env }: Surroundings): boolean =>
  platform !== 'linux' || isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY'])

/** Over SSH a browser would open at the far end, where nobody looks. */
export const isRemote = ({ env }: Surroundings): boolean =>
  isSet(env['SSH_CONNECTION']) || isSet(env['SSH_TTY'])

/** Set and not empty, as shells mean it. */
export const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''
