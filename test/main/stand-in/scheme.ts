import type { Protocol } from 'electron'
import type { Life } from './life.ts'
import { strict } from './strict.ts'

type Answer = (request: Request) => Response | Promise<Response>

/** Custom schemes: announced before ready, answered after it, by real Requests and Responses. */
export class Schemes {
  readonly #announced = new Set<string>()
  readonly #handlers = new Map<string, Answer>()
  readonly #life: Life

  constructor(life: Life) {
    this.#life = life
  }

  protocol(): object {
    return strict('protocol', {
      registerSchemesAsPrivileged: (schemes) => {
        this.#life.before('protocol.registerSchemesAsPrivileged()')
        if (this.#announced.size > 0) throw new Error('registerSchemesAsPrivileged can only be called once')
        for (const { scheme } of schemes) this.#announced.add(scheme)
      },
      handle: (scheme, handler) => {
        this.#life.after('protocol.handle()')
        if (!this.#announced.has(scheme)) {
          throw new Error(`${scheme}: was not announced before ready: the page would have no origin`)
        }
        if (this.#handlers.has(scheme)) throw new Error(`${scheme}: already has a handler`)
        this.#handlers.set(scheme, handler)
      }
    } satisfies Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'>)
  }

  /** What a window gets for an address; throws for one that nothing answers. */
  async load(address: string, method = 'GET'): Promise<Response> {
    const handler = this.#handlers.get(new URL(address).protocol.slice(0, -1))
    if (!handler) throw new Error(`ERR_UNKNOWN_URL_SCHEME: nothing answers ${address}`)
    const response: unknown = await handler(new Request(address, { method }))
    if (!(response instanceof Response)) throw new Error('ERR_UNEXPECTED: protocol.handle needs a Response')
    return response
  }
}
