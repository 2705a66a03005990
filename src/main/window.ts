import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { WindowStore } from './window-memory.ts'
import { leastSize, placeWithin } from './window-place.ts'

/** `--bg` of src/renderer/styles/tokens.css, so that the first frame has the colour of the page. */
const ground = { light: '#f6f4ef', dark: '#0d131b' }

/** Opens the one window where it stood last, with what it showed, and shows it once the page has drawn itself. */
export async function openWindow(page: string, store: WindowStore): Promise<void> {
  const { bounds, maximized = false, zoomLevel = 0, address = '' } = store.get()
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    title: 'Plimsoll',
    ...placeWithin(bounds, areas),
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium would fetch a dictionary from the network.
      spellcheck: false
    }
  })
  window.once('ready-to-show', () => {
    if (maximized) window.maximize()
    window.show()
  })
  window.webContents.once('dom-ready', () => window.webContents.setZoomLevel(zoomLevel))
  window.on('close', () => store.set(stateOf(window)))
  await window.loadURL(address === '' ? page : `${page}#${address}`)
}

/** What is on screen and where; the normal bounds also of a window that is maximised, minimised or full-screen just now. */
const stateOf = (window: BrowserWindow): ReturnType<WindowStore['get']> => ({
  bounds: window.getNormalBounds(),
  maximized: window.isMaximized(),
  zoomLevel: window.webContents.getZoomLevel(),
  address: new URL(window.webContents.getURL()).hash.slice(1)
})

/** Brings the window forward, where there is one. */
export function raiseWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return false
  if (window.isMinimized()) window.restore()
  window.focus()
  return true
}
