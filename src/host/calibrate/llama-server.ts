import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { err, ok, type Result } from '../../core/result.ts'
import type { LoggedRate } from '../../core/speed/parse-log.ts'
import { askJson, saidWrong } from './ask-json.ts'
import {
  bench,
  type BenchEngine,
  type BenchOutcome,
  type BenchTools,
  cancelled,
  failed,
  middleOf,
  repeated
} from './engine.ts'
import { freePort } from './free-port.ts'
import { placementFlags } from './placement-flags.ts'
import { notStarted, type Started, Tail } from './started.ts'
import { stopProgram } from './stop-program.ts'

/** Milliseconds: between two questions whether it is ready, until it must be, and for one answer. */
const pace = { look: 250, tell: 5000, load: 15 * 60_000, answer: 15 * 60_000 }

/**
 * `llama-server` of llama.cpp, started for the measurement and ended after it. Its API: `GET /health` (503 while the
 * model loads), `POST /completion` with `timings` in its answer (llama.cpp, tools/server/README.md).
 */
export const llamaServer: BenchEngine = {
  needs: 'a .gguf file',
  run: async (request, tools) => {
    if (tools.signal.aborted) return failed('Cancelled before it started.')
    const port = await freePort()
    if (port === null) return failed('No free port was found on 127.0.0.1 for llama-server.')
    const words = Math.max(bench.prompt, request.depthTokens)
    const context = Math.max(4096, 2 * words + 2 * bench.write)
    const args = ['-m', request.model, '--host', '127.0.0.1', '--port', String(port)]
    let started: Started
    try {
      started = tools.spawn('llama-server', [
        ...args,
        ...['-c', String(context), '-np', '1'],
        ...placementFlags(request)
      ])
    } catch {
      return failed(notStarted('llama-server'))
    }
    try {
      return await measure(`http://127.0.0.1:${port}`, words, started, tools)
    } finally {
      await stopProgram(started)
    }
  }
}

async function measure(
  at: string,
  words: number,
  started: Started,
  tools: BenchTools
): Promise<BenchOutcome> {
  const said = new Tail(64_000)
  started.onError((text) => said.add(text))
  started.onOutput((text) => said.add(text))
  // Its end ends every question that is still open.
  const gone = new AbortController()
  const end: { sentence?: string } = {}
  void started.ended.then(
    (code) => {
      end.sentence = `llama-server ended with code ${code ?? 'unknown'}: ${said.lastLine}`
      gone.abort()
    },
    () => {
      end.sentence = notStarted('llama-server')
      gone.abort()
    }
  )
  const signal = AbortSignal.any([tools.signal, gone.signal])
  const outcome = await loadAndRun(at, words, { ...tools, signal })
  if (tools.signal.aborted) return cancelled
  if (outcome.ok) return { ok: true, rates: outcome.value }
  // A server that dies closes its connections a little before its end is known.
  await Promise.race([started.ended.catch(() => null), wait(pace.look)])
  return failed(
    end.sentence ?? `${outcome.error}${said.text === '' ? '' : ` Its last line: ${said.lastLine}`}`
  )
}

async function loadAndRun(
  at: string,
  words: number,
  tools: BenchTools
): Promise<Result<readonly LoggedRate[], string>> {
  const ready = await untilReady(at, tools)
  if (!ready.ok) return ready
  const runs = await repeated(
    () => complete(at, words, tools.signal),
    ({ predicted_per_second: rate }) => `${rate.toFixed(1)} tokens/s`,
    tools.progress
  )
  return runs.ok ? ok(ratesOf(runs.value)) : runs
}

/** Waits for 200 of `/health`. Nobody listens for the first moments, and 503 says that it loads. */
async function untilReady(at: string, { signal, progress }: BenchTools): Promise<Result<null, string>> {
  const begun = Date.now()
  let told = -Infinity
  for (;;) {
    const answer = await askJson({ url: `${at}/health`, mostMs: 10_000, signal })
    if (signal.aborted) return err('Cancelled.')
    if (answer.ok && answer.value.status === 200) return ok(null)
    const isLoading = answer.ok
      ? answer.value.status === 503
      : ['down', 'late', 'cut'].includes(answer.error.kind)
    if (!isLoading) {
      return err(
        answer.ok
          ? `llama-server answers ${answer.value.status} when asked whether it is ready.`
          : answer.error.sentence
      )
    }
    const passed = Date.now() - begun
    if (passed > pace.load) return err('llama-server had not loaded the model after 15 minutes.')
    if (passed - told >= pace.tell) {
      progress(`llama-server loads the model, ${Math.round(passed / 1000)} s so far.`)
      told = passed
    }
    await wait(pace.look, undefined, { signal }).catch(() => undefined)
  }
}

const speed = z.number().positive()
const count = z.int().positive()
const answerSchema = z.object({
  timings: z.object({
    predicted_n: count,
    predicted_per_second: speed,
    prompt_n: count,
    prompt_per_second: speed
  })
})
type Timings = z.infer<typeof answerSchema>['timings']

/** Numbers as words: about a token each, whatever the vocabulary. */
const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const promptOf = (words: number): string =>
  Array.from({ length: words }, (_, at) => numbers[at % numbers.length]).join(' ')

async function complete(at: string, words: number, signal: AbortSignal): Promise<Result<Timings, string>> {
  const answer = await askJson({
    url: `${at}/completion`,
    // Read whole each time, and written to its full length: otherwise the runs would not measure the same.
    body: {
      prompt: promptOf(words),
      n_predict: bench.write,
      cache_prompt: false,
      ignore_eos: true,
      temperature: 0,
      stream: false
    },
    mostMs: pace.answer,
    signal
  })
  if (!answer.ok) return err(answer.error.sentence)
  const { status, body } = answer.value
  if (status !== 200) return err(`llama-server refuses: ${saidWrong(body) ?? `status ${status}`}.`)
  const parsed = answerSchema.safeParse(body)
  if (!parsed.success) return err('llama-server answers without timings that can be used.')
  const { timings } = parsed.data
  return timings.predicted_n < bench.least
    ? err(`llama-server wrote only ${timings.predicted_n} tokens, too few to measure.`)
    : ok(timings)
}

function ratesOf(runs: readonly Timings[]): LoggedRate[] {
  const shared = { engine: 'llama.cpp', model: null, backend: null } as const
  const decode = middleOf(runs, (run) => run.predicted_per_second)
  const prefill = middleOf(runs, (run) => run.prompt_per_second)
  if (!decode || !prefill) return []
  return [
    {
      ...shared,
      what: 'decode',
      tokensPerSecond: decode.predicted_per_second,
      tokens: decode.predicted_n,
      depth: decode.prompt_n
    },
    {
      ...shared,
      what: 'prefill',
      tokensPerSecond: prefill.prompt_per_second,
      tokens: prefill.prompt_n,
      depth: 0
    }
  ]
}
