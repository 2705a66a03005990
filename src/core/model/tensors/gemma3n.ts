import { matrix, type Part, vector } from './part.ts'

/** Parallel residual inputs and rank of the learned residual, the same in both models (config.json of gemma-3n). */
const altUpInputs = 4
const laurelRank = 64

/** Alternating updates and learned augmented residual of a block. llama.cpp src/models/gemma3n.cpp. */
export const alternatingUpdateParts = (hiddenSize: number): readonly Part[] => [
  matrix('altup_correct_coef', altUpInputs, altUpInputs),
  vector('altup_correct_scale', hiddenSize),
  matrix('altup_predict_coef', altUpInputs, altUpInputs * altUpInputs),
  matrix('altup_router', hiddenSize, altUpInputs),
  vector('altup_router_norm', hiddenSize),
  matrix('laurel_l', hiddenSize, laurelRank),
  matrix('laurel_r', laurelRank, hiddenSize),
  vector('laurel_post_norm', hiddenSize)
]

/** Projections into and out of the further residual inputs. */
export const alternatingUpdateOutside = (hiddenSize: number): readonly Part[] =>
  ['altup_proj', 'altup_unembd_proj'].map((name) => ({
    name: `${name}.weight`,
    shape: [hiddenSize, hiddenSize, altUpInputs - 1]
  }))
