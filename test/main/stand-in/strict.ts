/**
 * Wraps one piece of the stand-in: a name it does not model throws instead of being undefined, so that code under test
 * cannot lean on something nobody checked.
 */
export function strict<T extends object>(name: string, piece: T): T {
  return new Proxy(piece, {
    get(target, key) {
      // Promises and loggers ask every object for these.
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key in target) {
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' && !isClass(value) ? (value.bind(target) as unknown) : value
      }
      throw new Error(`The stand-in does not model ${name}.${key}. Model it as Electron does, or do without.`)
    },
    set(_target, key) {
      throw new Error(`${name}.${String(key)} cannot be set.`)
    }
  })
}

const isClass = (value: object): boolean => /^class\b/u.test(Function.prototype.toString.call(value))
