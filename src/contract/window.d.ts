import type { HostApi } from './api.ts'
import type { DeskApi } from './desk.ts'

declare global {
  interface Window {
    /** Set by the preload in the desktop window; absent in a browser, where the page speaks HTTP. */
    readonly host?: HostApi
    /** The menu and the paths of dropped files; in the desktop window only. */
    readonly desk?: DeskApi
  }
}
