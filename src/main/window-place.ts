import type { Rectangle } from 'electron'

export const usualSize = { width: 1280, height: 840 } as const
export const leastSize = { width: 420, height: 480 } as const

/** As much of a title bar as a hand needs to take hold of the window. */
const grip = { width: 120, height: 32 }

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)

const within = (length: number, least: number, most: number): number =>
  Math.max(least, Math.min(length, Math.max(least, most)))

/**
 * Where to open: the remembered place, if its title bar is within reach on a display that exists, no larger than that
 * display; else the remembered size wherever the system puts it. `workAreas`: of all displays, without their bars.
 */
export function placeWithin(
  remembered: Rectangle | undefined,
  workAreas: readonly Rectangle[]
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  if (!remembered) return usualSize
  const { x, y, width, height } = remembered
  const area = workAreas.find(
    (one) =>
      overlap(x, width, one.x, one.width) >= grip.width &&
      y >= one.y - grip.height / 2 &&
      overlap(y, grip.height, one.y, one.height) >= grip.height / 2
  )
  const [room] = area ? [area] : workAreas
  const size = room
    ? {
        width: within(width, leastSize.width, room.width),
        height: within(height, leastSize.height, room.height)
      }
    : usualSize
  return area ? { ...size, x, y: Math.max(y, area.y) } : size
}
