import { type Command, Option } from 'commander'
import type { CalibrateOptions } from './commands/calibrate.ts'
import type { ExitCode } from './exit-code.ts'
import type { Output } from './output.ts'

interface Parts {
  readonly program: Command
  readonly jsonOption: (command: Command) => Command
  readonly finish: (code: ExitCode) => void
  readonly output: Output
}

/** Commands about speeds that were measured on this machine: `calibrate` with what it keeps, shows and forgets. */
export function addCalibrateCommands({ program, jsonOption, finish, output }: Parts): void {
  const calibrate = program
    .command('calibrate')
    .description('keep speeds measured on this machine, and correct the bandwidths and rates they depend on')
  const measuring = (command: Command): Command =>
    jsonOption(command)
      .argument('<model...>', 'the model that was run')
      .option('-q, --quant <type>', 'its file type, such as Q4_K_M')
      .option('--depth <tokens>', 'tokens in the cache while it wrote')
  jsonOption(calibrate.command('list').description('show what was measured here')).action(
    async (options: CalibrateOptions) => {
      finish(await (await import('./commands/calibrate.ts')).calibrateList(options, output))
    }
  )
  calibrate
    .command('export')
    .description('print what was measured here as JSON')
    .action(async () => {
      finish(await (await import('./commands/calibrate.ts')).calibrateList({ json: true }, output))
    })
  calibrate
    .command('remove')
    .description('forget a measurement')
    .argument('<number>', 'its number in the list')
    .action(async (id: string) => {
      finish(await (await import('./commands/calibrate.ts')).calibrateRemove(id, output))
    })
  measuring(calibrate.command('add').description('keep a speed: a number, or the log of an engine'))
    .option('--speed <tokens>', 'tokens per second it wrote')
    .option('--prefill <tokens>', 'tokens per second at which it read a prompt of 512 tokens')
    .option('--log <file>', 'output of llama-bench, llama-server, llama-cli, Ollama, LM Studio or MLX')
    .action(async (words: string[], options: CalibrateOptions) => {
      finish(await (await import('./commands/calibrate.ts')).calibrateAdd(words.join(' '), options, output))
    })
  measuring(calibrate.command('run').description('run a short benchmark and keep its speed'))
    .requiredOption(
      '--file <model>',
      'the model that is here: a .gguf file, or its name in Ollama, LM Studio or MLX'
    )
    .addOption(
      new Option('--engine <name>', 'what runs it')
        .choices(['llama-bench', 'llama-server', 'ollama', 'lm-studio', 'mlx'])
        .default('llama-bench')
    )
    .option('--url <address>', "address of LM Studio's server, where it is not http://127.0.0.1:1234")
    .option('--any-address', 'take an address that is not one of this machine')
    .action(async (words: string[], options: CalibrateOptions) => {
      const { calibrateRun } = await import('./commands/calibrate-run.ts')
      finish(await calibrateRun(words.join(' '), options, output))
    })
}
