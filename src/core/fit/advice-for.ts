import type { WeightProfile } from '../memory/weight-profile.ts'
import type { FileType } from '../quant/file-type.ts'
import { adviceSentence, type Change } from './advice.ts'
import type { QuantChoice } from './best-quant.ts'
import type { PlanRequest } from './plan.ts'
import { remedies, type Remedy } from './plan-remedies.ts'

/** The smallest changes that make a model run that does not, as sentences. Empty when it runs. */
export function adviceFor(
  request: PlanRequest,
  choice: QuantChoice,
  candidates: readonly FileType[],
  profileOf: (fileType: FileType) => WeightProfile
): readonly string[] {
  return remedies(request, choice.plan, choice.fileType, candidates, profileOf).map((remedy) =>
    adviceSentence(changeOf(remedy))
  )
}

function changeOf(remedy: Remedy): Change {
  const reaches = remedy.plan.level
  switch (remedy.change) {
    case 'cache-type':
      return { kind: 'cache', to: remedy.cacheType, reaches }
    case 'context':
      return { kind: 'context', to: remedy.contextTokens, reaches }
    case 'file-type':
      return { kind: 'quant', to: remedy.fileType, reaches }
    case 'memory':
      return {
        kind: 'add',
        device: remedy.device === 'RAM' ? 'RAM' : 'GPU memory',
        bytes: remedy.more,
        reaches
      }
  }
}
