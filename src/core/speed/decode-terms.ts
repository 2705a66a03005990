import { grouped, inGib } from '../format.ts'
import { bytes } from '../quantity.ts'
import type { DecodeTime } from './decode.ts'
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
  const [weights = 0, cached = 0, simple = 0, k = 0, low = 0, sixteen = 0, noDot = 0] = time.parts
  const [attention = 0, launch = 0, routing = 0, expert = 0, state = 0, latent = 0] = time.parts.slice(7)
  const [ram = 0, passed = 0, ramK = 0, ramLow = 0, cpuLayers = 0, handOver = 0] = time.cpuParts
  const terms: TimeTerm[] = []
  const add = (seconds: number, [name, why]: Words): void => {
    if (seconds > 0) terms.push({ name, seconds, why })
  }
  add(weights, ['reading weights', `${inGib(bytes(active))} per token at the bandwidth such devices reach`])
  add(cached, ['reading the cache', `${inGib(bytes(cache))} for ${grouped(input.depthTokens)} tokens`])
  add(simple + k + low + sixteen, ['unpacking weights', 'arithmetic per weight read, by how it is packed'])
  add(noDot, [
    'multiplying bytes in steps',
    'the device has no instruction that multiplies four bytes at once'
  ])
  add(attention + latent, ['attention', `heads against ${grouped(input.depthTokens)} tokens`])
  add(launch, ['launching kernels', `for each of ${grouped(layers)} layers`])
  add(routing + expert, [
    'routing to experts',
    `${grouped(input.experts?.perToken ?? 0)} experts in each of ${grouped(routed)} layers`
  ])
  add(state, ['recurrent state', `for each of ${grouped(recurrent)} recurrent layers`])
  add(time.between, ['passing between GPUs', `${grouped(gpus.length)} GPUs take their layers in turn`])
  add(ram + passed, ['reading from RAM', `${inGib(bytes(cpu.activeBytes + cpu.cacheBytes))} per token`])
  add(ramK + ramLow, ['unpacking on the CPU', 'arithmetic per weight read from RAM'])
  add(cpuLayers, ['layers on the CPU', `a fixed time for each of ${grouped(cpu.layers)} layers`])
  add(handOver, ['handing over to the CPU', `a fixed time for each of ${grouped(cpu.layers)} layers`])
  return terms
}
