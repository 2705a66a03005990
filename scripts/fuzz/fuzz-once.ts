import { engineDefaults } from '../../src/core/engine/settings.ts'
import { describeFault } from '../../src/core/model/gguf/fault.ts'
import { parseFirstKeys } from '../../src/core/model/gguf/header.ts'
import { keyShape } from '../../src/core/model/gguf/key-shape.ts'
import { layOutFile } from '../../src/core/placement/file-layout.ts'

/** `read`, the kind of fault it was refused with, or what broke. */
export type Outcome = { readonly kind: string } | { readonly kind: 'broken'; readonly what: string }

const settings = { ...engineDefaults, contextTokens: 8192, parallel: 2, gpuLayers: 999, cpuMoeLayers: 0 }

/** Reads one header and places its model. Broken is what throws, and any size that is no whole number of bytes from 0. */
export function fuzzOnce(bytes: Uint8Array): Outcome & { readonly what?: string } {
  try {
    // What `plimsoll local` reads of it: as much as there is of the first kilobytes.
    const first = parseFirstKeys(bytes.subarray(0, 1024))
    if (first.ok) keyShape(first.value)
    const layout = layOutFile(bytes, settings, 2)
    if (!layout.ok) {
      const sentence = describeFault(layout.error)
      return /^[A-Z][^\n]*\.$/u.test(sentence)
        ? { kind: layout.error.kind }
        : { kind: 'broken', what: `the fault is no sentence: ${sentence}` }
    }
    const sizes = [...layout.value.gpus, layout.value.host].flatMap(({ weights, context, compute }) => [
      weights,
      context,
      compute
    ])
    const wrong = sizes.find((size) => !Number.isFinite(size) || size < 0)
    return wrong === undefined ? { kind: 'read' } : { kind: 'broken', what: `a size of ${wrong} bytes` }
  } catch (error) {
    return { kind: 'broken', what: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
