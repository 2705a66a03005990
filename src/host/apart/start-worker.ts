import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { WorkerTask } from './worker-task.ts'

/**
 * Starts a thread of its own for work that must not hold up the window: a thread, because it is the same in Electron's
 * main process (where a forked Node is switched off by a fuse), in the page server and on the command line.
 *
 * The thread's file lies beside this one as TypeScript; built, as `worker.js` beside the bundle or above its chunks.
 */
export function startWorker(task: WorkerTask): Worker {
  const source = new URL('./worker.ts', import.meta.url)
  if (import.meta.url.endsWith('.ts') && existsSync(fileURLToPath(source))) {
    return new Worker(fromSource(source), { workerData: task, eval: true, execArgv: [] })
  }
  const built = ['./worker.js', '../worker.js']
    .map((path) => new URL(path, import.meta.url))
    .find((file) => existsSync(fileURLToPath(file)))
  if (!built) throw new Error('The file of the worker thread is missing: build the program again.')
  return new Worker(built, { workerData: task })
}

/** Tests and tools run this from source, and a thread does not inherit the loader that does it for them (Node 20). */
function fromSource(file: URL): string {
  const loader = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
  )
  return `import(${JSON.stringify(loader.href)}).then((tsx) => tsx.tsImport(${JSON.stringify(file.href)}, ${JSON.stringify(file.href)}))`
}
