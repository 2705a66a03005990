import { specOfFile } from '../../catalog/file-spec.ts'
import { withoutPath } from '../../core/model/gguf/on-disk.ts'
import type { RunnableModel } from '../../core/model/model.ts'
import { err, type Result } from '../../core/result.ts'
import { readGguf } from '../gguf/read-gguf.ts'
import type { LocalModel } from './local-model.ts'

/**
 * The model in a file on the disk by its own list of tensors, as `plimsoll check FILE.gguf` has it: exact, and with how
 * much of it is here. The error is a sentence without the file's name.
 */
export async function readWhole({ path }: LocalModel): Promise<Result<RunnableModel, string>> {
  const read = await readGguf(path)
  if (!read.ok) return err(withoutPath(read.error, path))
  return specOfFile(read.value)
}

/** What can be read of a model by its whole header, one after the other. Stops between two files. */
export async function readEach(
  wanted: readonly LocalModel[],
  onRead: (local: LocalModel, read: Result<RunnableModel, string>, done: number) => void,
  signal?: AbortSignal
): Promise<void> {
  for (const [at, local] of wanted.entries()) {
    if (signal?.aborted) return
    onRead(local, await readWhole(local), at + 1)
  }
}
