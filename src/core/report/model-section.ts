import type { ResolvedSettings } from '../engine/settings.ts'
import { type Assessment, type DeviceBill, isLlama } from '../fit/assessment.ts'
import { perRequest } from '../fit/context-limit.ts'
import { context, grouped, inGib, parameterCount, rate, rateRange, seconds } from '../format.ts'
import { totalOf } from '../memory/term.ts'
import type { Bytes } from '../quantity.ts'
import { durationText } from '../speed/predict-speed.ts'
import { barOf } from './bar.ts'
import { type Block, type Chart, code, heading, list, paragraph, table } from './document.ts'
import { termNames } from './names.ts'

/** One model in full: the answer, the bill by device and term, the speed and its parts, assumptions, command. */
export function modelSection(assessment: Assessment, charts: readonly Chart[] = []): Block[] {
  const { model, verdict, quant, command, devices, host, speed, parameters } = assessment
  const bills = [...devices, host].filter(({ terms }) => terms.length > 0)
  return [
    heading(2, model.name),
    paragraph(verdict.sentence),
    ...(bills.length === 0 ? [] : [{ kind: 'bars', bars: bills.map(barOf) } as const]),
    ...(parameters.total === null || parameters.active === null
      ? []
      : [{ kind: 'squares', total: parameters.total, active: parameters.active } as const]),
    ...charts.map((chart) => ({ kind: 'chart', chart }) as const),
    table([{ title: 'Figure' }, { title: 'Value' }], facts(assessment)),
    ...(verdict.advice.length === 0 ? [] : [heading(3, 'What would help'), list(verdict.advice)]),
    ...(bills.length === 0 ? [] : [heading(3, 'Memory bill'), billTable(bills)]),
    ...(speed.known && speed.terms.length > 0
      ? [
          ...prefillBlocks(speed),
          heading(3, 'Time of one token'),
          table(
            [{ title: 'Part' }, { title: 'Time', figures: true }, { title: 'How it comes about' }],
            speed.terms.map((term) => [term.name, seconds(term.seconds), term.why])
          )
        ]
      : []),
    ...(quant === null ? [] : [heading(3, 'Assumptions'), list(assumptions(assessment))]),
    ...(command === null ? [] : [heading(3, 'Command'), ...commandBlocks(assessment, command)])
  ]
}

/** Parts of the time of the prompt, where prefill is known. */
function prefillBlocks(speed: Extract<Assessment['speed'], { known: true }>): Block[] {
  const { prefillTerms = [], promptTokens } = speed
  if (prefillTerms.length === 0) return []
  return [
    heading(3, `Time of a prompt of ${context(promptTokens)}`),
    table(
      [{ title: 'Part' }, { title: 'Time', figures: true }, { title: 'How it comes about' }],
      prefillTerms.map((term) => [term.name, seconds(term.seconds), term.why])
    )
  ]
}

/** Waiting, several requests, drafting and other engines, where they are known. */
function furtherSpeeds(speed: Extract<Assessment['speed'], { known: true }>): string[][] {
  const { firstToken, load, batch, speculative, engines = [] } = speed
  return [
    ...(firstToken ? [['First word', `after ${durationText(firstToken)}`]] : []),
    ...(load ? [['Loading', `${durationText(load)}; the disk is not known`]] : []),
    ...(batch
      ? [[`${batch.sequences} sequences`, `${rate(batch.total.likely)} together; ${batch.why}`]]
      : []),
    ...(speculative
      ? [
          [
            'With drafting',
            `${rate(speculative.rate.likely)} (${rateRange(speculative.rate)}); ${speculative.why}`
          ]
        ]
      : []),
    ...engines.map(({ engine, decode, basis }) => [
      engine,
      decode === null ? basis : `${rate(decode.likely)} (${rateRange(decode)}); ${basis}`
    ])
  ]
}

const orUnknown = (n: number | null, print: (n: number) => string): string =>
  n === null ? 'unknown' : print(n)
const size = (bytes: Bytes | null): string => (bytes === null ? 'unknown' : inGib(bytes))
const exactly = (n: number): string => `${parameterCount(n)} (${grouped(n)})`

function facts(assessment: Assessment): string[][] {
  const { model, parameters, weightsBytes, fileBytes, quant, largestContext, speed, engine } = assessment
  const rows = [
    ['Repository', model.id],
    ['Publisher', `${model.publisher}, ${model.country}`],
    ['Release', model.release],
    ['Licence', model.license],
    ['Parameters', orUnknown(parameters.total, exactly)],
    ['Active per token', orUnknown(parameters.active, exactly)],
    ['Source of the facts', model.source]
  ]
  if (quant === null) return rows
  rows.push(
    ['Weights', `${size(weightsBytes)} as ${quant}`],
    ['Download', `about ${size(fileBytes)}`],
    ['Longest context', orUnknown(perRequest(largestContext, engine.parallel), context)]
  )
  if (!speed.known) return [...rows, ['Speed', `unknown: ${speed.reason}`]]
  const { decode, prefill, prefillNote, depthTokens, promptTokens, basis } = speed
  const note = prefillNote === undefined ? '' : ` ${prefillNote}`
  rows.push(
    [
      'Decode',
      `${rate(decode.likely)} (${rateRange(decode)}) with ${context(depthTokens)} in the cache; ${basis}`
    ],
    [
      'Prefill',
      prefill === null
        ? `unknown:${note}`
        : `${rate(prefill.likely)} (${rateRange(prefill)}) for a prompt of ${context(promptTokens)}.${note}`
    ]
  )
  return [...rows, ...furtherSpeeds(speed)]
}

function billTable(bills: readonly DeviceBill[]): Block {
  return table(
    [
      { title: 'Device' },
      { title: 'Part' },
      { title: 'Size', figures: true },
      { title: 'Bytes', figures: true },
      { title: 'Certainty' },
      { title: 'How it comes about' }
    ],
    bills.flatMap((bill) => [
      ...bill.terms.map((term) => [
        bill.name,
        termNames[term.kind],
        inGib(term.bytes),
        grouped(term.bytes),
        term.certainty,
        term.why
      ]),
      [bill.name, 'sum', inGib(totalOf(bill.terms)), grouped(totalOf(bill.terms)), '', limits(bill)]
    ])
  )
}

const limits = ({ loadLine, free, capacity }: DeviceBill): string =>
  `safe up to ${size(loadLine)}; ${size(free)} free of ${size(capacity)}`

function assumptions(assessment: Assessment): string[] {
  const { model, quant, engine } = assessment
  if (!isLlama(engine)) return serverAssumptions(assessment)
  return [
    `${engine.name}${engine.backend === undefined ? '' : ` with ${engine.backend}`}, file type ${quant ?? 'unknown'}.`,
    contextShare(engine),
    `KV cache in ${engine.cacheType}, flash attention ${engine.flashAttention ? 'on' : 'off'}, micro-batch ${grouped(engine.ubatch)}.`,
    `${grouped(engine.gpuLayers)} layers asked for on the GPU (the output layer counts as one), experts of ${grouped(engine.cpuMoeLayers)} layers in RAM.`,
    ...(model.modality === 'text' ? [] : ['The text model alone: the parts that see or hear are not loaded.'])
  ]
}

/** Every setting of an engine with its own accounting, as it is called there. */
function serverAssumptions({ quant, engine, serving }: Assessment): string[] {
  const settings = Object.entries(engine).filter(([field]) => field !== 'name')
  return [
    `${engine.name}, format ${quant ?? 'unknown'}.`,
    `${settings.map(([field, value]) => `${field} ${String(value)}`).join(', ')}.`,
    ...(serving ? [`One request holds ${serving.requestParts.join(' + ')}.`] : [])
  ]
}

function contextShare({ contextTokens, parallel, kvUnified }: ResolvedSettings): string {
  if (parallel === 1) return `Context of ${context(contextTokens)}, one sequence.`
  const share = kvUnified ? 'in one cache' : `${context(Math.floor(contextTokens / parallel))} each`
  return `Context of ${context(contextTokens)} for ${parallel} sequences, ${share}.`
}

function commandBlocks({ model }: Assessment, command: string): Block[] {
  const placeholder =
    'The file name is a placeholder: no repository with llama.cpp files of it is known here.'
  return [code(command), ...(model.ggufRepo === undefined ? [paragraph(placeholder)] : [])]
}
