import type { BenchEngine } from './engine.ts'
import { runProgram } from './run-program.ts'
import { talk } from './talk.ts'

/** `ollama run --verbose`, which prints its own counts and rates. */
export const ollama: BenchEngine = {
  needs: 'a model of Ollama, such as llama3.2:3b',
  run: ({ model }, tools) => runProgram('ollama', ['run', '--verbose', model, talk], tools)
}
