import { writeFileSync, readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

/*
 * `tsx record.ts FOLDER QUESTIONS` asks the built program in a folder one question after the other, in this process, and
 * keeps the code that was compiled on the way beside each of its files, with the last line of the file as its mark.
 */

type Load = (loaded: { exports: unknown }, file: string) => unknown

const [folder = '', asked = '[]'] = process.argv.slice(2)
const questions = JSON.parse(asked) as string[][]
const program = join(folder, 'cli.js')
const kept = new Map<string, { script: Script; mark: string }>()

const loaders = (module as unknown as { _extensions: Record<'.js', Load> })._extensions
const load = loaders['.js']
/** The program puts a loader of its own in front of this one, which finds nothing to take yet. */
const recording: Load = (loaded, file) => {
  if (dirname(file) !== folder || file === program) return load(loaded, file)
  const text = readFileSync(file, 'latin1')
  const script = new Script(module.wrap(text), { filename: file })
  kept.set(file, { script, mark: text.slice(-64) })
  const run = script.runInThisContext() as (...scope: readonly unknown[]) => unknown
  return run.call(loaded.exports, loaded.exports, module.createRequire(file), loaded, file, folder)
}

const require = module.createRequire(program)

// A question has been answered when nothing is left to do; the timer lets Node come here again after the next one.
process.on('beforeExit', () => {
  const question = questions.shift()
  if (question) {
    process.argv = [process.execPath, program, ...question]
    loaders['.js'] = recording
    Reflect.deleteProperty(require.cache, program)
    require(program)
    setTimeout(() => undefined, 1)
    return
  }
  for (const [file, { script, mark }] of kept)
    writeFileSync(`${file}.compiled`, Buffer.concat([script.createCachedData(), Buffer.from(mark)]))
  process.exit(0)
})
