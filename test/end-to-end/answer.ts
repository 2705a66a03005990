import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '../../src/core/machine/machine.ts'
import { bytes } from '../../src/core/quantity.ts'
import { inGib } from '../../src/core/format.ts'
import { plimsollJson } from '../support/plimsoll.ts'
import { temporaryFolder } from './visit.ts'

interface BillBytes {
  readonly weightsBytes: number
  readonly contextBytes: number
  readonly computeBytes: number
  readonly overheadBytes: number
  readonly capacityBytes: number
  readonly freeBytes: number
  readonly loadLineBytes: number
}

/** What `plimsoll check --json` prints, as far as the tests read it. */
export interface Answer {
  readonly quant: string
  readonly weightsBytes: number
  readonly devices: readonly BillBytes[]
  readonly host: BillBytes
  readonly verdict: { readonly level: string; readonly sentence: string }
  readonly engine: { readonly contextTokens: number }
}

/** The command line's answer for the very machine that a page was told of. */
export async function checked(machine: Machine, args: readonly string[]): Promise<Answer> {
  const file = join(temporaryFolder(), 'machine.json')
  writeFileSync(file, JSON.stringify(machine))
  const { document } = await plimsollJson(['check', ...args, '--machine', file])
  return document as Answer
}

const parts = ['weightsBytes', 'contextBytes', 'computeBytes', 'overheadBytes'] as const

const billsOf = ({ devices, host }: Answer): readonly BillBytes[] => [...devices, host]

const shown = (size: number): string => (size === 0 ? 'none' : inGib(bytes(size)))

/** The table of the bill as the page should print it: one row for each kind of term, one column for each device. */
export function termsOf(answer: Answer): readonly (readonly string[])[] {
  const rows = parts.map((part) => billsOf(answer).map((bill) => shown(bill[part])))
  const sums = billsOf(answer).map((bill) => inGib(bytes(parts.reduce((sum, part) => sum + bill[part], 0))))
  return [...rows.filter((cells) => cells.some((cell) => cell !== 'none')), sums]
}

/** Where each load line should stand, in per cent of the drawn hold, to two places. */
export const loadLinesOf = (answer: Answer): readonly string[] =>
  billsOf(answer).map((bill) => {
    const other = bill.capacityBytes - bill.freeBytes
    const sum = parts.reduce((total, part) => total + bill[part], 0)
    const scale = Math.max(bill.capacityBytes, other + sum)
    return (((other + bill.loadLineBytes) / scale) * 100).toFixed(2)
  })
