/** A measured rate, as an engine printed it. */
export interface LoggedRate {
  readonly engine: 'llama.cpp' | 'Ollama' | 'LM Studio' | 'LM Studio with MLX' | 'MLX'
  readonly what: 'decode' | 'prefill'
  readonly tokensPerSecond: number
  /** Tokens of the prompt or of the answer; null where the log does not say. */
  readonly tokens: number | null
  /** Tokens in the cache before; null where the log does not say. */
  readonly depth: number | null
  /** The model as the log names it; null where it does not. */
  readonly model: string | null
  readonly backend: string | null
}

type Parser = (text: string) => LoggedRate[]

const positive = (text: string | undefined): number | null => {
  const n = Number(text)
  return text !== undefined && Number.isFinite(n) && n > 0 ? n : null
}

const rateOf = (
  engine: LoggedRate['engine'],
  what: LoggedRate['what'],
  speed: string | undefined,
  more: Partial<LoggedRate> = {}
): LoggedRate[] => {
  const tokensPerSecond = positive(speed)
  return tokensPerSecond === null
    ? []
    : [{ engine, what, tokensPerSecond, tokens: null, depth: null, model: null, backend: null, ...more }]
}

/** llama-bench `-o md`: `| llama 8B Q4_K - Medium | 4.58 GiB | 8.03 B | CUDA | 99 | tg128 @ d4096 | 104.30 ± 0.21 |`. */
const benchTable: Parser = (text) => {
  let heads: string[] = []
  return text.split(/\r?\n/).flatMap((line) => {
    if (!line.trim().startsWith('|')) return []
    const cells = line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim())
    if (cells.includes('t/s') && cells.includes('test')) {
      heads = cells
      return []
    }
    const cell = (head: string): string | undefined => cells[heads.indexOf(head)]
    const test = /^(pp|tg)(\d+)(?:\s*@\s*d(\d+))?$/.exec(cell('test') ?? '')
    if (test === null) return []
    return rateOf('llama.cpp', test[1] === 'tg' ? 'decode' : 'prefill', cell('t/s')?.split(/[\s±]/)[0], {
      tokens: Number(test[2]),
      depth: Number(test[3] ?? 0),
      model: cell('model') ?? null,
      backend: cell('backend') ?? null
    })
  })
}

/** llama-bench `-o jsonl`, and the list of `-o json`. */
const benchJson: Parser = (text) => {
  const whole = text.trim().startsWith('[') ? [text] : text.split(/\r?\n/)
  return whole.flatMap((line) => {
    if (!/^\s*[[{]/.test(line)) return []
    let data: unknown
    try {
      data = JSON.parse(line)
    } catch {
      return []
    }
    return (Array.isArray(data) ? (data as unknown[]) : [data]).flatMap(benchEntry)
  })
}

function benchEntry(entry: unknown): LoggedRate[] {
  if (typeof entry !== 'object' || entry === null || !('avg_ts' in entry)) return []
  const fields = entry as Record<string, unknown>
  const number = (name: string): number => (typeof fields[name] === 'number' ? fields[name] : 0)
  const words = (name: string): string | null => (typeof fields[name] === 'string' ? fields[name] : null)
  const [prompt, generated] = [number('n_prompt'), number('n_gen')]
  // A test of both at once (`-pg`) is neither.
  if (prompt > 0 === generated > 0) return []
  return rateOf('llama.cpp', generated > 0 ? 'decode' : 'prefill', String(fields['avg_ts']), {
    tokens: prompt + generated,
    depth: number('n_depth'),
    model: words('model_filename') ?? words('model_type'),
    backend: words('backends')
  })
}

/** llama-server and llama-cli: `prompt eval time = 12.34 ms / 512 tokens (... 41.5 tokens per second)`. */
const timings: Parser = (text) =>
  [
    ...text.matchAll(
      /(prompt )?eval time\s*=\s*[\d.]+ ms \/\s*(\d+) (?:tokens|runs)\s*\([^)]*?([\d.]+) tokens per second\)/g
    )
  ].flatMap(([, prompt, tokens, speed]) =>
    rateOf('llama.cpp', prompt === undefined ? 'decode' : 'prefill', speed, { tokens: Number(tokens) })
  )

/** `ollama run --verbose`: `eval count: 298 token(s)`, `eval rate: 104.32 tokens/s`. */
const ollama: Parser = (text) =>
  [
    ...text.matchAll(
      /(prompt )?eval count:\s*(\d+) token\(s\)\s*(?:prompt )?eval duration:\s*\S+\s*(?:prompt )?eval rate:\s*([\d.]+) tokens\/s/g
    )
  ].flatMap(([, prompt, tokens, speed]) =>
    rateOf('Ollama', prompt === undefined ? 'decode' : 'prefill', speed, { tokens: Number(tokens) })
  )

/** LM Studio: the line under an answer, `43.21 tok/sec • 512 tokens`, or `tokens_per_second` of its API. */
const lmStudio: Parser = (text) => [
  ...[...text.matchAll(/([\d.]+)\s*tok\/sec(?:\D{1,6}(\d+) tokens)?/g)].flatMap(([, speed, tokens]) =>
    rateOf('LM Studio', 'decode', speed, { tokens: positive(tokens) })
  ),
  ...[...text.matchAll(/"tokens_per_second"\s*:\s*([\d.]+)/g)].flatMap(([, speed]) =>
    rateOf('LM Studio', 'decode', speed)
  )
]

/** mlx_lm.generate: `Prompt: 512 tokens, 801.2 tokens-per-sec`, `Generation: 128 tokens, 61.5 tokens-per-sec`. */
const mlx: Parser = (text) =>
  [...text.matchAll(/(Prompt|Generation):\s*(\d+) tokens,\s*([\d.]+) tokens-per-sec/g)].flatMap(
    ([, part, tokens, speed]) =>
      rateOf('MLX', part === 'Generation' ? 'decode' : 'prefill', speed, { tokens: Number(tokens) })
  )

const parsers: readonly Parser[] = [benchJson, benchTable, timings, ollama, lmStudio, mlx]

/** Longest log that is read, in characters. */
export const mostLogLength = 8_000_000

/** The rates in a pasted log of llama-bench, llama-server, llama-cli, Ollama, LM Studio or MLX, in the order found. */
export const parseLog = (text: string): LoggedRate[] =>
  parsers.flatMap((parse) => parse(text.slice(0, mostLogLength)))
