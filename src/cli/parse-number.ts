import { UsageError } from './usage-error.ts'

/** `8192`, `32k`, `32,768`, `1M`: a whole number of tokens. k and M are 1024 and 1024 x 1024, as context sizes are named. */
export function parseTokens(text: string, option: string): number {
  const match = /^(\d+)\s*([kKmM]?)$/.exec(text.replaceAll(/[,_](?=\d{3})/g, ''))
  const factor = { '': 1, k: 1024, m: 1024 * 1024 }[(match?.[2] ?? '').toLowerCase()]
  const value = Number(match?.[1]) * (factor ?? Number.NaN)
  if (!Number.isSafeInteger(value)) {
    throw new UsageError(`${option}: “${text}” is not a number of tokens. Write it as 8192, 32k or 1M.`)
  }
  return value
}

/** `24`, `24GiB`, `24 gib`, `24GB`: gibibytes; GB is read as the gibibytes it stands for on a memory module. */
export function parseGib(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(?:gib|gb|g)?$/i.exec(text.trim())
  const value = Number(match?.[1])
  if (!match || value > 1_000_000) {
    throw new UsageError(`${option}: “${text}” is not a memory size. Write it in GiB, as 24 or 24GiB.`)
  }
  return value
}

/** A whole number from `least` to `most`. */
export function parseWhole(text: string, option: string, least: number, most: number): number {
  const value = /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) {
    throw new UsageError(`${option}: “${text}” is not a whole number from ${least} to ${most}.`)
  }
  return value
}

/** A positive number, such as a bandwidth in GB/s. */
export function parsePositive(text: string, option: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1e9)) throw new UsageError(`${option}: “${text}” is not a positive number.`)
  return value
}
