/** The server could not start. `message` is one sentence that says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly kind: 'port-in-use' | 'port-not-allowed' | 'no-page' | 'failed'

  constructor(kind: ListenError['kind'], sentence: string) {
    super(sentence)
    this.kind = kind
  }
}

/** Puts the system's code into words. `port` 0 stands for any free one. */
export function listenError(cause: unknown, port: number): ListenError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        'port-in-use',
        `Port ${port} is taken by another program. Choose another with --port, or leave it out for any free one.`
      )
    case 'ERR_SOCKET_BAD_PORT':
      return new ListenError(
        'failed',
        `${port} is not a port. Ports go from 1 to 65535; 0 stands for any free one.`
      )
    case 'EACCES':
      return new ListenError(
        'port-not-allowed',
        `This account may not listen on port ${port}. Choose one above 1023 with --port.`
      )
    default:
      return new ListenError(
        'failed',
        `The page could not be served on 127.0.0.1 (${code || 'no reason given'}).`
      )
  }
}
