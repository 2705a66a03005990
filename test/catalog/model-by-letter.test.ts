import { expect, test } from 'vitest'
import { models } from '../../src/catalog/catalog.ts'
import { findModel } from '../../src/catalog/find-model.ts'
import { modelByLetter } from '../../src/catalog/model-by-letter.ts'

test.each(models.map(({ id, slug }) => [id, slug]))(
  '%s is one model by its id and by its slug',
  (id, slug) => {
    const model = models.find((each) => each.id === id)
    for (const name of [id, slug, ` ${slug.toUpperCase()} `]) {
      expect(modelByLetter(name)).toEqual(model)
      expect(findModel(name)).toEqual({ ok: true, value: model })
    }
  }
)

test.each(['', 'qwen3 30b a3b', 'qwen3-30b', 'Qwen/', '"'])('%j is nobody by the letter', (name) => {
  expect(modelByLetter(name)).toBeUndefined()
})
