import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { channels, type HostApi } from '../../src/contract/api.ts'
import { deskChannels } from '../../src/contract/desk.ts'
import { contentSecurityPolicy } from '../../src/contract/content-security.ts'
import { defaultSettings } from '../../src/contract/settings.ts'
import { builtOut } from '../support/built.ts'
import { run, type Running, type Staging } from './electron-stand-in.ts'

let out: string
let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'plimsoll-data-'))
  vi.stubEnv('PLIMSOLL_DATA', data)
  vi.stubEnv('ELECTRON_RENDERER_URL', undefined)
  out = await builtOut()
}, 120_000)
afterAll(() => rmSync(data, { recursive: true, force: true }))

async function start(staging: Partial<Staging> = {}): Promise<Running> {
  const running = await run({ out, ...staging })
  onTestFinished(() => running.remove())
  return running
}

const hostOf = (running: Running): HostApi => {
  const host = running.windows[0]?.exposed.get('host')
  if (host === undefined) throw new Error('The preload exposed no host')
  return host as HostApi
}

test('the built main opens one sandboxed, isolated window on app://local/ and shows it once drawn', async () => {
  const { life, windows } = await start()
  expect(life.sandboxed).toBe(true)
  expect(windows).toHaveLength(1)
  expect(windows[0]).toMatchObject({ url: 'app://local/', shown: true, options: { show: false } })
  expect(windows[0]?.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false
  })
})

test('the page is given the verbs of the contract and nothing else', async () => {
  const running = await start()
  expect([...(running.windows[0]?.exposed.keys() ?? [])]).toEqual(['host', 'desk'])
  expect(Object.keys(hostOf(running)).sort()).toEqual(Object.keys(channels).sort())
})

test('the page learns what this machine is', async () => {
  const machine = await hostOf(await start()).detect()
  expect(machine.name).toBe('this machine')
  expect(machine.ram.total).toMatchObject({ known: true })
})

test('settings are written and read back', async () => {
  const host = hostOf(await start())
  await host.writeSettings({ ...defaultSettings, theme: 'dark' })
  expect((await host.readSettings()).settings.theme).toBe('dark')
})

test('a report goes where its dialog says, whole, and a cancelled one nowhere', async () => {
  const running = await start()
  const report = { name: 'plimsoll-report.md', text: '# Fits\n' }
  expect(await hostOf(running).saveReport(report)).toEqual({ saved: false, reason: 'cancelled' })
  const filePath = join(data, 'chosen.md')
  running.desk.saveAnswer = { canceled: false, filePath }
  expect(await hostOf(running).saveReport(report)).toEqual({ saved: true, where: filePath })
  expect(readFileSync(filePath, 'utf8')).toBe('# Fits\n')
  expect(running.desk.saveAsked[0]?.defaultPath).toMatch(/plimsoll-report\.md$/u)
  expect(readdirSync(data).filter((name) => name.startsWith('chosen'))).toEqual(['chosen.md'])
})

test('a picture is written byte by byte', async () => {
  const running = await start()
  const filePath = join(data, 'card.png')
  running.desk.saveAnswer = { canceled: false, filePath }
  const png = Buffer.from('89504e470d0a1a0a00ff10', 'hex')
  const card = { name: 'card.png', base64: png.toString('base64') }
  expect(await hostOf(running).saveReport(card)).toEqual({ saved: true, where: filePath })
  expect(readFileSync(filePath)).toEqual(png)
})

test('a PDF is laid out in a window that is hidden, sandboxed, without scripts, and gone afterwards', async () => {
  const running = await start()
  const report = { name: 'report.pdf', page: '<!doctype html><h1>Fits</h1>' }
  await hostOf(running).saveReport(report)
  expect(running.windows).toHaveLength(1) // cancelled: nothing was laid out
  const filePath = join(data, 'report.pdf')
  running.desk.saveAnswer = { canceled: false, filePath }
  expect(await hostOf(running).saveReport(report)).toEqual({ saved: true, where: filePath })
  expect(readFileSync(filePath, 'latin1')).toMatch(/^%PDF-.*<h1>Fits<\/h1>$/su)
  const [, paper] = running.windows
  expect(paper).toMatchObject({ shown: false, loaded: report.page, printed: 1, destroyed: true })
  expect(paper?.options.webPreferences).toMatchObject({
    ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, webviewTag: false }
  })
  expect(paper?.options.webPreferences).not.toHaveProperty('preload')
  expect(existsSync(fileURLToPath(paper?.url ?? ''))).toBe(false)
})

test('a report that cannot be written says why in a sentence', async () => {
  const running = await start()
  const filePath = join(data, 'gone/report.md')
  running.desk.saveAnswer = { canceled: false, filePath }
  await expect(hostOf(running).saveReport({ name: 'report.md', text: '' })).rejects.toThrow(
    `The report could not be written to ${filePath}: that folder is gone.`
  )
})

test.each([
  { name: 'another site', frame: { url: 'https://evil.example/', parent: null } },
  { name: 'another host of our scheme', frame: { url: 'app://other/', parent: null } },
  { name: 'a scheme that has no origin either', frame: { url: 'file:///local/', parent: null } },
  {
    name: 'a frame inside our page',
    frame: { url: 'app://local/', parent: { url: 'app://local/', parent: null } }
  },
  { name: 'a frame that is gone', frame: null },
  { name: 'about:blank', frame: { url: 'about:blank', parent: null } },
  { name: 'no address', frame: { url: '', parent: null } }
])('a call from $name is refused', async ({ frame }) => {
  const { ipc } = await start()
  for (const channel of [...Object.values(channels), ...Object.values(deskChannels)]) {
    expect(await ipc.invoke(frame, channel, [])).toEqual({
      ok: false,
      sentence: 'Only the page of this window may ask that.'
    })
  }
})

test.each([
  { name: 'too many', channel: channels.detect, given: [1] },
  { name: 'none', channel: channels.writeSettings, given: [] },
  { name: 'strange settings', channel: channels.writeSettings, given: [{ ...defaultSettings, x: 1 }] },
  { name: 'a path for a name', channel: channels.saveReport, given: [{ name: '../../x.md', text: '' }] },
  { name: 'a file that is no model', channel: channels.readModelFile, given: ['/etc/passwd'] },
  { name: 'a number that is none', channel: deskChannels.nextCommand, given: ['1'] },
  { name: 'a number below none', channel: deskChannels.nextCommand, given: [-1] },
  { name: 'text for a picture', channel: channels.saveReport, given: [{ name: 'x.png', text: '' }] },
  {
    name: 'a picture that is none',
    channel: channels.saveReport,
    given: [{ name: 'x.png', base64: Buffer.from('<svg onload=1>').toString('base64') }]
  },
  {
    name: 'a picture too large',
    channel: channels.saveReport,
    given: [{ name: 'x.png', base64: `iVBORw0KGgo${'A'.repeat(4_000_001)}` }]
  },
  { name: 'a page for a text', channel: channels.saveReport, given: [{ name: 'x.html', page: '' }] },
  { name: 'a program for a report', channel: channels.saveReport, given: [{ name: 'x.exe', text: '' }] }
])('arguments are checked: $name', async ({ channel, given }) => {
  const { ipc } = await start()
  const answer = await ipc.invoke({ url: 'app://local/', parent: null }, channel, given)
  expect(answer).toMatchObject({
    ok: false,
    sentence: expect.stringMatching(/^The arguments of \w+ are wrong\.$/u) as string
  })
})

test('the page comes with its policy, and nothing outside its folder does', async () => {
  const { schemes } = await start()
  const page = await schemes.load('app://local/')
  expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy)
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const outside = [
    'app://local/..%2fmain/index.js',
    'app://local/%2e%2e/main/index.js',
    'app://local/..%5cmain%5cindex.js',
    'app://local/index.html%00',
    'app://other/index.html',
    'app://local/assets'
  ]
  for (const address of outside) expect((await schemes.load(address)).status, address).toBe(404)
  expect((await schemes.load('app://local/', 'POST')).status).toBe(404)
})

test('the window stays on its page', async () => {
  const { windows } = await start()
  for (const event of [
    'will-navigate',
    'will-frame-navigate',
    'will-redirect',
    'will-attach-webview'
  ] as const) {
    expect(windows[0]?.navigate(event, 'https://evil.example/'), event).toBe(false)
  }
  expect(windows[0]?.navigate('will-navigate', 'app://local/')).toBe(true)
  expect(windows[0]?.navigate('will-navigate', 'app://localx/')).toBe(false)
})

test.each([
  { url: 'https://huggingface.co/Qwen/Qwen3-30B-A3B', outside: true },
  { url: 'http://huggingface.co/', outside: false },
  { url: 'file:///etc/passwd', outside: false },
  { url: 'javascript:alert(1)', outside: false },
  { url: 'vscode://x', outside: false },
  { url: 'https://huggingface.co@evil.example/', outside: false },
  { url: 'not an address', outside: false }
])('window.open($url) opens no window; the browser gets it: $outside', async ({ url, outside }) => {
  const { windows, desk } = await start()
  expect(windows[0]?.open(url)).toEqual({ action: 'deny' })
  expect(desk.openedOutside).toEqual(outside ? [url] : [])
})

test('no permission is given but writing text to the clipboard, and that to our page only', async () => {
  const { desk } = await start()
  const ask = (permission: string, from: string): boolean => {
    let given = false
    desk.permissionAsked?.({ getURL: () => from }, permission, (answer) => (given = answer))
    expect(desk.permissionChecked?.(null, permission, from)).toBe(given)
    return given
  }
  expect(ask('clipboard-sanitized-write', 'app://local/')).toBe(true)
  expect(ask('clipboard-sanitized-write', 'https://evil.example/')).toBe(false)
  for (const other of [
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem'
  ]) {
    expect(ask(other, 'app://local/'), other).toBe(false)
  }
  expect(desk.deviceAsked?.()).toBe(false)
})

test('a second start raises the first window and opens none of its own', async () => {
  const first = await start()
  first.life.events.emit('second-instance', {}, ['plimsoll'], '/')
  expect(first.windows[0]?.raised).toBe(1)
  const second = await start({ secondInstance: true })
  expect([second.life.quit, second.windows.length]).toEqual([true, 0])
})

const main = (code: string) => (staged: string) => writeFileSync(join(staged, 'main/index.js'), code)
const preload = (code: string) => (staged: string) => writeFileSync(join(staged, 'preload/index.cjs'), code)

test.each([
  {
    name: 'a main that awaits whenReady() at its top level',
    spoil: (staged: string) => {
      const file = join(staged, 'main/index.js')
      writeFileSync(file, `import { app as planted } from 'electron'\n${readFileSync(file, 'utf8')}`)
      appendFileSync(file, '\nawait planted.whenReady()\n')
    },
    says: /Electron would hang/u
  },
  {
    name: 'a scheme announced too late',
    spoil: main(
      `import { app, dialog, protocol } from 'electron'
       app.whenReady().then(() => protocol.registerSchemesAsPrivileged([])).catch((e) => dialog.showErrorBox('', e.message))`
    ),
    says: /must be called before the app is ready/u
  },
  {
    name: 'a window before ready',
    spoil: main(`import { BrowserWindow } from 'electron'; new BrowserWindow({})`),
    says: /before the app is ready/u
  },
  {
    name: 'a name Electron does not export',
    spoil: main(`import { Windoww } from 'electron'; Windoww()`),
    says: /does not provide an export|not model/u
  },
  {
    name: 'a member nobody modelled',
    spoil: main(`import { app } from 'electron'; app.setBadgeCount(1)`),
    says: /does not model app\.setBadgeCount/u
  },
  {
    name: 'a preload that is an ES module',
    spoil: preload(`import { contextBridge } from 'electron'`),
    says: /import statement outside a module/u
  },
  { name: 'a preload that needs Node', spoil: preload(`require('node:fs')`), says: /has no Node/u },
  {
    name: 'a preload that is missing',
    spoil: (staged: string) => rmSync(join(staged, 'preload/index.cjs')),
    says: /does not exist/u
  },
  {
    name: 'a preload that hands out what cannot cross',
    spoil: preload(`require('electron').contextBridge.exposeInMainWorld('host', { x: Symbol('x') })`),
    says: /could not be cloned/u
  },
  {
    name: 'a page that is missing',
    spoil: (staged: string) => {
      rmSync(join(staged, 'renderer'))
    },
    says: /ERR_FAILED \(404\)/u
  }
])('the stand-in is strict: $name fails', async ({ spoil, says }) => {
  await expect(start({ spoil })).rejects.toThrow(says)
})

test('the stand-in is strict: an argument that cannot be cloned fails, and so does an answer', async () => {
  const running = await start()
  const strange = { ...defaultSettings, theme: () => 'dark' } as unknown as typeof defaultSettings
  await expect(hostOf(running).writeSettings(strange)).rejects.toThrow(/could not be cloned/u)
  const answering = await start({
    spoil: (staged) => {
      const file = join(staged, 'main/index.js')
      writeFileSync(file, `import { ipcMain as planted } from 'electron'\n${readFileSync(file, 'utf8')}`)
      appendFileSync(file, `\nplanted.handle('planted', () => () => 1)\n`)
    }
  })
  await expect(answering.ipc.invoke(null, 'planted', [])).rejects.toThrow(/could not be cloned/u)
})
