import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const secret = 'not for the page'

/** A small built page in a folder of its own, with things around it that must not be served; removed when `whenDone` says. */
export function pageFolder(whenDone: (remove: () => void) => unknown): string {
  const around = mkdtempSync(join(tmpdir(), 'plimsoll-page-'))
  whenDone(() => rmSync(around, { recursive: true, force: true }))
  const page = join(around, 'renderer')
  mkdirSync(join(page, 'assets'), { recursive: true })
  mkdirSync(join(around, 'renderer-next'))
  const write = (name: string, text: string): void => writeFileSync(join(around, name), text)
  write(
    'renderer/index.html',
    '<!doctype html><title>Plimsoll</title><script src="./assets/main-4f3a9c21.js"></script>'
  )
  write('renderer/assets/main-4f3a9c21.js', `document.title = 'drawn' // ${'load line '.repeat(500)}`)
  write('renderer/assets/plain.css', 'body { margin: 0 }')
  write('renderer/assets/main-4f3a9c21.js.map', secret)
  write('renderer/.hidden.json', secret)
  write('secret.txt', secret)
  write('renderer-next/index.html', secret)
  symlinkSync(join(around, 'secret.txt'), join(page, 'link.txt'))
  symlinkSync(join(around, 'renderer-next'), join(page, 'next'))
  symlinkSync(join(page, 'assets/plain.css'), join(page, 'inside.css'))
  return page
}
