import type { Accelerator, Machine } from '../../src/core/machine/machine.ts'
import { valueOf } from '../../src/core/reading.ts'
import type { CapturedGpu, CapturedMachine } from './captured-machine.ts'

/**
 * `right`: every GPU of the truth, of its kind, with its memory, and none besides. `unstated`: the same, but for memory
 * that is in no capture of this machine, and which is shown as unknown with a reason. `wrong`: anything else.
 */
export interface Judgement {
  readonly verdict: 'right' | 'unstated' | 'wrong'
  readonly problems: readonly string[]
  readonly seen: string
}

const mebibytes = (value: number): number => value / 2 ** 20

export function judge(wanted: CapturedMachine, machine: Machine): Judgement {
  const expected = wanted.gpus.flatMap((gpu) => Array.from({ length: gpu.count }, () => gpu))
  const seen = describe(machine)
  // A WSL without its driver has nothing that names the GPU of Windows: to say so is all that is right.
  if (wanted.os.startsWith('wsl') && machine.accelerators.length === 0 && expected.length > 0) {
    const said = machine.notes.some((note) => note.includes('Windows shares a GPU'))
    return said
      ? { verdict: 'unstated', problems: [], seen }
      : { verdict: 'wrong', problems: ['the GPU behind WSL is not mentioned'], seen }
  }
  const problems: string[] = []
  let unstated = false
  if (machine.accelerators.length !== expected.length) {
    problems.push(`${machine.accelerators.length} GPUs instead of ${expected.length}`)
  }
  const left = [...machine.accelerators]
  for (const gpu of expected) {
    const at = left.findIndex((one) => one.vendor === gpu.vendor && one.kind === gpu.kind)
    const [one] = at < 0 ? [] : left.splice(at, 1)
    if (!one) {
      problems.push(`no ${gpu.kind} GPU of ${gpu.vendor}`)
      continue
    }
    const memory = memoryProblem(gpu, one, wanted)
    if (memory === 'unstated') unstated = true
    else if (memory !== null) problems.push(memory)
  }
  problems.push(...ramProblem(wanted, machine), ...unexplained(machine))
  return { verdict: problems.length > 0 ? 'wrong' : unstated ? 'unstated' : 'right', problems, seen }
}

/** Null when the memory is right. */
function memoryProblem(gpu: CapturedGpu, one: Accelerator, { os }: CapturedMachine): string | null {
  if (gpu.kind === 'integrated') {
    if (!one.sharesHostMemory) return 'graphics of the processor are taken for a card'
    const setAside = one.pool && valueOf(one.pool.setAside)
    // Of Intel's, what drivers call theirs is a window on RAM: nothing may be set aside.
    if (gpu.vendor !== 'amd' && setAside) return `${mebibytes(setAside)} MiB of RAM are taken for its own`
    if (gpu.reported_mib === undefined || (gpu.vendor !== 'amd' && os !== 'macos')) return null
    const part = gpu.vendor === 'amd' ? setAside : valueOf(one.total)
    return part ? unlike(mebibytes(part), gpu.reported_mib) : 'its part of memory is not seen'
  }
  const total = valueOf(one.total)
  if (total === null) {
    return gpu.reported_mib === undefined ? 'unstated' : `memory unknown instead of ${gpu.reported_mib} MiB`
  }
  if (gpu.reported_mib !== undefined) return unlike(mebibytes(total), gpu.reported_mib)
  if (gpu.nominal_vram_gib === null) return null
  const gib = total / 2 ** 30
  return gib < 0.87 * gpu.nominal_vram_gib || gib > 1.01 * gpu.nominal_vram_gib
    ? `${gib.toFixed(2)} GiB instead of ${gpu.nominal_vram_gib}`
    : null
}

const unlike = (mib: number, reported: number): string | null =>
  Math.abs(mib - reported) > 0.01 * reported ? `${Math.round(mib)} MiB instead of ${reported}` : null

function ramProblem(wanted: CapturedMachine, machine: Machine): string[] {
  const ram = valueOf(machine.ram.total)
  if (wanted.system_ram_gib === null || ram === null) return []
  const gib = ram / 2 ** 30
  return Math.abs(gib - wanted.system_ram_gib) > 0.02 * wanted.system_ram_gib
    ? [`RAM ${gib.toFixed(1)} GiB`]
    : []
}

/** Zeros, and the figures that stand for "unknown" in some sources. */
function unexplained(machine: Machine): string[] {
  return machine.accelerators.flatMap(({ total }) =>
    total.known && (total.value === 0 || [4095, 2047].includes(mebibytes(total.value)))
      ? [`${mebibytes(total.value)} MiB is no size`]
      : []
  )
}

function describe({ accelerators }: Machine): string {
  const counts = new Map<string, number>()
  for (const one of accelerators) {
    const name = one.name.known ? one.name.value : (one.device?.name ?? 'unnamed')
    const total = one.total.known ? `${Math.round(mebibytes(one.total.value))} MiB` : 'memory unknown'
    const apart =
      one.pool?.setAside.known === true && one.kind === 'integrated'
        ? ` (${Math.round(mebibytes(one.pool.setAside.value))} set aside)`
        : ''
    const text = `${name}: ${one.kind}, ${total}${apart}`
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  if (counts.size === 0) return 'no GPU'
  return [...counts].map(([text, count]) => (count === 1 ? text : `${count} x ${text}`)).join('; ')
}
