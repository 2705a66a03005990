import { type Architecture, type LayerKind, layerKinds } from '../model/architecture.ts'

/** Layers that keep the same of the context: of one kind, and alike in reusing caches, in owning an indexer and in a file's own figures. */
export interface LayerClass {
  readonly kind: LayerKind
  /** The first layer of the class stands for all. */
  readonly layer: number
  readonly count: number
}

export interface LayerClasses {
  readonly classes: readonly LayerClass[]
  /** Index into `classes` of every layer. */
  readonly ofLayer: readonly number[]
}

const known = new WeakMap<Architecture, LayerClasses>()

/**
 * The two or three classes of layers of a stack, made once per architecture: planning asks for the context memory of
 * a model dozens of times, and a stack of a hundred layers has no hundred different ones.
 */
export function layerClasses(architecture: Architecture): LayerClasses {
  const before = known.get(architecture)
  if (before) return before
  const { layers, attention, layerCaches } = architecture
  const firstShared = layers - (attention.sharedKvLayers ?? 0)
  const keys = new Map<string, number>()
  const classes: LayerClass[] = []
  const ofLayer = layerKinds(architecture).map((kind, layer) => {
    const indexed = attention.indexer?.layers?.includes(layer) ?? true
    const key = `${kind} ${String(layer >= firstShared)} ${String(indexed)} ${JSON.stringify(layerCaches?.[layer])}`
    const index = keys.get(key) ?? classes.length
    const current = classes[index]
    classes[index] = current ? { ...current, count: current.count + 1 } : { kind, layer, count: 1 }
    keys.set(key, index)
    return index
  })
  const made = { classes, ofLayer }
  known.set(architecture, made)
  return made
}
