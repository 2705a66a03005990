/** What a command said. A failure is a value: detection goes on without it. */
export interface RunOutcome {
  /** Exit code; null when the command did not end by itself. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly timedOut: boolean
  /** No such program here. */
  readonly missing: boolean
}

export interface RunOptions {
  readonly timeoutMs: number
  /**
   * The name the run is recorded and replayed under, where the real arguments are long or change with every version
   * (a PowerShell script).
   */
  readonly recordAs?: string
}

/**
 * Everything detection may ask of a machine. The real one asks the system, the replay one answers from a recorded
 * bundle, so the same code runs on a user's machine and in a test. No method rejects.
 */
export interface Probe {
  /** As `process.platform`. */
  readonly platform: string
  /** As `process.arch`. */
  readonly arch: string
  /** As `os.release()`. */
  readonly release: string
  readonly totalmem: () => number
  readonly freemem: () => number
  /** As `os.cpus()`: one model name per logical processor. */
  readonly cpus: () => readonly string[]
  /**
   * Runs a program without a shell. The program `systeminformation` is not a program: its one argument is a function
   * of that package, and stdout is its result as JSON.
   */
  readonly run: (command: string, args: readonly string[], options: RunOptions) => Promise<RunOutcome>
  /** The text of a file, or null when it is absent or unreadable. */
  readonly readText: (path: string) => Promise<string | null>
  /** The names in a folder; empty when it is absent. */
  readonly readdir: (path: string) => Promise<readonly string[]>
}

export const missingProgram: RunOutcome = {
  code: null,
  stdout: '',
  stderr: '',
  timedOut: false,
  missing: true
}

/** `work`, or `fallback` when it takes longer than `ms` or throws. The work itself is left to its own deadline. */
export async function within<T>(ms: number, work: () => Promise<T>, fallback: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => {
      resolve(fallback)
    }, ms)
  })
  try {
    return await Promise.race([work(), late])
  } catch {
    return fallback
  } finally {
    clearTimeout(timer)
  }
}

const silence: RunOutcome = {
  code: null,
  stdout: '',
  stderr: 'no answer in time',
  timedOut: true,
  missing: false
}

/** More than any answer that is meant to be read; what is longer is a fault, and would take the parsers long. */
const longestAnswer = 4 * 2 ** 20

/** Without the marks and line ends of Windows, so that no parser needs to know of them. */
const plain = (text: string): string =>
  text
    .slice(0, longestAnswer)
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')

/**
 * The same probe, where no question lasts longer than its deadline and none throws, whatever is behind it, and all text
 * has plain line ends and a bounded length.
 */
export function withDeadlines(probe: Probe): Probe {
  return {
    ...probe,
    run: (command, args, options) =>
      // Half a second more than the program has: what it said until its end is worth more than silence.
      within(
        options.timeoutMs + 500,
        async () => {
          const outcome = await probe.run(command, args, options)
          return { ...outcome, stdout: plain(outcome.stdout), stderr: plain(outcome.stderr) }
        },
        silence
      ),
    readText: (path) =>
      within(
        2000,
        async () => {
          const text = await probe.readText(path)
          return text === null ? null : plain(text)
        },
        null
      ),
    readdir: (path) => within(2000, async () => probe.readdir(path), [])
  }
}
