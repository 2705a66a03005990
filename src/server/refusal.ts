/** A request turned away: its status, and in `message` one sentence that says what was wrong with it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 500
  /** The methods that would have been taken, for a 405. */
  readonly allow: string | null

  constructor(status: Refusal['status'], sentence: string, allow: string | null = null) {
    super(sentence)
    this.status = status
    this.allow = allow
  }
}
