import { devices } from '../../catalog/devices.ts'
import { answerOf } from '../../core/fit/answer.ts'
import { needOf, type NeedOption, usualQuant } from '../../core/fit/need.ts'
import { rate, tokens } from '../../core/format.ts'
import { isRunnable } from '../../core/model/model.ts'
import { chooseEngine, chooseQuant, engineFor } from '../choose-engine.ts'
import { chooseModel } from '../choose-model.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { NeedOptions } from '../program.ts'
import { table } from '../table.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll need MODEL`: the smallest machines of the catalogue that carry it. */
export async function needCommand(name: string, options: NeedOptions, output: Output): Promise<ExitCode> {
  const model = await chooseModel(name)
  if (!isRunnable(model)) throw new UsageError(`${model.name} has no weights that could be run anywhere.`)
  const engine = engineFor(model, chooseEngine(options))
  const asked = chooseQuant(options.quant)
  const quant = asked === 'auto' ? usualQuant(model) : asked
  const found = needOf(model, quant, engine, devices)
  if (!found.ok) throw new UsageError(found.error.message)
  if (options.json) {
    output.out(json({ model: model.id, quant, engine, options: found.value.options.map(asJson) }))
    return exitCode.done
  }
  if (found.value.options.length === 0) {
    output.out(
      `No machine of the catalogue carries ${model.name} as ${quant}: a quantisation of fewer bits may.`
    )
    return exitCode.doesNotRun
  }
  output.out(
    `What carries ${model.name} as ${quant} with ${tokens(Number(engine.contextTokens))} of context:\n\n` +
      table<NeedOption>(
        [
          { title: 'How', cell: ({ way }) => words[way] },
          { title: 'Smallest that does', cell: deviceWords },
          {
            title: 'memory',
            align: 'right',
            cell: ({ device }) => (device ? `${device.memoryGib ?? '?'} GiB` : '')
          },
          {
            title: 'RAM',
            align: 'right',
            cell: ({ ramGib }) => (ramGib === null ? 'its own' : `${ramGib} GiB`)
          },
          {
            title: 'decode',
            align: 'right',
            cell: ({ assessment: { speed } }) => (speed.known ? rate(speed.decode.likely) : '')
          }
        ],
        found.value.options
      )
  )
  return exitCode.done
}

const words: Readonly<Record<NeedOption['way'], string>> = {
  gpu: 'on one GPU',
  'several-gpus': 'on several GPUs',
  'experts-in-ram': 'experts in RAM',
  cpu: 'on the CPU'
}

const deviceWords = ({ device, count }: NeedOption): string =>
  device === null ? 'RAM alone' : count > 1 ? `${count} x ${device.name}` : device.name

const asJson = ({ way, device, count, ramGib, assessment }: NeedOption): Record<string, unknown> => ({
  way,
  device: device && { id: device.id, name: device.name, vendor: device.vendor, memoryGiB: device.memoryGib },
  count,
  ramGiB: ramGib,
  answer: answerOf(assessment)
})
