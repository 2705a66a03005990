import type { Architecture } from '../../model/architecture.ts'
import { rowBytes } from '../../quant/ggml-type.ts'
import { roundUp } from '../../quantity.ts'
import { type CacheCells, type CacheSettings, cellPadding } from '../cache-cells.ts'
import { csaPool, hcaPool, type Pool } from './compressor.ts'
import type { Given } from './size.ts'

/** Whether a model keeps compressed caches. */
export const hasCompressedCaches = ({ gguf }: Pick<Architecture, 'gguf'>): boolean => gguf === 'deepseek4'

/**
 * What compressed caches depend on, as the engine reserves for: every sequence may have tokens left over that complete
 * one key more. llama-kv-cache-dsv4.cpp, `dsv4_build_reserve_comp_plan`. Nothing of other models.
 */
export function compressedSizes(
  architecture: Architecture,
  { full, sequences, streams }: CacheCells,
  ubatch: number,
  cacheType: CacheSettings['cacheType']
): CompressedSizes {
  if (!hasCompressedCaches(architecture)) return none
  const blocks = ({ ratio }: Pool): number => Math.floor(ubatch / ratio) + sequences
  const kept = ({ rows }: Pool): number => Math.min(ubatch, rows * streams)
  return {
    sparseCells: compressedCells(full, csaPool.ratio),
    denseCells: compressedCells(full, hcaPool.ratio),
    sparseBlocks: blocks(csaPool),
    denseBlocks: blocks(hcaPool),
    sparseKept: kept(csaPool),
    denseKept: kept(hcaPool),
    cacheWidth: rowBytes(cacheType, 256) / 256
  }
}

/** `dsv4_comp_size`, padded as every cache is. */
const compressedCells = (cells: number, ratio: number): number =>
  roundUp(Math.ceil(cells / ratio), cellPadding)

type CompressedSizes = Pick<
  Given,
  'sparseCells' | 'denseCells' | 'sparseBlocks' | 'denseBlocks' | 'sparseKept' | 'denseKept' | 'cacheWidth'
>

const none: CompressedSizes = {
  sparseCells: 0,
  denseCells: 0,
  sparseBlocks: 0,
  denseBlocks: 0,
  sparseKept: 0,
  denseKept: 0,
  cacheWidth: 0
}
