import { Command, CommanderError, Option } from 'commander'
import { version } from '../core/version.ts'
import { type EngineName, engineNames } from '../core/engine/names.ts'
import { cacheTypes } from '../core/engine/settings.ts'
import type { AddModelOptions } from './commands/add-model.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type FilterOptions, withFilters } from './model-filters.ts'
import type { Output } from './output.ts'
import { addCalibrateCommands } from './program-calibrate.ts'
import { addMachineCommands } from './program-machines.ts'
import { UsageError } from './usage-error.ts'

/** Options that say which machine is meant, the same on every command that answers for one. */
function withMachine(command: Command): Command {
  return command
    .option(
      '--machine <file>',
      'answer for the machine in this JSON file (as `detect --json` prints it, or a JSON report), or for one saved under this name'
    )
    .option(
      '--device <name...>',
      'answer for these catalogue devices instead, for example "RTX 4090" or "2x RTX 3090"'
    )
    .option('--vram <gib>', 'memory of each device, where the name alone leaves it open')
    .option('--ram <gib>', 'RAM of that machine', '32')
    .option('--ram-bandwidth <gbs>', 'RAM bandwidth in GB/s')
    .option('--memory <system>', 'its RAM modules, for example "2x DDR5-5600", instead of a bandwidth')
    .addOption(new Option('--os <system>', 'its operating system').choices(['linux', 'windows', 'macos']))
}

/** Options that say how the model is to be run, the same on every command that answers for one. */
function withEngine(command: Command): Command {
  return command
    .option(
      '-c, --context <tokens>',
      'tokens of context for each request, for example 8192, 32k or 1M (8k, or all a model reads)'
    )
    .addOption(new Option('--cache <type>', 'element type of the KV cache (f16)').choices(cacheTypes))
    .option('--parallel <n>', 'requests served at the same time (1)')
    .option('--ubatch <n>', 'micro-batch: tokens computed at once (512)')
}

/** Options that choose another engine, with settings of its own. */
const withOtherEngines = (command: Command): Command =>
  command
    .addOption(new Option('--engine <name>', 'engine that runs it').choices(engineNames).default('llama.cpp'))
    .option(
      '--set <setting=value...>',
      'settings of that engine, for example gpuMemoryUtilization=0.9 tensorParallel=2'
    )

const jsonOption = (command: Command): Command =>
  command.option('--json', 'print one JSON document and nothing else')

/**
 * The whole command line. Commands are imported when they are called: `check` does not pay for the server.
 * Resolves to the exit code.
 */
export async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  let code: ExitCode = exitCode.done
  const finish = (result: ExitCode): void => {
    code = result
  }

  const program = new Command('plimsoll')
    .description('Shows which open-weights language models a machine can carry.')
    .version(version, '-V, --version')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => output.out(text.trimEnd()),
      writeErr: (text) => output.note(text.trimEnd().replace(/^error: /, 'plimsoll: '))
    })
    .addHelpText(
      'after',
      `
Examples:
  plimsoll detect
  plimsoll check qwen3-30b-a3b
  plimsoll check "qwen3 30b a3b" --device "RTX 3060" --vram 12 --ram 32 --context 32k
  plimsoll list --fits
  plimsoll report --format html --out report.html

Exit codes: 0 done, or the model runs; 1 the model does not run here; 2 bad input.`
    )

  jsonOption(
    program
      .command('detect')
      .description('show this machine: GPUs, memory, CPU, and where each value came from')
      .option('--record <file>', 'also write everything that was read, with names and serial numbers removed')
      .option('--replay <file>', 'detect from such a recording instead of this machine')
  ).action(async (options: DetectOptions) => {
    finish(await (await import('./commands/detect.ts')).detectCommand(options, output))
  })

  jsonOption(
    withEngine(
      withMachine(
        withFilters(
          program
            .command('list')
            .description('list the models with a verdict for this machine')
            .argument('[search...]', 'only models matching these words')
            .option('--fits', 'only models that run here')
            .option('--article', 'only models the 2025 article names')
        )
      )
    )
  ).action(async (words: string[], options: ListOptions) => {
    finish(await (await import('./commands/list.ts')).listCommand(words, options, output))
  })

  jsonOption(
    withOtherEngines(
      withEngine(
        withMachine(
          program
            .command('check')
            .description('can this machine run MODEL? exit code 0 when it does, 1 when it does not')
            .argument(
              '<model...>',
              'a name, a Hugging Face id, a loose name such as qwen3 30b a3b, or a .gguf file'
            )
            .option('--offline', 'ask nothing over the network, also not about a repository that is named')
            .option('-q, --quant <type>', 'quantisation such as Q4_K_M; left out, the best that fits')
        )
      )
    )
  ).action(async (words: string[], options: CheckOptions) => {
    finish(await (await import('./commands/check.ts')).checkCommand(words.join(' '), options, output))
  })

  jsonOption(
    withEngine(
      program
        .command('need')
        .description('the smallest machines that carry MODEL')
        .argument('<model...>', 'a name, a Hugging Face id, or a loose name such as qwen3 30b a3b')
        .option('-q, --quant <type>', 'quantisation such as Q4_K_M; left out, the usual one')
    )
  ).action(async (words: string[], options: NeedOptions) => {
    finish(await (await import('./commands/need.ts')).needCommand(words.join(' '), options, output))
  })
  addMachineCommands({ program, withMachine, jsonOption, finish, output })

  withEngine(
    withMachine(
      program
        .command('report')
        .description('write the fit report of this machine')
        .argument('[model...]', 'models to describe in full, each a slug or an id', ['qwen3-30b-a3b'])
        .addOption(
          new Option('-f, --format <format>', 'format of the report').choices(['md', 'html', 'json', 'csv'])
        )
        .option('-o, --out <file>', 'write here instead of standard output; the ending chooses the format')
        .option('-q, --quant <type>', 'quantisation such as Q4_K_M; left out, the best that fits')
        .option('--json', 'the same as --format json')
    )
  ).action(async (names: string[], options: ReportOptions) => {
    finish(await (await import('./commands/report.ts')).reportCommand(names, options, output))
  })

  jsonOption(
    program
      .command('serve')
      .description('serve the page on 127.0.0.1 for this machine')
      .option('-p, --port <port>', 'port; left out, a free one')
      .option('--no-open', 'do not open a browser')
  ).action(async (options: ServeOptions) => {
    finish(await (await import('./commands/serve.ts')).serveCommand(options, output))
  })

  jsonOption(
    withEngine(
      withMachine(
        program
          .command('local')
          .description('list the models that other tools keep on this machine, with a verdict')
          .option('--folder <path...>', 'look in these folders too')
          .option('--quick', 'go by the first bytes of each file, without reading its whole header')
      )
    )
  ).action(async (options: LocalOptions) => {
    finish(await (await import('./commands/local.ts')).localCommand(options, output))
  })

  const ownModels = program.command('models').description('rows of your own beside the catalogue')
  jsonOption(
    ownModels.command('validate').description('check your models.json: every problem by line and field')
  ).action(async (options: { json?: boolean }) => {
    finish(await (await import('./commands/validate-models.ts')).validateModelsCommand(options, output))
  })
  jsonOption(
    ownModels
      .command('add')
      .description('add a row of your own from a repository, a .gguf file or a config.json')
      .argument('<model>', 'owner/name, FILE.gguf or a path to a config.json')
      .option('--id <owner/name>', 'what the row is to be called')
      .option('--offline', 'ask nothing over the network')
  ).action(async (name: string, options: AddModelOptions) => {
    finish(await (await import('./commands/add-model.ts')).addModelCommand(name, options, output))
  })
  addCalibrateCommands({ program, jsonOption, finish, output })

  program
    .command('batch')
    .description('answer JSON Lines from standard input, one JSON line each, in order')
    .option('--json', 'accepted for uniformity: batch always prints JSON Lines')
    .action(async () => {
      finish(await (await import('./commands/batch.ts')).batchCommand(process.stdin, output))
    })

  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.badInput
    if (error instanceof UsageError) {
      output.note(`plimsoll: ${error.message}`)
      return exitCode.badInput
    }
    throw error
  }
  return code
}

export interface MachineOptions {
  readonly machine?: string
  readonly device?: readonly string[]
  readonly vram?: string
  readonly ram: string
  readonly ramBandwidth?: string
  readonly memory?: string
  readonly os?: 'linux' | 'windows' | 'macos'
}

export interface EngineOptions {
  readonly context?: string
  readonly cache?: string
  readonly parallel?: string
  readonly ubatch?: string
}

/** Options of commands that answer for other engines than llama.cpp too. */
export interface OtherEngineOptions {
  readonly engine: EngineName
  readonly set?: readonly string[]
}

export interface DetectOptions {
  readonly json?: boolean
  readonly record?: string
  readonly replay?: string
}

export interface ListOptions extends MachineOptions, EngineOptions, FilterOptions {
  readonly json?: boolean
  readonly fits?: boolean
  readonly article?: boolean
}

export interface CheckOptions extends MachineOptions, EngineOptions, OtherEngineOptions {
  readonly offline?: boolean
  readonly json?: boolean
  readonly quant?: string
}

export interface NeedOptions extends EngineOptions {
  readonly json?: boolean
  readonly quant?: string
}

export interface LocalOptions extends MachineOptions, EngineOptions {
  readonly json?: boolean
  readonly folder?: readonly string[]
  readonly quick?: boolean
}

export interface ReportOptions extends MachineOptions, EngineOptions {
  readonly json?: boolean
  readonly format?: 'md' | 'html' | 'json' | 'csv'
  readonly out?: string
  readonly quant?: string
}

export interface ServeOptions {
  readonly json?: boolean
  readonly port?: string
  readonly open: boolean
}
