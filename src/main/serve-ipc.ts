import { ipcMain } from 'electron'
import { channels, type HostApi, type Reply } from '../contract/api.ts'
import { parameters } from '../contract/arguments.ts'
import { isOwnPage } from './sender.ts'

/** Answers the contract over IPC: who is calling and what with are checked before any handler runs. */
export function serveIpc(host: HostApi, page: string): void {
  for (const method of Object.keys(channels) as (keyof HostApi)[]) {
    const call = host[method].bind(host) as (...given: unknown[]) => Promise<unknown>
    ipcMain.handle(channels[method], async (event, ...given: unknown[]): Promise<Reply<unknown>> => {
      if (!isOwnPage(event, page)) return refuse('Only the page of this window may ask that.')
      const checked = parameters[method].safeParse(given)
      if (!checked.success) return refuse(`The arguments of ${method} are wrong.`)
      try {
        return { ok: true, value: await call(...checked.data) }
      } catch (error) {
        return refuse(error instanceof Error && error.message !== '' ? error.message : 'The call failed.')
      }
    })
  }
}

/** The first line is the sentence; what follows it, if anything, is for a log. */
const refuse = (text: string): Reply<never> => ({
  ok: false,
  sentence: (text.split('\n')[0] ?? text).slice(0, 300)
})
