/** Bad input: one sentence that says what is wrong, where, and what to do. The command line ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
