import type { DeviceSpec } from '../../core/machine/device.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { simulatedMachine } from '../../core/machine/simulated.ts'
import { inGib } from '../../core/format.ts'
import { gib } from '../../core/quantity.ts'
import { deviceById } from '../devices.ts'
import { pretendedName } from './title.ts'

/** A machine that somebody would like to have: devices of the catalogue, and RAM. */
export interface Wish {
  readonly devices: readonly { readonly spec: DeviceSpec; readonly count: number }[]
  /** GiB; null where a unified device brings the memory along. */
  readonly ramGib: number | null
  /** Decimal GB/s; null is unknown, and so is the speed of all that runs from RAM. */
  readonly ramBandwidthGBs: number | null
}

/** More cards than any board takes. */
export const mostCards = 16
export const mostRamGib = 16_384

const counted = (name: string, count: number): string => (count === 1 ? name : `${count} × ${name}`)

export const sizedName = ({ name, memoryGib }: DeviceSpec): string =>
  memoryGib === null || /\d ?GB\b/.test(name) ? name : `${name} ${memoryGib} GiB`

/** `2 × GeForce RTX 3090 24 GiB, 64.0 GiB of RAM`. */
export function wishTitle({ devices, ramGib }: Wish): string {
  const cards = devices.map(({ spec, count }) => counted(sizedName(spec), count))
  const ram = ramGib === null ? [] : [`${inGib(gib(ramGib))} of RAM`]
  return [...(cards.length === 0 ? ['no GPU'] : [cards.join(' and ')]), ...ram].join(', ')
}

/** `2x-geforce-rtx-3090-24+ram-64-at-51.2`: the same wish in an address, by the ids of the catalogue. */
export function wishAddress({ devices, ramGib, ramBandwidthGBs }: Wish): string {
  const cards = devices.map(({ spec, count }) => (count === 1 ? spec.id : `${count}x-${spec.id}`))
  const speed = ramBandwidthGBs === null ? '' : `-at-${ramBandwidthGBs}`
  const ram = ramGib === null ? [] : [`ram-${ramGib}${speed}`]
  return [...cards, ...ram].join('+')
}

/** The wish of an address; null where a part of it is none, so that nobody gets half a machine. */
export function wishOfAddress(address: string): Wish | null {
  const devices: { spec: DeviceSpec; count: number }[] = []
  let ramGib: number | null = null
  let ramBandwidthGBs: number | null = null
  for (const part of address.split('+')) {
    const ram = /^ram-(\d+(?:\.\d+)?)(?:-at-(\d+(?:\.\d+)?))?$/.exec(part)
    if (ram) {
      ramGib = Number(ram[1])
      ramBandwidthGBs = ram[2] === undefined ? null : Number(ram[2])
      continue
    }
    const [, count = '1', id = ''] = /^(?:(\d{1,2})x-)?(.+)$/.exec(part) ?? []
    const spec = deviceById(id)
    if (!spec) return null
    devices.push({ spec, count: Number(count) })
  }
  const brought = devices.some(({ spec }) => spec.kind === 'unified' && spec.memoryGib !== null)
  const wish = { devices, ramGib: brought ? null : ramGib, ramBandwidthGBs }
  return (brought || ramGib !== null) && canBe(wish) ? wish : null
}

/** Whether counts and sizes are within what is simulated. */
export function canBe({ devices, ramGib, ramBandwidthGBs }: Wish): boolean {
  const cards = devices.reduce((sum, { count }) => sum + count, 0)
  return (
    (ramGib === null || (ramGib > 0 && ramGib <= mostRamGib)) &&
    (ramBandwidthGBs === null || (ramBandwidthGBs > 0 && ramBandwidthGBs <= 1e6)) &&
    devices.every(({ count }) => count >= 1) &&
    cards <= mostCards
  )
}

/** The machine wished for, with nothing else running on it. */
export function machineOfWish(wish: Wish): Machine {
  const machine = simulatedMachine({
    devices: wish.devices,
    ramGib: wish.ramGib ?? 0,
    ...(wish.ramBandwidthGBs === null ? {} : { ramBandwidthGBs: wish.ramBandwidthGBs })
  })
  return {
    ...machine,
    name: pretendedName(wishTitle(wish)),
    notes: ['A pretended machine: put together from the device catalogue, with all of its memory free.']
  }
}
