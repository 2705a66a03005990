import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type {
  BrowserWindowConstructorOptions,
  Rectangle,
  WebContents,
  WindowOpenHandlerResponse
} from 'electron'
import type { Frame, Ipc } from './ipc.ts'
import type { Life } from './life.ts'
import { type Exposed, runPreload } from './preload.ts'
import type { Schemes } from './scheme.ts'
import { strict } from './strict.ts'

type OpenHandler = (details: { url: string }) => WindowOpenHandlerResponse

/** One open window, as a test sees it. */
export interface OpenWindow {
  readonly options: BrowserWindowConstructorOptions
  readonly exposed: Exposed
  readonly url: string
  readonly shown: boolean
  readonly raised: number
  /** What a person does to it: where it stands in its normal state, and whether it fills the screen. */
  normal: Rectangle
  maximized: boolean
  zoomLevel: number
  /** The page puts another state behind the `#` of its address. */
  stateChanged(hash: string): void
  /** Closes it, as a click on its cross would. */
  close(): void
  /** Tries to go somewhere, as a click on a link would; whether main let it. */
  navigate(
    event: 'will-navigate' | 'will-frame-navigate' | 'will-redirect' | 'will-attach-webview',
    url: string
  ): boolean
  /** The HTML file that was loaded into it, as it read then. */
  readonly loaded: string | null
  readonly printed: number
  readonly destroyed: boolean
  /** `window.open(url)`. */
  open(url: string): WindowOpenHandlerResponse
}

interface Behind {
  readonly life: Life
  readonly ipc: Ipc
  readonly schemes: Schemes
}

/** The class `BrowserWindow`, and the windows that were made of it. */
export function windows({ life, ipc, schemes }: Behind): {
  readonly BrowserWindow: object
  readonly all: OpenWindow[]
} {
  const all: OpenWindow[] = []
  const made: object[] = []

  class StandInWindow {
    readonly webContents: object
    readonly #events = new EventEmitter()
    readonly #contents = new EventEmitter()
    readonly #options: BrowserWindowConstructorOptions
    readonly #strict: object
    #openHandler: OpenHandler = () => ({ action: 'allow' })
    #url = ''
    #shown: boolean
    #raised = 0
    #exposed: Exposed = new Map()
    #closed = false
    readonly #place: { normal: Rectangle; maximized: boolean; zoomLevel: number }
    #loaded: string | null = null
    #printed = 0
    #destroyed = false

    constructor(options: BrowserWindowConstructorOptions = {}) {
      life.after('new BrowserWindow()')
      const preferences = options.webPreferences ?? {}
      if (preferences.sandbox === false) throw new Error('The window must be sandboxed')
      if (preferences.contextIsolation === false) throw new Error('The window must isolate its context')
      if (preferences.nodeIntegration === true) throw new Error('The window must not have Node')
      if (preferences.preload !== undefined && !existsSync(preferences.preload)) {
        throw new Error(`Unable to load preload script: ${preferences.preload} does not exist`)
      }
      this.#options = options
      this.#shown = options.show ?? true
      const { x = 0, y = 0, width = 800, height = 600 } = options
      this.#place = { normal: { x, y, width, height }, maximized: false, zoomLevel: 0 }
      this.webContents = strict('webContents', {
        getURL: () => this.#url,
        getZoomLevel: () => this.#place.zoomLevel,
        setZoomLevel: (level) => {
          if (this.#url === '') throw new Error('The zoom of a page is set once there is one')
          this.#place.zoomLevel = level
        },
        once: (name: string, listener: () => void) => void this.#contents.once(name, listener),
        setWindowOpenHandler: (handler) => {
          this.#openHandler = handler as OpenHandler
        },
        // Chromium lays out what was loaded; the stand-in answers with a PDF's head and that text.
        printToPDF: () => {
          if (this.#loaded === null) throw new Error('Nothing was loaded to be printed')
          this.#printed += 1
          return Promise.resolve(Buffer.from(`%PDF-1.4\n${this.#loaded}`))
        },
        on: (name: string, listener: (...given: unknown[]) => void) => void this.#contents.on(name, listener)
      } satisfies Pick<
        WebContents,
        'getURL' | 'getZoomLevel' | 'setZoomLevel' | 'setWindowOpenHandler' | 'printToPDF'
      > & {
        on: unknown
        once: unknown
      })
      all.push(this.#seen())
      this.#strict = strict('BrowserWindow', this)
      made.push(this.#strict)
      life.events.emit('web-contents-created', {}, this.webContents)
    }

    /** Resolves once the page is there, as Electron's does; the preload has run before the page's first script. */
    async loadURL(url: string): Promise<void> {
      const response = await schemes.load(url)
      if (!response.ok) throw new Error(`ERR_FAILED (${response.status}) loading ${url}`)
      if (!(response.headers.get('content-type') ?? '').startsWith('text/html')) {
        throw new Error(`${url} is not a page: ${response.headers.get('content-type') ?? 'no content type'}`)
      }
      this.#url = url
      const { preload } = this.#options.webPreferences ?? {}
      const frame = (): Frame => ({ url: this.#url, parent: null })
      if (preload !== undefined) this.#exposed = runPreload(preload, ipc, frame)
      this.#contents.emit('dom-ready')
      this.#events.emit('ready-to-show')
    }

    on(name: string, listener: () => void): void {
      this.#events.on(name, listener)
    }
    loadFile(path: string): Promise<void> {
      this.#loaded = readFileSync(path, 'utf8')
      this.#url = pathToFileURL(path).href
      return Promise.resolve()
    }

    destroy(): void {
      this.#destroyed = true
      made.splice(made.indexOf(this.#strict), 1)
    }

    once(name: string, listener: () => void): void {
      this.#events.once(name, listener)
    }
    show(): void {
      this.#shown = true
    }
    focus(): void {
      this.#raised += 1
    }
    isMinimized(): boolean {
      return false
    }
    isMaximized(): boolean {
      return this.#place.maximized
    }
    maximize(): void {
      this.#place.maximized = true
    }
    getNormalBounds(): Rectangle {
      return this.#place.normal
    }

    static getAllWindows(): object[] {
      return made
    }
    static getFocusedWindow(): object | null {
      return made[0] ?? null
    }

    #seen(): OpenWindow {
      const get = <T>(value: () => T): { get: () => T; enumerable: true } => ({
        get: value,
        enumerable: true
      })
      const seen = {
        options: this.#options,
        navigate: (name: string, url: string) => {
          let stopped = false
          this.#contents.emit(name, { url, preventDefault: () => (stopped = true) })
          return !stopped
        },
        open: (url: string) => this.#openHandler({ url }),
        stateChanged: (hash: string) => {
          this.#url = new URL(hash, this.#url).href
        },
        close: () => {
          if (this.#closed) return
          this.#closed = true
          this.#events.emit('close')
          made.splice(made.indexOf(this.#strict), 1)
          if (made.length === 0) life.events.emit('window-all-closed')
        }
      }
      return Object.defineProperties(seen, {
        exposed: get(() => this.#exposed),
        url: get(() => this.#url),
        shown: get(() => this.#shown),
        raised: get(() => this.#raised),
        ...Object.fromEntries(
          (['normal', 'maximized', 'zoomLevel'] as const).map((name) => [
            name,
            {
              get: () => this.#place[name],
              set: (value: never) => {
                this.#place[name] = value
              },
              enumerable: true
            }
          ])
        ),
        loaded: get(() => this.#loaded),
        printed: get(() => this.#printed),
        destroyed: get(() => this.#destroyed)
      }) as unknown as OpenWindow
    }
  }

  return { BrowserWindow: strict('BrowserWindow', StandInWindow), all }
}
