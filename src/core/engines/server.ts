import type { ServerSettings } from '../engine/server-settings.ts'
import { badSetting, type SettingsError } from '../engine/settings-error.ts'
import { engineTitles, type ServerEngineName } from '../engine/names.ts'
import type { ModelSpec } from '../model/model.ts'
import { type CheckpointFormat, parseFormat } from '../quant/formats/checkpoint-format.ts'
import { isFileType } from '../quant/file-type.ts'
import { type Result, err, ok } from '../result.ts'
import { mlxAccount } from './mlx/account.ts'
import { sglangAccount } from './sglang/account.ts'
import type { EngineAccount, EngineQuestion } from './shared/account.ts'
import { vllmAccount } from './vllm/account.ts'

/** The account of the engine that the settings belong to. */
export function serverAccount(
  question: EngineQuestion<ServerSettings>
): Result<EngineAccount, SettingsError> {
  const { settings } = question
  switch (settings.name) {
    case 'vllm':
      return vllmAccount({ ...question, settings })
    case 'sglang':
      return sglangAccount({ ...question, settings })
    case 'mlx':
      return mlxAccount({ ...question, settings })
  }
}

/** The format of the published checkpoint. */
const byNativeType: Readonly<Record<string, string>> = {
  fp32: 'FP32',
  fp16: 'FP16',
  bf16: 'BF16',
  fp8: 'FP8',
  int8: 'INT8',
  int4: 'INT4-G32',
  mxfp4: 'MXFP4',
  nvfp4: 'NVFP4'
}

const formatOf = (name: string): CheckpointFormat => {
  const parsed = parseFormat(name)
  if (!parsed.ok) throw new RangeError(parsed.error)
  return parsed.value
}

/** Formats of fewer bits that publishers and others offer most, best first. */
const smaller: Readonly<Record<ServerEngineName, readonly string[]>> = {
  vllm: ['FP8', 'AWQ-INT4-G128'],
  sglang: ['FP8', 'AWQ-INT4-G128'],
  mlx: ['MLX-8BIT-G64', 'MLX-6BIT-G64', 'MLX-5BIT-G64', 'MLX-4BIT-G64', 'MLX-3BIT-G64']
}

/** Bits of the published checkpoint: a format of more bits gains nothing. */
const nativeBits: Readonly<Record<string, number>> = {
  fp8: 8,
  int8: 8,
  int4: 4,
  mxfp4: 4,
  nvfp4: 4,
  'fp4+fp8': 8
}

/** The formats that are tried for a model where none is named, best first: what is published, then fewer bits. */
export function formatsFor(engine: ServerEngineName, { nativeType }: ModelSpec): readonly CheckpointFormat[] {
  const native = formatOf(byNativeType[nativeType ?? 'bf16'] ?? 'FP8')
  const bits = nativeBits[nativeType ?? ''] ?? 16
  const fewer = smaller[engine].map(formatOf).filter((format) => format.bits < bits)
  if (engine === 'mlx') {
    const least = bits <= 4 ? [formatOf('MLX-4BIT-G64')] : fewer
    return bits === 16 ? [native, ...least] : least
  }
  return [native, ...fewer]
}

/** A format that a request names, or why this engine has none of that name. */
export function namedFormat(engine: ServerEngineName, name: string): Result<CheckpointFormat, SettingsError> {
  const parsed = parseFormat(name)
  if (parsed.ok) return ok(parsed.value)
  const title = engineTitles[engine]
  const message = isFileType(name.toUpperCase())
    ? `quant cannot be ${name}: that is a GGUF file type, and ${title} is counted here with checkpoints such as BF16, FP8, AWQ-INT4-G128 or MLX-4BIT-G64; take llama.cpp, Ollama or LM Studio for GGUF.`
    : `quant: ${parsed.error}`
  return err(
    badSetting('quant', 'BF16, FP8, AWQ-INT4-G128, GPTQ-INT4-G128, MXFP4, NVFP4, MLX-4BIT-G64 ...', message)
  )
}
