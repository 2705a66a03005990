import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { HostApi } from '../../src/contract/api.ts'
import type { DeskApi, DeskStep } from '../../src/contract/desk.ts'
import { fileArguments } from '../../src/main/file-arguments.ts'
import { placeWithin, usualSize } from '../../src/main/window-place.ts'
import { dense, headerOf } from '../core/model/gguf/sample-headers.ts'
import { builtOut } from '../support/built.ts'
import { run, type Running } from './electron-stand-in.ts'
import { paths } from './stand-in/preload.ts'

let out: string
let data: string
beforeAll(async () => {
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined)
  out = await builtOut()
}, 120_000)
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'plimsoll-habits-'))
  vi.stubEnv('PLIMSOLL_DATA', data)
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
})

async function start(): Promise<Running> {
  const running = await run({ out })
  onTestFinished(() => running.remove())
  return running
}

const exposed = (running: Running, name: string): unknown => running.windows.at(-1)?.exposed.get(name)
const deskOf = (running: Running): DeskApi => exposed(running, 'desk') as DeskApi
const hostOf = (running: Running): HostApi => exposed(running, 'host') as HostApi

/** The entry of the menu under these labels, as a person finds it. */
function entry({ desk }: Running, ...labels: readonly string[]): MenuItemConstructorOptions {
  let level = desk.menu ?? []
  let found: MenuItemConstructorOptions | undefined
  for (const label of labels) {
    found = level.find((one) => (one.label ?? one.role)?.replace(/^&/u, '') === label)
    level = Array.isArray(found?.submenu) ? found.submenu : []
  }
  if (!found) throw new Error(`The menu has no ${labels.join(' > ')}`)
  return found
}
const click = (item: MenuItemConstructorOptions): void => (item.click as unknown as () => void)()

const put = (name: string, bytes: Uint8Array = headerOf(dense('llama', 2))): string => {
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, name), bytes)
  return join(data, name)
}

test('the menu has what the platform expects, each with its shortcut', async () => {
  const running = await start()
  const shortcuts = [
    ...(['Open…', 'Export…'] as const).map((name) => entry(running, 'File', name)),
    ...[
      'What Can I Run',
      'One Model',
      'Compare',
      'What Would It Take',
      'Report',
      'This Machine',
      'Yours'
    ].map((name) => entry(running, 'View', name))
  ].map(({ accelerator }) => accelerator)
  expect(shortcuts).toEqual([
    'CmdOrCtrl+O',
    'CmdOrCtrl+E',
    ...[1, 2, 3, 4, 5, 6, 7].map((digit) => `CmdOrCtrl+${digit}`)
  ])
  const roles = running.desk.menu?.map(({ role }) => role)
  expect(roles).toEqual(expect.arrayContaining(['editMenu', 'windowMenu', 'help']))
  const view = entry(running, 'View').submenu as MenuItemConstructorOptions[]
  expect(view.map(({ role }) => role)).toEqual(
    expect.arrayContaining(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen'])
  )
})

test('what the menu asks reaches the page in its order, each once', async () => {
  const running = await start()
  const desk = deskOf(running)
  const early = desk.nextCommand(0)
  click(entry(running, 'File', 'Open…'))
  const first = await early
  expect(first.command).toEqual({ kind: 'open' })
  click(entry(running, 'View', 'Report'))
  click(entry(running, 'File', 'Export…'))
  const second = await desk.nextCommand(first.number)
  const third = await desk.nextCommand(second.number)
  expect([second.command, third.command]).toEqual([
    { kind: 'view', view: 'report' },
    { kind: 'view', view: 'report' }
  ])
  expect(third.number).toBeGreaterThan(second.number)
})

test('a page that is loaded anew gets what the one before had not done', async () => {
  const running = await start()
  const gone = deskOf(running).nextCommand(0)
  const again: Promise<DeskStep> = deskOf(running).nextCommand(0)
  click(entry(running, 'File', 'Open…'))
  expect((await again).command).toEqual({ kind: 'open' })
  expect(await Promise.race([gone, Promise.resolve('not answered')])).toBe('not answered')
  // The page died before it did it: its successor asks from the beginning.
  expect((await deskOf(running).nextCommand(0)).command).toEqual({ kind: 'open' })
})

test.skipIf(process.platform === 'darwin')('About names every version, and copies them', async () => {
  const running = await start()
  running.desk.messageAnswer = 1
  click(entry(running, 'Help', 'About Plimsoll'))
  await expect.poll(() => running.desk.clipboard).toMatch(/^Plimsoll \d/u)
  const { message, detail } = running.desk.messages[0] ?? {}
  for (const name of ['Formulas', 'Catalogue', 'Electron', 'Chromium', `Node ${process.versions.node}`])
    expect(`${message ?? ''}\n${detail ?? ''}`).toContain(name)
  expect(running.desk.clipboard).toContain(`Node ${process.versions.node}`)
})

test('Copy Versions and Licences do what they say', async () => {
  const running = await start()
  click(entry(running, 'Help', 'Copy Versions'))
  expect(running.desk.clipboard).toContain('Catalogue')
  click(entry(running, 'Help', 'Licences'))
  await expect.poll(() => running.desk.openedPaths.length).toBe(1)
  expect(running.desk.openedPaths[0]).toMatch(/LICENSE$/u)
})

test('a file that was read is a recent one, offered in the menu, until that is cleared', async () => {
  const path = put('My & Model.gguf')
  const running = await start()
  await hostOf(running).readModelFile(path)
  await expect(hostOf(running).readModelFile(join(data, 'gone.gguf'))).rejects.toThrow('There is no file')
  expect(running.life.recentDocuments).toEqual([path])
  const recent = entry(running, 'File', 'Open Recent', 'My && Model.gguf')
  click(recent)
  expect((await deskOf(running).nextCommand(0)).command).toEqual({ kind: 'open-file', path })

  const later = await start()
  expect(entry(later, 'File', 'Open Recent', 'My && Model.gguf')).toBeDefined()
  click(entry(later, 'File', 'Open Recent', 'Clear Menu'))
  expect(entry(later, 'File', 'Open Recent', 'No Files Yet')).toMatchObject({ enabled: false })
  expect(later.life.recentDocuments).toEqual([])
})

test('a second start hands its file to the first window, relative to where it was started', async () => {
  const running = await start()
  running.life.events.emit('second-instance', {}, ['plimsoll', '--flag', 'models/x.gguf'], '/home/me')
  expect(running.windows[0]?.raised).toBe(1)
  expect((await deskOf(running).nextCommand(0)).command).toEqual({
    kind: 'open-file',
    path: '/home/me/models/x.gguf'
  })
})

test('a file that the system opens reaches the page', async () => {
  const running = await start()
  let stopped = false
  running.life.events.emit('open-file', { preventDefault: () => (stopped = true) }, '/m/y.gguf')
  expect(stopped).toBe(true)
  expect((await deskOf(running).nextCommand(0)).command).toEqual({ kind: 'open-file', path: '/m/y.gguf' })
})

test.each([
  { argv: ['/opt/plimsoll', '--no-sandbox', 'a.gguf'], gives: ['/here/a.gguf'] },
  { argv: ['electron', '.', '/m/a.gguf', 'B.GGUF'], gives: ['/m/a.gguf', '/here/B.GGUF'] },
  { argv: ['plimsoll', '--log=x.gguf', 'notes.txt'], gives: [] }
])('files among $argv', ({ argv, gives }) => {
  expect(fileArguments(argv, '/here')).toEqual(gives)
})

test('a dropped file has a path, one that a script made has none', async () => {
  const desk = deskOf(await start())
  const dropped = new File(['GGUF'], 'x.gguf')
  paths.set(dropped, '/m/x.gguf')
  expect(desk.pathOf(dropped)).toBe('/m/x.gguf')
  expect(desk.pathOf(new File(['GGUF'], 'y.gguf'))).toBe('')
})

test('size, place, zoom and what was on screen are there again after a restart, and what a maximised window was before', async () => {
  const first = await start()
  const [window] = first.windows
  if (!window) throw new Error('no window')
  expect(window.options).toMatchObject(usualSize)
  Object.assign(window, {
    normal: { x: 40, y: 60, width: 900, height: 700 },
    maximized: true,
    zoomLevel: 1.5
  })
  window.stateChanged('#view=compare&compare=gemma-3-4b-it*auto*8192*1*f16*here')
  window.close()
  const again = (await start()).windows[0]
  expect(again?.url).toBe(
    `${window.url.split('#')[0]}#view=compare&compare=gemma-3-4b-it*auto*8192*1*f16*here`
  )
  expect(again?.options).toMatchObject({ x: 40, y: 60, width: 900, height: 700 })
  expect([again?.maximized, again?.zoomLevel]).toEqual([true, 1.5])
})

test.each(['', '{', '[]', '{"bounds":{"x":"left"}}', '{"zoomLevel":400}'])(
  'what is remembered may be damaged (%j): the window opens as at first',
  async (text) => {
    writeFileSync(join(data, 'window.json'), text)
    const [window] = (await start()).windows
    expect(window?.options).toMatchObject(usualSize)
    window?.close()
    expect(JSON.parse(readFileSync(join(data, 'window.json'), 'utf8'))).toMatchObject({ zoomLevel: 0 })
  }
)

const screenArea = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: 0, width: 1280, height: 984 }

test.each([
  { name: 'on the only display', at: [100, 50, 1000, 800], gives: [100, 50, 1000, 800] },
  { name: 'on a display that is gone', at: [2000, 50, 1000, 800], gives: [null, null, 1000, 800] },
  { name: 'with its title bar above the edge', at: [10, -400, 1000, 800], gives: [null, null, 1000, 800] },
  { name: 'a little above the edge', at: [10, -8, 1000, 800], gives: [10, 0, 1000, 800] },
  { name: 'larger than any display', at: [0, 0, 5000, 4000], gives: [0, 0, 1920, 1040] },
  { name: 'smaller than it can be', at: [0, 0, 10, 10], gives: [null, null, 420, 480] },
  { name: 'with a corner left on the display', at: [1880, 50, 1000, 800], gives: [null, null, 1000, 800] }
])('a window $name', ({ at: [x, y, width, height], gives }) => {
  const placed = placeWithin({ x, y, width, height } as never, [screenArea])
  expect([placed.x ?? null, placed.y ?? null, placed.width, placed.height]).toEqual(gives)
})

test('a second display counts, and no display at all does not stop the window', () => {
  expect(placeWithin({ x: 2000, y: 50, width: 1000, height: 800 }, [screenArea, second])).toMatchObject({
    x: 2000
  })
  expect(placeWithin({ x: 0, y: 0, width: 1000, height: 800 }, [])).toEqual(usualSize)
})
