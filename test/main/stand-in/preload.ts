import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { runInNewContext } from 'node:vm'
import type { ContextBridge, IpcRenderer, WebUtils } from 'electron'
import { clone, type Frame, type Ipc } from './ipc.ts'
import { strict } from './strict.ts'

/** What the preload gave the page: `window.<name>`. */
export type Exposed = ReadonlyMap<string, unknown>

/** Where files are that a person dropped; a File that is not here was made by a script. */
export const paths = new WeakMap<File, string>()

/**
 * Runs a preload as the sandbox does: one CommonJS script, without Node, whose `require` knows `electron` and nothing
 * else. An ES module is a syntax error here as it is there.
 */
export function runPreload(path: string, ipc: Ipc, frame: () => Frame): Exposed {
  if (!isAbsolute(path)) throw new Error(`The preload path must be absolute: ${path}`)
  const exposed = new Map<string, unknown>()
  const electron = strict('electron (in a sandboxed preload)', {
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (name: string, api: unknown) => {
        if (exposed.has(name)) throw new Error(`Cannot bind an API on top of an existing property: ${name}`)
        exposed.set(name, bridge(api))
      }
    } satisfies Pick<ContextBridge, 'exposeInMainWorld'>),
    ipcRenderer: strict('ipcRenderer', {
      invoke: (channel: string, ...given: unknown[]) => ipc.invoke(frame(), channel, given)
    } satisfies Pick<IpcRenderer, 'invoke'>),
    webUtils: strict('webUtils', {
      getPathForFile: (file) => {
        if (!(file instanceof File)) throw new TypeError('getPathForFile takes a File')
        return paths.get(file) ?? ''
      }
    } satisfies Pick<WebUtils, 'getPathForFile'>)
  })
  const sandboxedRequire = (name: string): object => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name} (a sandboxed preload has no Node)`)
  }
  const module = { exports: {} }
  runInNewContext(
    readFileSync(path, 'utf8'),
    { require: sandboxedRequire, module, exports: module.exports, console, Promise },
    { filename: path }
  )
  return exposed
}

/**
 * Copies a value from one world to the other as contextBridge does: objects and arrays by their own fields, functions as
 * proxies whose arguments and results are copied in turn, promises as promises; anything else must be clonable.
 */
function bridge(value: unknown): unknown {
  if (typeof value === 'function') {
    const call = value as (...given: unknown[]) => unknown
    return (...given: unknown[]) => bridge(call(...given.map(bridge)))
  }
  if (typeof value !== 'object' || value === null) return clone(value, 'a value crossing the context bridge')
  // A File crosses as itself, with what it stands for.
  if (value instanceof File) return value
  if (isPromise(value)) return value.then(bridge, (reason: unknown) => Promise.reject(bridgeError(reason)))
  if (Array.isArray(value)) return value.map(bridge)
  const prototype: unknown = Object.getPrototypeOf(value)
  // A plain object of the preload's world has that world's prototype.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) {
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, bridge(field)]))
  }
  return clone(value, 'a value crossing the context bridge')
}

/** Of an error only its message crosses. */
const bridgeError = (reason: unknown): Error =>
  new Error(
    typeof reason === 'object' && reason !== null && 'message' in reason
      ? String(reason.message)
      : String(reason)
  )

const isPromise = (value: object): value is Promise<unknown> =>
  'then' in value && typeof value.then === 'function'
