import type { Assessment, DeviceBill } from '../../../src/core/fit/assessment.ts'
import type { Machine } from '../../../src/core/machine/machine.ts'
import { known, unknown } from '../../../src/core/reading.ts'
import { bytes, gib, gigabytesPerSecond, mib } from '../../../src/core/quantity.ts'
import type { ReportSource } from '../../../src/core/report/report.ts'

/** A machine and assessments made by hand: round figures that no formula gave, to test how they are printed. */
export const machine: Machine = {
  name: 'workshop desktop',
  platform: 'linux',
  os: known('Ubuntu 24.04', '/etc/os-release'),
  environment: 'physical',
  cpu: {
    name: known('AMD Ryzen 7 7700', '/proc/cpuinfo'),
    physicalCores: known(8, '/proc/cpuinfo'),
    logicalCores: known(16, '/proc/cpuinfo')
  },
  ram: {
    total: known(gib(30.5), '/proc/meminfo'),
    available: known(gib(24), '/proc/meminfo'),
    bandwidth: unknown('the memory modules could not be read without administrator rights')
  },
  accelerators: [
    {
      id: 'gpu0',
      name: known('NVIDIA GeForce RTX 4070 Ti SUPER', 'nvidia-smi'),
      vendor: 'nvidia',
      kind: 'discrete',
      total: known(mib(16_376), 'nvidia-smi'),
      free: known(mib(15_000), 'nvidia-smi'),
      bandwidth: known(gigabytesPerSecond(672), 'device catalogue', 'catalogue'),
      device: null,
      backend: 'cuda',
      sharesHostMemory: false
    }
  ],
  notes: ['dmidecode needs administrator rights; enter the RAM bandwidth by hand.']
}

const gpu: DeviceBill = {
  kind: 'gpu',
  name: 'NVIDIA GeForce RTX 4070 Ti SUPER',
  terms: [
    {
      kind: 'weights',
      bytes: gib(11.5),
      why: '48 layers without the experts of 18, and the output layer',
      certainty: 'exact'
    },
    {
      kind: 'kv-cache',
      bytes: mib(768),
      why: '48 layers x 4 heads x 128 x 2 x 2 B x 8,192 tokens',
      certainty: 'exact'
    },
    { kind: 'compute-buffer', bytes: mib(304), why: 'logits of 512 tokens', certainty: 'modelled' },
    { kind: 'runtime', bytes: mib(420), why: 'CUDA context', certainty: 'measured' }
  ],
  capacity: mib(16_376),
  free: mib(15_000),
  loadLine: mib(13_976)
}

const ram: DeviceBill = {
  kind: 'host',
  name: 'RAM',
  terms: [
    { kind: 'weights', bytes: gib(6), why: 'experts of 18 layers, input embedding', certainty: 'exact' }
  ],
  capacity: gib(30.5),
  free: gib(24),
  loadLine: gib(22)
}

export const offloaded: Assessment = {
  model: {
    id: 'Qwen/Qwen3-30B-A3B',
    slug: 'qwen3-30b-a3b',
    name: 'Qwen3 30B-A3B',
    family: 'Qwen3',
    publisher: 'Alibaba Qwen',
    country: 'China',
    release: '2025-04',
    license: 'Apache-2.0',
    modality: 'text',
    availability: 'open-weights',
    contextLength: 40_960,
    architecture: null,
    parameters: { total: 30_532_122_624, active: 3_353_543_680 },
    nativeType: 'bf16',
    ggufRepo: 'Qwen/Qwen3-30B-A3B-GGUF',
    source: 'https://huggingface.co/Qwen/Qwen3-30B-A3B'
  },
  quant: 'Q4_K_M',
  engine: {
    name: 'llama.cpp',
    contextTokens: 8192,
    ubatch: 512,
    parallel: 1,
    kvUnified: false,
    cacheType: 'f16',
    flashAttention: true,
    swaFull: false,
    gpuLayers: 49,
    cpuMoeLayers: 18,
    backend: 'cuda'
  },
  parameters: { total: 30_532_122_624, active: 3_353_543_680 },
  weightsBytes: bytes(18_550_716_416),
  fileBytes: bytes(18_556_686_752),
  devices: [gpu],
  host: ram,
  verdict: {
    level: 'fits-with-offload',
    word: 'Experts in RAM',
    sentence: 'Runs, with the experts of 18 of 48 layers in RAM, about 43 tokens/s (36–49).',
    advice: ['Take Q3_K_M: then it runs entirely on the GPU.']
  },
  speed: {
    known: true,
    decode: { low: 36.2, likely: 43.1, high: 48.7 },
    prefill: null,
    prefillNote: 'Prefill with a part of the model in RAM is not modelled.',
    depthTokens: 0,
    promptTokens: 512,
    terms: [
      { name: 'reading weights', seconds: 0.0032, why: '1.90 GiB per token at 93 % of the bandwidth' },
      { name: 'reading from RAM', seconds: 0.0200019, why: '712 MiB per token at 57 % of the RAM bandwidth' }
    ],
    basis: 'fitted on 33 cards'
  },
  largestContext: 32_768,
  notes: [],
  command: 'llama-server -hf Qwen/Qwen3-30B-A3B-GGUF:Q4_K_M -c 8192 -np 1 -ngl 99 --n-cpu-moe 18'
}

const noLoad = { capacity: null, free: null, loadLine: null, terms: [] }

export const closed: Assessment = {
  ...offloaded,
  model: {
    ...offloaded.model,
    id: 'xai/grok-3',
    slug: 'grok-3',
    name: 'Grok-3',
    publisher: 'xAI',
    country: 'USA',
    availability: 'closed',
    parameters: { total: null, active: null }
  },
  quant: null,
  parameters: { total: null, active: null },
  weightsBytes: null,
  fileBytes: null,
  devices: [],
  host: { kind: 'host', name: 'RAM', ...noLoad },
  verdict: {
    level: 'not-obtainable',
    word: 'Not obtainable',
    sentence: 'Offered as a service only: its weights are not published.',
    advice: []
  },
  speed: { known: false, reason: 'nothing is computed for it' },
  largestContext: null,
  notes: [],
  command: null
}

/** As a hostile model repository or a bundle from a stranger could name things. */
export const hostile: Assessment = {
  ...offloaded,
  model: {
    ...offloaded.model,
    id: '=HYPERLINK("http://x.test")',
    name: '<img src=x onerror=alert(1)> | **bold** `code` [link](javascript:alert(1))\n# heading',
    publisher: '"><script>alert(2)</script>',
    country: "' onmouseover='alert(3)"
  },
  devices: [{ ...gpu, name: '@SUM(1,2)</title><svg onload=alert(4)>' }],
  verdict: { ...offloaded.verdict, sentence: '-2+3"</p>', advice: ['</style><script>alert(5)</script>'] },
  command: 'echo ```\n</code><script>'
}

export const source: ReportSource = {
  machine,
  list: [offloaded, closed],
  selected: [offloaded],
  question: {
    models: ['Qwen/Qwen3-30B-A3B'],
    quant: 'auto',
    contextTokens: 8192,
    parallel: 1,
    cacheType: 'f16',
    ubatch: 512,
    gpuLayers: 'auto',
    cpuMoeLayers: 'auto'
  },
  generatedAt: '2026-11-23T12:00:00.000Z',
  catalogVersion: '2026-11-23'
}
