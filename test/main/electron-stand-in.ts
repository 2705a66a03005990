import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Desk } from './stand-in/desk.ts'
import { Ipc } from './stand-in/ipc.ts'
import { Life } from './stand-in/life.ts'
import { Schemes } from './stand-in/scheme.ts'
import { type OpenWindow, windows } from './stand-in/windows.ts'

/** A main module running against the stand-in. */
export interface Running {
  readonly life: Life
  readonly ipc: Ipc
  readonly schemes: Schemes
  readonly desk: Desk
  readonly windows: readonly OpenWindow[]
  /** Where the copy stands: its `out` folder. */
  readonly out: string
  remove(): void
}

export interface Staging {
  /** The build to run: a folder with main/, preload/ and renderer/. */
  readonly out: string
  /** Plants a fault in the copy before it runs. */
  readonly spoil?: (out: string) => void
  /** For a second instance: the lock is held by the first. */
  readonly secondInstance?: boolean
}

/** Longer than any evaluation of main; only reached by a main that waits for itself. */
const patience = 3000

/**
 * Runs a BUILT main module as Electron would: a copy of it, beside a package `electron` that holds the stand-in, is
 * loaded by Node's own module loader. The app becomes ready once that has evaluated. A name that the stand-in lacks does
 * not link; a member it lacks throws. Rejects with what main threw, or with what it showed in an error box.
 */
export async function run({ out, spoil, secondInstance = false }: Staging): Promise<Running> {
  const life = new Life()
  life.firstInstance = !secondInstance
  const ipc = new Ipc()
  const schemes = new Schemes(life)
  const desk = new Desk(life)
  const { BrowserWindow, all } = windows({ life, ipc, schemes })
  const electron = {
    app: life.app(),
    ipcMain: ipc.main(),
    protocol: schemes.protocol(),
    BrowserWindow,
    ...desk.pieces()
  }

  const stage = stageCopy(out, electron)
  const remove = (): void => rmSync(stage, { recursive: true, force: true })
  const copy = join(stage, 'out')
  try {
    spoil?.(copy)
    await evaluate(stage, life)
    life.becomeReady()
    await settled(life, desk, all)
  } catch (error) {
    remove()
    throw error
  }
  return { life, ipc, schemes, desk, windows: all, out: copy, remove }
}

function stageCopy(out: string, electron: object): string {
  const stage = mkdtempSync(join(tmpdir(), 'plimsoll-stage-'))
  for (const part of ['main', 'preload'])
    cpSync(join(out, part), join(stage, 'out', part), { recursive: true })
  symlinkSync(join(out, 'renderer'), join(stage, 'out/renderer'))
  const module = join(stage, 'node_modules/electron')
  mkdirSync(module, { recursive: true })
  const write = (file: string, text: string): void => writeFileSync(join(module, file), text)
  const key = Symbol.for(stage)
  Object.assign(globalThis, { [key]: electron })
  write('package.json', JSON.stringify({ name: 'electron', type: 'module', exports: './index.js' }))
  const names = Object.keys(electron)
  write(
    'index.js',
    `const { ${names.join(', ')} } = globalThis[Symbol.for(${JSON.stringify(stage)})]\nexport { ${names.join(', ')} }\n`
  )
  writeFileSync(join(stage, 'package.json'), JSON.stringify({ type: 'module' }))
  // The test runner rewrites import(); a CommonJS file of its own reaches Node's.
  writeFileSync(join(stage, 'load.cjs'), 'exports.load = (address) => import(address)\n')
  return stage
}

async function evaluate(stage: string, life: Life): Promise<void> {
  const { load } = createRequire(import.meta.url)(join(stage, 'load.cjs')) as {
    load: (address: string) => Promise<unknown>
  }
  let timer: NodeJS.Timeout | undefined
  const waitsForItself = life.asked.then(
    () =>
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
          () => reject(new Error('main awaits whenReady() while it is evaluated: Electron would hang here')),
          patience
        )
      })
  )
  await Promise.race([load(pathToFileURL(join(stage, 'out/main/index.js')).href), waitsForItself])
  clearTimeout(timer)
  // The race may have been won before whenReady was asked for at all.
  waitsForItself.catch(() => undefined)
}

/** Until a window has its page, an error was shown, or main decided to leave. */
async function settled(life: Life, desk: Desk, all: readonly OpenWindow[]): Promise<void> {
  const deadline = Date.now() + patience
  for (;;) {
    const [shown] = desk.errorBoxes
    if (shown !== undefined) throw new Error(shown)
    if (life.exitCode !== null) throw new Error(`main left with code ${life.exitCode} and said nothing`)
    if (life.quit || all.some((window) => window.url !== '')) return
    if (Date.now() > deadline) throw new Error('main opened no window and said nothing')
    await new Promise((resolve) => setImmediate(resolve))
  }
}
