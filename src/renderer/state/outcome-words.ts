import type { Assessment } from '../../core/fit/assessment.ts'
import { rate } from '../../core/format.ts'
import { splitAnswer } from './split-answer.ts'

/**
 * What a setting comes to, short enough to stand beside it or to be spoken with it: `entirely on the GPU, 62 tok/s`,
 * `the experts of 20 of 48 layers in RAM, 59 tok/s`, `too large as Q4_K_M: RAM is 3.2 GiB short`.
 */
export function outcomeWords({ verdict, speed }: Pick<Assessment, 'verdict' | 'speed'>): string {
  const { level, sentence } = verdict
  if (level === 'fits' || level === 'fits-with-offload' || level === 'cpu-only') {
    const where = splitAnswer(sentence).claim.replace(/^Runs,? (?:with )?/u, '')
    return speed.known ? `${where}, ${rate(speed.decode.likely)}` : `${where}, speed unknown`
  }
  const said = sentence.replace(/\.$/u, '').replace(/^Too large for this machine/u, 'too large')
  return `${said.charAt(0).toLowerCase()}${said.slice(1)}`
}
