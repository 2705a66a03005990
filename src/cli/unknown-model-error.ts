import { UsageError } from './usage-error.ts'

/** A model that nothing answers to; the batch reports it under its own kind. */
export class UnknownModelError extends UsageError {}
