export type HubFault =
  | 'offline'
  | 'unreachable'
  | 'missing'
  | 'gated'
  | 'unauthorised'
  | 'rate-limited'
  | 'server'
  | 'slow'
  | 'cut'
  | 'wrong-content'
  | 'too-large'
  | 'cancelled'
  | 'not-a-reference'
  | 'unreadable'

/** A repository could not be read. The message is one sentence or two for the screen: what is wrong, what to do. */
export class HubError extends Error {
  override readonly name = 'HubError'
  readonly kind: HubFault
  /** Seconds the server asks to wait; null where it does not say. */
  readonly retryAfter: number | null

  constructor(
    kind: HubFault,
    message: string,
    { retryAfter = null, cause }: { retryAfter?: number | null; cause?: unknown } = {}
  ) {
    super(message, { cause })
    this.kind = kind
    this.retryAfter = retryAfter
  }
}
