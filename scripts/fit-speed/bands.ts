import { classOf } from '../../src/core/speed/band.ts'
import type { Band, Fitted } from '../../src/core/speed/fitted.ts'
import type { HeldOut } from './cross-validate.ts'
import { type NamedEquation, residualOf } from './equations.ts'
import { groupBy, median, quantile } from './statistics.ts'

const rounded = (n: number): number => Number(n.toFixed(4))

/**
 * The band of 80 %: from the tenth to the ninetieth of a hundred residuals, never without the likely value in it. The
 * next device is one more than the n that were seen, so the ends lie further out by n / (n + 1), as in conformal
 * prediction.
 */
function bandOf(residuals: readonly number[], devices: number, rows: number): Band {
  const tail = (0.1 * devices) / (devices + 1)
  return {
    low: rounded(Math.min(-0.02, quantile(residuals, tail))),
    high: rounded(Math.max(0.02, quantile(residuals, 1 - tail))),
    rows,
    devices
  }
}

function band(held: readonly HeldOut[]): Band {
  const rows = new Set(held.map(({ equation }) => equation))
  return bandOf(
    held.map(({ residual }) => residual),
    new Set([...rows].map(({ resolved }) => resolved.row.device)).size,
    rows.size
  )
}

function byClass(what: 'decode' | 'prefill', held: readonly HeldOut[]): Record<string, Band> {
  const classes = groupBy(held, ({ equation: { resolved } }) => {
    const [gpu] = resolved.input.gpus
    return gpu ? classOf(what, gpu.device, resolved.input.experts !== null) : 'none'
  })
  return Object.fromEntries([...classes].map(([name, rows]) => [name, band(rows)]))
}

/** Bands by class, and of everything, from rows of devices that were left out. */
export function bandsOf(
  decode: readonly HeldOut[],
  prefill: readonly HeldOut[],
  cpu: readonly HeldOut[],
  several: readonly HeldOut[]
): Record<string, Band> {
  const alone = cpu.filter(({ equation }) => equation.resolved.input.gpus.length === 0)
  const split = cpu.filter(({ equation }) => equation.resolved.input.gpus.length > 0)
  return {
    'decode all': band(decode),
    ...byClass('decode', decode),
    'prefill all': band(prefill),
    ...byClass('prefill', prefill),
    ...(alone.length > 0 && { cpu: band(alone) }),
    ...(split.length > 0 && { split: band(split) }),
    ...(several.length > 0 && { several: band(several) })
  }
}

/** Rows that a card needs before half of its own deviation is believed. */
const believedAfter = 4
const fewest = 3

type Parameters = Readonly<Record<string, number>>

function cardsOf(equations: readonly NamedEquation[]): Map<string, NamedEquation[]> {
  return groupBy(equations, ({ resolved }) => {
    const device = resolved.input.gpus[0]?.device
    return device ? `${device.name}|${device.backend}` : ''
  })
}

const shrunk = (residuals: readonly number[]): number =>
  (median(residuals) * residuals.length) / (residuals.length + believedAfter)

/** Deviation of each card that has rows of its own, drawn towards none. */
export function measuredCards(
  equations: readonly NamedEquation[],
  parameters: Parameters
): Fitted['measured'] {
  const cards = [...cardsOf(equations)].filter(([, rows]) => rows.length >= fewest)
  return Object.fromEntries(
    cards
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([card, rows]) => {
        const residuals = rows.map((row) => residualOf(row, parameters))
        return [card, { shift: rounded(shrunk(residuals)), rows: rows.length }]
      })
  )
}

/** How far a row lies from what the other models' rows of its card say: the band of a measured card. */
export function withinCards(equations: readonly NamedEquation[], parameters: Parameters): Band {
  const cards = [...cardsOf(equations).values()].filter((rows) => rows.length >= fewest)
  const residuals = cards.flatMap((rows) =>
    rows.flatMap((row) => {
      const others = rows.filter(({ resolved }) => resolved.row.model !== row.resolved.row.model)
      if (others.length === 0) return []
      return [residualOf(row, parameters) - shrunk(others.map((other) => residualOf(other, parameters)))]
    })
  )
  return bandOf(residuals, cards.length, residuals.length)
}

const enginePatterns: readonly (readonly [string, RegExp])[] = [
  ['MLX', /mlx/i],
  ['vLLM', /vllm/i],
  ['SGLang', /sglang/i],
  ['ExLlama', /exllama/i]
]
const engineRows = 10
const engineDevices = 3

/** Decode speed of other engines over llama.cpp's formula, where ten rows on three devices say so. */
export function engineShifts(equations: readonly NamedEquation[], parameters: Parameters): Fitted['engines'] {
  const found = enginePatterns.flatMap(([name, pattern]) => {
    const rows = equations.filter(({ resolved: { row } }) =>
      pattern.test(`${row.engine} ${row.backend} ${row.quant}`)
    )
    const devices = new Set(rows.map(({ resolved }) => resolved.row.device)).size
    if (rows.length < engineRows || devices < engineDevices) return []
    const residuals = rows.map((row) => residualOf(row, parameters))
    const shift = median(residuals)
    const { low, high } = bandOf(
      residuals.map((residual) => residual - shift),
      devices,
      rows.length
    )
    return [[name, { shift: rounded(shift), low, high, rows: rows.length, devices }] as const]
  })
  return Object.fromEntries(found)
}
