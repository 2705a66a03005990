import { clipboard, dialog } from 'electron'
import { versions } from '../host/versions.ts'

/** One line for each version, as a report of a fault should name them. */
export function versionText(): string {
  const part = (name: string): string => (process.versions as NodeJS.Dict<string>)[name] ?? 'unknown'
  return [
    `Plimsoll ${versions.plimsoll}`,
    `Formulas ${versions.formulas}`,
    `Catalogue ${versions.catalogue}`,
    `Electron ${part('electron')}`,
    `Chromium ${part('chrome')}`,
    `Node ${part('node')}`,
    `${process.platform} ${process.arch}`
  ].join('\n')
}

export const copyVersions = (): void => void clipboard.writeText(versionText())

/** What this is, with its versions; the second button copies them. */
export async function showAbout(): Promise<void> {
  const [name = 'Plimsoll', ...rest] = versionText().split('\n')
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: 'About Plimsoll',
    message: name,
    detail: `Shows which open-weights language models this machine can carry.\n\n${rest.join('\n')}\n\nApache-2.0. Nothing about this machine leaves it.`,
    buttons: ['OK', 'Copy Versions'],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  if (response === 1) copyVersions()
}
