import { readFile, writeFile } from 'node:fs/promises'
import { compareMachines } from '../../core/machine/compare.ts'
import { machineName, sameName } from '../../core/machine/machine-name.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { readMachine } from '../../core/machine/read-machine.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { listMachines, removeMachine, saveMachine } from '../../host/machines/machine-store.ts'
import { chooseMachine, machineFromFile } from '../choose-machine.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { MachineAction, MachineCommandOptions } from '../program-machines.ts'
import { comparisonText, machineListText } from '../text/machines-text.ts'
import { machineText } from '../text/machine-text.ts'
import { thisMachine } from '../this-machine.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll machine list|show|save|import|export|remove|compare`: machines kept under a name. */
export async function machineCommand(
  action: MachineAction,
  words: readonly string[],
  options: MachineCommandOptions,
  output: Output
): Promise<ExitCode> {
  const [first = '', second = ''] = words
  const folder = dataFolder()
  const save = async (machine: Machine, typed: string): Promise<void> => {
    const name = machineName(typed)
    if (!name.ok) throw new UsageError(name.error)
    await saveMachine(folder, { ...machine, name: name.value }).catch(asUsageError)
    output.note(`Saved as “${name.value}”: --machine "${name.value}" answers for it.`)
  }
  switch (action) {
    case 'list': {
      const machines = (await listMachines(folder)).map(({ machine }) => machine)
      output.out(options.json ? json(machines) : machineListText(machines))
      break
    }
    case 'show': {
      const machine = await named(first, output)
      output.out(options.json ? json(machine) : machineText(machine))
      break
    }
    case 'save':
      await save(await chooseMachine(options, output), first)
      break
    case 'import': {
      const machine = await fromFile(first)
      await save(machine, options.name ?? machine.name)
      break
    }
    case 'export': {
      const machine = await named(first, output)
      await writeFile(second, `${json(machine)}\n`).catch((error: unknown) => {
        throw new UsageError(`“${second}” cannot be written: ${error instanceof Error ? error.message : ''}`)
      })
      output.note(`“${machine.name}” is in ${second}.`)
      break
    }
    case 'remove':
      await removeMachine(folder, first).catch(asUsageError)
      output.note(`“${first}” is forgotten.`)
      break
    case 'compare': {
      const machines = [await named(first, output), await named(second, output)] as const
      const rows = compareMachines(...machines)
      output.out(
        options.json
          ? json({ machines: machines.map(({ name }) => name), rows })
          : comparisonText(machines, rows)
      )
      break
    }
  }
  return exitCode.done
}

/** A saved machine, this one, or that of a file. */
async function named(name: string, output: Output): Promise<Machine> {
  if (sameName(name, 'this machine') || name === 'this') return thisMachine(output.note)
  const saved = (await listMachines(dataFolder())).find((one) => sameName(one.name, name))
  return saved ? saved.machine : machineFromFile(name)
}

async function fromFile(file: string): Promise<Machine> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`The file “${file}” cannot be read.`)
  })
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UsageError(`“${file}” is not JSON. \`plimsoll machine export\` writes such a file.`)
  }
  const machine = readMachine(data)
  if (!machine.ok) throw new UsageError(`“${file}” does not describe a machine: ${machine.error}.`)
  return machine.value
}

function asUsageError(error: unknown): never {
  throw new UsageError(error instanceof Error ? error.message : String(error))
}
