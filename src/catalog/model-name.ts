/**
 * Endings that leave the architecture alone: training stage, precision, packing, and the month of a re-release.
 * A name is read with one ending less each time, so that they may stand in any order.
 */
const endings = [
  // training stage
  /[-.](?:instruct|inst|it|chat|hf|base|pt|paddle|sft|dpo|rlvr\d*|thinking|reasoning)$/,
  // months and days of a re-release: 2507, 20250715, 2025-07, 08-2024
  /-2[3-9](?:0[1-9]|1[0-2])$/,
  /-20[12]\d-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\d|3[01]))?$/,
  /-(?:0[1-9]|1[0-2])-20[12]\d$/,
  // who packed it and how
  /[-.](?:gguf|ggml|mlx|awq|gptq|exl[23]|bnb|unsloth|ud|i1|imatrix|quantized|unquantized|compressed|tensors)$/,
  /[-.](?:dynamic|static|block|channel|per-?tensor|kv|sym|asym|qat|dwq|dq|dq\d\w*|optiq|hqq|marlin|mtp)$/,
  /[-.](?:autoround|auto-round|smoothquant|torchao|onnx|openvino|ov|litert|hi|gs?\d+|group\d+|\d+g)$/,
  // precision
  /[-.](?:bf16|fp16|f16|fp32|f32|fp8|fp4|int[348]|nvfp4|mxfp[48]|[2-8](?:\.\d+)?-?bits?|w\d+a\d+(?:fp\d+)?|\d+(?:\.\d+)?bpw)(?:-v\d)?$/,
  /[-.](?:e4m3|e5m2|i|t)?q\d(?:[-_][a-z0-9]{1,3}){0,3}$/
] as const

/** Day of a re-release, `0324`: left out of what was asked for, but never of a row, which may be that very day. */
const day = /-(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** Words that a person leaves out, wherever they stand: `Qwen3-30B-A3B-2507` is the Instruct of that month. */
const quiet = /-(?:instruct|it|chat|hf)(?=-|$)/g

/** Lower case, without publisher, file ending and number of a split file, every separator a hyphen. */
const plain = (name: string): string =>
  (name.trim().replace(/\/+$/, '').split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/(?:-\d{5}-of-\d{5})?\.gguf$/, '')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '')

/**
 * Letters and numbers apart, neighbouring words together: `Qwen3-235BA22B`, `qwen3 235b a22b` and `qwen3:235b-a22b`
 * are one key, and no number ever grows into its neighbour.
 */
const keyOf = (text: string): string =>
  text
    .replace(/(\d)(?=[a-z])|([a-z])(?=\d)/g, '$&-')
    .replace(/(?<=[a-z])-+(?=[a-z])/g, '')
    .replace(/-+/g, ' ')
    .trim()

/** The name with one ending less, null when it has none. */
function shorter(text: string, of: readonly RegExp[]): string | null {
  for (const ending of of) if (ending.test(text)) return text.replace(ending, '')
  return null
}

/** The key of a name as it is, and without the words that people leave out. */
export function modelKeys(name: string): { readonly full: string; readonly quiet: string } {
  const text = plain(name)
  return { full: keyOf(text), quiet: keyOf(text.replace(quiet, '')) }
}

/** As written with ever fewer endings, then the same without the words that people leave out. */
function readings(name: string, of: readonly RegExp[]): readonly string[] {
  const texts: string[] = []
  for (let text: string | null = plain(name); text !== null && text !== ''; text = shorter(text, of))
    texts.push(text)
  const keys = [...texts.map(keyOf), ...texts.map((text) => keyOf(text.replace(quiet, '')))]
  return [...new Set(keys)].filter((key) => key !== '')
}

/**
 * All ways to read a name that was asked for, the closest to the letter first: with one ending less each time, as
 * written and then without the words that people leave out.
 */
export const readingsOf = (name: string): readonly string[] => readings(name, [...endings, day])

/** The same for the name of a row, which keeps its day: `DeepSeek-R1-0528` is not all that `DeepSeek-R1` may be. */
export const rowReadingsOf = (name: string): readonly string[] => readings(name, endings)
