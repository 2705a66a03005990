import { catalogVersion } from '../catalog/catalog.ts'
import { formulaVersion, version } from '../core/version.ts'

/** What another person needs to get the same figures. */
export const versions = { plimsoll: version, formulas: formulaVersion, catalogue: catalogVersion } as const
