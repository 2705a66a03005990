import type { DeviceSpec } from '../core/machine/device.ts'
import { isRunnable, type ModelSpec } from '../core/model/model.ts'
import { checkCount, type CountCheck } from './count-check.ts'
import { modelKeys } from './model-name.ts'

/** A row that is wrong by itself or beside the others, in a sentence that names it. */
export type Complaint = string

/** Names that two models would answer to: ids, slugs, names and aliases, compared as `findModel` does. */
function sharedNames(models: readonly ModelSpec[]): Complaint[] {
  const owner = new Map<string, ModelSpec>()
  const complaints: Complaint[] = []
  for (const model of models) {
    for (const name of [model.id, model.slug, model.name, ...(model.aliases ?? [])]) {
      const { full } = modelKeys(name)
      const other = owner.get(full) ?? model
      if (other !== model)
        complaints.push(
          `${model.id}: “${name}” already means ${other.id}; take it from the aliases of one of them`
        )
      owner.set(full, other)
    }
  }
  return complaints
}

/** Ids under files and variants belong to one row, and never to one that has another shape. */
function sharedRepos(models: readonly ModelSpec[]): Complaint[] {
  const owner = new Map<string, string>(models.map(({ id }) => [id, id]))
  const complaints: Complaint[] = []
  for (const { id, variants = [], files = {}, otherShapes = [] } of models) {
    for (const repo of [...variants, ...Object.values(files).flat()]) {
      const other = owner.get(repo)
      if (other !== undefined)
        complaints.push(`${id}: ${repo} already belongs to ${other}; list it there alone`)
      owner.set(repo, id)
      if (otherShapes.includes(repo)) complaints.push(`${id}: ${repo} is said to have another shape`)
    }
  }
  return complaints
}

function duplicates(kind: string, values: readonly string[]): Complaint[] {
  const seen = new Set<string>()
  return values.flatMap((value) => {
    if (seen.has(value)) return [`${kind} ${value} is there twice`]
    seen.add(value)
    return []
  })
}

/** A key per layer only makes sense for layers there are; the MTP layers count on after the stack. */
function impossibleLayers({ id, architecture }: ModelSpec): Complaint[] {
  if (!architecture) return []
  const { layers, mtp, attention, experts } = architecture
  const complaints: Complaint[] = []
  const past = attention.indexer?.layers?.find((layer) => layer >= layers + (mtp?.layers ?? 0))
  if (past !== undefined) complaints.push(`${id}: indexer of layer ${past}, but there are ${layers}`)
  if (experts && experts.perToken > experts.count + (experts.zeroExperts ?? 0))
    complaints.push(`${id}: a token uses more experts than there are`)
  if (attention.heads % attention.kvHeads !== 0)
    complaints.push(`${id}: ${attention.heads} heads do not divide among ${attention.kvHeads} KV heads`)
  return complaints
}

/** A count that is not exact says why, and an exact one has nothing to explain. */
function unreasoned({ id, parameters }: ModelSpec, verdict: CountCheck['verdict']): Complaint[] {
  const reasoned = parameters.reason !== undefined
  if (reasoned !== (verdict === 'exact')) return []
  return [
    reasoned
      ? `${id}: parameters.reason: the count is exact; remove it`
      : `${id}: parameters.reason: the count is ${verdict}; say why no exact one is published`
  ]
}

/** What the schemas cannot see: rows beside one another, and the weights counted from the shape. */
export function checkModels(models: readonly ModelSpec[]): Complaint[] {
  const counts = models.filter(isRunnable).flatMap((model) => {
    const count = checkCount(model)
    if (!count) return [`${model.id}: no published total to hold the shape against`]
    if (count.verdict !== 'wrong') return unreasoned(model, count.verdict)
    const off = count.computed - count.published
    return [
      `${model.id}: architecture: the shape gives ${count.computed}, published is ${count.published} ` +
        `(${off > 0 ? '+' : ''}${off}); a dimension is wrong, or the count holds what the row does not state`
    ]
  })
  return [
    ...duplicates(
      'id',
      models.map(({ id }) => id)
    ),
    ...duplicates(
      'slug',
      models.map(({ slug }) => slug)
    ),
    ...sharedNames(models),
    ...sharedRepos(models),
    ...models.flatMap(impossibleLayers),
    ...counts
  ]
}

export const checkDevices = (devices: readonly DeviceSpec[]): Complaint[] =>
  duplicates(
    'device',
    devices.map(({ id }) => id)
  )
