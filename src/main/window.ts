import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'

/** `--bg` of src/renderer/styles/tokens.css, so that the first frame has the colour of the page. */
const ground = { light: '#f6f4ef', dark: '#0d131b' }

/** Opens the one window, and shows it once the page has drawn itself. */
export async function openWindow(page: string): Promise<void> {
  const window = new BrowserWindow({
    title: 'Plimsoll',
    width: 1280,
    height: 840,
    minWidth: 420,
    minHeight: 480,
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
  window.once('ready-to-show', () => window.show())
  await window.loadURL(page)
}

/** Brings the window forward, where there is one. */
export function raiseWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return false
  if (window.isMinimized()) window.restore()
  window.focus()
  return true
}
