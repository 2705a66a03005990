import type { DetectionStep as Picture } from './detect.ts'
import { followed } from './followed.ts'
import type { Followed } from './followed.ts'
import type { Detected } from './detect-apart.ts'
import type { DetectionStep } from '../contract/api.ts'
import type { Machine } from '../core/machine/machine.ts'

/** Looks at the machine: told of each picture, the last of which is the answer's. */
export type Look = (onStep: (step: Picture) => void) => Promise<Detected>

export interface SharedDetection {
  /** The machine, when the look has come to its end. */
  readonly detect: () => Promise<Machine>
  /** The first picture after the one of this number; 0 begins anew where no look is under way or just over. */
  readonly step: (after: number) => Promise<DetectionStep>
  /** What the last look ended with, or null. */
  readonly last: () => Detected | null
}

/** Two windows, or an impatient click, ask once; a GPU that was freed shows at the next look. */
const freshFor = 2000

interface UnderWay {
  readonly pictures: Followed<Picture>
  readonly end: Promise<Detected>
  endedAt: number | null
}

/** One look at a time, which everyone who asks meanwhile shares. */
export function sharedDetection(look: Look, now: () => number): SharedDetection {
  let current: UnderWay | null = null
  let last: Detected | null = null
  let nextNumber = 1

  const begin = (): UnderWay => {
    let pictures: Followed<Picture> | null = null
    const onStep = (picture: Picture): void => {
      if (pictures) pictures.tell(picture)
      else pictures = followed(nextNumber, picture)
      nextNumber++
    }
    const end = look(onStep)
    // A look tells of its first picture before it returns.
    const states = pictures as Followed<Picture> | null
    if (!states) throw new Error('A look at the machine began without a picture.')
    const entry: UnderWay = { pictures: states, end, endedAt: null }
    void end
      .then((detected) => {
        last = detected
      })
      .finally(() => {
        entry.endedAt = now()
        states.end()
      })
      .catch(() => undefined)
    return entry
  }
  const fresh = (): UnderWay => {
    const isOver = current === null || (current.endedAt !== null && now() - current.endedAt >= freshFor)
    current = current === null || isOver ? begin() : current
    return current
  }
  return {
    detect: async () => (await fresh().end).machine,
    step: async (after) => {
      const entry = after === 0 || current === null ? fresh() : current
      const { number, value } = await entry.pictures.after(after)
      return { number, ...value }
    },
    last: () => last
  }
}
