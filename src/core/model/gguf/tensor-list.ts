import { dividesRow, type GgmlType, ggmlTypeById, tensorBytes } from '../../quant/ggml-type.ts'
import { roundUp } from '../../quantity.ts'
import type { Cursor } from './cursor.ts'
import { Fault, printable } from './fault.ts'
import { limits } from './limits.ts'

export interface GgufTensor {
  readonly name: string
  readonly shape: readonly [number, ...number[]]
  readonly type: GgmlType
}

export interface TensorList {
  readonly tensors: readonly GgufTensor[]
  /** Bytes of the data part, padding included: where the last tensor ends. */
  readonly dataBytes: number
}

/**
 * Reads the tensor list. Data lies in the order of the list, each tensor padded to `alignment`; a list that says
 * otherwise overlaps or leaves holes and is refused, as `gguf_init_from_file` does (ggml/src/gguf.cpp).
 */
export function readTensors(cursor: Cursor, count: number, alignment: number): TensorList {
  const tensors: GgufTensor[] = []
  const names = new Set<string>()
  let dataBytes = 0
  for (let i = 0; i < count; i++) {
    const at = cursor.at
    const name = printable(cursor.text(limits.nameBytes))
    const damaged = (what: string): Fault => new Fault({ kind: 'damaged', at, what })
    if (names.has(name)) throw damaged(`tensor ${name} is there twice`)
    names.add(name)
    const shape = readShape(cursor, name, damaged)
    const type = readType(cursor, name, shape[0], damaged)
    checkOffset(cursor.u64(), dataBytes, alignment, name, damaged)
    dataBytes += roundUp(tensorBytes(type, shape), alignment)
    if (dataBytes > limits.elements) throw damaged(`up to ${name} the weights take ${dataBytes} bytes`)
    tensors.push({ name, shape, type })
  }
  return { tensors, dataBytes }
}

function readShape(
  cursor: Cursor,
  name: string,
  damaged: (what: string) => Fault
): readonly [number, ...number[]] {
  const rank = cursor.u32()
  if (rank > limits.dimensions) throw damaged(`${name} has ${rank} dimensions; 1 to 4 are allowed`)
  let elements = 1
  const dimension = (): number => {
    const d = cursor.i64()
    elements *= d
    if (d < 1 || elements > limits.elements) {
      throw damaged(`${name} has a dimension of ${d}; 1 and more are allowed, together up to 2^50`)
    }
    return d
  }
  const [row = 1, ...rest] = Array.from({ length: rank }, dimension)
  return [row, ...rest]
}

function readType(cursor: Cursor, name: string, row: number, damaged: (what: string) => Fault): GgmlType {
  const at = cursor.at
  const id = cursor.u32()
  const type = ggmlTypeById(id)
  if (!type) throw new Fault({ kind: 'unknown-type', at, tensor: name, id })
  if (!dividesRow(type, row)) throw damaged(`rows of ${name} (${row} elements) are no whole ${type} blocks`)
  return type
}

function checkOffset(
  offset: number,
  expected: number,
  alignment: number,
  name: string,
  damaged: (what: string) => Fault
): void {
  if (offset === expected) return
  const how =
    offset % alignment !== 0
      ? `is not a multiple of ${alignment}`
      : offset < expected
        ? 'overlaps the tensor before it'
        : 'leaves a hole after the tensor before it'
  throw damaged(`the data of ${name} at offset ${offset} ${how}; ${expected} was due`)
}
