import type { JudgedMachine } from './machines.ts'

const verdicts = { right: 'right', unstated: 'memory not in the capture', wrong: 'WRONG' } as const

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The machines of a folder as a table of Markdown, with what makes each of them hard where `traps` is asked for. */
export function detectionTable(machines: readonly JudgedMachine[], traps: boolean): string {
  const rows = machines.map(({ name, truth, seen, verdict }) =>
    [name, seen, ...(traps ? [truth.traps ?? ''] : []), verdicts[verdict]].map(cell).join(' | ')
  )
  const right = machines.filter(({ verdict }) => verdict === 'right').length
  const unstated = machines.filter(({ verdict }) => verdict === 'unstated').length
  const wrong = machines.length - right - unstated
  return [
    `${machines.length} machines: ${right} right, ${unstated} right where the capture does not state the memory, ${wrong} wrong.`,
    '',
    `| machine | detected | ${traps ? 'trap | ' : ''}verdict |`,
    `| --- | --- | ${traps ? '--- | ' : ''}--- |`,
    ...rows.map((row) => `| ${row} |`)
  ].join('\n')
}
