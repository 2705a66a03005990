import type { Probe, RunOutcome } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { readNvidiaAnswer } from '../read/nvidia-smi.ts'
import { extendedFields, nvidiaQuery, safeFields } from '../read/nvidia-smi-csv.ts'

export interface NvidiaFacts {
  readonly gpus: readonly GpuFacts[]
  /** `answered` also when it found no card. */
  readonly state: 'answered' | 'no-tool' | 'driver-broken' | 'no-answer'
  readonly notes: readonly string[]
}

/** With persistence off, the first call loads the driver: seconds on a server, and on a laptop it wakes the GPU. */
const deadline = 4000
/** All questions together: whoever answers each only just in time is not asked on. */
const allQuestions = 8000

/** Asks nvidia-smi, from the question with most in the answer to the one every version understands. */
export async function gatherNvidia(probe: Probe): Promise<NvidiaFacts> {
  const started = performance.now()
  const ask = (args: readonly string[]): Promise<RunOutcome> | null => {
    const left = allQuestions - (performance.now() - started)
    return left < 100 ? null : probe.run('nvidia-smi', args, { timeoutMs: Math.min(deadline, left) })
  }
  const questions = [
    { args: nvidiaQuery(extendedFields), fields: extendedFields, query: true },
    { args: nvidiaQuery(safeFields), fields: safeFields, query: true },
    { args: ['-q', '-x'], fields: [], query: false },
    { args: ['-L'], fields: [], query: false },
    { args: [], fields: [], query: false }
  ]
  let best: readonly GpuFacts[] = []
  let slicesHidden = false
  for (const [at, { args, fields, query }] of questions.entries()) {
    // Rows that say all there is; the short query has nothing to add to the long one.
    if (best.length > 0 && (!slicesHidden || (query && at > 0))) {
      if (!slicesHidden) break
      continue
    }
    const outcome = await ask(args)
    if (outcome?.missing) return { gpus: [], state: 'no-tool', notes: [] }
    const failed = outcome === null ? late() : failure(outcome)
    if (failed) return best.length > 0 ? answered(best) : failed
    // A refused query prints its complaint where the rows would be; other forms may end with an error after the answer.
    if (outcome === null || (query && outcome.code !== 0 && !looksAnswered(outcome.stdout))) continue
    const answer = readNvidiaAnswer(outcome.stdout, fields)
    const finer = answer.gpus.some(({ kind }) => kind === 'mig')
    if (answer.gpus.length > 0 && (best.length === 0 || finer)) best = answer.gpus
    if (answer.gpus.length > 0) slicesHidden = answer.slicesHidden || (slicesHidden && !finer)
  }
  if (best.length > 0) return answered(best)
  return {
    gpus: [],
    state: 'no-answer',
    notes: ['nvidia-smi is installed and gave no answer that could be read. Run it in a terminal to see why.']
  }
}

/** Exit 1 with good rows: some wrappers and drivers end so. Rows have a PCI address or a number between commas. */
const looksAnswered = (stdout: string): boolean =>
  /<nvidia_smi_log|^\|\s*NVIDIA-SMI |^GPU \d+: |,\s*(?:\d+|\[N\/A\])\s*,|[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.\d/im.test(
    stdout
  )

const answered = (gpus: readonly GpuFacts[]): NvidiaFacts => ({ gpus, state: 'answered', notes: [] })

const late = (): NvidiaFacts => ({
  gpus: [],
  state: 'no-answer',
  notes: [
    `nvidia-smi did not answer within ${deadline / 1000} seconds. Detect again, or enter the card by hand.`
  ]
})

/** The failures that no other question would get round; null when it is worth asking on. */
function failure(outcome: RunOutcome): NvidiaFacts | null {
  const said = `${outcome.stdout}\n${outcome.stderr}`
  if (
    outcome.code === 9 ||
    /couldn't communicate with the NVIDIA driver|Driver\/library version mismatch/i.test(said)
  ) {
    return {
      gpus: [],
      state: 'driver-broken',
      notes: [
        'The NVIDIA driver is installed but does not answer (nvidia-smi: no communication with the driver). ' +
          'Reinstall the driver or restart after its update; until then the memory of NVIDIA cards is unknown.'
      ]
    }
  }
  if (outcome.timedOut) return late()
  if (/No devices were found/i.test(said)) return answered([])
  return null
}
