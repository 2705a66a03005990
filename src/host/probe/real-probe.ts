import { execFile } from 'node:child_process'
import { open, readdir } from 'node:fs/promises'
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os'
import { programPaths } from './program-paths.ts'
import type { Probe, RunOutcome } from './probe.ts'
import { missingProgram } from './probe.ts'
import { askSystemInformation } from './system-information.ts'

/** `nvidia-smi -q -x` of an eight-GPU server is under 1 MB. */
const outputLimit = 8 * 2 ** 20
/** Enough for `/proc/cpuinfo` of a large server; sysfs files are a page. */
const fileLimit = 4 * 2 ** 20

/** The probe of the machine this runs on. */
export function realProbe(): Probe {
  return {
    platform: platform(),
    arch: arch(),
    release: release(),
    totalmem,
    freemem,
    cpus: () => cpus().map((cpu) => cpu.model),
    run: async (command, args, { timeoutMs }) => {
      if (command === 'systeminformation') return askSystemInformation(args[0] ?? '', timeoutMs)
      // A path that exists but does not run (another architecture, no rights) is passed over like one that is absent.
      for (const path of await programPaths(command, platform(), process.env)) {
        const outcome = await runFile(path, args, timeoutMs)
        if (!outcome.missing) return outcome
      }
      return missingProgram
    },
    readText: (path) => readStart(path).catch(() => null),
    readdir: (path) => readdir(path).catch(() => [])
  }
}

/**
 * No shell: arguments reach the program as they are. Killed at the deadline; what it said until then is kept. A process
 * in uninterruptible sleep (a hung driver) cannot be killed and may never settle this: `withDeadlines` goes on without.
 */
function runFile(path: string, args: readonly string[], timeoutMs: number): Promise<RunOutcome> {
  return new Promise((resolve) => {
    try {
      const child = execFile(
        path,
        [...args],
        {
          timeout: timeoutMs,
          killSignal: 'SIGKILL',
          maxBuffer: outputLimit,
          windowsHide: true,
          // Column words and decimal points as the parsers expect them.
          env: { ...process.env, LC_ALL: 'C', LANG: 'C' }
        },
        (error, stdout, stderr) => {
          const failure = error as (Error & { code?: unknown; killed?: boolean }) | null
          const missing = failure?.code === 'ENOENT' || failure?.code === 'EACCES'
          const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : null
          resolve({ code, stdout, stderr, timedOut: failure?.killed === true, missing })
        }
      )
      child.stdin?.end()
    } catch {
      resolve(missingProgram)
    }
  })
}

async function readStart(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    // /proc and /sys report a size of 0, so the text is read until it ends, not by its size.
    const buffer = Buffer.alloc(fileLimit)
    let length = 0
    while (length < fileLimit) {
      const { bytesRead } = await file.read(buffer, length, fileLimit - length)
      if (bytesRead === 0) break
      length += bytesRead
    }
    return buffer.toString('utf8', 0, length)
  } finally {
    await file.close()
  }
}
