import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import { pageFolder } from '../page-folder.ts'
import { parseWhole } from '../parse-number.ts'
import type { ServeOptions } from '../program.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll serve`: the page on the loopback address until Ctrl-C. */
export async function serveCommand(options: ServeOptions, output: Output): Promise<ExitCode> {
  const port = options.port === undefined ? 0 : parseWhole(options.port, '--port', 0, 65_535)
  const [{ listen }, { createHost }, folder] = await Promise.all([
    import('../../server/listen.ts'),
    import('../../host/create-host.ts'),
    pageFolder()
  ])
  const server = await listen({ host: createHost({}), pageFolder: folder, port }).catch((error: unknown) => {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  })
  output.out(
    options.json
      ? json({ address: server.address, port: server.port })
      : `Plimsoll is at ${server.address}\nOnly this machine can reach it. Ctrl-C ends it.`
  )
  if (options.open) {
    const { openBrowser } = await import('../../server/open-browser.ts')
    const opened = await openBrowser(server.address)
    if (!opened.ok && !options.json) output.note(opened.error)
  }
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
  return exitCode.done
}
