import type { SavedMachine } from '../../../contract/api.ts'
import { ramSizes } from '../../../core/fit/need.ts'
import type { DeviceSpec } from '../../../core/machine/device.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { fileTypesFor } from '../../../core/memory/weights.ts'
import { isRunnable, type ModelSpec } from '../../../core/model/model.ts'
import type { FileType } from '../../../core/quant/file-type.ts'
import { valueOf } from '../../../core/reading.ts'
import { type ColumnMachine, mostColumns, type Question, type SimulatedColumn } from '../../state/compared.ts'

/** What people hesitate between: from nearly lossless to the last that most would take. */
const usualQuants: readonly FileType[] = ['Q8_0', 'Q6_K', 'Q4_K_M', 'Q3_K_M']

/** Four file types of a model, best first: the usual ones where it has them, else spread over what it has. */
export function fourQuants(model: ModelSpec): readonly FileType[] {
  if (!isRunnable(model)) return []
  const offered = fileTypesFor(model.architecture, model.nativeType)
  const usual = usualQuants.filter((type) => offered.includes(type))
  if (usual.length === mostColumns || offered.length <= mostColumns)
    return usual.length === mostColumns ? usual : offered
  const spread = (offered.length - 1) / (mostColumns - 1)
  return Array.from({ length: mostColumns }, (_, i) => offered[Math.round(i * spread)]).filter(
    (type) => type !== undefined
  )
}

/** The same model asked the same way on the same machine, in four quantisations. */
export const inFourQuants = (question: Question, model: ModelSpec): readonly Question[] =>
  fourQuants(model).map((quant) => ({ ...question, quant }))

/** RAM of this machine, in the sizes it is sold in: what a pretended card is plugged into. */
export function ramLike({ ram }: Machine): Pick<SimulatedColumn, 'ramGib' | 'ramBandwidthGBs'> {
  const total = valueOf(ram.total)
  const gib = total === null ? null : total / 2 ** 30
  const bandwidth = valueOf(ram.bandwidth)
  return {
    ramGib: gib === null ? 32 : (ramSizes.find((size) => size >= gib) ?? ramSizes.at(-1) ?? 32),
    ramBandwidthGBs: bandwidth === null ? null : Math.round(bandwidth / 1e6) / 1e3
  }
}

/** A size that few cards have is nothing to look forward to. */
const fewCards = 5

/** GiB: who has no card would not begin below. */
const tooSmall = 6

/**
 * Cards one would think of next: of the maker of the card that is here, of the next larger sizes that several cards
 * have, the fastest of each that is not for laptops.
 */
export function largerCards(
  machine: Machine,
  devices: readonly DeviceSpec[],
  wanted: number
): readonly DeviceSpec[] {
  const here = machine.accelerators.map(({ total }) => (valueOf(total) ?? 0) / 2 ** 30)
  // A card of 16 GiB reports a little less.
  const size = Math.ceil(Math.max(0, ...here))
  const vendor = machine.accelerators.find(({ kind }) => kind === 'discrete')?.vendor ?? 'nvidia'
  const cards = devices.filter(
    (device) => device.vendor === vendor && device.kind === 'discrete' && !/laptop|mobile/i.test(device.name)
  )
  const sizes = [...new Set(cards.map(({ memoryGib }) => memoryGib ?? 0))]
    .filter((gib) => gib > Math.max(size, tooSmall))
    .toSorted((a, b) => a - b)
  return sizes
    .map((gib) => cards.filter(({ memoryGib }) => memoryGib === gib))
    .filter((group) => group.length >= fewCards)
    .slice(0, wanted)
    .flatMap((group) => group.toSorted((a, b) => (b.bandwidthGBs ?? 0) - (a.bandwidthGBs ?? 0)).slice(0, 1))
}

/** The same model asked the same way: where it is now, then kept machines, then larger cards of the catalogue. */
export function onOtherMachines(
  question: Question,
  here: Machine,
  kept: readonly SavedMachine[],
  devices: readonly DeviceSpec[]
): readonly Question[] {
  const named: readonly ColumnMachine[] = kept.map(({ name }) => ({ kind: 'kept', name }))
  const cards: readonly ColumnMachine[] = largerCards(here, devices, mostColumns - 1).map(({ id }) => ({
    ...{ kind: 'simulated', device: id, count: 1 },
    ...ramLike(here)
  }))
  const others = [{ kind: 'here' } as const, ...named, ...cards].filter(
    (machine) => JSON.stringify(machine) !== JSON.stringify(question.machine)
  )
  return [question, ...others.slice(0, mostColumns - 1).map((machine) => ({ ...question, machine }))]
}
