import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerTask } from './worker-task.ts'

/* The file every thread starts with. What a thread needs is loaded when its task is known. */

const task = workerData as WorkerTask
const port = parentPort
if (!port) throw new Error('This file is started as a thread, by start-worker.ts.')
if (task.kind === 'detect')
  void import('./run-detection.ts').then(({ runDetection }) => runDetection(port, task))
else void import('../measure/run-copy.ts').then(({ runCopy }) => runCopy(task))
