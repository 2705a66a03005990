import { z } from 'zod'
import type { Machine } from '../../core/machine/machine.ts'
import type { Reading } from '../../core/reading.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { vendorByName } from '../read/gpu-facts.ts'
import { isNotAGpu } from '../read/not-a-gpu.ts'
import type { MemoryModule } from '../read/memory-modules.ts'

/** systeminformation has no deadlines of its own, and a hung child keeps its promise open for ever. */
const deadline = 6000
const source = 'systeminformation'

const cpuSchema = z.object({
  manufacturer: z.string().catch(''),
  brand: z.string().catch(''),
  cores: z.number().catch(0),
  physicalCores: z.number().catch(0)
})
const systemSchema = z.object({ manufacturer: z.string().catch(''), model: z.string().catch('') })
const osSchema = z.object({ distro: z.string().catch(''), release: z.string().catch('') })
const modulesSchema = z.array(
  z.object({
    type: z.string().catch(''),
    clockSpeed: z.number().nullable().catch(null),
    size: z.number().catch(0),
    bank: z.string().catch('')
  })
)
const graphicsSchema = z.object({
  controllers: z.array(z.object({ vendor: z.string().catch(''), model: z.string().catch('') }))
})

async function ask<T>(probe: Probe, name: string, schema: z.ZodType<T>): Promise<T | null> {
  const { stdout } = await probe.run('systeminformation', [name], { timeoutMs: deadline })
  try {
    return schema.parse(JSON.parse(stdout))
  } catch {
    return null
  }
}

export async function hintCpu(probe: Probe): Promise<Machine['cpu']> {
  const cpu = await ask(probe, 'cpu', cpuSchema)
  const none = unknown('systeminformation gives no processor data')
  if (!cpu) return { name: none, physicalCores: none, logicalCores: none }
  const name = `${cpu.manufacturer} ${cpu.brand}`.trim()
  return {
    name: cpu.brand === '' ? none : known(name, source),
    physicalCores: cpu.physicalCores > 0 ? known(cpu.physicalCores, source) : none,
    logicalCores: cpu.cores > 0 ? known(cpu.cores, source) : none
  }
}

export async function hintOs(probe: Probe): Promise<Reading<string>> {
  const os = await ask(probe, 'osInfo', osSchema)
  const name = os ? `${os.distro} ${os.release}`.trim() : ''
  return name === '' ? unknown('systeminformation gives no system name') : known(name, source)
}

/** Maker and model of the computer, in one line, for the marks of virtual machines. */
export async function hintProduct(probe: Probe): Promise<string> {
  const system = await ask(probe, 'system', systemSchema)
  return system ? `${system.manufacturer} ${system.model}`.trim() : ''
}

/** It leaves out the data width, so only modules that are 64 bits wide can be worked out from this. */
export async function hintModules(probe: Probe): Promise<readonly MemoryModule[]> {
  const modules = (await ask(probe, 'memLayout', modulesSchema)) ?? []
  return modules
    .filter((module) => module.size > 0 && /^(?:LP)?DDR/.test(module.type))
    .map((module) => ({
      type: module.type,
      speed: module.clockSpeed,
      dataWidth: null,
      label: module.bank
    }))
}

/** Names only, and only when nothing else found a GPU. Its memory figures are wrong on too many machines. */
export async function hintGpuNames(probe: Probe): Promise<readonly GpuFacts[]> {
  const graphics = await ask(probe, 'graphics', graphicsSchema)
  const none = unknown('Only the name of this GPU could be read. Enter its memory by hand.')
  return (graphics?.controllers ?? [])
    .filter(({ vendor, model }) => model !== '' && !isNotAGpu(null, `${vendor} ${model}`))
    .map(({ vendor, model }) => ({ vendor: vendorByName(`${vendor} ${model}`), model }))
    .filter(({ vendor }) => vendor !== 'other')
    .map(({ vendor, model }) => ({
      vendor,
      name: known(model, source),
      slot: null,
      pciId: null,
      kind: null,
      total: none,
      free: none,
      borrowed: null
    }))
}
