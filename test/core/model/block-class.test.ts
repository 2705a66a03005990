import { expect, test } from 'vitest'
import { models } from '../../../src/catalog/catalog.ts'
import { layerKinds } from '../../../src/core/model/architecture.ts'
import { isRunnable } from '../../../src/core/model/model.ts'
import { blockClass, blockParts } from '../../../src/core/model/tensors/block-tensors.ts'

test('blocks of one class have the parts that each would have by itself', () => {
  let blocks = 0
  for (const { architecture } of models.filter(isRunnable)) {
    const classes = new Map<string, string>()
    for (const [layer, kind] of layerKinds(architecture).entries()) {
      const block = { architecture, layer, kind }
      const parts = JSON.stringify(blockParts(block))
      const key = blockClass(block)
      expect(classes.get(key) ?? parts).toBe(parts)
      classes.set(key, parts)
      blocks += 1
    }
  }
  expect(blocks).toBeGreaterThan(5000)
}, 60_000)
