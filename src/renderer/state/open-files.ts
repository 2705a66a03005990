import type { HostApi } from '../../contract/api.ts'
import { choose } from './choices.ts'
import { opening, sayFaults } from './opening.ts'
import { sentenceOf } from './sentence-of.ts'

/** One kind of file that can be dropped on the page or chosen. */
export interface FileKind {
  /** In the middle of a sentence: `a model (.gguf)`. */
  readonly name: string
  readonly takes: (file: File) => boolean
  /** Opens all files of this kind that came together; gives a sentence for each that could not be. */
  readonly open: (files: readonly File[], host: HostApi) => Promise<readonly string[]>
}

const models: FileKind = {
  name: 'models (.gguf, all parts of a split one together)',
  takes: ({ name }) => /\.gguf(?:\.(?:part|partial|incomplete|download|crdownload|tmp))?$/iu.test(name),
  open: async (files, host) => {
    const { openModelFiles } = await import('./open-model-files.ts')
    return openModelFiles(files, host)
  }
}

const written: FileKind = {
  name: 'reports and machines (.json)',
  takes: ({ name }) => /\.json$/iu.test(name),
  open: async (files, host) => {
    const { openJsonFile } = await import('./open-json-file.ts')
    const faults: string[] = []
    for (const file of files) {
      const fault = await openJsonFile(file, host)
      if (fault !== null) faults.push(fault)
    }
    return faults
  }
}

/** What can be dropped. A further kind is added here and is named in every sentence. */
export const fileKinds: FileKind[] = [models, written]

/** `models (...), and reports and machines (...)` */
export const droppable = (): string => fileKinds.map(({ name }) => name).join(', and ')

/** Opens whatever files came, each by its kind, and says what could not be opened. */
export async function openFiles(files: readonly File[], host: HostApi): Promise<void> {
  if (files.length === 0) {
    sayFaults([`What was dropped is no file. Drop ${droppable()}.`])
    return
  }
  const [first] = files
  opening.setState({
    faults: [],
    reading: files.length === 1 && first ? first.name : `${files.length} files`
  })
  try {
    const faults: string[] = []
    for (const kind of fileKinds) {
      const mine = files.filter((file) => kindOf(file) === kind)
      if (mine.length > 0) faults.push(...(await kind.open(mine, host)))
    }
    const others = files.filter((file) => kindOf(file) === undefined).map(({ name }) => `“${name}”`)
    if (others.length > 0)
      faults.push(`${others.slice(0, 3).join(', ')} cannot be opened here. Drop ${droppable()}.`)
    sayFaults(faults)
  } catch (error) {
    sayFaults([sentenceOf(error)])
  } finally {
    opening.setState({ reading: null })
  }
}

const kindOf = (file: File): FileKind | undefined => fileKinds.find(({ takes }) => takes(file))

/** After several models at once, all of them are shown. */
export const showOwn = (): void => choose({ view: 'own' })
