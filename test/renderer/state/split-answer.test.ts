import { expect, test } from 'vitest'
import { splitAnswer } from '../../../src/renderer/state/split-answer.ts'

test.each([
  ['Runs entirely on the GPU', ', about 43 tokens/s (36–49).'],
  ['Runs, with the experts of 19 of 48 layers in RAM', ', about 43 tokens/s (33–49).'],
  ['Runs on the CPU alone', '; how fast is unknown.'],
  ['Too large for this machine even as IQ1_M', ': RAM is 107 GiB short.'],
  ['Announced and never released', ': there are no weights to run.'],
  ['Its shape is not known here, so nothing can be computed for it', '.'],
  ['No full stop', '']
])('“%s” is the claim, “%s” what it adds', (claim, rest) => {
  expect(splitAnswer(`${claim}${rest}`)).toEqual({ claim, rest })
})
