import { findDevice } from './find-device.ts'
import { findPciProducts } from './find-pci-products.ts'

/** The ways to look a detected device up. */
export const deviceCatalogue = { findDevice, findPciProducts } as const
