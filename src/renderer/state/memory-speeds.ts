import { gbPerSecond } from '../../core/format.ts'
import { gigabytesPerSecond } from '../../core/quantity.ts'

/** Memory systems people have, as transfers, 8-byte channels: GB/s = MT/s x 8 B x channels / 1000. */
const systems = [
  { name: 'DDR4-3200, 2 channels', megatransfers: 3200, channels: 2 },
  { name: 'DDR5-5600, 2 channels', megatransfers: 5600, channels: 2 },
  { name: 'DDR5-4800, 8 channels', megatransfers: 4800, channels: 8 },
  { name: 'DDR5-6400, 12 channels', megatransfers: 6400, channels: 12 }
] as const

const speedOf = ({ megatransfers, channels }: (typeof systems)[number]): number =>
  (megatransfers * 8 * channels) / 1000

/** RAM of desktops: what a pretended machine has where nobody said. */
export const usualMemorySpeed = speedOf(systems[1])

/** Decimal GB/s to choose from; 0 stands for unknown. */
export const memorySpeeds: readonly number[] = [0, ...systems.map(speedOf)]

export function memorySpeedName(speed: number): string {
  if (speed === 0) return 'unknown'
  const system = systems.find((one) => speedOf(one) === speed)
  const figure = gbPerSecond(gigabytesPerSecond(speed))
  return system ? `${system.name}: ${figure}` : figure
}
