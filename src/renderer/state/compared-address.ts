import { cacheTypes } from '../../core/engine/settings.ts'
import { isFileType } from '../../core/quant/file-type.ts'
import { untuned, type Tuning } from './choices.ts'
import { type Column, type ColumnMachine, mostColumns, type Question } from './compared.ts'

/*
 * `qwen3-30b-a3b*auto*8192*1*f16*here`, columns joined by `**`. An asterisk stands in no slug, file type or device id,
 * and is written as itself in an address.
 */

const word = (text: string): string => encodeURIComponent(text).replaceAll('*', '%2A')

function machineText(machine: ColumnMachine): string {
  if (machine.kind === 'here') return 'here'
  if (machine.kind === 'kept') return `kept.${word(machine.name)}`
  const { device, count, ramGib, ramBandwidthGBs } = machine
  return `sim_${count}_${ramGib}_${ramBandwidthGBs ?? 'x'}_${device ?? ''}`
}

const columnText = (column: Question): string => {
  const { model, quant, contextTokens, parallel, cacheType, machine, tuning } = column
  const parts = [word(model), quant, contextTokens, parallel, cacheType, machineText(machine)]
  if (tuning) parts.push(tuning.ubatch, tuning.gpuLayers, tuning.cpuMoeLayers)
  return parts.join('*')
}

/** The columns for the address; undefined when there are none. */
export const comparedText = (columns: readonly Column[]): string | undefined =>
  columns.length === 0 ? undefined : columns.map(columnText).join('**')

function unword(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const whole = (text: string | undefined, least: number, most: number): number | undefined =>
  text !== undefined && /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
    ? Number(text)
    : undefined

function machineFrom(text: string): ColumnMachine | undefined {
  if (text === 'here') return { kind: 'here' }
  if (text.startsWith('kept.')) {
    const name = unword(text.slice('kept.'.length))
    return name === undefined || name === '' ? undefined : { kind: 'kept', name }
  }
  const [, counts, gib, bandwidth, device] =
    /^sim_(\d{1,2})_(\d{1,5})_(x|\d{1,5}(?:\.\d{1,3})?)_([\w.-]*)$/.exec(text) ?? []
  const count = whole(counts, 0, 64)
  const ramGib = whole(gib, 1, 65_536)
  if (count === undefined || ramGib === undefined || device === undefined) return undefined
  if ((device === '') !== (count === 0)) return undefined
  const speed = bandwidth === 'x' ? null : Number(bandwidth)
  if (speed === 0) return undefined
  return { kind: 'simulated', device: device === '' ? null : device, count, ramGib, ramBandwidthGBs: speed }
}

function tuningFrom([ubatch, gpuLayers, cpuMoeLayers]: readonly string[]): Tuning {
  return {
    ubatch: whole(ubatch, 1, 2 ** 16) ?? untuned.ubatch,
    gpuLayers: whole(gpuLayers, 0, 1024) ?? 'auto',
    cpuMoeLayers: whole(cpuMoeLayers, 0, 1024) ?? 'auto'
  }
}

function columnFrom(text: string): Question[] {
  const [slug = '', quant = '', context, users, cache, where = '', ...tuning] = text.split('*')
  const model = unword(slug)
  const contextTokens = whole(context, 1, 2 ** 24)
  const parallel = whole(users, 1, 1024)
  const cacheType = cacheTypes.find((type) => type === cache)
  const machine = machineFrom(where)
  if (!model || !contextTokens || !parallel || !cacheType || !machine) return []
  const asked = isFileType(quant) ? quant : 'auto'
  return [
    {
      ...{ model, quant: asked, contextTokens, parallel, cacheType, machine },
      ...(tuning.length > 0 && { tuning: tuningFrom(tuning) })
    }
  ]
}

/** The columns an address names, as far as they make sense; what does not is left out rather than guessed. */
export const comparedFrom = (text: string): readonly Question[] =>
  text.slice(0, 4000).split('**').flatMap(columnFrom).slice(0, mostColumns)
