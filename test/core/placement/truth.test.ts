import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ResolvedSettings } from '../../../src/core/engine/settings.ts'
import { profileOf } from '../../../src/core/memory/weights.ts'
import type { Architecture } from '../../../src/core/model/architecture.ts'
import { type Layout, type Share, layOut } from '../../../src/core/placement/lay-out.ts'
import type { FileType } from '../../../src/core/quant/file-type.ts'
import { engineDefaults } from '../../../src/core/engine/settings.ts'

type Bill = readonly [weights: number, context: number, compute: number]
type TruthSettings = Omit<ResolvedSettings, 'name' | 'cpuMoeLayers'> & {
  readonly cpuMoeLayers: number | 'all'
}
interface Row {
  readonly model: string
  readonly quant: FileType
  readonly gpus: number
  readonly settings: Partial<TruthSettings>
  readonly gpu: readonly Bill[]
  readonly host: Bill
}
interface Truth {
  readonly base: TruthSettings
  readonly models: Readonly<Record<string, Architecture>>
  readonly rows: readonly Row[]
}

const truth = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../truth/llama-memory.json'), 'utf8')
) as Truth

function laidOut({ model, quant, gpus, settings }: Row): Layout {
  const architecture = truth.models[model]
  if (!architecture) throw new Error(`no architecture of ${model} in the excerpt`)
  const changed = { ...truth.base, ...settings }
  const cpuMoeLayers = changed.cpuMoeLayers === 'all' ? architecture.layers : changed.cpuMoeLayers
  return layOut({
    architecture,
    profile: profileOf(architecture, quant),
    settings: { ...engineDefaults, ...changed, cpuMoeLayers },
    split: Array<number>(gpus).fill(1)
  })
}

const exactPart = ({ weights, context }: Share): string => `weights ${weights}, context ${context}`
const exactTruth = ([weights, context]: Bill): string => `weights ${weights}, context ${context}`
const title = ({ model, quant, gpus, settings }: Row): string =>
  `${model} ${quant}, ${gpus} GPUs, ${JSON.stringify(settings)}`

describe('weights and context of every device are those of llama.cpp, to the byte', () => {
  test.each(truth.rows.map((row) => [title(row), row] as const))('%s', (_, row) => {
    const layout = laidOut(row)
    expect(layout.gpus.map(exactPart)).toEqual(row.gpu.map(exactTruth))
    expect(exactPart(layout.host)).toBe(exactTruth(row.host))
  })
})

/** Relative errors of the compute buffers, sorted; a buffer that both call empty is left out. */
function computeErrors(rows: readonly Row[]): number[] {
  const errors = rows.flatMap((row) => {
    const layout = laidOut(row)
    const pairs = [...layout.gpus, layout.host].map(
      (share, index) => [share.compute, (row.gpu[index] ?? row.host)[2]] as const
    )
    return pairs
      .filter(([got, want]) => got !== 0 || want !== 0)
      .map(([got, want]) => (want === 0 ? Infinity : (got - want) / want))
  })
  return errors.sort((a, b) => a - b)
}

function expectReplayed(errors: readonly number[]): void {
  const within = (limit: number): number =>
    errors.filter((error) => Math.abs(error) <= limit).length / errors.length
  expect(within(0)).toBeGreaterThan(0.95)
  expect(within(0.01)).toBeGreaterThan(0.98)
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.25)
}

test('compute buffers are those of llama.cpp, all but a few to the byte', () => {
  const errors = computeErrors(truth.rows)
  expect(errors.length).toBeGreaterThan(150)
  expectReplayed(errors)
})

// The whole set lies beside the repository where this is developed; the excerpt above stands for it elsewhere.
const whole = join(import.meta.dirname, '../../../../shared/truth/llama-memory.json')
interface WholeRow {
  readonly model: string
  readonly quant: FileType
  readonly gpus: number
  readonly engine: TruthSettings
  readonly expect: Record<'gpu', readonly Record<keyof Share, number>[]> &
    Record<'host', Record<keyof Share, number>>
}
const bill = (part: Record<keyof Share, number>): Bill => [part.weights, part.context, part.compute]

test.skipIf(!existsSync(whole))('all measured rows, where they are at hand (else skipped)', () => {
  const rows = (JSON.parse(readFileSync(whole, 'utf8')) as WholeRow[]).map((row): Row => ({
    model: row.model,
    quant: row.quant,
    gpus: row.gpus,
    settings: row.engine,
    gpu: row.expect.gpu.map(bill),
    host: bill(row.expect.host)
  }))
  const wrong = rows.filter((row) => {
    const layout = laidOut(row)
    const got = [...layout.gpus, layout.host].map(exactPart).join()
    return got !== [...row.gpu, row.host].map(exactTruth).join()
  })
  expect(wrong.map(title)).toEqual([])
  expectReplayed(computeErrors(rows))
})
