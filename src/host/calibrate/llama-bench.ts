import { bench, type BenchEngine } from './engine.ts'
import { runProgram } from './run-program.ts'

/** `llama-bench` of llama.cpp: pp512 and tg128, three times each. */
export const llamaBench: BenchEngine = {
  needs: 'a .gguf file',
  run: ({ model, depthTokens }, tools) =>
    runProgram(
      'llama-bench',
      [
        ...['-m', model, '-p', String(bench.prompt), '-n', String(bench.write), '-r', String(bench.runs)],
        ...(depthTokens > 0 ? ['-d', String(depthTokens)] : []),
        ...['-o', 'jsonl']
      ],
      tools
    )
}
