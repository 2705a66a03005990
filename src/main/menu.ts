import { basename } from 'node:path'
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { type DeskCommand, menuViews } from '../contract/desk.ts'
import { copyVersions, showAbout } from './about.ts'
import type { RecentFiles } from './recent-files.ts'

export interface MenuActions {
  /** Brings the window forward and asks it of the page. */
  readonly ask: (command: DeskCommand) => void
  readonly showLicences: () => void
  readonly recent: RecentFiles
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The menu as the platform has it. What stands in it can also be done in the page. */
export function setMenu(actions: MenuActions): void {
  const mac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(mac ? [appMenu()] : []),
    fileMenu(mac, actions),
    { role: 'editMenu' },
    viewMenu(actions),
    { role: 'windowMenu' },
    helpMenu(mac, actions)
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

const about: MenuItemConstructorOptions = { label: 'About Plimsoll', click: () => void showAbout() }

/** macOS names the program's own menu after it. */
const appMenu = (): MenuItemConstructorOptions => ({
  label: 'Plimsoll',
  submenu: [
    about,
    separator,
    { role: 'services' },
    separator,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    separator,
    { role: 'quit' }
  ]
})

const fileMenu = (mac: boolean, { ask, recent }: MenuActions): MenuItemConstructorOptions => ({
  label: '&File',
  submenu: [
    { label: 'Open…', accelerator: 'CmdOrCtrl+O', click: () => ask({ kind: 'open' }) },
    { label: 'Open Recent', submenu: recentMenu(ask, recent) },
    separator,
    {
      label: 'Export…',
      accelerator: 'CmdOrCtrl+E',
      click: () => ask({ kind: 'view', view: 'report' })
    },
    separator,
    { role: mac ? 'close' : 'quit' }
  ]
})

function recentMenu(ask: MenuActions['ask'], recent: RecentFiles): MenuItemConstructorOptions[] {
  const files = recent.list()
  if (files.length === 0) return [{ label: 'No Files Yet', enabled: false }]
  return [
    ...files.map((path): MenuItemConstructorOptions => ({
      // An ampersand would underline the letter after it.
      label: basename(path).replaceAll('&', '&&'),
      click: () => ask({ kind: 'open-file', path })
    })),
    separator,
    { label: 'Clear Menu', click: () => recent.clear() }
  ]
}

const viewMenu = ({ ask }: MenuActions): MenuItemConstructorOptions => ({
  label: '&View',
  submenu: [
    ...menuViews.map(({ view, name }, index): MenuItemConstructorOptions => ({
      label: name,
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => ask({ kind: 'view', view })
    })),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const])
  ]
})

const helpMenu = (mac: boolean, { showLicences }: MenuActions): MenuItemConstructorOptions => ({
  role: 'help',
  label: '&Help',
  submenu: [
    { label: 'Licences', click: showLicences },
    { label: 'Copy Versions', click: copyVersions },
    ...(mac ? [] : [separator, about])
  ]
})
