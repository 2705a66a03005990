import { findDevice } from '../../src/catalog/find-device.ts'
import { findModel } from '../../src/catalog/find-model.ts'
import { backends, type Backend, engineDefaults } from '../../src/core/engine/settings.ts'
import { plan } from '../../src/core/fit/plan.ts'
import { residentsOf } from '../../src/core/fit/residents.ts'
import { speedInputOf } from '../../src/core/fit/speed-input-of.ts'
import type { DeviceSpec } from '../../src/core/machine/device.ts'
import { simulatedMachine } from '../../src/core/machine/simulated.ts'
import { profileOf } from '../../src/core/memory/weights.ts'
import { layerKinds } from '../../src/core/model/architecture.ts'
import { isRunnable, type RunnableModel } from '../../src/core/model/model.ts'
import { unlimitedRoom } from '../../src/core/placement/room.ts'
import { publishedType } from '../../src/core/quant/published-type.ts'
import { bytes } from '../../src/core/quantity.ts'
import type { SpeedInput } from '../../src/core/speed/speed-input.ts'
import { type MeasuredRow, promptOf } from './row.ts'

export interface ResolvedRow {
  readonly row: MeasuredRow
  readonly input: SpeedInput
  /** Whether layers of the model update their state by a gated delta rule. */
  readonly deltaNet: boolean
  /** Why it cannot be used is thrown away with the row; counts are reported. */
}

export type Resolution =
  { readonly ok: true; readonly value: ResolvedRow } | { readonly ok: false; readonly why: string }

/** Where a name stands for several sizes of one product, bandwidth is the same: the largest holds every model. */
function deviceOf(row: MeasuredRow): DeviceSpec | null {
  const found = findDevice(row.device, row.memoryGib ?? undefined)
  if (found.ok) return found.value
  return found.error.kind === 'ambiguous-device' ? (found.error.near.at(-1) ?? null) : null
}

function modelOf(name: string): RunnableModel | null {
  const found = findModel(name.replace(/:/g, ' '))
  return found.ok && isRunnable(found.value) ? found.value : null
}

const backendOf = (row: MeasuredRow): Backend | null =>
  backends.find((backend) => backend === row.backend.split(/[/+]/)[0]) ?? null

/** The share of experts in RAM as `--n-cpu-moe` gives it. */
function cpuMoeLayers(row: MeasuredRow, layers: number): number {
  const flag = /--?n-cpu-moe (\d+)/.exec(row.offload)?.[1]
  return flag === undefined ? Math.round((row.cpuExpertFraction ?? 0) * layers) : Number(flag)
}

/** The placed model of a row, through the same functions that answer for a machine; memory is taken to suffice. */
export function resolveRow(row: MeasuredRow): Resolution {
  const fail = (why: string): Resolution => ({ ok: false, why })
  const onCpu = row.backend === 'cpu' || /^CPU only/.test(row.offload)
  const spec = onCpu ? null : deviceOf(row)
  const backend = backendOf(row)
  if (!onCpu && spec === null) return fail(`device ${row.device}`)
  if (backend === null) return fail(`backend ${row.backend}`)
  const model = modelOf(row.model)
  if (model === null) return fail(`model ${row.model}`)
  const fileType = publishedType(row.quant)
  if (fileType === null) return fail(`quantisation ${row.quant}`)
  const { architecture } = model
  const machine = simulatedMachine({
    devices: spec === null ? [] : [{ spec, count: row.count }],
    ramGib: 2048,
    ...(row.ramBandwidthGBs !== null && { ramBandwidthGBs: row.ramBandwidthGBs })
  })
  const room = unlimitedRoom(onCpu ? 0 : row.count)
  const profile = profileOf(architecture, fileType)
  const engine = {
    ...engineDefaults,
    contextTokens: row.depth + 8192,
    gpuLayers: onCpu ? 0 : 999,
    // Builds of May 2024 had it as an option that the table's authors did not turn on.
    flashAttention: row.flashAttention ?? row.date !== '2024-05',
    ubatch: row.ubatch,
    cpuMoeLayers: cpuMoeLayers(row, architecture.layers),
    ...(backend !== 'cpu' && { backend })
  }
  const placed = plan({ architecture, engine, room, profile, trainedContext: null })
  const workload = { depthTokens: row.depth, promptTokens: promptOf(row) }
  const input = speedInputOf(
    architecture,
    { profile, plan: placed },
    residentsOf(architecture, placed, room),
    room,
    machine,
    workload
  )
  const measured = row.sizeGib === null ? 1 : (row.sizeGib * 2 ** 30) / profile.totalBytes
  // A file a third away from its type is another file than its name says.
  return {
    ok: true,
    value: {
      row,
      input: measured > 0.75 && measured < 1.35 ? scaled(input, measured) : input,
      deltaNet: layerKinds(architecture).includes('gated_delta_net')
    }
  }
}

/** Publishers' own mixes hold a little more or less than the type of their name: the bytes of the file count. */
function scaled(input: SpeedInput, by: number): SpeedInput {
  const share = <S extends SpeedInput['cpu']>(each: S): S => ({
    ...each,
    activeBytes: bytes(each.activeBytes * by),
    expertBytes: bytes(each.expertBytes * by),
    totalBytes: bytes(each.totalBytes * by)
  })
  return { ...input, gpus: input.gpus.map(share), cpu: share(input.cpu) }
}
