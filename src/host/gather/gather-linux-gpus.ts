import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { parseAmdgpuIds } from '../read/amdgpu-ids.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { mergeGpus } from '../read/gpu-facts.ts'
import type { LspciFacts } from '../read/lspci.ts'
import { parseLspci } from '../read/lspci.ts'
import type { Questions } from './ask-all.ts'
import type { BusFacts } from './gather-linux-files.ts'
import { drmCards, jetsonBoard, pciBus } from './gather-linux-files.ts'
import type { NvidiaFacts } from './gather-nvidia.ts'
import { gatherNvidia } from './gather-nvidia.ts'
import { vendorTools } from './vendor-tools.ts'

export interface LinuxGpuAnswers {
  readonly nvidia: NvidiaFacts
  readonly cards: readonly GpuFacts[]
  readonly bus: BusFacts
  readonly lspci: LspciFacts
  readonly tools: readonly GpuFacts[]
  readonly jetson: GpuFacts | null
  readonly amdNames: ReadonlyMap<string, string>
  /** `/dev/dxg`, the door of WSL to the GPU of Windows. */
  readonly wslDevice: boolean
}

const noAnswer: NvidiaFacts = { gpus: [], state: 'no-answer', notes: [] }

/** The questions about GPUs of a Linux system, all asked at once; only the tools of the makers wait for the files. */
export function linuxGpuQuestions(probe: Probe): Questions<LinuxGpuAnswers> {
  const files = 'the files of the kernel'
  const cards = drmCards(probe).catch(() => [])
  const bus = pciBus(probe).catch(() => ({ gpus: [], listed: false }))
  const lspci = probe
    .run('lspci', ['-D', '-nn'], { timeoutMs: 3000 })
    .then(({ stdout }) => parseLspci(stdout))
    .catch(() => parseLspci(''))
  const tools = async (): Promise<readonly GpuFacts[]> =>
    vendorTools(probe, mergeGpus(mergeGpus(await cards, (await bus).gpus), (await lspci).gpus))
  return {
    nvidia: { name: 'nvidia-smi', ask: () => gatherNvidia(probe), otherwise: noAnswer, deadline: 9000 },
    cards: { name: files, ask: () => cards, otherwise: [], deadline: 3000 },
    bus: { name: files, ask: () => bus, otherwise: { gpus: [], listed: false }, deadline: 3000 },
    lspci: { name: 'lspci', ask: () => lspci, otherwise: parseLspci(''), deadline: 4000 },
    tools: { name: 'the tools of AMD and Intel', ask: tools, otherwise: [], deadline: 8000 },
    jetson: { name: files, ask: () => jetsonBoard(probe), otherwise: null, deadline: 3000 },
    amdNames: {
      name: files,
      ask: () => probe.readText('/usr/share/libdrm/amdgpu.ids').then(parseAmdgpuIds),
      otherwise: new Map(),
      deadline: 3000
    },
    wslDevice: {
      name: files,
      ask: () => probe.readdir('/dev').then((names) => names.includes('dxg')),
      otherwise: false,
      deadline: 3000
    }
  }
}

/**
 * The GPUs of a Linux system: nvidia-smi, the kernel's files, lspci for names; other tools where those say nothing.
 *
 * @param kernel the release, `6.14.0-24-generic`
 */
export function linuxGpus(
  { nvidia, cards, bus, lspci, tools, jetson, amdNames, wslDevice }: LinuxGpuAnswers,
  kernel: string
): { readonly gpus: readonly GpuFacts[]; readonly notes: readonly string[] } {
  let gpus = [cards, lspci.gpus, bus.gpus, tools].reduce<readonly GpuFacts[]>(mergeGpus, nvidia.gpus)
  if (jetson && !gpus.some((gpu) => gpu.vendor === 'nvidia')) gpus = [jetson, ...gpus]
  const behindWsl = (lspci.behindWsl || wslDevice) && gpus.length === 0
  if (nvidia.state === 'driver-broken' && gpus.length === 0 && !bus.listed && !lspci.listed)
    gpus = [nvidiaUnseen]
  return {
    gpus: gpus.map((gpu) => explainNvidia(nameOfAmd(gpu, amdNames), nvidia.state)),
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
        : []),
      ...(gpus.some((gpu) => gpu.pciId === '1002:1586') && before(kernel, [6, 16, 9])
        ? [
            `Linux ${kernel} shows ROCm only about 15.5 GiB of this GPU's memory (ROCm issue 5444). ` +
              'Linux 6.16.9 and later show all of it; Vulkan does either way.'
          ]
        : [])
    ]
  }
}

/** nvidia-smi is there and complains, and the bus could not be read: a card whose name only its driver would know. */
const nvidiaUnseen: GpuFacts = {
  vendor: 'nvidia',
  name: unknown('The NVIDIA driver does not answer, and the PCI bus could not be read.'),
  slot: null,
  pciId: null,
  kind: null,
  total: unknown('The NVIDIA driver does not answer.'),
  free: unknown('The NVIDIA driver does not answer.'),
  borrowed: null
}

/** The name that libdrm knows for this device and revision, where there is none, or only the chip of several products. */
function nameOfAmd(gpu: GpuFacts, names: ReadonlyMap<string, string>): GpuFacts {
  if (gpu.vendor !== 'amd' || gpu.pciId === null || gpu.pciRevision === undefined) return gpu
  if (gpu.name.known && !/\[[^\]]*\/[^\]]*\]/.test(gpu.name.value)) return gpu
  const name = names.get(`${gpu.pciId.slice(5)}:${gpu.pciRevision}`)
  return name === undefined ? gpu : { ...gpu, name: known(name, 'amdgpu.ids of libdrm') }
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

/** Whether a kernel release is before a version; a release that is not a version is not. */
function before(kernel: string, version: readonly [number, number, number]): boolean {
  const parts = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(kernel)
  if (!parts) return false
  const [major, minor, patch] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)]
  return major !== version[0]
    ? major < version[0]
    : minor !== version[1]
      ? minor < version[1]
      : patch < version[2]
}
