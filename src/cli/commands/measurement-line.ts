import { rate } from '../../core/format.ts'
import type { CalibrationRecord } from '../../core/machine/calibration-record.ts'
import { correctionWords, runWords } from '../../core/speed/calibration-words.ts'

/** `3  2026-11-25  qwen3-8b Q4_K_M: 41 tok/s writing, 320 tokens in the cache (Ollama); RAM reads at 82 % …`. */
export const lineOf = (record: CalibrationRecord): string => {
  const { id, date, engine, model, quant, tokensPerSecond } = record
  return `${id}  ${date}  ${model} ${quant}: ${rate(tokensPerSecond)} ${runWords(record)} (${engine}); ${correctionWords(record)}`
}
