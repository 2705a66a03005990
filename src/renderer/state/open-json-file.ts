import type { HostApi } from '../../contract/api.ts'
import { choose } from './choices.ts'
import { freeName, keep, listKept } from './kept-machines.ts'
import { machineOfFile } from './machine-file.ts'
import { openReport } from './open-report.ts'
import { takeKept } from './stand-in.ts'

/** No report or machine is as large: 64 MiB. */
const mostBytes = 2 ** 26

/**
 * Opens a report, whose state comes back, or the file of a machine, which is kept and answered for. Gives the sentence that
 * says why it could not be, or null.
 */
export async function openJsonFile(file: File, host: HostApi): Promise<string | null> {
  if (file.size > mostBytes) return `“${file.name}” is larger than any report or machine.`
  const text = await file.text()
  if (text.includes('"plimsoll-report/')) {
    const opened = await openReport(text)
    return opened.ok ? null : opened.error
  }
  const read = await machineOfFile(file)
  if (!read.ok) return read.error
  await listKept(host)
  const unnamed = /^this machine$/iu.test(read.value.name.trim())
  const name = freeName(unnamed ? file.name.replace(/\.json$/iu, '') : read.value.name)
  takeKept(await keep(host, read.value, name))
  choose({ view: 'machine' })
  return null
}
