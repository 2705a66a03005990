import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { capturesFolder, judgeFolder, ownFolder } from '../../scripts/detection/machines.ts'

const failures = async (folder: string): Promise<string[]> =>
  (await judgeFolder(folder))
    .filter(({ verdict }) => verdict === 'wrong')
    .map(({ name, problems }) => `${name}: ${problems.join(', ')}`)

test('every recording of the project is seen as it is, and has a truth to be held against', async () => {
  const judged = await judgeFolder(ownFolder)
  expect(await failures(ownFolder)).toEqual([])
  const recordings = readdirSync(ownFolder).filter((file) => file !== 'index.json')
  expect(judged.map(({ name }) => `${name}.json`).sort()).toEqual(recordings.sort())
})

const present = existsSync(join(capturesFolder, 'index.json'))
if (!present) console.warn(`skipped: no captured machines at ${capturesFolder}`)

describe.skipIf(!present)('captured machines beside the project', () => {
  test('are seen as they are, with memory where the capture states it', async () => {
    expect(await failures(capturesFolder)).toEqual([])
  })
})
