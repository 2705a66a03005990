import type { HostApi } from '../../contract/api.ts'
import { overHttp } from './over-http.ts'
import { takeToken } from './token.ts'

let connected: HostApi | null = null

/** The desktop window brings its host along; a browser speaks HTTP to the server that sent the page. */
export function connect(): HostApi {
  connected = window.host ?? overHttp(takeToken(window.location, window.history, window.sessionStorage))
  return connected
}

/** The host this page was connected to at its start, for parts that no view hands it to. */
export const connectedHost = (): HostApi => connected ?? connect()
