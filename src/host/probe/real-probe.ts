import { execFile } from 'node:child_process'
import { access, constants, open, readdir } from 'node:fs/promises'
import { arch, cpus, freemem, platform, release, totalmem } from 'node:os'
import { isAbsolute } from 'node:path'
import { programPaths } from './program-paths.ts'
import type { Probe, RunOutcome } from './probe.ts'
import { missingProgram } from './probe.ts'
import { askSystemInformation } from './system-information.ts'

/** `nvidia-smi -q -x` of an eight-GPU server is under 1 MB. What goes beyond is cut, and the program ended. */
const outputLimit = 4 * 2 ** 20
/** Enough for `/proc/cpuinfo` of a large server; sysfs files are a page. */
const fileLimit = 4 * 2 ** 20
/** A file of sysfs is a page and comes in one piece. */
const pieceOfFile = 2 ** 14

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
      // They are looked for at once: one after the other, each of ten would wait for the turns of all other questions.
      const paths = await programPaths(command, platform(), process.env)
      const able = await Promise.all(paths.map(async (path) => !isAbsolute(path) || canRun(path)))
      for (const path of paths.filter((_path, at) => able[at])) {
        const outcome = await runFile(path, args, timeoutMs)
        if (!outcome.missing) return outcome
      }
      return missingProgram
    },
    readText: (path) => readStart(path).catch(() => null),
    readdir: (path) => readdir(path).catch(() => [])
  }
}

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false
  )

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
          const tooMuch = failure?.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
          const missing = failure?.code === 'ENOENT' || failure?.code === 'EACCES'
          const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : null
          resolve({ code, stdout, stderr, timedOut: failure?.killed === true && !tooMuch, missing })
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
    const parts: Buffer[] = []
    for (let length = 0; length < fileLimit;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceOfFile), 0, pieceOfFile)
      if (bytesRead === 0) break
      parts.push(buffer.subarray(0, bytesRead))
      length += bytesRead
    }
    return Buffer.concat(parts).toString('utf8')
  } finally {
    await file.close()
  }
}
