/// <reference types="vite/client" />
import { addOtherNames, type NamedRow } from '../../catalog/other-names.ts'

const files = import.meta.glob<{ readonly models: readonly NamedRow[] }>(
  '../../../resources/catalog/models/*.json',
  { eager: true, query: '?names', import: 'default' }
)

// The built page's first look comes without them: whoever looks up a name imports this.
addOtherNames(Object.values(files).flatMap(({ models }) => models))
