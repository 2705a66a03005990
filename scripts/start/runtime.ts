import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Electron's npm package, which since version 42 holds no program: its install.js fetches that on first use. */
export interface ElectronPackage {
  readonly folder: string
  readonly version: string
  /** The oldest Node that its install.js runs on, from `engines`: `22.12.0`. */
  readonly nodeNeeded: string
}

export function electronPackage(root: string): ElectronPackage | null {
  const folder = join(root, 'node_modules/electron')
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const { version, engines } = JSON.parse(text) as { version: string; engines?: { node?: string } }
    return { folder, version, nodeNeeded: /\d+(\.\d+){0,2}/u.exec(engines?.node ?? '')?.[0] ?? '0' }
  } catch {
    return null
  }
}

/** The program, where it is complete: as `isInstalled` in the package's install.js, but without fetching anything. */
export function electronProgram({ folder, version }: ElectronPackage): string | null {
  const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  try {
    if (elsewhere !== undefined) {
      const program = join(elsewhere, readOr(join(folder, 'path.txt'), 'electron'))
      return existsSync(program) ? program : null
    }
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    const present = readFileSync(join(folder, 'dist/version'), 'utf8').trim().replace(/^v/u, '')
    return present === version && existsSync(program) ? program : null
  } catch {
    return null
  }
}

const readOr = (path: string, otherwise: string): string =>
  existsSync(path) ? readFileSync(path, 'utf8') : otherwise

/** Lets the package fetch its program; whether it did within the time given. */
export async function fetchElectron(
  { folder }: ElectronPackage,
  seconds: number,
  stop: AbortSignal
): Promise<boolean> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(seconds * 1000)])
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', signal })
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('close', (code) => resolve(code === 0))
  })
}

/** Whether one dotted version is at least another, number by number. */
export function atLeast(version: string, needed: string): boolean {
  const [a, b] = [version, needed].map((text) => text.replace(/^v/u, '').split('.').map(Number)) as [
    number[],
    number[]
  ]
  for (const [index, least] of b.entries()) {
    const own = a[index] ?? 0
    if (own !== least) return own > least
  }
  return true
}
