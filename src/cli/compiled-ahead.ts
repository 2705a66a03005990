import { readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'

type Load = (loaded: { exports: unknown }, file: string) => unknown

/** As long as the mark that `scripts/compile-ahead.ts` puts at the end of a file and of what it was compiled to. */
const markLength = 64

/**
 * Files of the program are taken as the build has compiled them (`scripts/compile-ahead.ts`), from `NAME.js.compiled`
 * beside them, where the same text was compiled: the mark at the end of both is the digest of the text. Node's engine
 * itself refuses what another version of it has compiled, and compiles the text as it would have done.
 *
 * It stands where Node has a place for loaders, `require.extensions`: discouraged, and never to go.
 *
 * @param ours the folder of the program
 */
export function takeCompiledAhead(ours = import.meta.dirname): void {
  const loaders = (module as unknown as { _extensions: Record<'.js', Load> })._extensions
  const load = loaders['.js']
  loaders['.js'] = (loaded, file) => {
    const folder = dirname(file)
    const compiled = folder === ours ? compiledFrom(file) : null
    if (!compiled) return load(loaded, file)
    const script = new Script(module.wrap(compiled.text), { filename: file, cachedData: compiled.code })
    const run = script.runInThisContext() as (...scope: readonly unknown[]) => unknown
    return run.call(loaded.exports, loaded.exports, module.createRequire(file), loaded, file, folder)
  }
}

/** Null for a file that was not compiled ahead: none has to be. */
function compiledFrom(file: string): { readonly text: string; readonly code: Uint8Array } | null {
  try {
    const kept = readFileSync(`${file}.compiled`)
    // The files of the program are ASCII.
    const text = readFileSync(file, 'latin1')
    const mark = kept.toString('latin1', kept.length - markLength)
    return text.endsWith(mark) ? { text, code: kept.subarray(0, -markLength) } : null
  } catch {
    return null
  }
}
