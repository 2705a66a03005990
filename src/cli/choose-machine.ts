import { readFile } from 'node:fs/promises'
import { findDevice } from '../catalog/find-device.ts'
import type { DeviceSpec } from '../core/machine/device.ts'
import type { Machine } from '../core/machine/machine.ts'
import { simulatedMachine } from '../core/machine/simulated.ts'
import type { MachineRequest } from './batch/request.ts'
import type { Output } from './output.ts'
import { parseGib, parsePositive } from './parse-number.ts'
import type { MachineOptions } from './program.ts'
import { thisMachine } from './this-machine.ts'
import { UsageError } from './usage-error.ts'

/** A device that a request names but the catalogue does not have; the batch reports it under its own kind. */
export class UnknownDeviceError extends UsageError {}

/** The machine that the options mean: a file, catalogue devices, or this one. */
export async function chooseMachine(
  options: MachineOptions,
  { note }: Pick<Output, 'note'>
): Promise<Machine> {
  if (options.machine !== undefined) {
    if (options.device) throw new UsageError('--machine and --device exclude each other: name one of them.')
    return machineFromFile(options.machine)
  }
  if (options.device) {
    return requestedMachine({
      devices: options.device.map((text) => deviceOption(text, options.vram)),
      ramGiB: parseGib(options.ram, '--ram'),
      ...(options.ramBandwidth === undefined
        ? {}
        : { ramBandwidthGBs: parsePositive(options.ramBandwidth, '--ram-bandwidth') })
    })
  }
  if (options.vram !== undefined) throw new UsageError('--vram belongs to --device: name the device too.')
  return thisMachine(note)
}

/** `2x RTX 3090` or `RTX 3090`. */
function deviceOption(
  text: string,
  vram: string | undefined
): { name: string; count: number; memoryGib?: number } {
  const match = /^(\d{1,2})\s*[x×]\s*(.+)$/i.exec(text.trim())
  return {
    name: match?.[2] ?? text.trim(),
    count: Number(match?.[1] ?? 1),
    ...(vram === undefined ? {} : { memoryGib: parseGib(vram, '--vram') })
  }
}

/** A machine made of catalogue devices. */
export function requestedMachine(request: Extract<MachineRequest, { devices: unknown }>): Machine {
  const devices = request.devices.map(({ name, count, memoryGib }): { spec: DeviceSpec; count: number } => {
    const found = findDevice(name, memoryGib)
    if (!found.ok) throw new UnknownDeviceError(found.error.message)
    return { spec: found.value, count }
  })
  return simulatedMachine({
    devices,
    ramGib: request.ramGiB,
    ...(request.ramBandwidthGBs === undefined ? {} : { ramBandwidthGBs: request.ramBandwidthGBs }),
    ...(request.os === undefined ? {} : { platform: request.os })
  })
}

async function machineFromFile(file: string): Promise<Machine> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new UsageError(`--machine: the file “${file}” cannot be read.`)
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    throw new UsageError(`--machine: “${file}” is not JSON. \`plimsoll detect --json\` writes such a file.`)
  }
  // The schemas are loaded for a file only: most questions come without one.
  const [{ machineRequest }, { readMachine }] = await Promise.all([
    import('./batch/request.ts'),
    import('../core/machine/read-machine.ts')
  ])
  const request = machineRequest.safeParse(data)
  if (request.success && 'devices' in request.data) return requestedMachine(request.data)
  const machine = readMachine(data)
  if (machine.ok) return machine.value
  throw new UsageError(
    `--machine: “${file}” does not describe a machine: ${machine.error}. \`plimsoll detect --json\` writes such a file.`
  )
}
