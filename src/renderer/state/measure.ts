import { gbPerSecond, grouped, inGib } from '../../core/format.ts'
import type { Bytes, BytesPerSecond } from '../../core/quantity.ts'

/** How a value is shown, typed and understood. `parse` gives null, with `hint` as the sentence, for anything else. */
export interface Measure<T> {
  readonly unit: string
  readonly show: (value: T) => string
  readonly edit: (value: T) => string
  readonly parse: (text: string) => T | null
  readonly hint: string
}

/** Digits with a point or a comma. */
function decimal(text: string): number | null {
  const clean = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(clean) ? Number(clean) : null
}

const largestGib = 2 ** 20

export const memoryMeasure: Measure<Bytes> = {
  unit: 'GiB',
  show: inGib,
  edit: (value) => String(Number((value / 2 ** 30).toFixed(3))),
  parse: (text) => {
    const gib = decimal(text)
    return gib === null || gib > largestGib ? null : (Math.round(gib * 2 ** 30) as Bytes)
  },
  hint: `A size in GiB from 0 to ${grouped(largestGib)}, such as 23.5.`
}

export const bandwidthMeasure: Measure<BytesPerSecond> = {
  unit: 'GB/s',
  show: gbPerSecond,
  edit: (value) => String(Number((value / 1e9).toFixed(3))),
  parse: (text) => {
    const rate = decimal(text)
    return rate === null || rate <= 0 || rate > 1e6 ? null : ((rate * 1e9) as BytesPerSecond)
  },
  hint: 'A bandwidth in GB/s above 0, such as 672.'
}

export const countMeasure = (largest: number): Measure<number> => ({
  unit: '',
  show: String,
  edit: String,
  parse: (text) => {
    const count = decimal(text)
    return count !== null && Number.isInteger(count) && count >= 1 && count <= largest ? count : null
  },
  hint: `A whole number from 1 to ${grouped(largest)}.`
})

export const nameMeasure: Measure<string> = {
  unit: '',
  show: (name) => name,
  edit: (name) => name,
  parse: (text) => {
    const name = text.trim()
    return name === '' || name.length > 200 ? null : name
  },
  hint: 'A name of up to 200 characters.'
}
