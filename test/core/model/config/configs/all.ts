import { dense } from './dense.ts'
import { denseOthers } from './dense-others.ts'
import { gemma } from './gemma.ts'
import { latent } from './latent.ts'
import { latentSparse } from './latent-sparse.ts'
import { linearAttention } from './linear-attention.ts'
import { mixtures } from './mixtures.ts'
import { mixturesOthers } from './mixtures-others.ts'
import { mixturesRouted } from './mixtures-routed.ts'
import { older } from './older.ts'
import { stateSpace } from './state-space.ts'

/** Configs by the slug of the catalogue row they belong to. */
export const configs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...dense,
  ...denseOthers,
  ...gemma,
  ...latent,
  ...latentSparse,
  ...linearAttention,
  ...mixtures,
  ...mixturesOthers,
  ...mixturesRouted,
  ...older,
  ...stateSpace
}
