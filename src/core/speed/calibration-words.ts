import { grouped } from '../format.ts'
import type { CalibrationRecord } from '../machine/calibration-record.ts'

const percent = (factor: number): string => `${(factor * 100).toFixed(0)} %`

/** What follows from a measurement: `RAM reads at 82 % of what was assumed`. */
export function correctionWords({ what, engine, correction }: Omit<CalibrationRecord, 'id'>): string {
  if (correction === null) return `corrects nothing: no figures were fitted for ${engine}`
  const { device, factor } = correction
  return `${device} ${what === 'decode' ? 'reads' : 'multiplies'} at ${percent(factor)} of what was assumed`
}

/** How it was run: `writing, 320 tokens in the cache`, `reading a prompt of 512 tokens`. */
export function runWords({ what, depthTokens, promptTokens }: Omit<CalibrationRecord, 'id'>): string {
  const cache = `${grouped(depthTokens)} tokens in the cache`
  if (what === 'decode') return `writing, ${cache}`
  const prompt = `reading a prompt of ${grouped(promptTokens ?? 0)} tokens`
  return depthTokens > 0 ? `${prompt}, ${cache}` : prompt
}
