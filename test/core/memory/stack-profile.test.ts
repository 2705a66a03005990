import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { mixFacts } from '../../../src/core/memory/mix-facts.ts'
import { rowsObstruct } from '../../../src/core/memory/stack-profile.ts'
import { weightProfile } from '../../../src/core/memory/sum-weights.ts'
import { weightStack } from '../../../src/core/memory/weight-stack.ts'
import { profileOf, tensorCount } from '../../../src/core/memory/weights.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { tensorTable } from '../../../src/core/model/tensor-table.ts'
import { fileTypes } from '../../../src/core/quant/file-type.ts'
import { assignTypes, obstacleTo } from '../../../src/core/quant/mix.ts'

// The short way sums one block of each class; the long way is the list of all tensors, which the truth files check.
const runnable = models.filter(isRunnable)

test.each(fileTypes)('%s: classes of blocks give what the list of all tensors gives', (fileType) => {
  for (const { id, architecture } of runnable) {
    const tensors = tensorTable(architecture)
    const facts = mixFacts(architecture, tensors)
    const long = weightProfile(tensors, assignTypes(tensors, fileType, facts), architecture, fileType)
    expect(profileOf(architecture, fileType), id).toEqual(long)
    expect(tensorCount(architecture), id).toBe(tensors.length)
    const stops = obstacleTo(tensors, fileType, facts)?.kind === 'row-not-divisible'
    // obstacleTo names the first obstacle: a matrix that is needed may come before a row that does not divide.
    if (stops) expect(rowsObstruct(weightStack(architecture), fileType, facts), id).toBe(true)
  }
}, 60_000)
