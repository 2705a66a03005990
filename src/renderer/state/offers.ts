import { type CacheType, cacheTypes } from '../../core/engine/settings.ts'
import { candidatesFor } from '../../core/fit/assess-llama.ts'
import { type Assessment, isLlama } from '../../core/fit/assessment.ts'
import type { Lever } from '../../core/fit/change.ts'
import { perRequest } from '../../core/fit/context-limit.ts'
import { runs } from '../../core/fit/verdict.ts'
import { atLeast, context, grouped, tokens } from '../../core/format.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { cacheTypeDivides } from '../../core/memory/kv-cache.ts'
import type { RunnableModel } from '../../core/model/model.ts'
import { type FileType, isFileType } from '../../core/quant/file-type.ts'
import { rowBytes } from '../../core/quant/ggml-type.ts'
import { type Ask, assessmentOf } from './assessments.ts'
import { type Choices, untuned } from './choices.ts'
import { outcomeWords } from './outcome-words.ts'

/** A change of settings: those parts of the choices that a lever can pull. */
export type Pull = Partial<Pick<Choices, 'quant' | 'contextTokens' | 'parallel' | 'cacheType' | 'tuning'>>

/** One lever with what pulling it brings, worked out by pulling it. */
export interface Offer {
  /** `Cache q8_0`. */
  readonly name: string
  /** `entirely on the GPU, 62 tok/s`. */
  readonly brings: string
  /** Null: a change of the machine, which nobody can make here. */
  readonly pull: Pull | null
  readonly level: Assessment['verdict']['level']
}

export interface Question {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly quant: FileType | 'auto'
  readonly ask: Ask
}

/** A speed that is not at least this much higher is not worth a change: the estimate is no finer. */
const worthwhile = 1.02

/** The answer after a pull, as the page will show it. */
function after({ machine, model, quant, ask }: Question, pull: Pull): Assessment {
  return assessmentOf(machine, model, pull.quant ?? quant, { ...ask, ...pull })
}

/** What a lever of the core does to the settings; null for one of the machine. */
export function pullOf(lever: Lever, { parallel, tuning = untuned }: Ask): Pull | null {
  switch (lever.kind) {
    case 'quant':
      return { quant: lever.to }
    case 'cache':
      return { cacheType: lever.to }
    case 'context':
      // A lever counts the tokens of all users together.
      return { contextTokens: Math.max(1, Math.floor(lever.to / parallel)) }
    case 'parallel':
      return { parallel: lever.to }
    case 'ubatch':
      return { tuning: { ...tuning, ubatch: lever.to } }
    case 'placement':
      return {
        tuning: {
          ...tuning,
          cpuMoeLayers: 'auto',
          // Layers that the lever leaves where they were set stay set.
          ...(lever.gpuLayers !== tuning.gpuLayers && { gpuLayers: 'auto' as const })
        }
      }
    case 'add':
      return null
  }
}

/** `Cache q8_0`, `Context 12k`, `6,766 MiB more GPU memory`. */
export function nameOf(lever: Lever, { parallel }: Pick<Ask, 'parallel'>): string {
  switch (lever.kind) {
    case 'quant':
      return lever.to
    case 'cache':
      return `Cache ${lever.to}`
    case 'context':
      return `Context ${tokens(Math.floor(lever.to / parallel))}`
    case 'parallel':
      return lever.to === 1 ? 'One user' : `${grouped(lever.to)} users`
    case 'ubatch':
      return `Micro-batch ${grouped(lever.to)}`
    case 'placement':
      return automaticPlacement
    case 'add':
      return `${atLeast(lever.bytes)} more ${lever.device}`
  }
}

const reachedWords: Readonly<Partial<Record<Assessment['verdict']['level'], string>>> = {
  fits: 'entirely on the GPU',
  'fits-with-offload': 'runs, with a part in RAM',
  'cpu-only': 'runs on the CPU alone'
}

/** The cache types below the present one that people use, the larger first. */
function smallerCaches({ model, ask }: Question): CacheType[] {
  return cacheTypes.filter(
    (type) =>
      (type === 'q8_0' || type === 'q4_0') &&
      rowBytes(type, 32) < rowBytes(ask.cacheType, 32) &&
      cacheTypeDivides(model.architecture, type)
  )
}

/** The next smaller of the types that are recommended: the file that is `quant` now gives way to it. */
function nextSmaller({ model }: Question, quant: string): FileType | null {
  const types = candidatesFor(model)
  const at = types.findIndex((type) => type === quant)
  return at === -1 ? null : (types[at + 1] ?? null)
}

interface Trial {
  readonly name: string
  readonly pull: Pull
}

/** Changes that leave what is asked for as it is. */
function trials(question: Question, quant: string | null): readonly Trial[] {
  const { tuning = untuned } = question.ask
  const smaller = quant === null ? null : nextSmaller(question, quant)
  const placed = tuning.gpuLayers !== 'auto' || tuning.cpuMoeLayers !== 'auto'
  return [
    ...(placed
      ? [{ name: automaticPlacement, pull: { tuning: { ...untuned, ubatch: tuning.ubatch } } }]
      : []),
    ...smallerCaches(question).map((type) => ({ name: `Cache ${type}`, pull: { cacheType: type } })),
    ...(smaller === null ? [] : [{ name: smaller, pull: { quant: smaller } }])
  ]
}

const automaticPlacement = 'Automatic placement'

/** What may make a model faster that lies in RAM in part: half the context too. */
function fasterTrials(question: Question, quant: string | null): readonly Trial[] {
  const { contextTokens } = question.ask
  const half = 2 ** Math.ceil(Math.log2(contextTokens) - 1)
  return [
    ...trials(question, quant),
    ...(half < leastContext ? [] : [{ name: `Context ${tokens(half)}`, pull: { contextTokens: half } }])
  ]
}

/** Nobody is helped by less. */
const leastContext = 2048

/** Tokens for each user, or null. */
const longest = ({ largestContext, engine }: Assessment): number | null =>
  isLlama(engine) ? perRequest(largestContext, engine.parallel) : null

/**
 * The levers of the answer `current`, what costs least first. Each is tried before it is offered, one a step: a caller
 * that has something better to do stops between two of them.
 *
 * First the core's own, which make it run or bring it wholly onto the GPUs; where a part is in RAM, what makes it
 * faster; where all of it fits, what buys a longer context.
 */
export function* offersFor(question: Question, current: Assessment): Generator<undefined, readonly Offer[]> {
  const { ask, model, machine } = question
  const offers: Offer[] = []
  const add = (offer: Offer): void => {
    if (!offers.some(({ name }) => name === offer.name)) offers.push(offer)
  }
  const page =
    current.quant !== null && isFileType(current.quant)
      ? assessmentOf(machine, model, current.quant, ask, 'page')
      : assessmentOf(machine, model, question.quant, ask, 'page')
  yield
  const levers = page.verdict.levers ?? []
  const { level } = current.verdict
  const here = current.speed.known ? current.speed.decode.likely : 0
  if (level === 'fits-with-offload' || level === 'cpu-only')
    for (const trial of fasterTrials(question, current.quant)) {
      const then = after(question, trial.pull)
      yield
      const speed = then.speed.known ? then.speed.decode.likely : 0
      const better = then.verdict.level === 'fits' || speed > here * worthwhile
      if (runs(then.verdict) && better)
        add({ ...trial, brings: outcomeWords(then), level: then.verdict.level })
    }
  for (const lever of levers) {
    const pull = pullOf(lever, ask)
    if (pull === null) {
      add({ name: nameOf(lever, ask), brings: reachedWords[lever.reaches] ?? '', pull, level: lever.reaches })
      continue
    }
    const then = after(question, pull)
    yield
    add({ name: nameOf(lever, ask), brings: outcomeWords(then), pull, level: then.verdict.level })
  }
  const now = longest(current)
  if (level === 'fits' && now !== null && now < (model.contextLength ?? Infinity))
    for (const { name, pull } of trials(question, current.quant)) {
      // What is saved is for the context: left to itself, a better file would take it.
      const kept = current.quant !== null && isFileType(current.quant) ? { quant: current.quant } : {}
      const trial = { name, pull: { ...kept, ...pull } }
      const then = after(question, trial.pull)
      yield
      const reach = longest(then)
      if (then.verdict.level === 'fits' && reach !== null && reach > now)
        add({
          ...trial,
          brings: `up to ${context(reach)} on the GPU, ${tokens(roundDown(reach - now))} more`,
          level: 'fits'
        })
    }
  if (runs(current.verdict) && now !== null && now > ask.contextTokens) {
    const then = after(question, { contextTokens: now })
    yield
    add({
      name: `Context ${tokens(now)}`,
      brings: `the longest that runs so: ${outcomeWords(then)}`,
      pull: { contextTokens: now },
      level: then.verdict.level
    })
  }
  return offers
}

/** Whole binary thousands, so that a gain reads `41k`. */
const roundDown = (count: number): number => (count < 1024 ? count : Math.floor(count / 1024) * 1024)
