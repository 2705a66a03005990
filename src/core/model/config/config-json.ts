import { err, ok, type Result } from '../../result.ts'

/** Why a `config.json` cannot be read as the shape of a language model; `field` as written in the file. */
export interface ConfigError {
  readonly kind: 'bad-config'
  readonly field: string | null
  /** What is wrong, where, and what to do, as one sentence. */
  readonly message: string
}

/** Carries an error out of the rules; caught where they end. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault'
  readonly field: string | null

  constructor(field: string | null, message: string) {
    super(message)
    this.field = field
  }
}

export type ConfigObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is ConfigObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Python writes `Infinity` and `NaN`, which JSON does not have (time_step_limit of Mamba). No shape needs them. */
const notJson = /"(?:\\.|[^"\\])*"|-?\bInfinity\b|\bNaN\b/g

/** The longest config.json in use, with its list of layers left unquantised, is under 1 MB. */
const mostCharacters = 16_000_000

/** The object a `config.json` holds. */
export function parseConfig(text: string): Result<ConfigObject, ConfigError> {
  if (text.length > mostCharacters) return bad('config.json is larger than any model needs: it is no model.')
  try {
    const data: unknown = JSON.parse(
      text.replace(/^\uFEFF/, '').replace(notJson, (token) => (token.startsWith('"') ? token : 'null'))
    )
    return isObject(data) ? ok(data) : bad('config.json holds no object of settings.')
  } catch {
    const what = /^\s*</.test(text) ? 'an HTML page, not JSON' : 'not JSON'
    return bad(`config.json is ${what}: it is damaged, or an error page came in its place.`)
  }
}

const bad = (message: string): Result<never, ConfigError> => err({ kind: 'bad-config', field: null, message })

/** Widths and counts beyond this are damage: the largest published are a million (positions) and 10^8 (hash tables). */
const mostCount = 2 ** 40

/**
 * Reads fields of a config by any of the names that publishers use for them. `null` and absent are the same, as they
 * are in Python's configuration classes.
 */
export class ConfigReader {
  readonly #data: ConfigObject
  readonly #where: string

  constructor(data: ConfigObject, where = '') {
    this.#data = data
    this.#where = where
  }

  /** The path of a field in the file, for messages. */
  path = (name: string): string => `${this.#where}${name}`

  has = (name: string): boolean => this.raw(name) !== undefined

  raw(name: string): unknown {
    // `hasOwn`: a field called `constructor` is not a method of objects.
    return Object.hasOwn(this.#data, name) ? (this.#data[name] ?? undefined) : undefined
  }

  /** The first of the names that is present. */
  nameOf = (names: readonly string[]): string | undefined => names.find((name) => this.has(name))

  /** A whole number of at least `least`, undefined when no name is present. */
  whole(names: readonly string[], least = 0): number | undefined {
    const name = this.nameOf(names)
    if (name === undefined) return undefined
    const given = this.raw(name)
    // Hunyuan writes one value per layer; where they are equal it is one value.
    const value = Array.isArray(given) && new Set<unknown>(given).size === 1 ? (given[0] as unknown) : given
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > mostCount) {
      throw new ConfigFault(
        this.path(name),
        `${this.path(name)} is ${shown(value)}; it must be a whole number of at least ${least}. The file is damaged or of a form that is not known.`
      )
    }
    return value
  }

  /** A positive whole number; an error that names the field when there is none. */
  count(names: readonly string[]): number {
    const value = this.whole(names, 1)
    if (value !== undefined) return value
    const [first = ''] = names
    throw new ConfigFault(
      this.path(first),
      `${this.path(first)} is missing: without it the shape of the model is unknown. Is this the config.json of a language model?`
    )
  }

  number(names: readonly string[]): number | undefined {
    const name = this.nameOf(names)
    const value = name === undefined ? undefined : this.raw(name)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }

  flag(names: readonly string[]): boolean | undefined {
    const name = this.nameOf(names)
    if (name === undefined) return undefined
    const value = this.raw(name)
    if (typeof value === 'boolean') return value
    if (value === 0 || value === 1) return value === 1
    throw new ConfigFault(this.path(name), `${this.path(name)} is ${shown(value)}; it must be true or false.`)
  }

  text(name: string): string | undefined {
    const value = this.raw(name)
    return typeof value === 'string' ? value : undefined
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.raw(name)
    return Array.isArray(value) ? value : undefined
  }

  /** One object inside this one. */
  part(name: string): ConfigReader | undefined {
    const value = this.raw(name)
    return isObject(value) ? new ConfigReader(value, `${this.path(name)}.`) : undefined
  }

  /** These fields where this config is silent: what the model's class assumes. */
  withDefaults = (defaults: ConfigObject): ConfigReader => {
    const stated = Object.fromEntries(Object.entries(this.#data).filter(([, value]) => value !== null))
    return new ConfigReader({ ...defaults, ...stated }, this.#where)
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
