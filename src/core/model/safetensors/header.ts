import { err, ok, type Result } from '../../result.ts'

/** One tensor as a safetensors file stores it. */
export interface StoredTensor {
  readonly name: string
  /** `BF16`, `F8_E4M3`, `I32` ... */
  readonly dtype: string
  readonly shape: readonly number[]
  /** Bytes of its data. */
  readonly bytes: number
}

/** The format's own bound on a header (safetensors, `MAX_HEADER_SIZE`). */
export const maxHeaderBytes = 100_000_000
const mostElements = 2 ** 50

/**
 * The length of the header that follows the first eight bytes, little-endian; an error when the file is no safetensors
 * file. Format: huggingface/safetensors, README.
 */
export function headerLength(first: Uint8Array): Result<number, string> {
  if (first.length < 8) return err('The file ends before its header: it is not a safetensors file.')
  const view = new DataView(first.buffer, first.byteOffset, 8)
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (length < 2 || length > maxHeaderBytes) {
    return err(`The file claims a header of ${length} bytes: it is damaged or not a safetensors file.`)
  }
  return ok(length)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostElements

/** The tensors a header lists. The error names the tensor that makes no sense. */
export function parseHeader(text: string): Result<readonly StoredTensor[], string> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return err('The header is not JSON: the file is damaged or did not arrive whole.')
  }
  if (!isObject(data)) return err('The header holds no tensors.')
  const tensors: StoredTensor[] = []
  for (const [name, entry] of Object.entries(data)) {
    if (name === '__metadata__') continue
    const tensor = isObject(entry) ? storedTensor(name, entry) : null
    if (!tensor) return err(`Tensor ${name.slice(0, 100)} of the header makes no sense: the file is damaged.`)
    tensors.push(tensor)
  }
  return ok(tensors)
}

function storedTensor(name: string, entry: Readonly<Record<string, unknown>>): StoredTensor | null {
  const { dtype, shape, data_offsets: offsets } = entry
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isCount)) return null
  if (!Array.isArray(offsets) || offsets.length !== 2) return null
  const [from, to] = offsets as readonly unknown[]
  if (!isCount(from) || !isCount(to) || to < from) return null
  if (shape.reduce((product, size) => product * size, 1) > mostElements) return null
  return { name, dtype, shape, bytes: to - from }
}

/** The files that hold the weights, by `model.safetensors.index.json`. */
export interface SafetensorsIndex {
  readonly files: readonly string[]
  readonly tensors: number
}

/** Reads an index. A file name that leaves the repository is refused. */
export function parseIndex(text: string): Result<SafetensorsIndex, string> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return err('The index is not JSON: it is damaged or did not arrive whole.')
  }
  const map = isObject(data) ? data['weight_map'] : undefined
  if (!isObject(map)) return err('The index has no weight_map, so the files of the weights are not known.')
  const names = Object.values(map)
  const bad = names.find(
    (name) => typeof name !== 'string' || !/^[\w.-]+(?:\/[\w.-]+)*$/.test(name) || name.includes('..')
  )
  if (bad !== undefined)
    return err(`The index names a file that cannot be: ${JSON.stringify(bad).slice(0, 80)}.`)
  return ok({ files: [...new Set(names as string[])].sort(), tensors: names.length })
}
