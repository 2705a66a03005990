import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { mixFacts } from '../../../src/core/memory/mix-facts.ts'
import { rowsObstruct } from '../../../src/core/memory/stack-profile.ts'
import { weightProfile } from '../../../src/core/memory/sum-weights.ts'
import type { WeightProfile } from '../../../src/core/memory/weight-profile.ts'
import { weightStack } from '../../../src/core/memory/weight-stack.ts'
import { profileOf, tensorCount } from '../../../src/core/memory/weights.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { fileTypes } from '../../../src/core/quant/file-type.ts'
import { assignTypes, obstacleTo } from '../../../src/core/quant/mix.ts'

// The short way sums one block of each class; the long way is the list of all tensors, which the truth files check.
const runnable = models.filter(isRunnable).map(({ id, architecture }) => {
  const tensors = tensorTable(architecture)
  const stack = weightStack(architecture)
  return { id, architecture, tensors, stack, facts: mixFacts(architecture, tensors) }
})

/** One text for a profile, in an order of its own: text is compared quickly. */
const inText = ({ bytesByType, layers, ...rest }: WeightProfile): string =>
  JSON.stringify([
    Object.entries(bytesByType).sort(([a], [b]) => (a < b ? -1 : 1)),
    layers.map(({ denseBytes, expertBytes, activeBytes }) => [denseBytes, expertBytes, activeBytes]),
    Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
  ])

test('classes of blocks hold as many tensors as the list', () => {
  for (const { id, architecture, tensors } of runnable)
    expect(tensorCount(architecture), id).toBe(tensors.length)
})

test.each(fileTypes)(
  '%s: classes of blocks give what the list of all tensors gives',
  (fileType) => {
    for (const { id, architecture, tensors, stack, facts } of runnable) {
      const long = weightProfile(tensors, assignTypes(tensors, fileType, facts), architecture, fileType)
      expect(inText(profileOf(architecture, fileType)), id).toBe(inText(long))
      // obstacleTo names the first obstacle: a matrix that is needed may come before a row that does not divide.
      if (obstacleTo(tensors, fileType, facts)?.kind === 'row-not-divisible')
        expect(rowsObstruct(stack, fileType, facts), id).toBe(true)
    }
  },
  60_000
)
