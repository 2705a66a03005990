import type { ReactElement } from 'react'
import type { ModelSpec } from '../../core/model/model.ts'
import { addColumn, questionOfModelView } from '../state/compared.ts'

/** Puts the model of the model view, asked for as it is there, into a column of Compare. */
export const AddToCompare = ({ model }: { readonly model: ModelSpec }): ReactElement => (
  <button
    type="button"
    className="button"
    aria-keyshortcuts="+ a"
    onClick={() => addColumn(questionOfModelView(model.slug), model.name)}
  >
    Add to compare <kbd aria-hidden="true">+</kbd>
  </button>
)
