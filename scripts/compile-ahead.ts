import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { dense, headerOf } from '../test/core/model/gguf/sample-headers.ts'

/**
 * Compiles the command line when it is built, for the Node that builds it: half of what `check` took to start was reading
 * a program that does not change. Some questions are asked of the built program, and the code that they ran is kept beside
 * it as the engine holds it (`NAME.js.compiled`). `src/cli/compiled-ahead.ts` takes it. From Node 22 on, Node keeps it itself.
 */
export function compileAhead(): Plugin {
  return {
    name: 'compile-ahead',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = marked(file.code)
      }
    },
    writeBundle({ dir = '' }) {
      if ('enableCompileCache' in process.getBuiltinModule('node:module')) return
      const folder = mkdtempSync(join(tmpdir(), 'plimsoll-compile-'))
      const file = join(folder, 'model.gguf')
      writeFileSync(file, headerOf(dense('llama', 2)))
      const asked = JSON.stringify([...questions, ['check', file, ...simulated]])
      const recorder = join(import.meta.dirname, 'compile-ahead/record.ts')
      // Nothing that this user has entered or measured is read.
      const env = { ...process.env, PLIMSOLL_DATA: join(folder, 'data'), NODE_OPTIONS: '' }
      const { status } = spawnSync(process.execPath, ['--import', 'tsx', recorder, resolve(dir), asked], {
        env,
        stdio: ['ignore', 'ignore', 'inherit']
      })
      rmSync(folder, { recursive: true })
      if (status !== 0) this.error('The built program could not be compiled ahead.')
    }
  }
}

const simulated = ['--device', 'RTX 4070 Ti SUPER', '--ram', '32']
const check = ['check', 'qwen3-30b-a3b', '-q', 'Q4_K_M', '-c', '32k']
const questions = [[...check, ...simulated], [...check, ...simulated, '--json'], check]

/** The digest of a file's text as its last line. */
const marked = (code: string): string => `${code}\n//${createHash('sha256').update(code).digest('hex')}`
