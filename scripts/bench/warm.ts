import { Bench } from 'tinybench'
import { models } from '../../src/catalog/catalog.ts'
import { engineDefaults } from '../../src/core/engine/settings.ts'
import { plan } from '../../src/core/fit/plan.ts'
import { profileOf } from '../../src/core/memory/weights.ts'
import { isRunnable, type RunnableModel } from '../../src/core/model/model.ts'
import { layOut } from '../../src/core/placement/lay-out.ts'
import { roomOf } from '../../src/core/placement/room.ts'
import { assessedCatalogue, plannedCatalogue, wholeList } from './the-list.ts'
import { workshop } from './workshop.ts'

/* Figures of a process that has answered before. Prints JSON: name of the task, median in milliseconds. */

const model = (slug: string): RunnableModel => {
  const found = models.find((each) => each.slug === slug)
  if (!found || !isRunnable(found)) throw new Error(`The catalogue has no model ${slug}.`)
  return found
}

/** A context that was not asked for before, so that no answer is a remembered one. */
let asked = 0
const nextContext = (): number => 4096 + ((asked += 1) % 4000) * 8

const bench = new Bench({ time: 400, warmupTime: 200 })
/** Long tasks by processor time: on a busy machine the clock also counts the others. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const lists = new Bench({ now: processorTime, iterations: 9, time: 0, warmupIterations: 3, warmupTime: 0 })

for (const slug of ['qwen3-30b-a3b', 'llama-3.1-8b-instruct', 'gemma-3-27b-it']) {
  const { architecture } = model(slug)
  const profile = profileOf(architecture, 'Q4_K_M')
  bench.add(`estimate: ${slug} Q4_K_M, settings new each time`, () => {
    layOut({
      architecture,
      profile,
      settings: { ...engineDefaults, contextTokens: nextContext(), gpuLayers: 999, cpuMoeLayers: 0 },
      split: [1]
    })
  })
}

const planned: readonly (readonly [slug: string, device: string, count: number])[] = [
  ['llama-3.1-8b-instruct', 'RTX 4090', 1],
  ['qwen3-30b-a3b', 'RTX 4090', 1],
  ['qwen3-30b-a3b', 'RTX 4070 Ti SUPER', 1],
  ['qwen2.5-72b-instruct', 'RTX 4090', 1],
  ['qwen2.5-72b-instruct', 'RTX 3090', 2]
]
for (const [slug, device, count] of planned) {
  const { architecture, contextTrained, contextLength } = model(slug)
  const profile = profileOf(architecture, 'Q4_K_M')
  const room = roomOf(workshop(device, count))
  if (!room.ok) throw new Error(room.error.message)
  bench.add(`plan: ${slug} Q4_K_M on ${count} x ${device}`, () => {
    plan({
      architecture,
      profile,
      engine: { ...engineDefaults, contextTokens: nextContext() },
      room: room.value,
      trainedContext: contextTrained ?? contextLength
    })
  })
}

const machine = workshop('RTX 4090')
lists.add('list: every model, best quantisation, longest context, placement, verdict', () => {
  wholeList(machine, nextContext())
})
lists.add('catalogue, planned: every model in every quantisation', () => {
  plannedCatalogue(machine, nextContext())
})
lists.add('catalogue, assessed: the same with speed, bill, words and longest context', () => {
  assessedCatalogue(machine, nextContext())
})

await bench.run()
await lists.run()
process.stdout.write(
  JSON.stringify(
    [...bench.tasks, ...lists.tasks].map(({ name, result }) => ({
      name,
      median: 'latency' in result ? result.latency.p50 : null,
      error: 'error' in result ? String(result.error) : null
    }))
  )
)
