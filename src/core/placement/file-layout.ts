import type { ResolvedSettings } from '../engine/settings.ts'
import { fileProfile } from '../memory/file-profile.ts'
import type { GgufFault } from '../model/gguf/fault.ts'
import { fileModel } from '../model/gguf/file-model.ts'
import { parseHeader } from '../model/gguf/header.ts'
import { ok, type Result } from '../result.ts'
import { type Layout, layOut } from './lay-out.ts'

/**
 * Where llama.cpp puts the model of a GGUF header over so many equal GPUs: weights and context to the byte. `bytes` is
 * the beginning of the file, the header at least.
 */
export function layOutFile(
  bytes: Uint8Array,
  settings: ResolvedSettings,
  gpus: number
): Result<Layout, GgufFault> {
  const header = parseHeader(bytes)
  if (!header.ok) return header
  const model = fileModel(header.value)
  if (!model.ok) return model
  const { architecture, file } = model.value
  return ok(
    layOut({
      architecture,
      profile: fileProfile(file, architecture),
      settings,
      split: Array<number>(gpus).fill(1)
    })
  )
}
