/** What the shell sees. `check` uses 1 for "does not run here"; 2 is bad input everywhere. */
export const exitCode = { done: 0, doesNotRun: 1, badInput: 2 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]
