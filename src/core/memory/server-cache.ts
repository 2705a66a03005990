import { grouped } from '../format.ts'
import type { Architecture } from '../model/architecture.ts'
import { bytes, mib } from '../quantity.ts'
import { cacheCells, type CacheSettings } from './cache-cells.ts'
import { cacheShapes } from './kv-cache.ts'
import { layerClasses } from './layer-classes.ts'
import { recurrentState } from './recurrent-state.ts'
import { rowBytes } from '../quant/ggml-type.ts'
import type { Term } from './term.ts'

/** `--cache-ram` of llama-server, MiB of RAM for prompts that were read before (common/common.h, `cache_ram_mib`). */
export const promptCacheMib = 8192
/** `--ctx-checkpoints` of llama-server, for each slot (common/common.h, `n_ctx_checkpoints`). */
export const checkpointsPerSlot = 32

/**
 * Bytes of one checkpoint: what a sequence cannot compute back, its recurrent state and the last window of its
 * sliding layers. llama.cpp tools/server/server-context.cpp; 149.63 MiB for Qwen3.5-27B (llama.cpp issue 21692).
 * Zero for models whose every layer sees everything: llama-server makes no checkpoints of them.
 */
export function checkpointBytes(architecture: Architecture, settings: CacheSettings): number {
  const alone = { ...settings, parallel: 1, kvUnified: false, ubatch: 1 }
  const cells = cacheCells(alone)
  const { window, chunk } = architecture.attention
  let sum = 0
  for (const { kind, layer, count } of layerClasses(architecture).classes) {
    sum += count * recurrentState(architecture, kind, 1)
    const seen = kind === 'sliding' || kind === 'swa' ? window : kind === 'chunked' ? chunk : undefined
    if (seen === undefined || settings.swaFull) continue
    const [recent] = cacheShapes(architecture, kind, layer, cells, alone)
    if (!recent) continue
    const perCell =
      rowBytes(settings.cacheType, recent.keyElements) + rowBytes(settings.cacheType, recent.valueElements)
    sum += count * perCell * Math.min(seen, settings.contextTokens)
  }
  return sum
}

/**
 * What llama-server may come to take of RAM while it serves, at most, beside everything a plan counts: it starts at
 * nothing and grows with use. No part of a verdict; shown so that nobody is surprised.
 */
export function serverCache(architecture: Architecture, settings: CacheSettings): readonly Term[] {
  const checkpoint = checkpointBytes(architecture, settings)
  const slots = settings.parallel
  const terms: Term[] = [
    {
      kind: 'runtime',
      bytes: mib(promptCacheMib),
      why: `prompt cache of llama-server, at most ${grouped(promptCacheMib)} MiB by default (--cache-ram, 0 is off; common/common.h)`,
      certainty: 'exact'
    }
  ]
  if (checkpoint > 0) {
    terms.push({
      kind: 'runtime',
      bytes: bytes(checkpointsPerSlot * slots * checkpoint),
      why: `context checkpoints of llama-server, at most ${checkpointsPerSlot} x ${slots} ${slots === 1 ? 'slot' : 'slots'} x ${grouped(Math.round(checkpoint))} B (--ctx-checkpoints, 0 is off; common/common.h)`,
      certainty: 'modelled'
    })
  }
  return terms
}
