import { bench, type BenchEngine } from './engine.ts'
import { runProgram } from './run-program.ts'
import { talk } from './talk.ts'

/** `mlx_lm.generate`, which prints its rates at the end. */
export const mlx: BenchEngine = {
  needs: 'the folder or the repository of an MLX model',
  run: ({ model }, tools) =>
    runProgram(
      'mlx_lm.generate',
      ['--model', model, '--prompt', talk, '--max-tokens', String(bench.write)],
      tools
    )
}
