import type { ModelSpec } from '../core/model/model.ts'
import { once } from '../core/once.ts'
import { models } from './catalog.ts'
import { traitsOf, wordsOf } from './search-words.ts'
import { type Spelling, spellingOf } from './spelling.ts'

/** Words under one heading that a hit can come through, as positions in the vocabulary. */
export interface Field {
  /** What a hit through it is explained with; null for the name, which explains itself. */
  readonly reason: string | null
  readonly words: readonly number[]
  readonly weight: number
}

export interface Entry {
  readonly model: ModelSpec
  readonly fields: readonly Field[]
}

function entryOf(model: ModelSpec, numbered: (words: readonly string[]) => readonly number[]): Entry {
  const { name, slug, aliases = [], publisher, id, country, license, release, family, modality } = model
  const about = (reason: string, text: string): Field => ({
    reason,
    words: numbered(wordsOf(text)),
    weight: 0.5
  })
  return {
    model,
    fields: [
      { reason: null, words: numbered(wordsOf(`${name} ${slug} ${family}`)), weight: 1 },
      ...aliases.map((alias): Field => ({
        reason: `also called “${alias}”`,
        words: numbered(wordsOf(alias)),
        weight: 1
      })),
      about(`by ${publisher}`, `${publisher} ${id.split('/')[0] ?? ''}`),
      about(`from ${country}`, country),
      about(`licence ${license}`, license),
      about(`released ${release}`, release.slice(0, 4)),
      about(`takes in ${modality.replaceAll('+', ', ')}`, modality),
      ...traitsOf(model).map((trait) => about(trait, trait))
    ]
  }
}

export interface SearchIndex {
  readonly entries: readonly Entry[]
  /** Every word of the catalogue once: a typed word is compared with each of them once, not with each model. */
  readonly vocabulary: readonly string[]
  readonly spelling: Spelling
}

/** The catalogue by its words, made for the first search: who names a model by the letter never searches. */
export const searchIndex = once((): SearchIndex => {
  const positions = new Map<string, number>()
  const numbered = (words: readonly string[]): readonly number[] =>
    words.map((word) => {
      const known = positions.get(word) ?? positions.size
      positions.set(word, known)
      return known
    })
  const entries = models.map((model) => entryOf(model, numbered))
  const vocabulary = [...positions.keys()]
  return { entries, vocabulary, spelling: spellingOf(vocabulary) }
})
