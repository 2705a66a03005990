import type { HostApi } from '../../contract/api.ts'
import { overHttp } from './over-http.ts'
import { takeToken } from './token.ts'

/** The desktop window brings its host along; a browser speaks HTTP to the server that sent the page. */
export const connect = (): HostApi =>
  window.host ?? overHttp(takeToken(window.location, window.history, window.sessionStorage))
