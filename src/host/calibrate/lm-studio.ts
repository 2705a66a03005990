import { z } from 'zod'
import { err, ok, type Result } from '../../core/result.ts'
import { askJson, type JsonAnswer, saidWrong } from './ask-json.ts'
import {
  bench,
  type BenchEngine,
  type BenchOutcome,
  type BenchRequest,
  type BenchTools,
  cancelled,
  failed,
  middleOf,
  repeated
} from './engine.ts'
import { serverAddress } from './loopback.ts'
import { talk } from './talk.ts'

const usualAddress = 'http://127.0.0.1:1234'
/** Milliseconds: for the list of models, and for one answer, before which the model may have to be loaded. */
const patience = { list: 20_000, answer: 15 * 60_000 }

/**
 * LM Studio's own server, which has to run already: `GET /api/v0/models` and `POST /api/v0/chat/completions` with
 * `stats` in its answer (https://lmstudio.ai/docs/developer/rest/endpoints, from LM Studio 0.3.6; version 1 of the API
 * keeps this one). The time to the first token holds more than reading the prompt, so no prefill follows from it.
 */
export const lmStudio: BenchEngine = {
  needs: 'the id of a model in LM Studio, as `lms ls` prints it',
  run: async (request, tools) => {
    const at = serverAddress(request.url ?? usualAddress, request.anyAddress ?? false)
    if (!at.ok) return failed(at.error)
    const outcome = await measure(at.value, request, tools)
    return tools.signal.aborted ? cancelled : outcome
  }
}

type Ask = (path: string, mostMs: number, body?: unknown) => Promise<Result<JsonAnswer, string>>

async function measure(at: string, request: BenchRequest, tools: BenchTools): Promise<BenchOutcome> {
  const ask: Ask = async (path, mostMs, body) => {
    const answer = await askJson({
      url: `${at}${path}`,
      mostMs,
      signal: tools.signal,
      ...(body !== undefined && { body }),
      ...(request.token !== undefined && { token: request.token })
    })
    if (answer.ok) return answer
    return err(
      answer.error.kind === 'down'
        ? `LM Studio's server does not run at ${at}: start it with \`lms server start\` or in LM Studio under Developer, or name its address with --url.`
        : answer.error.sentence
    )
  }
  const model = await modelOf(ask, at, request.model)
  if (!model.ok) return failed(model.error)
  const { id, state, quantization } = model.value
  tools.progress(
    `LM Studio has ${id}${quantization === undefined ? '' : ` (${quantization})`}, ${state === 'loaded' ? 'loaded' : 'not loaded yet: the first run waits for it'}.`
  )
  const runs = await repeated(
    () => complete(ask, id),
    ({ stats: { tokens_per_second: speed, time_to_first_token: first } }) =>
      `${speed.toFixed(1)} tokens/s${first === undefined ? '' : `, the first after ${first.toFixed(2)} s`}`,
    tools.progress
  )
  return runs.ok ? outcomeOf(runs.value) : failed(runs.error)
}

const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.string().optional(),
      state: z.string().optional(),
      quantization: z.string().optional()
    })
  )
})
type Listed = z.infer<typeof listSchema>['data'][number]

async function modelOf(ask: Ask, at: string, wanted: string): Promise<Result<Listed, string>> {
  const answer = await ask('/api/v0/models', patience.list)
  if (!answer.ok) return answer
  const { status, body } = answer.value
  const parsed = listSchema.safeParse(body)
  if (status === 401 || status === 403) return err(wantsToken)
  if (status !== 200 || !parsed.success) {
    return err(
      `${at} does not list its models as LM Studio 0.3.6 and newer do${status === 200 ? '' : ` (status ${status})`}: update LM Studio, or name another address with --url.`
    )
  }
  const models = parsed.data.data.filter(({ type }) => type !== 'embeddings')
  const found = models.find(({ id }) => id === wanted) ?? models.find(({ id }) => sameId(id, wanted))
  if (found) return ok(found)
  const known = models.slice(0, 8).map(({ id }) => id)
  return err(
    known.length === 0
      ? 'LM Studio has no model that writes: load one there first.'
      : `LM Studio has no model “${wanted}”. It has ${known.join(', ')}${models.length > known.length ? ` and ${models.length - known.length} more` : ''}.`
  )
}

const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.trim().toLowerCase()

const wantsToken =
  'LM Studio asks for a token: make one there and set LM_API_TOKEN, or switch the demand off.'

const completionSchema = z.object({
  usage: z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) }),
  stats: z.object({
    tokens_per_second: z.number().positive(),
    time_to_first_token: z.number().min(0).optional()
  }),
  model_info: z.object({ quant: z.string().optional(), format: z.string().optional() }).optional()
})
type Completion = z.infer<typeof completionSchema>

async function complete(ask: Ask, model: string): Promise<Result<Completion, string>> {
  const answer = await ask('/api/v0/chat/completions', patience.answer, {
    model,
    messages: [{ role: 'user', content: talk }],
    temperature: 0,
    max_tokens: bench.write,
    stream: false
  })
  if (!answer.ok) return answer
  const { status, body } = answer.value
  if (status === 401 || status === 403) return err(wantsToken)
  if (status !== 200) return err(`LM Studio refuses: ${saidWrong(body) ?? `status ${status}`}.`)
  const parsed = completionSchema.safeParse(body)
  if (!parsed.success) return err(`LM Studio answers without a speed that can be used${said(body)}.`)
  const { completion_tokens: written } = parsed.data.usage
  return written < bench.least
    ? err(`LM Studio wrote only ${written} tokens, too few to measure.`)
    : ok(parsed.data)
}

const said = (body: unknown): string => {
  const wrong = saidWrong(body)
  return wrong === null ? '' : `: ${wrong}`
}

function outcomeOf(runs: readonly Completion[]): BenchOutcome {
  const kept = middleOf(runs, ({ stats }) => stats.tokens_per_second)
  if (!kept) return failed('LM Studio gave no speed.')
  const { usage, stats, model_info: info } = kept
  return {
    ok: true,
    rates: [
      {
        engine: info?.format?.toLowerCase() === 'mlx' ? 'LM Studio with MLX' : 'LM Studio',
        what: 'decode',
        tokensPerSecond: stats.tokens_per_second,
        tokens: usage.completion_tokens,
        depth: usage.prompt_tokens,
        model: null,
        backend: null
      }
    ],
    ...(info?.quant !== undefined && { quant: info.quant })
  }
}
