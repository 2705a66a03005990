import { UsageError } from './usage-error.ts'

/** A file that cannot be read as a model; the batch reports it under its own kind. */
export class FileError extends UsageError {}
