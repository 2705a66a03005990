import { execFile } from 'node:child_process'
import { cpus } from 'node:os'
import { promisify } from 'node:util'
import { build } from 'vite'
import type { LocalTimes } from './bench/local-models.ts'
import { rows, type Row } from './bench/rows.ts'

/*
 * `npm run bench`: how fast the engine itself is, as medians in a table. Never a test: a figure says something about
 * the machine it was taken on. `npm run bench -- --json` prints the same for a program.
 */

const run = promisify(execFile)
const coldRuns = 7

await build({ configFile: 'vite.bench.config.ts', logLevel: 'warn' })
await build({ configFile: 'vite.node.config.ts', logLevel: 'warn' })

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Median over fresh processes, each of which prints its own milliseconds. */
async function cold(what: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < coldRuns; i++) {
    const { stdout } = await run(process.execPath, ['out/bench/cold.js', what])
    times.push((JSON.parse(stdout) as { cpu: number }).cpu)
  }
  return median(times)
}

/** Median milliseconds from start to end of a process. */
async function startToEnd(args: readonly string[]): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < coldRuns; i++) {
    const before = performance.now()
    await run(process.execPath, [...args]).catch((error: unknown) => {
      // Exit code 1 means that the model does not run there, which is an answer too; anything else is a broken program.
      if ((error as { code?: unknown }).code !== 1 || (error as { stderr?: string }).stderr !== '')
        throw error
    })
    times.push(performance.now() - before)
  }
  return median(times)
}

const check = ['out/node/cli.js', 'check', 'qwen3-30b-a3b', '-q', 'Q4_K_M', '-c', '32k']
const simulated = ['--device', 'RTX 4070 Ti SUPER', '--ram', '32']
const { stdout } = await run(process.execPath, ['out/bench/warm.js'])
const warm = JSON.parse(stdout) as { name: string; median: number | null; error: string | null }[]
const broken = warm.find(({ error }) => error !== null)
if (broken) throw new Error(`${broken.name}: ${broken.error ?? ''}`)
const onDisk = await run(process.execPath, ['out/bench/local-models.js', '--json'])
const local = JSON.parse(onDisk.stdout) as LocalTimes
const node = await startToEnd(['-e', '0'])

const measured: Readonly<Record<string, number>> = {
  ...Object.fromEntries(warm.map(({ name, median }) => [name, median ?? NaN])),
  'list, first in its process': await cold('list'),
  'planned catalogue, first in its process': await cold('planned'),
  'check, beyond an empty Node': (await startToEnd([...check, ...simulated])) - node,
  'check of this machine, beyond an empty Node': (await startToEnd(check)) - node,
  'a thousand GGUF files on the disk: found': local.find,
  'a thousand GGUF files on the disk: listed with the models they are': local.list
}
const table = rows(measured)
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(table, null, 2)}\n`)
else {
  const line = ({ name, milliseconds, limit }: Row): string =>
    `${name.padEnd(76)} ${inWords(milliseconds).padStart(10)} ${limit === null ? '' : `of ${inWords(limit)}`}`
  const processor = cpus()[0]?.model ?? 'unknown processor'
  process.stdout.write(`Node ${process.version}, ${processor}\n\n${table.map(line).join('\n')}\n`)
}

function inWords(milliseconds: number): string {
  return milliseconds < 1 ? `${(milliseconds * 1000).toFixed(1)} us` : `${milliseconds.toFixed(1)} ms`
}
