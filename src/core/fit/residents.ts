import { type Architecture, hasExperts } from '../model/architecture.ts'
import { layerRanges } from '../placement/layer-ranges.ts'
import type { MemoryRoom } from '../placement/room.ts'
import type { Plan } from './plan.ts'

/** Which parts of the stack lie on one device. */
export interface Residents {
  /** Blocks whose dense part and cache are here. */
  readonly blocks: readonly number[]
  /** Blocks whose routed experts are here. */
  readonly experts: readonly number[]
  readonly output: boolean
  /** For a person: `48 layers without the experts of 19, output layer`. */
  readonly words: string
}

/** The parts of the stack by device: GPUs in the order of the room, and the host. */
export interface PlacedParts {
  readonly gpus: readonly Residents[]
  readonly host: Residents
}

/** The parts of the stack by device, as the plan has placed them. */
export function residentsOf(
  architecture: Architecture,
  plan: Pick<Plan, 'settings' | 'tensorSplit'>,
  room: MemoryRoom
): PlacedParts {
  const { gpuLayers, cpuMoeLayers } = plan.settings
  const split = plan.tensorSplit ?? room.gpus.map((gpu) => gpu.share)
  const ranges = layerRanges(architecture.layers, gpuLayers, split)
  const routed = (layer: number): boolean => hasExperts(architecture, layer)
  const gpus = ranges.gpus.map(({ from, to }, gpu) => {
    const blocks = span(from, to)
    const experts = blocks.filter((layer) => routed(layer) && layer >= cpuMoeLayers)
    return residents(blocks, experts, ranges.output === gpu, blocks.filter(routed).length - experts.length)
  })
  const blocks = span(0, ranges.hostBlocks)
  const experts = span(0, architecture.layers).filter(
    (layer) => routed(layer) && (layer < ranges.hostBlocks || layer < cpuMoeLayers)
  )
  const borrowed = experts.filter((layer) => layer >= ranges.hostBlocks).length
  const host = residents(blocks, experts, ranges.output === null, 0)
  return { gpus, host: { ...host, words: hostWords(host, borrowed) } }
}

function span(from: number, to: number): number[] {
  const numbers: number[] = []
  for (let at = from; at < to; at++) numbers.push(at)
  return numbers
}

function residents(
  blocks: readonly number[],
  experts: readonly number[],
  output: boolean,
  without: number
): Residents {
  const parts = [
    ...(blocks.length > 0
      ? [`${layers(blocks.length)}${without > 0 ? ` without the experts of ${without}` : ''}`]
      : []),
    ...(output ? ['output layer'] : [])
  ]
  return { blocks, experts, output, words: parts.join(', ') || 'nothing' }
}

function hostWords({ blocks, output }: Residents, borrowed: number): string {
  return [
    'input embedding',
    ...(blocks.length > 0 ? [layers(blocks.length)] : []),
    ...(borrowed > 0 ? [`the experts of ${layers(borrowed)}`] : []),
    ...(output ? ['output layer'] : [])
  ].join(', ')
}

const layers = (n: number): string => `${n} ${n === 1 ? 'layer' : 'layers'}`
