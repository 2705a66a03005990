import type { MessagePort } from 'node:worker_threads'
import { deviceCatalogue } from '../../catalog/device-catalogue.ts'
import { detect } from '../detect.ts'
import { realProbe } from '../probe/real-probe.ts'
import { recordProbe } from '../probe/record-probe.ts'
import type { DetectMessage, WorkerTask } from './worker-task.ts'

/** Detects in this thread and tells the other side of each picture. */
export async function runDetection(
  port: Pick<MessagePort, 'postMessage'>,
  { record }: Extract<WorkerTask, { kind: 'detect' }>
): Promise<void> {
  const tell = (message: DetectMessage): void => {
    port.postMessage(message)
  }
  const recorder = record === null ? null : recordProbe(realProbe(), record)
  await detect(recorder?.probe ?? realProbe(), {
    ...deviceCatalogue,
    onStep: (step) => {
      tell({ kind: 'step', step })
    },
    onFacts: (facts) => {
      tell({ kind: 'facts', facts })
    }
  })
  tell({ kind: 'done', recording: recorder ? `${JSON.stringify(recorder.bundle(), null, 2)}\n` : null })
}
