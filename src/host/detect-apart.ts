import type { Machine } from '../core/machine/machine.ts'
import { err } from '../core/result.ts'
import { startWorker } from './apart/start-worker.ts'
import type { DetectMessage } from './apart/worker-task.ts'
import type { DetectionStep } from './detect.ts'
import { firstPicture } from './detect.ts'
import type { MachineFacts } from './gather/machine-facts.ts'
import type { Identity } from './probe/redact.ts'
import { realProbe } from './probe/real-probe.ts'

export interface ApartOptions {
  readonly onStep?: (step: DetectionStep) => void
  readonly record?: Identity
}

export interface Detected {
  readonly machine: Machine
  readonly facts: MachineFacts | null
  /** What was read, where that was asked for. */
  readonly recording: string | null
}

/** Longer than detection gives itself. What happens here is a thread that hangs as a whole. */
const deadline = 25_000

/**
 * Detects this machine in a thread of its own, so that no answer that is large, late or blocking stalls the caller.
 * The first picture is told of before the thread has started. Never rejects: where no thread can be started, it looks
 * from here.
 */
export async function detectApart({ onStep, record }: ApartOptions = {}): Promise<Detected> {
  let last = instantPicture()
  const tell = (step: DetectionStep): void => {
    last = step
    onStep?.(step)
  }
  tell(last)
  return (
    (await inThread(tell, record ?? null)) ??
    (last.waitingFor.length === 0
      ? { machine: last.machine, facts: null, recording: null }
      : inHere(tell, record))
  )
}

/** What costs nothing: the sizes of memory. The names of the processors do, on large servers 100 ms. */
const instantPicture = (): DetectionStep => ({
  machine: firstPicture({ ...realProbe(), cpus: () => [] }, { findDevice: () => err(null) }),
  waitingFor: ['the system']
})

/** Null when the thread did not come to its end. */
function inThread(tell: (step: DetectionStep) => void, record: Identity | null): Promise<Detected | null> {
  return new Promise((resolve) => {
    let machine: Machine | null = null
    let facts: MachineFacts | null = null
    let worker: ReturnType<typeof startWorker>
    try {
      worker = startWorker({ kind: 'detect', record })
    } catch {
      resolve(null)
      return
    }
    const end = (detected: Detected | null): void => {
      clearTimeout(timer)
      resolve(detected)
      void worker.terminate()
    }
    const timer = setTimeout(() => {
      end(null)
    }, deadline)
    worker.on('message', (message: DetectMessage) => {
      if (message.kind === 'step') {
        machine = message.step.machine
        tell(message.step)
      } else if (message.kind === 'facts') {
        facts = message.facts
      } else {
        end(machine && { machine, facts, recording: message.recording })
      }
    })
    worker.on('error', () => {
      end(null)
    })
    worker.on('exit', () => {
      end(null)
    })
  })
}

/** Without a thread. Loaded only then: the thread has the catalogue for itself. */
async function inHere(tell: (step: DetectionStep) => void, record: Identity | undefined): Promise<Detected> {
  const { runDetection } = await import('./apart/run-detection.ts')
  const seen: { machine: Machine; facts: MachineFacts | null; recording: string | null } = {
    machine: instantPicture().machine,
    facts: null,
    recording: null
  }
  const postMessage = (message: DetectMessage): void => {
    if (message.kind === 'step') {
      seen.machine = message.step.machine
      tell(message.step)
    } else if (message.kind === 'facts') seen.facts = message.facts
    else seen.recording = message.recording
  }
  await runDetection({ postMessage }, { kind: 'detect', record: record ?? null })
  return seen
}
