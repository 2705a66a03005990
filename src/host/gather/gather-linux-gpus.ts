import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { within } from '../probe/probe.ts'
import type { CardFiles } from '../read/drm-card.ts'
import { cardFiles, readDrmCard } from '../read/drm-card.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import { parseLspci } from '../read/lspci.ts'
import { parseRocmSmi } from '../read/rocm-smi.ts'
import { parseXpuSmi, xpuSmiQuery } from '../read/xpu-smi.ts'
import type { NvidiaFacts } from './gather-nvidia.ts'
import { gatherNvidia } from './gather-nvidia.ts'
import { hintGpuNames } from './hints.ts'

export interface GpuList {
  readonly gpus: readonly GpuFacts[]
  readonly notes: readonly string[]
}

/** The GPUs of a Linux system: nvidia-smi, the kernel's files, lspci for names; other tools where those say nothing. */
export async function gatherLinuxGpus(probe: Probe): Promise<GpuList> {
  const [nvidia, cards, listing, jetson, wslDevice] = await Promise.all([
    gatherNvidia(probe),
    within(3000, () => drmCards(probe), []),
    probe.run('lspci', ['-D', '-nn'], { timeoutMs: 3000 }),
    jetsonBoard(probe, '/proc/device-tree/model', '/etc/nv_tegra_release'),
    probe.readdir('/dev').then((names) => names.includes('dxg'))
  ])
  const lspci = parseLspci(listing.stdout)
  let gpus = mergeGpus(mergeGpus(nvidia.gpus, cards), lspci.gpus)
  gpus = mergeGpus(gpus, await vendorTools(probe, gpus))
  if (jetson && !gpus.some((gpu) => gpu.vendor === 'nvidia')) gpus = [jetson, ...gpus]
  const behindWsl = (lspci.behindWsl || wslDevice) && gpus.length === 0
  if (gpus.length === 0 && !behindWsl) gpus = [...(await hintGpuNames(probe))]
  return {
    gpus: gpus.map((gpu) => explainNvidia(gpu, nvidia.state)),
    notes: [
      ...nvidia.notes,
      ...(behindWsl
        ? [
            'Windows shares a GPU with this WSL, and nothing here can name it. Run Plimsoll in Windows itself to see it, ' +
              'or install the NVIDIA driver for WSL.'
          ]
        : []),
      ...(nvidia.state === 'no-tool' && gpus.some((gpu) => gpu.vendor === 'nvidia' && gpu.kind !== 'unified')
        ? [
            'There is an NVIDIA card and no NVIDIA driver (nvidia-smi was not found). Install it to use the card.'
          ]
        : [])
    ]
  }
}

async function drmCards(probe: Probe): Promise<GpuFacts[]> {
  const folder = '/sys/class/drm'
  // card0-DP-1 is a connector; numbers in order, card10 after card9.
  const names = (await probe.readdir(folder))
    .filter((name) => /^card\d+$/.test(name))
    .sort((one, two) => Number(one.slice(4)) - Number(two.slice(4)))
  const cards = await Promise.all(
    names.map(async (name) => {
      const entries = cardFiles.map(
        async (file) => [file, await probe.readText(`${folder}/${name}/${file}`)] as const
      )
      const files: CardFiles = new Map(await Promise.all(entries))
      return readDrmCard(files)
    })
  )
  return mergeGpus(
    [],
    cards.filter((card) => card !== null)
  )
}

/** Python tools of half a second: asked only where the kernel's files left a gap. */
async function vendorTools(probe: Probe, gpus: readonly GpuFacts[]): Promise<readonly GpuFacts[]> {
  const gap = (vendor: GpuFacts['vendor']): boolean => {
    const theirs = gpus.filter((gpu) => gpu.vendor === vendor)
    return gpus.length === 0 || theirs.some((gpu) => !gpu.total.known && gpu.kind !== 'integrated')
  }
  const [amd, intel] = await Promise.all([
    gap('amd')
      ? probe.run('rocm-smi', ['--showmeminfo', 'vram', 'gtt', '--showproductname', '--showbus', '--json'], {
          timeoutMs: 3000
        })
      : null,
    gap('intel') ? probe.run('xpu-smi', xpuSmiQuery, { timeoutMs: 3000 }) : null
  ])
  return [...(amd ? parseRocmSmi(amd.stdout) : []), ...(intel ? parseXpuSmi(intel.stdout) : [])]
}

/** A Jetson whose system is too old to have nvidia-smi still says what board it is. */
async function jetsonBoard(probe: Probe, model: string, release: string): Promise<GpuFacts | null> {
  const [board, tegra] = await Promise.all([probe.readText(model), probe.readText(release)])
  const name = (board ?? '').replaceAll('\0', '').trim()
  if (tegra === null && !/jetson|tegra/i.test(name)) return null
  const shared = unknown('The GPU of a Jetson uses the memory of the system.')
  return {
    vendor: 'nvidia',
    name: name === '' ? unknown(`${model} does not name the board`) : known(name, model),
    slot: null,
    pciId: null,
    kind: 'unified',
    total: shared,
    free: shared,
    borrowed: null
  }
}

/** Says why an NVIDIA card without nvidia-smi has no memory figure. */
function explainNvidia(gpu: GpuFacts, state: NvidiaFacts['state']): GpuFacts {
  if (gpu.vendor !== 'nvidia' || gpu.total.known || gpu.kind === 'unified') return gpu
  const why = {
    answered: gpu.total.reason,
    'no-tool':
      'No NVIDIA driver is installed (nvidia-smi was not found), and nothing else knows the memory of the card.',
    'driver-broken': 'The NVIDIA driver does not answer, and nothing else knows the memory of the card.',
    'no-answer': 'nvidia-smi gave no answer, and nothing else knows the memory of the card.'
  }[state]
  return { ...gpu, total: unknown(why), free: unknown(why) }
}
