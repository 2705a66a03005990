import { gbPerSecond, inGib } from '../../core/format.ts'
import { bytes } from '../../core/quantity.ts'
import { dataFolder } from '../../host/data-folder.ts'
import { measureBandwidth } from '../../host/measure/measure-bandwidth.ts'
import { readSettings, writeSettings } from '../../host/settings.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { json, type Output } from '../output.ts'
import type { MeasureOptions } from '../program-machines.ts'
import { UsageError } from '../usage-error.ts'

/** `plimsoll measure`: how fast this machine copies memory. Ctrl-C ends it, as it ends everything else. */
export async function measureCommand(options: MeasureOptions, output: Output): Promise<ExitCode> {
  output.note('Copying memory on all processors, about two seconds ...')
  const measurement = measureBandwidth()
  const cancel = (): void => {
    measurement.cancel()
  }
  process.once('SIGINT', cancel)
  const measured = await measurement.result
  process.removeListener('SIGINT', cancel)
  if (!measured.ok) throw new UsageError(measured.error)
  const { bandwidth, threads, bufferBytes } = measured.value
  output.out(
    options.json
      ? json({ bandwidthBytesPerSecond: bandwidth, threads, bufferBytes })
      : `RAM bandwidth ${gbPerSecond(bandwidth)}: ${inGib(bytes(bufferBytes))} copied by ${threads} threads, read and written.`
  )
  if (options.save) {
    const { settings } = await readSettings(dataFolder())
    await writeSettings(dataFolder(), {
      ...settings,
      overrides: {
        ...settings.overrides,
        ramBandwidth: bandwidth,
        ramBandwidthSource: `measured here: memory copied by ${threads} threads, read and written`
      }
    })
    output.note('It is used from now on; “This machine” in the window undoes it.')
  }
  return exitCode.done
}
