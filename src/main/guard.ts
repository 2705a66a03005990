import { app, type Session, session, shell, type WebContents } from 'electron'
import { site } from './sender.ts'

/** Keeps every window on the page it was opened with: no other address, no second window, no permission, no webview. */
export function guard(page: string): void {
  app.on('web-contents-created', (_event, contents) => keepToPage(contents, page))
  refusePermissions(session.defaultSession, page)
}

function keepToPage(contents: WebContents, page: string): void {
  const stay = (event: { preventDefault: () => void; url: string }): void => {
    if (site(event.url) !== site(page)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** A link for the system's browser. Other schemes start other programs, and `https://user@host` hides where it goes. */
export function mayOpenOutside(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password } = new URL(address)
  return protocol === 'https:' && username === '' && password === ''
}

/** Electron grants everything by default. The page needs one thing: to put the llama.cpp command on the clipboard. */
function refusePermissions(of: Session, page: string): void {
  const allowed = (permission: string, from: string): boolean =>
    permission === 'clipboard-sanitized-write' && site(from) === site(page)
  of.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowed(permission, contents.getURL()))
  )
  of.setPermissionCheckHandler((_contents, permission, from) => allowed(permission, from))
  of.setDevicePermissionHandler(() => false)
}
