import { ipcMain } from 'electron'
import type { Reply } from '../contract/api.ts'
import { deskChannels, type DeskStep } from '../contract/desk.ts'
import type { Commands } from './commands.ts'
import { isOwnPage } from './sender.ts'

/** Hands the page what the menu and the system ask of it. The page asks; nothing is ever pushed into it. */
export function serveDesk(commands: Commands, page: string): void {
  ipcMain.handle(deskChannels.nextCommand, async (event, ...given: unknown[]): Promise<Reply<DeskStep>> => {
    if (!isOwnPage(event, page)) return { ok: false, sentence: 'Only the page of this window may ask that.' }
    const [after] = given
    if (given.length !== 1 || typeof after !== 'number' || !Number.isSafeInteger(after) || after < 0)
      return { ok: false, sentence: 'The arguments of nextCommand are wrong.' }
    return { ok: true, value: await commands.next(after) }
  })
}
