import { bytes } from '../../core/quantity.ts'
import { known, unknown } from '../../core/reading.ts'
import type { Probe } from '../probe/probe.ts'
import { within } from '../probe/probe.ts'
import { cgroupLimit } from '../read/cgroup.ts'
import type { MemoryFacts } from '../read/meminfo.ts'
import { parseMeminfo } from '../read/meminfo.ts'

/** The system's memory, or what is left of a container's limit where that is tighter. */
export async function linuxMemory(probe: Probe): Promise<MemoryFacts> {
  const [meminfo, limit] = await Promise.all([
    probe.readText('/proc/meminfo'),
    within(3000, () => cgroupLimit(probe.readText), null)
  ])
  const system = parseMeminfo(meminfo)
  if (!limit || (system.total.known && limit.limit >= system.total.value)) return system
  const left = limit.inUse === null ? null : Math.max(0, limit.limit - limit.inUse)
  const available =
    left === null
      ? unknown('What this container has in use could not be read.')
      : known(
          bytes(system.available.known ? Math.min(system.available.value, left) : left),
          `what is left of ${limit.source}`,
          'derived'
        )
  return { total: known(limit.limit, limit.source), available }
}
