import { spawn as spawnProcess } from 'node:child_process'

/** A started program: its output as it comes, and how it ended. Injected in tests. */
export interface Started {
  readonly onOutput: (listener: (text: string) => void) => void
  readonly onError: (listener: (text: string) => void) => void
  /** Resolves to the exit code, null where a signal ended it; rejects when the program cannot be started. */
  readonly ended: Promise<number | null>
  readonly kill: (signal?: 'SIGTERM' | 'SIGKILL') => void
}
export type Spawn = (program: string, args: readonly string[]) => Started

/** A program of this machine. It does not outlive the one that started it. */
export const realSpawn: Spawn = (program, args) => {
  const child = spawnProcess(program, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8')
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  return {
    onOutput: (listener) => void child.stdout.on('data', listener),
    onError: (listener) => void child.stderr.on('data', listener),
    ended: new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    }).finally(() => process.removeListener('exit', end)),
    kill: (signal = 'SIGTERM') => void child.kill(signal)
  }
}

export const notStarted = (program: string): string =>
  `${program} could not be started: install it, or add its folder to PATH.`

/** The last characters of what a program says: a model that loads for minutes says a lot. */
export class Tail {
  #text = ''
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-this.#most)
  }

  get text(): string {
    return this.#text
  }

  /** The last line that is not empty, of a length to read. */
  get lastLine(): string {
    const line = this.#text.trim().split(/\r?\n/).at(-1)?.trim() ?? ''
    return line === '' ? 'it said nothing' : line.slice(0, 300)
  }
}
