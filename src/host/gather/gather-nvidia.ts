import type { Probe, RunOutcome } from '../probe/probe.ts'
import type { GpuFacts } from '../read/gpu-facts.ts'
import { extendedFields, nvidiaQuery, parseNvidiaCsv, safeFields } from '../read/nvidia-smi-csv.ts'
import { parseNvidiaList, parseNvidiaTable } from '../read/nvidia-smi-list.ts'
import { parseNvidiaXml } from '../read/nvidia-smi-xml.ts'

export interface NvidiaFacts {
  readonly gpus: readonly GpuFacts[]
  /** `answered` also when it found no card. */
  readonly state: 'answered' | 'no-tool' | 'driver-broken' | 'no-answer'
  readonly notes: readonly string[]
}

/** With persistence off, the first call loads the driver: seconds on a server, and on a laptop it wakes the GPU. */
const deadline = 4000

/** Asks nvidia-smi, from the question with most in the answer to the one every version understands. */
export async function gatherNvidia(probe: Probe): Promise<NvidiaFacts> {
  const ask = (...args: string[]): Promise<RunOutcome> =>
    probe.run('nvidia-smi', args, { timeoutMs: deadline })

  const first = await ask(...nvidiaQuery(extendedFields))
  if (first.missing) return { gpus: [], state: 'no-tool', notes: [] }
  const failed = failure(first)
  if (failed) return failed
  let rows = parseNvidiaCsv(first.code === 0 ? first.stdout : '', extendedFields)

  if (rows.length === 0) {
    const second = await ask(...nvidiaQuery(safeFields))
    const failedAgain = failure(second)
    if (failedAgain) return failedAgain
    rows = parseNvidiaCsv(second.code === 0 ? second.stdout : '', safeFields)
  }

  if (rows.length === 0 || rows.some((row) => row.migEnabled)) {
    const xml = parseNvidiaXml((await ask('-q', '-x')).stdout)
    if (xml.length > 0) {
      return answered(
        xml.flatMap((gpu) => {
          const whole = gpu.sharedAddresses && !gpu.facts.total.known ? unify(gpu.facts) : gpu.facts
          return gpu.migEnabled && gpu.slices.length > 0 ? gpu.slices : [whole]
        })
      )
    }
    const listed = parseNvidiaList((await ask('-L')).stdout)
    // Where the query did answer, its rows are exact and the list is better only for the slices it knows of.
    if (rows.length === 0 || listed.some((gpu) => gpu.kind === 'mig')) {
      if (listed.length > 0) return answered(listed)
    }
  }
  if (rows.length > 0) {
    return answered(
      rows.map((row) => (row.sharedAddresses && !row.facts.total.known ? unify(row.facts) : row.facts))
    )
  }
  const table = await ask()
  const lastFailure = failure(table)
  if (lastFailure) return lastFailure
  const gpus = parseNvidiaTable(table.stdout)
  if (gpus.length > 0) return answered(gpus)
  return {
    gpus: [],
    state: 'no-answer',
    notes: ['nvidia-smi is installed and gave no answer that could be read. Run it in a terminal to see why.']
  }
}

const unify = (facts: GpuFacts): GpuFacts => ({ ...facts, kind: 'unified' })

const answered = (gpus: readonly GpuFacts[]): NvidiaFacts => ({ gpus, state: 'answered', notes: [] })

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
  if (outcome.timedOut) {
    return {
      gpus: [],
      state: 'no-answer',
      notes: [
        `nvidia-smi did not answer within ${deadline / 1000} seconds. Detect again, or enter the card by hand.`
      ]
    }
  }
  if (/No devices were found/i.test(said)) return answered([])
  return null
}
