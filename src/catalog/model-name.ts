/**
 * Endings that leave the architecture alone: training stage, precision, packing, and the month of a re-release.
 * Months are `2507`, never `0731`: DeepSeek's dated re-releases of V4 have other totals than the first.
 */
const endings = [
  /-(?:instruct|it|chat|hf|base|pt|paddle|sft)$/,
  /-2[3-9](?:0[1-9]|1[0-2])$/,
  /-(?:gguf|ggml|mlx|awq|gptq|exl[23]|bnb|unsloth|ud|i1|imatrix|quantized|dynamic|qat|dwq|fp4)$/,
  /-(?:bf16|fp16|f16|fp32|f32|fp8|int[48]|nvfp4|mxfp[48]|[2-8]-?bit|w\d+a\d+)$/,
  /-(?:i|t)?q\d(?:-[a-z0-9]{1,3}){0,3}$/
] as const

/** Words that a person leaves out, wherever they stand: `Qwen3-30B-A3B-2507` is the Instruct of that month. */
const quiet = /-(?:instruct|it|chat|hf)(?=-|$)/g

/** Lower case, without publisher and file ending, every separator a hyphen. */
const plain = (name: string): string =>
  (name.trim().replace(/\/+$/, '').split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/\.gguf$/, '')
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
function shorter(text: string): string | null {
  for (const ending of endings) if (ending.test(text)) return text.replace(ending, '')
  return null
}

/** The key of a name as it is, and without the words that people leave out. */
export function modelKeys(name: string): { readonly full: string; readonly quiet: string } {
  const text = plain(name)
  return { full: keyOf(text), quiet: keyOf(text.replace(quiet, '')) }
}

/**
 * All ways to read a name, the closest to the letter first: with one ending less each time, each as written and
 * without the words that people leave out.
 */
export function readingsOf(name: string): readonly string[] {
  const keys: string[] = []
  for (let text: string | null = plain(name); text !== null && text !== ''; text = shorter(text)) {
    keys.push(keyOf(text), keyOf(text.replace(quiet, '')))
  }
  return [...new Set(keys)].filter((key) => key !== '')
}
