import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findModel } from '../../src/catalog/find-model.ts'
import { engineDefaults, type ResolvedSettings } from '../../src/core/engine/settings.ts'
import { profileOf } from '../../src/core/memory/weights.ts'
import type { Architecture } from '../../src/core/model/architecture.ts'
import { type Layout, layOut, type Share } from '../../src/core/placement/lay-out.ts'
import { layOutFile } from '../../src/core/placement/file-layout.ts'
import { isFileType } from '../../src/core/quant/file-type.ts'

/** Bytes of one device, as the engine reports them. */
export interface Bill {
  readonly weights: number
  readonly context: number
  readonly compute: number
}

interface Measured {
  readonly gpus: number
  readonly engine: Omit<ResolvedSettings, 'cpuMoeLayers'> & { readonly cpuMoeLayers: number | 'all' }
  readonly expect: { readonly gpu: readonly Bill[]; readonly host: Bill }
}
interface ModelRow extends Measured {
  readonly model: string
  readonly quant: string
}
interface HeaderRow extends Measured {
  readonly file: string
}

/** One device of one row: what the engine allocates, and what is worked out here; null where nothing could be. */
export interface Compared {
  readonly name: string
  readonly device: 'gpu' | 'host'
  readonly want: Bill
  readonly got: Bill | null
}

/** Weights of a model under a file type: bytes of all tensors. */
export interface ComparedWeights {
  readonly name: string
  readonly want: number
  readonly got: number | null
}

export interface Accuracy {
  /** Where the measured rows come from, in words. */
  readonly source: string
  readonly rows: readonly Compared[]
  readonly weights: readonly ComparedWeights[]
  readonly headers: readonly Compared[]
}

const project = join(import.meta.dirname, '../..')
const beside = join(project, '../shared/truth')

function compare(name: string, row: Measured, layout: Layout | null): Compared[] {
  const devices = [
    ...row.expect.gpu.map((want) => ({ want, device: 'gpu' as const })),
    { want: row.expect.host, device: 'host' as const }
  ]
  return devices.map(({ want, device }, at) => {
    const share: Share | undefined = device === 'host' ? layout?.host : layout?.gpus[at]
    return { name, device, want, got: share ?? null }
  })
}

const settingsOf = ({ engine }: Measured, layers: number): ResolvedSettings => ({
  ...engineDefaults,
  ...engine,
  cpuMoeLayers: engine.cpuMoeLayers === 'all' ? layers : engine.cpuMoeLayers
})

const equalGpus = (gpus: number): number[] => Array<number>(gpus).fill(1)

function layoutOf(architecture: Architecture, quant: string, row: Measured): Layout | null {
  if (!isFileType(quant)) return null
  const settings = settingsOf(row, architecture.layers)
  return layOut({
    architecture,
    profile: profileOf(architecture, quant),
    settings,
    split: equalGpus(row.gpus)
  })
}

const read = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

/** The measured rows beside the project, all of them; else the excerpt that is committed with it. */
export function measuredAccuracy(): Accuracy {
  return existsSync(join(beside, 'llama-memory.json')) ? whole() : excerpt()
}

function whole(): Accuracy {
  const shapes = new Map<string, Architecture | null>()
  const shapeOf = (id: string): Architecture | null => {
    if (!shapes.has(id)) {
      const found = findModel(id)
      shapes.set(id, found.ok ? found.value.architecture : null)
    }
    return shapes.get(id) ?? null
  }
  const rows = (read(beside, 'llama-memory.json') as ModelRow[]).flatMap((row) => {
    const architecture = shapeOf(row.model)
    return compare(row.model, row, architecture && layoutOf(architecture, row.quant, row))
  })
  const weights = (
    read(beside, 'gguf-weights.json') as { model: string; quant: string; weightsBytes: number }[]
  ).map(({ model, quant, weightsBytes }) => {
    const architecture = shapeOf(model)
    const got = architecture && isFileType(quant) ? profileOf(architecture, quant).totalBytes : null
    return { name: model, want: weightsBytes, got }
  })
  const headers = (read(beside, 'gguf-headers.json') as HeaderRow[]).flatMap((row) => {
    const bytes = new Uint8Array(readFileSync(join(beside, 'gguf-headers', row.file)))
    const layout = layOutFile(bytes, settingsOf(row, 1e4), row.gpus)
    return compare(row.file, row, layout.ok ? layout.value : null)
  })
  return { source: 'all measured rows', rows, weights, headers }
}

interface Excerpt {
  readonly base: Measured['engine']
  readonly models: Readonly<Record<string, Architecture>>
  readonly rows: readonly {
    readonly model: string
    readonly quant: string
    readonly gpus: number
    readonly settings: Partial<Measured['engine']>
    readonly gpu: readonly (readonly [number, number, number])[]
    readonly host: readonly [number, number, number]
  }[]
}

const bill = ([weights, context, compute]: readonly [number, number, number]): Bill => ({
  weights,
  context,
  compute
})

function excerpt(): Accuracy {
  const folder = join(project, 'test/truth')
  const { base, models, rows } = read(folder, 'llama-memory.json') as Excerpt
  const known = read(folder, 'gguf-weights.json') as {
    rows: { model: string; quant: string; weightsBytes: number }[]
  }
  const compared = rows.flatMap(({ model, quant, gpus, settings, gpu, host }) => {
    const row = { gpus, engine: { ...base, ...settings }, expect: { gpu: gpu.map(bill), host: bill(host) } }
    const architecture = models[model]
    return compare(model, row, architecture ? layoutOf(architecture, quant, row) : null)
  })
  const weights = known.rows.map(({ model, quant, weightsBytes }) => {
    const architecture = models[model]
    const got = architecture && isFileType(quant) ? profileOf(architecture, quant).totalBytes : null
    return { name: model, want: weightsBytes, got }
  })
  return { source: 'the excerpt committed with the project', rows: compared, weights, headers: [] }
}
