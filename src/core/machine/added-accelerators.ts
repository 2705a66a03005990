import { type Bytes, type BytesPerSecond, bytes } from '../quantity.ts'
import { known, type Reading, unknown } from '../reading.ts'
import type { AddedCard } from '../schema/overrides.ts'
import type { DeviceSpec } from './device.ts'
import { deviceAccelerator } from './device-accelerator.ts'
import type { Accelerator, Machine } from './machine.ts'
import { usualBackend } from './usual-backend.ts'

const byHand = 'entered by hand'

/** Finds a catalogue device by `DeviceSpec.id`. The core has no catalogue: who has one passes its look-up. */
export type DeviceById = (id: string) => DeviceSpec | undefined

/**
 * A card that detection did not find, as an accelerator of `machine`. That it is there is the word of the user; the
 * rest is from the catalogue, or typed. Nothing measures what other programs hold of it, so its memory counts as free,
 * as far as RAM is free where it uses that.
 */
export function addedAccelerator(card: AddedCard, machine: Machine, deviceById: DeviceById): Accelerator {
  if (!('device' in card)) return enteredAccelerator(card, machine)
  const { platform, ram } = machine
  const spec = deviceById(card.device)
  if (!spec) return lostAccelerator(card, machine)
  const one = deviceAccelerator(spec, card.id, { platform, ram: ram.total, ramBandwidth: ram.bandwidth })
  return {
    ...one,
    name: known(spec.name, byHand, 'user'),
    free: allOf(one.total, one.sharesHostMemory ? ram.available : null)
  }
}

type EnteredCard = Exclude<AddedCard, { device: string }>

function enteredAccelerator(
  { id, name, vendor, total, bandwidth }: EnteredCard,
  machine: Machine
): Accelerator {
  const size = known(bytes(total), byHand, 'user')
  return {
    id,
    name: known(name, byHand, 'user'),
    vendor,
    kind: 'discrete',
    total: size,
    free: allOf(size, null),
    bandwidth:
      bandwidth === undefined
        ? unknown('No bandwidth was entered. The data sheet of the card states it.')
        : known(bandwidth as BytesPerSecond, byHand, 'user'),
    device: null,
    backend: usualBackend(vendor, 'discrete', machine.platform),
    sharesHostMemory: false
  }
}

/** A card whose row has left the catalogue stays, and says so: without it answers would silently be others. */
function lostAccelerator({ id, device }: { id: string; device: string }, machine: Machine): Accelerator {
  const gone = unknown(`The device catalogue has no “${device}”. Enter it by hand, or remove this card.`)
  return {
    id,
    name: known(device, byHand, 'user'),
    vendor: 'other',
    kind: 'discrete',
    total: gone,
    free: gone,
    bandwidth: gone,
    device: null,
    backend: usualBackend('other', 'discrete', machine.platform),
    sharesHostMemory: false
  }
}

function allOf(total: Reading<Bytes>, ramAvailable: Reading<Bytes> | null): Reading<Bytes> {
  if (!total.known) return total
  return ramAvailable?.known && ramAvailable.value < total.value
    ? known(ramAvailable.value, 'the RAM that is available', 'derived')
    : known(total.value, 'all of its memory; use by other programs is not known', 'derived')
}
