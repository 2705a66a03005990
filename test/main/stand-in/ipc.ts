import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { strict } from './strict.ts'

type Handler = (event: IpcMainInvokeEvent, ...given: unknown[]) => unknown

/** The frame that calls, as main sees it. */
export interface Frame {
  readonly url: string
  readonly parent: Frame | null
}

/** Both ends of `invoke`. Everything that crosses is structured-cloned, as between two processes. */
export class Ipc {
  readonly #handlers = new Map<string, Handler>()

  get channels(): string[] {
    return [...this.#handlers.keys()]
  }

  main(): object {
    return strict('ipcMain', {
      handle: (channel: string, listener: Handler) => {
        if (this.#handlers.has(channel)) {
          throw new Error(`Attempted to register a second handler for '${channel}'`)
        }
        this.#handlers.set(channel, listener)
      }
    } satisfies Pick<IpcMain, 'handle'>)
  }

  async invoke(frame: Frame | null, channel: string, given: unknown[]): Promise<unknown> {
    const carried = given.map((argument) => clone(argument, `an argument of ${channel}`))
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`Error invoking remote method '${channel}': no handler registered`)
    // A call needs only to know who made it; the rest of the event is not modelled and must not be touched.
    const event = strict('IpcMainInvokeEvent', { senderFrame: frame }) as unknown as IpcMainInvokeEvent
    let result: unknown
    try {
      result = await handler(event, ...carried)
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`)
    }
    return clone(result, `the answer of ${channel}`)
  }
}

export function clone<T>(value: T, what: string): T {
  try {
    return structuredClone(value)
  } catch (error) {
    throw new Error(`${what} could not be cloned: ${String(error)}`)
  }
}
