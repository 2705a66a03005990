import type { ModelSpec } from '../core/model/model.ts'

/** Words of a text for searching: `Qwen3-30B-A3B` gives qwen3, qwen, 3, 30b, a3b. */
export function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/(\d+(?:\.\d+)?b)-?(?=a\d)/g, '$1 ')
    .split(/[^a-z0-9.]+/)
    .filter((word) => word !== '' && word !== '.')
  const apart = words.flatMap((word) => {
    const [, letters, digits] = /^([a-z]{2,})(\d+(?:\.\d+)?)$/.exec(word) ?? []
    return letters !== undefined && digits !== undefined ? [letters, digits] : []
  })
  return [...new Set([...words, ...apart])]
}

const peoples: Readonly<Record<string, string>> = {
  China: 'chinese',
  USA: 'american',
  France: 'french',
  'South Korea': 'korean',
  Israel: 'israeli',
  UAE: 'emirati',
  Switzerland: 'swiss',
  Canada: 'canadian'
}

/** What a model is, in words that nobody finds in its name. */
export function traitsOf({ architecture, modality, availability, country }: ModelSpec): string[] {
  const traits: string[] = modality.split('+').flatMap((part) => (part === 'image' ? ['vision'] : []))
  const people = peoples[country]
  if (people !== undefined) traits.push(people)
  if (availability !== 'open-weights') traits.push(availability)
  if (!architecture) return traits
  const { experts, attention, recurrent } = architecture
  traits.push(experts ? 'moe' : 'dense')
  if (attention.latent) traits.push('mla')
  if (attention.window !== undefined) traits.push('sliding', 'swa')
  if (recurrent) traits.push('hybrid', 'linear', recurrent.type.replaceAll('_', ''))
  return traits
}
