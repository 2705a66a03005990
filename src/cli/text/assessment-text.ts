import { engineTitles } from '../../core/engine/names.ts'
import { type Assessment, cacheTypeOf, type DeviceBill, isLlama } from '../../core/fit/assessment.ts'
import { perRequest } from '../../core/fit/context-limit.ts'
import { grouped, inGib, parameterCount, rate, rateRange } from '../../core/format.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { bytesOf, type TermKind, totalOf } from '../../core/memory/term.ts'
import { durationText } from '../../core/speed/predict-speed.ts'
import { type Output, styled } from '../output.ts'
import { table } from '../table.ts'

/** One assessment for a terminal: the sentence first, then the numbers behind it, then the command. */
export function assessmentText(assessment: Assessment, machine: Machine, output: Output): string {
  const { model, verdict, quant, command } = assessment
  const parts = [
    `${styled(output, 'bold', model.name)} on ${machine.name}`,
    verdict.sentence,
    ...(quant === null ? [] : [facts(assessment), bill(assessment)]),
    verdict.advice.map((advice) => `- ${advice}`).join('\n'),
    assessment.notes.map((note) => `Note: ${note}`).join('\n'),
    ...(command === null ? [] : [`Run it so:\n  ${command}`]),
    ...(quant === null
      ? []
      : [styled(output, 'dim', `Assumed: ${quant}, ${assumed(assessment)}. Sizes in GiB (2^30 bytes).`)])
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function assumed({ engine }: Assessment): string {
  const context = `${grouped(engine.contextTokens)} tokens of context, ${cacheTypeOf(engine)} cache`
  return isLlama(engine)
    ? `${context}, ${engine.parallel} at a time, micro-batch ${engine.ubatch}`
    : `${engineTitles[engine.name]}, ${context}`
}

function facts(assessment: Assessment): string {
  const { parameters, weightsBytes, speed, largestContext, quant, engine, mayGrow = [] } = assessment
  const rows: [string, string][] = []
  if (parameters.total !== null) {
    const active =
      parameters.active === null || parameters.active === parameters.total
        ? 'all read per token'
        : `${parameterCount(parameters.active)} read per token`
    rows.push(['Parameters', `${parameterCount(parameters.total)} held, ${active}`])
  }
  if (weightsBytes !== null) rows.push(['Weights', `${inGib(weightsBytes)} as ${quant ?? ''}`])
  rows.push(
    speed.known
      ? ['Decode', `${rate(speed.decode.likely)} (${rateRange(speed.decode)}), ${speed.basis}`]
      : ['Decode', `unknown: ${speed.reason}`]
  )
  if (speed.known && speed.prefill) {
    rows.push([
      'Prefill',
      `${rate(speed.prefill.likely)} (${rateRange(speed.prefill)}) for ${grouped(speed.promptTokens)} tokens`
    ])
  }
  if (speed.known) rows.push(...furtherSpeeds(speed))
  const longest = isLlama(engine) ? perRequest(largestContext, engine.parallel) : largestContext
  if (longest !== null) {
    rows.push(['Longest context', `${grouped(longest)} tokens${engine.parallel > 1 ? ' each' : ''}`])
  }
  if (mayGrow.length > 0) {
    // The reason begins with the name of the thing: `prompt cache of llama-server, at most ...`.
    const parts = mayGrow.map(
      ({ bytes, why }) => `${inGib(bytes)} ${why.split(' of llama-server')[0] ?? why}`
    )
    rows.push(['While serving', `RAM may grow by up to ${parts.join(' and ')}, not counted below`])
  }
  rows.push(...servingFacts(assessment))
  return rows.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n')
}

/** What a pool of many requests holds, as the engine prints it. */
function servingFacts({ serving, engine }: Assessment): [string, string][] {
  if (!serving) return []
  const { cacheTokens, maxConcurrency, requestBytes } = serving
  const rows: [string, string][] = []
  if (cacheTokens !== null) rows.push(['Cache size', `${grouped(cacheTokens)} tokens`])
  if (maxConcurrency !== null) {
    rows.push([
      'Concurrency',
      `${maxConcurrency.toFixed(2)}x for ${grouped(engine.contextTokens)} tokens per request`
    ])
  }
  if (requestBytes !== null) rows.push(['One request', `${inGib(requestBytes)} of cache on each GPU`])
  return rows
}

/** What follows from decode and prefill: waiting, several requests, drafting, other engines. */
function furtherSpeeds(speed: Extract<Assessment['speed'], { known: true }>): [string, string][] {
  const { firstToken, load, batch, speculative, engines = [], prefill, prefillNote } = speed
  const rows: [string, string][] = []
  if (prefill === null && prefillNote !== undefined) rows.push(['Prefill', `unknown: ${prefillNote}`])
  if (firstToken) rows.push(['First word', `after ${durationText(firstToken)}`])
  if (load) rows.push(['Loading', `${durationText(load)}, the disk is not known`])
  if (batch) {
    rows.push([
      `${batch.sequences} at a time`,
      `${rate(batch.total.likely)} together, ${rate(batch.each.likely)} each; ${batch.why}`
    ])
  }
  if (speculative) {
    rows.push([
      'With drafting',
      `${rate(speculative.rate.likely)} (${rateRange(speculative.rate)}), ${speculative.why}`
    ])
  }
  const measured = engines.filter(({ decode }) => decode !== null)
  const without = engines.filter(({ decode }) => decode === null)
  for (const { engine, decode, basis } of measured) {
    if (decode) rows.push([engine, `${rate(decode.likely)} (${rateRange(decode)}), ${basis}`])
  }
  if (without.length > 0) rows.push([without.map(({ engine }) => engine).join(', '), 'no data'])
  return rows
}

function bill({ devices, host }: Assessment): string {
  const size = (bill: DeviceBill, kind: TermKind): string => {
    const held = bytesOf(bill.terms, kind)
    return held === 0 ? '-' : inGib(held)
  }
  const orUnknown = (value: DeviceBill['free']): string => (value === null ? 'unknown' : inGib(value))
  return table<DeviceBill>(
    [
      { title: 'Device', cell: (row) => row.name },
      { title: 'weights', align: 'right', cell: (row) => size(row, 'weights') },
      { title: 'KV cache', align: 'right', cell: (row) => size(row, 'kv-cache') },
      { title: 'compute', align: 'right', cell: (row) => size(row, 'compute-buffer') },
      { title: 'runtime', align: 'right', cell: (row) => size(row, 'runtime') },
      { title: 'sum', align: 'right', cell: (row) => inGib(totalOf(row.terms)) },
      { title: 'safe up to', align: 'right', cell: (row) => orUnknown(row.loadLine) },
      { title: 'free', align: 'right', cell: (row) => orUnknown(row.free) },
      { title: 'of', align: 'right', cell: (row) => orUnknown(row.capacity) }
    ],
    [...devices, host]
  )
}
