import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { profileOf } from '../../../src/core/memory/weights.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { isFileType } from '../../../src/core/quant/file-type.ts'
import excerpt from '../../truth/gguf-weights.json' with { type: 'json' }

interface Row {
  readonly model: string
  readonly quant: string
  readonly tensors: number
  readonly weightsBytes: number
  readonly bytesByType: Readonly<Record<string, number | undefined>>
}

function expectExact(row: Row): void {
  const architecture = models.find(({ id }) => id === row.model)?.architecture
  if (!architecture || !isFileType(row.quant))
    throw new Error(`${row.model} in ${row.quant} is not in the catalogue`)
  const { totalBytes, bytesByType } = profileOf(architecture, row.quant)
  expect({ bytesByType, totalBytes, tensors: tensorTable(architecture).length }).toEqual({
    bytesByType: row.bytesByType,
    totalBytes: row.weightsBytes,
    tensors: row.tensors
  })
}

const rows: readonly Row[] = excerpt.rows

test('the measured rows cover 21 models and 16 quantisations', () => {
  expect(new Set(rows.map((row) => row.model)).size).toBe(21)
  expect(new Set(rows.map((row) => row.quant)).size).toBe(16)
})

test.each(rows)('$model in $quant has $weightsBytes bytes of weights, type by type', (row) => {
  expectExact(row)
})

const whole = join(import.meta.dirname, '../../../../shared/truth/gguf-weights.json')
const present = existsSync(whole)

describe.skipIf(!present)(
  present ? 'all measured rows' : `all measured rows: SKIPPED, ${whole} is not here`,
  () => {
    test('every one is met exactly', () => {
      const all = JSON.parse(readFileSync(whole, 'utf8')) as readonly Row[]
      expect(all.length).toBeGreaterThan(rows.length)
      for (const row of all) expectExact(row)
    })
  }
)
