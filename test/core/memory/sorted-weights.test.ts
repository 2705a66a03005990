import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { sortWeights, weightsOf } from '../../../src/core/memory/graph/sorted-weights.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { rememberTensors, tensorTable } from '../../../src/core/model/tensor-table.ts'

test('one block of each class gives the weights that the list of all tensors gives', () => {
  for (const { id, architecture } of models.filter(isRunnable)) {
    const own = { ...architecture }
    expect(weightsOf(own), id).toEqual(sortWeights(own, tensorTable(own)))
  }
}, 60_000)

test('the tensors of a file are taken instead of those of the shape', () => {
  const [model] = models.filter(isRunnable)
  if (!model) throw new Error('an empty catalogue')
  const architecture = { ...model.architecture }
  rememberTensors(
    architecture,
    tensorTable(architecture).filter(({ name }) => name !== 'output_norm.weight')
  )
  expect(weightsOf(architecture).outside.has('output_norm.weight')).toBe(false)
})
