import { readFile } from 'node:fs/promises'
import { findMemorySystem } from '../catalog/memory-system.ts'
import { findDevice } from '../catalog/find-device.ts'
import type { DeviceSpec } from '../core/machine/device.ts'
import type { Machine } from '../core/machine/machine.ts'
import { sameName } from '../core/machine/machine-name.ts'
import { simulatedMachine } from '../core/machine/simulated.ts'
import { dataFolder } from '../host/data-folder.ts'
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
      ...ramBandwidth(options),
      ...(options.os === undefined ? {} : { os: options.os })
    })
  }
  if (options.vram !== undefined) throw new UsageError('--vram belongs to --device: name the device too.')
  return thisMachine(note)
}

function ramBandwidth({ memory, ramBandwidth: typed }: MachineOptions): { ramBandwidthGBs?: number } {
  if (memory !== undefined && typed !== undefined)
    throw new UsageError('--memory and --ram-bandwidth say the same: name one of them.')
  if (typed !== undefined) return { ramBandwidthGBs: parsePositive(typed, '--ram-bandwidth') }
  if (memory === undefined) return {}
  const found = findMemorySystem(memory)
  if (!found.ok) throw new UsageError(`--memory: ${found.error}`)
  return { ramBandwidthGBs: found.value.bandwidth / 1e9 }
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

/** The machine of a file, or the one that was saved under this name. */
export async function machineFromFile(file: string): Promise<Machine> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    const saved = await savedMachine(file)
    if (saved) return saved
    throw new UsageError(
      `--machine: the file “${file}” cannot be read, and no machine is saved under this name.`
    )
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
  const machine = readMachine(machineOfReport(data))
  if (machine.ok) return machine.value
  throw new UsageError(
    `--machine: “${file}” does not describe a machine: ${machine.error}. \`plimsoll detect --json\` writes such a file.`
  )
}

/** A JSON report holds the machine it was made for: its figures can be asked again as they were. */
const machineOfReport = (data: unknown): unknown =>
  typeof data === 'object' &&
  data !== null &&
  'schema' in data &&
  String(data.schema).startsWith('plimsoll-report/') &&
  'machine' in data
    ? data.machine
    : data

/** Loaded when it is needed: a simulated machine does not pay for the host. */
async function savedMachine(name: string): Promise<Machine | undefined> {
  const { listMachines } = await import('../host/machines/machine-store.ts')
  return (await listMachines(dataFolder())).find((saved) => sameName(saved.name, name))?.machine
}
