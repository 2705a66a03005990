import { grouped, inGib } from '../format.ts'
import { bytes } from '../quantity.ts'
import type { DecodeTime } from './decode.ts'
import { type DecodePart, decodeParts } from './decode-columns.ts'
import type { TimeTerm } from './speed.ts'
import type { SpeedInput } from './speed-input.ts'

type Words = readonly [name: string, why: string]

/** The parts of one token with their reasons, for a person. Parts that take no time are left out. */
export function decodeTerms(input: SpeedInput, time: DecodeTime): TimeTerm[] {
  const { gpus, cpu } = input
  let [active, cache, layers, routed, recurrent] = [0, 0, 0, 0, 0]
  for (const gpu of gpus) {
    active += gpu.activeBytes
    cache += gpu.cacheBytes
    layers += gpu.layers
    routed += gpu.moeLayers
    recurrent += gpu.recurrentLayers
  }
  const seconds = (...names: readonly DecodePart[]): number =>
    names.reduce((sum, name) => sum + (time.parts[decodeParts.indexOf(name)] ?? 0), 0)
  const [ram = 0, passed = 0, ramK = 0, ramLow = 0, cpuLayers = 0, handOver = 0] = time.cpuParts
  const terms: TimeTerm[] = []
  const add = (taken: number, [name, why]: Words): void => {
    if (taken > 0) terms.push({ name, seconds: taken, why })
  }
  add(seconds('weights'), [
    'reading weights',
    `${inGib(bytes(active))} per token at the bandwidth such devices reach`
  ])
  add(seconds('cache', 'cache without flash attention'), [
    'reading the cache',
    `${inGib(bytes(cache))} for ${grouped(input.depthTokens)} tokens`
  ])
  add(seconds('simple', 'k', 'low', 'sixteen'), [
    'unpacking weights',
    'arithmetic per weight read, by how it is packed'
  ])
  add(seconds('no-dot'), [
    'multiplying bytes in steps',
    'the device has no instruction that multiplies four bytes at once'
  ])
  add(seconds('attention', 'latent-attention'), [
    'attention',
    `heads against ${grouped(input.depthTokens)} tokens`
  ])
  add(seconds('launch'), ['launching kernels', `for each of ${grouped(layers)} layers`])
  add(seconds('routing', 'expert'), [
    'routing to experts',
    `${grouped(input.experts?.perToken ?? 0)} experts in each of ${grouped(routed)} layers`
  ])
  add(seconds('recurrent'), ['recurrent state', `for each of ${grouped(recurrent)} recurrent layers`])
  add(time.between, ['passing between GPUs', `${grouped(gpus.length)} GPUs take their layers in turn`])
  add(ram + passed, ['reading from RAM', `${inGib(bytes(cpu.activeBytes + cpu.cacheBytes))} per token`])
  add(ramK + ramLow, ['unpacking on the CPU', 'arithmetic per weight read from RAM'])
  add(cpuLayers, ['layers on the CPU', `a fixed time for each of ${grouped(cpu.layers)} layers`])
  add(handOver, ['handing over to the CPU', `a fixed time for each of ${grouped(cpu.layers)} layers`])
  return terms
}
