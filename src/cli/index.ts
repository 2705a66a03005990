#!/usr/bin/env node
import module from 'node:module'
import { takeCompiledAhead } from './compiled-ahead.ts'

// Node 22 keeps compiled code for the next start, before it the build does. Hence the imports below are not static.
const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
if (enableCompileCache) enableCompileCache()
else takeCompiledAhead()

// A reader such as `head` may close the pipe early; that is not an error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

async function main(): Promise<void> {
  const { run } = await import('./program.ts')
  const { standardOutput } = await import('./output.ts')
  process.exitCode = await run(process.argv.slice(2), standardOutput())
}

main().catch((error: unknown) => {
  process.stderr.write(
    `plimsoll: something went wrong that should not have: ${error instanceof Error ? error.message : String(error)}\n` +
      (process.env['PLIMSOLL_DEBUG'] && error instanceof Error
        ? `${error.stack ?? ''}\n`
        : 'Set PLIMSOLL_DEBUG=1 to see where.\n')
  )
  process.exitCode = 70
})
