import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { crossValidate, type HeldOut, leaveOneOut } from '../../../scripts/fit-speed/cross-validate.ts'
import { doubtfulRows } from '../../../scripts/fit-speed/doubtful.ts'
import { equationOf, type NamedEquation } from '../../../scripts/fit-speed/equations.ts'
import { onGpuWithout } from '../../../scripts/fit-speed/fit-all.ts'
import { resolveRow } from '../../../scripts/fit-speed/resolve-row.ts'
import { isPrefill, isResident, type MeasuredRow, rowsFromText } from '../../../scripts/fit-speed/row.ts'
import { qualityOf } from '../../../scripts/fit-speed/statistics.ts'
import { classOf } from '../../../src/core/speed/band.ts'
import { fitted } from '../../../src/core/speed/fitted.ts'

const file = join(import.meta.dirname, '../../../resources/speed/measurements.tsv')
const rows = rowsFromText(readFileSync(file, 'utf8'))

/** Rows as `npm run fit-speed` takes them: quality A, one accelerator, everything resident. */
const usable = (row: MeasuredRow): boolean =>
  row.quality === 'A' && row.count === 1 && isResident(row) && !/vllm|mlx|sglang|exllama/i.test(row.engine)

const equations = rows.filter(usable).flatMap((row): NamedEquation[] => {
  const resolved = resolveRow(row)
  const equation = resolved.ok ? equationOf(resolved.value) : null
  return equation === null ? [] : [equation]
})
const decodeRows = equations.filter(({ resolved }) => !isPrefill(resolved.row))
const isMoe = ({ equation }: HeldOut): boolean => equation.resolved.input.experts !== null

/** Inside the band a device of this class gets that nobody measured. */
function inside({ equation, residual }: HeldOut, what: 'decode' | 'prefill'): boolean {
  const [gpu] = equation.resolved.input.gpus
  const band = gpu && fitted.bands[classOf(what, gpu.device, equation.resolved.input.experts !== null)]
  return band !== undefined && residual >= band.low && residual <= band.high
}

const share = (some: readonly boolean[]): number => some.filter(Boolean).length / some.length

describe('decode, on devices the fit did not see', () => {
  const held = crossValidate(decodeRows, 20)
  const quality = qualityOf(held)
  const moe = qualityOf(held.filter(isMoe))

  test('is right within 8 % in half of the rows, within a quarter in 87 %', () => {
    expect(quality?.rows).toBeGreaterThan(450)
    expect(quality?.medianError).toBeLessThanOrEqual(0.08)
    expect(quality?.within25).toBeGreaterThanOrEqual(0.87)
  })

  test('of mixtures of experts within 10 % in half of the rows, within a quarter in 83 %', () => {
    expect(moe?.rows).toBeGreaterThan(140)
    expect(moe?.medianError).toBeLessThanOrEqual(0.1)
    expect(moe?.within25).toBeGreaterThanOrEqual(0.83)
  })

  test('lies in the band of its class in eight of ten rows', () => {
    expect(share(held.map((each) => inside(each, 'decode')))).toBeGreaterThanOrEqual(0.79)
  })
})

describe('prefill, on devices the fit did not see', () => {
  const prefillRows = equations.filter(({ resolved }) => isPrefill(resolved.row))
  const doubtful = doubtfulRows(prefillRows)
  const held = crossValidate(prefillRows, 20, { fitted: (equation) => !doubtful.has(equation) })

  test('is right within 15 % in half of the rows, within a quarter in 70 %, doubtful rows counted', () => {
    expect(qualityOf(held)?.rows).toBeGreaterThan(440)
    expect(qualityOf(held)?.medianError).toBeLessThanOrEqual(0.15)
    expect(qualityOf(held)?.within25).toBeGreaterThanOrEqual(0.7)
  })

  test('lies in the band of its class in eight of ten rows', () => {
    expect(share(held.map((each) => inside(each, 'prefill')))).toBeGreaterThanOrEqual(0.79)
  })

  test('the only rows kept out of the fit are slower than half of their packed neighbours', () => {
    const kept = [...doubtful].map(({ resolved: { row } }) => `${row.device} ${row.quant} ${row.date}`)
    expect(new Set(kept)).toEqual(new Set(['A100 SXM4 80GB F16 2024-05']))
  })
})

describe('on the CPU, alone or beside a GPU', () => {
  const cpuRows = rows
    .filter((row) => !isPrefill(row) && row.count === 1 && row.ramBandwidthGBs !== null)
    .flatMap((row): NamedEquation[] => {
      const resolved = resolveRow(row)
      const equation =
        resolved.ok && resolved.value.input.cpu.activeBytes > 0 ? equationOf(resolved.value) : null
      return equation === null ? [] : [equation]
    })
  const held = crossValidate(cpuRows, 20, { fixedWithout: onGpuWithout(decodeRows) })

  test('half of the rows of machines the fit did not see are right within 20 %', () => {
    expect(qualityOf(held)?.rows).toBeGreaterThan(70)
    expect(qualityOf(held)?.medianError).toBeLessThanOrEqual(0.2)
  })
})

test('several GPUs by layers are right within 10 % in half of the rows, each device predicted from the others', () => {
  const several = rows
    .filter((row) => !isPrefill(row) && row.count > 1 && isResident(row))
    .filter(({ engine }) => !/vllm|mlx|sglang|exllama/i.test(engine))
    .flatMap((row): NamedEquation[] => {
      const resolved = resolveRow(row)
      const equation = resolved.ok ? equationOf(resolved.value) : null
      return equation === null ? [] : [equation]
    })
  const quality = qualityOf(leaveOneOut(several, { fixedWithout: onGpuWithout(decodeRows) }))
  expect(quality?.rows).toBeGreaterThan(150)
  expect(quality?.medianError).toBeLessThanOrEqual(0.1)
})

test('every row has a source and a date, none is of doubtful quality', () => {
  expect(rows.filter(({ source, date }) => source === '' || date === '')).toEqual([])
  expect(new Set(rows.map(({ quality }) => quality))).toEqual(new Set(['A', 'B']))
})
