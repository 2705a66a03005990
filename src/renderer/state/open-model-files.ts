import type { HostApi } from '../../contract/api.ts'
import { splitFile } from '../../core/model/gguf/split-file.ts'
import { showOwn } from './open-files.ts'
import { groupParts, readGroup } from './read-dropped.ts'
import { openDropped, openPath } from './read-own.ts'
import { sentenceOf } from './sentence-of.ts'

/**
 * Opens GGUF files. In the window a file has a path, by which it is found again after a restart, and its other parts
 * beside it; a browser hands over nothing but the bytes.
 */
export async function openModelFiles(files: readonly File[], host: HostApi): Promise<readonly string[]> {
  const { desk } = window
  const onDisk = files.map((file) => ({ file, path: desk?.pathOf(file) ?? '' }))
  const paths = new Map(
    onDisk.filter(({ path }) => path !== '').map(({ path }) => [firstPart(path), path] as const)
  )
  const groups = groupParts(onDisk.flatMap(({ file, path }) => (path === '' ? [file] : [])))
  const work = [
    ...[...paths.values()].map((path) => () => openPath(host, path)),
    ...groups.map((group) => async () => {
      const read = await readGroup(group)
      if (!read.ok) throw new Error(read.error)
      return openDropped(group.name, read.value)
    })
  ]
  const faults: string[] = []
  for (const step of work) await step().catch((error: unknown) => faults.push(sentenceOf(error)))
  if (work.length - faults.length > 1) showOwn()
  return faults
}

/** Parts of one model are opened once, by whichever came. */
const firstPart = (path: string): string => {
  const name = path.split(/[\\/]/u).at(-1) ?? path
  const split = splitFile(name)
  return split ? path.slice(0, path.length - name.length) + split.part(1) : path
}
