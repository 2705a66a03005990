import { bench, type BenchEngine } from './engine.ts'
import { placementFlags } from './placement-flags.ts'
import { runProgram } from './run-program.ts'

/** `llama-bench` of llama.cpp: pp512 and tg128, three times each. */
export const llamaBench: BenchEngine = {
  needs: 'a .gguf file',
  run: (request, tools) =>
    runProgram(
      'llama-bench',
      [
        ...[
          '-m',
          request.model,
          '-p',
          String(bench.prompt),
          '-n',
          String(bench.write),
          '-r',
          String(bench.runs)
        ],
        ...(request.depthTokens > 0 ? ['-d', String(request.depthTokens)] : []),
        ...placementFlags(request),
        ...['-o', 'jsonl']
      ],
      tools
    )
}
