import envPaths from 'env-paths'

/** Where settings are kept: PLIMSOLL_DATA where it is set, else the system's folder for application data. */
export function dataFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['PLIMSOLL_DATA']?.trim() ?? ''
  return chosen === '' ? envPaths('plimsoll', { suffix: '' }).config : chosen
}
