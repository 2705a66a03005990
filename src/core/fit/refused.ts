import { engineDefaults, type ResolvedSettings } from '../engine/settings.ts'
import type { ModelSpec } from '../model/model.ts'
import type { Assessment } from './assessment.ts'
import { emptyHostBill } from './bill.ts'

/**
 * A setting that one model of a list rules out, as a row like any other: no figures, nothing placed, and the reason as its
 * sentence. What is not `asked` stands as llama.cpp has it.
 */
export const refused = (
  model: ModelSpec,
  asked: Pick<ResolvedSettings, 'contextTokens'> &
    Partial<Omit<ResolvedSettings, 'gpuLayers' | 'cpuMoeLayers'>>,
  reason: string
): Assessment => ({
  model,
  quant: null,
  engine: { ...engineDefaults, ...asked, gpuLayers: 0, cpuMoeLayers: 0 },
  parameters: model.parameters,
  weightsBytes: null,
  fileBytes: null,
  devices: [],
  host: emptyHostBill,
  verdict: { level: 'unknown', word: 'Not so', sentence: reason, advice: [] },
  speed: { known: false, reason },
  largestContext: null,
  command: null,
  notes: []
})
