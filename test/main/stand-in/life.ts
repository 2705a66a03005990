import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import { strict } from './strict.ts'

/** When the application is what, and what may be called then. */
export class Life {
  readonly events = new EventEmitter()
  /** Resolves once main asked to be told when Electron is ready. */
  readonly asked: Promise<void>
  ready = false
  quit = false
  sandboxed = false
  exitCode: number | null = null
  /** What the system's own list of recent files was told. */
  recentDocuments: string[] = []
  firstInstance = true
  readonly #ready: Promise<void>
  #resolveReady: () => void = () => undefined
  #resolveAsked: () => void = () => undefined

  constructor() {
    this.#ready = new Promise((resolve) => (this.#resolveReady = resolve))
    this.asked = new Promise((resolve) => (this.#resolveAsked = resolve))
  }

  /** Electron does this only after the main module has finished evaluating (electron#40719). */
  becomeReady(): void {
    this.ready = true
    this.events.emit('ready')
    this.#resolveReady()
  }

  before(call: string): void {
    if (this.ready) throw new Error(`${call} must be called before the app is ready`)
  }

  after(call: string): void {
    if (!this.ready) throw new Error(`${call} cannot be used before the app is ready`)
  }

  /** `electron.app`. Events are typed loosely: Electron declares one overload for each. */
  app(): object {
    const { events } = this
    const piece = {
      isPackaged: false,
      enableSandbox: () => {
        this.before('app.enableSandbox()')
        this.sandboxed = true
      },
      requestSingleInstanceLock: () => this.firstInstance,
      whenReady: () => {
        this.#resolveAsked()
        return this.#ready
      },
      quit: () => {
        this.quit = true
        events.emit('will-quit')
      },
      exit: (code = 0) => {
        this.exitCode = code
      },
      getPath: () => tmpdir(),
      getAppPath: () => join(import.meta.dirname, '../../..'),
      addRecentDocument: (path: string) => {
        this.recentDocuments.unshift(path)
      },
      clearRecentDocuments: () => {
        this.recentDocuments = []
      }
    } satisfies Pick<
      App,
      | 'isPackaged'
      | 'enableSandbox'
      | 'requestSingleInstanceLock'
      | 'whenReady'
      | 'quit'
      | 'exit'
      | 'getPath'
      | 'getAppPath'
      | 'addRecentDocument'
      | 'clearRecentDocuments'
    >
    return strict('app', {
      ...piece,
      on: (name: string, listener: (...given: unknown[]) => void) => void events.on(name, listener)
    })
  }
}
