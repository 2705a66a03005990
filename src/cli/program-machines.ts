import type { Command } from 'commander'
import type { ExitCode } from './exit-code.ts'
import type { Output } from './output.ts'
import type { MachineOptions } from './program.ts'

export type MachineAction = 'list' | 'show' | 'save' | 'import' | 'export' | 'remove' | 'compare'

export interface MachineCommandOptions extends MachineOptions {
  readonly json?: boolean
  readonly name?: string
}

export interface MeasureOptions {
  readonly json?: boolean
  readonly save?: boolean
}

interface Parts {
  readonly program: Command
  readonly withMachine: (command: Command) => Command
  readonly jsonOption: (command: Command) => Command
  readonly finish: (code: ExitCode) => void
  readonly output: Output
}

/** `machine ...` and `measure`: what is done with machines themselves. */
export function addMachineCommands({ program, withMachine, jsonOption, finish, output }: Parts): void {
  const machine = program.command('machine').description('keep machines under a name, and compare them')
  const machineAction =
    (name: MachineAction) =>
    async (...given: unknown[]): Promise<void> => {
      const words = given.filter((one) => typeof one === 'string')
      const options = given.find((one) => typeof one === 'object') as MachineCommandOptions
      finish(await (await import('./commands/machine.ts')).machineCommand(name, words, options, output))
    }
  jsonOption(machine.command('list').description('list the saved machines')).action(machineAction('list'))
  jsonOption(machine.command('show').description('show one').argument('<name>')).action(machineAction('show'))
  withMachine(
    machine
      .command('save')
      .description('save this machine, or a simulated one, under a name')
      .argument('<name>')
  ).action(machineAction('save'))
  machine
    .command('import')
    .description('save the machine of a file')
    .argument('<file>', 'JSON as `machine export` and `detect --json` write it')
    .option('--name <name>', 'save it under this name instead of its own')
    .action(machineAction('import'))
  machine
    .command('export')
    .description('write a saved machine to a file')
    .argument('<name>')
    .argument('<file>')
    .action(machineAction('export'))
  machine.command('remove').description('forget one').argument('<name>').action(machineAction('remove'))
  jsonOption(
    machine
      .command('compare')
      .description('two machines side by side: saved names, files, or "this machine"')
      .argument('<one>')
      .argument('<two>')
  ).action(machineAction('compare'))

  jsonOption(
    program
      .command('measure')
      .description('measure the bandwidth of RAM: a copy on all processors, about two seconds')
      .option('--save', 'use it from now on, as if entered by hand')
  ).action(async (options: MeasureOptions) => {
    finish(await (await import('./commands/measure.ts')).measureCommand(options, output))
  })
}
