import type { Bundle } from './bundle.ts'
import type { Probe, RunOutcome } from './probe.ts'
import { missingProgram } from './probe.ts'

/** A probe that answers from a recorded bundle and touches nothing else. */
export function replayProbe(bundle: Bundle): Probe {
  return {
    platform: bundle.platform,
    arch: bundle.arch,
    release: bundle.release,
    totalmem: () => bundle.totalmem ?? Number.NaN,
    freemem: () => bundle.freemem ?? Number.NaN,
    cpus: () => bundle.cpus,
    run: (command, args, options) =>
      Promise.resolve(find(bundle, command, options.recordAs === undefined ? args : [options.recordAs])),
    readText: (path) => Promise.resolve(bundle.files[path] ?? null),
    readdir: (path) => Promise.resolve(bundle.folders[path] ?? namesBelow(bundle, path))
  }
}

function find(bundle: Bundle, command: string, args: readonly string[]): RunOutcome {
  const same = bundle.commands.filter((entry) => entry.command === command)
  const exact = same.find((entry) => entry.args.join('\0') === args.join('\0'))
  if (exact) return exact
  // The program is there, but this question was not asked when the bundle was recorded.
  if (same.some((entry) => !entry.missing)) {
    return { code: null, stdout: '', stderr: 'not recorded', timedOut: false, missing: false }
  }
  return missingProgram
}

function namesBelow(bundle: Bundle, folder: string): readonly string[] {
  const names = Object.entries(bundle.files)
    .filter(([path, text]) => text !== null && path.startsWith(`${folder}/`))
    .map(([path]) => path.slice(folder.length + 1).split('/')[0] ?? '')
  return [...new Set(names)]
}
