import { resolve } from 'node:path'

/**
 * The model files that a command line names, as whole paths. Chromium adds switches of its own, and the program and its
 * folder come first; none of them ends in .gguf.
 */
export const fileArguments = (argv: readonly string[], folder: string): readonly string[] =>
  argv
    .filter((argument) => /\.gguf$/iu.test(argument) && !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
