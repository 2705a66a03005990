import type { IpcMainInvokeEvent } from 'electron'

/** Scheme and host of an address, or null. `URL.origin` is the string 'null' for every scheme of our own in Node. */
export function site(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host } = new URL(address)
  return `${protocol}//${host}`
}

/** Whether a call comes from our own page in the top frame: no embedded frame, no other site, no frame already gone. */
export function isOwnPage({ senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>, page: string): boolean {
  return senderFrame !== null && senderFrame.parent === null && site(senderFrame.url) === site(page)
}
