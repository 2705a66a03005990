import type { HostApi } from './api.ts'

declare global {
  interface Window {
    /** Set by the preload in the desktop window; absent in a browser, where the page speaks HTTP. */
    readonly host?: HostApi
  }
}
