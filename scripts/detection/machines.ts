import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deviceCatalogue } from '../../src/catalog/device-catalogue.ts'
import { detect } from '../../src/host/detect.ts'
import { parseBundle } from '../../src/host/probe/bundle.ts'
import type { Bundle } from '../../src/host/probe/bundle.ts'
import { replayProbe } from '../../src/host/probe/replay-probe.ts'
import { capturedBundle } from './captured-bundle.ts'
import type { CapturedIndex, CapturedMachine } from './captured-machine.ts'
import type { Judgement } from './judge.ts'
import { judge } from './judge.ts'

export interface JudgedMachine extends Judgement {
  readonly name: string
  readonly truth: CapturedMachine
}

const root = join(import.meta.dirname, '../..')
/** Captures of real machines, kept beside the project and not in it. */
export const capturesFolder = join(root, '../shared/fixtures')
export const ownFolder = join(root, 'test/fixtures/machine')

/** Every machine of a folder of captures, or of the project's own recordings, detected and held against its truth. */
export async function judgeFolder(folder: string): Promise<readonly JudgedMachine[]> {
  const { machines } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as CapturedIndex
  return Promise.all(
    Object.entries(machines).map(async ([name, truth]) => {
      const machine = await detect(replayProbe(bundleOf(folder, name, truth)), deviceCatalogue)
      return { name, truth, ...judge(truth, machine) }
    })
  )
}

/** A folder of captured outputs, or a recording as `detect --record` writes it. */
function bundleOf(folder: string, name: string, truth: CapturedMachine): Bundle {
  const recording = join(folder, `${name}.json`)
  if (!existsSync(recording)) return capturedBundle(join(folder, name), truth)
  const bundle = parseBundle(readFileSync(recording, 'utf8'))
  if (!bundle.ok) throw new Error(`${recording}: ${bundle.error}`)
  return bundle.value
}
