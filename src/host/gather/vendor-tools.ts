import type { Probe } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import { parseXpuSmi, xpuSmiQuery } from '../read/xpu-smi.ts'

const rocmSmiQuery = ['--showmeminfo', 'vram', 'gtt', '--showproductname', '--showbus', '--json']
const amdSmiQuery = ['static', '--asic', '--bus', '--vram', '--json']
const deadline = 3000

/** Python tools of half a second: asked only where the kernel's files left a gap. */
export async function vendorTools(probe: Probe, gpus: readonly GpuFacts[]): Promise<readonly GpuFacts[]> {
  const gap = (vendor: GpuFacts['vendor']): boolean => {
    const theirs = gpus.filter((gpu) => gpu.vendor === vendor)
    return gpus.length === 0 || theirs.some((gpu) => !gpu.total.known && gpu.kind !== 'integrated')
  }
  const [amd, intel] = await Promise.all([
    gap('amd') ? askAmd(probe) : [],
    gap('intel') ? askIntel(probe) : []
  ])
  return [...amd, ...intel]
}

/** rocm-smi says what is free, amd-smi is what newer systems have. */
async function askAmd(probe: Probe): Promise<readonly GpuFacts[]> {
  const [rocm, amd] = await Promise.all([
    probe.run('rocm-smi', rocmSmiQuery, { timeoutMs: deadline }),
    probe.run('amd-smi', amdSmiQuery, { timeoutMs: deadline })
  ])
  if (rocm.missing && amd.missing) return []
  // Their schemas are loaded where one of the two is there.
  const [{ parseRocmSmi }, { parseAmdSmi }] = await Promise.all([
    import('../read/rocm-smi.ts'),
    import('../read/amd-smi.ts')
  ])
  return mergeGpus(parseRocmSmi(rocm.stdout), parseAmdSmi(amd.stdout))
}

async function askIntel(probe: Probe): Promise<readonly GpuFacts[]> {
  const dump = await probe.run('xpu-smi', xpuSmiQuery, { timeoutMs: deadline })
  const found = parseXpuSmi(dump.stdout)
  if (found.length > 0 || dump.missing || dump.timedOut) return found
  // Version 2 has no `discovery`; its table is what it prints by itself.
  return parseXpuSmi((await probe.run('xpu-smi', [], { timeoutMs: deadline })).stdout)
}
