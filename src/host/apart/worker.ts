import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerTask } from './worker-task.ts'

/* The file every thread starts with. What a thread needs is loaded when its task is known. */

const task = workerData as WorkerTask
if (!parentPort) throw new Error('This file is started as a thread, by start-worker.ts.')
if (task.kind === 'detect') {
  const { runDetection } = await import('./run-detection.ts')
  await runDetection(parentPort, task)
} else {
  const { runCopy } = await import('../measure/run-copy.ts')
  runCopy(task)
}
