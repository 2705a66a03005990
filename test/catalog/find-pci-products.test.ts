import { expect, test } from 'vitest'
import { findPciProducts } from '../../src/catalog/find-pci-products.ts'

test.each<[string, number | undefined, string[], string[]]>([
  ['10de:2684', 23.99, ['geforce-rtx-4090-24'], []],
  // Four products on one chip, which memory tells apart where it can.
  ['1002:744c', 23.98, ['radeon-rx-7900-xtx-24'], []],
  ['1002:744c', 15.98, ['radeon-rx-7900-gre-16'], ['Radeon RX 7900M']],
  [
    '1002:73df',
    11.98,
    ['radeon-rx-6700-xt-12', 'radeon-rx-6750-xt-12'],
    ['Radeon RX 6800M', 'Radeon RX 6850M XT']
  ],
  // The revision tells.
  ['1002:73df:c1', 11.98, ['radeon-rx-6700-xt-12'], []],
  ['1002:67df:e7', undefined, ['radeon-rx-580-4', 'radeon-rx-580-8'], []],
  // A revision that is not listed is as good as none.
  ['1002:744c:ff', 23.98, ['radeon-rx-7900-xtx-24'], []],
  ['8086:56a0', 15.9, ['arc-a770-16'], []],
  ['10de:2684', 12, [], []],
  ['10de:ffff', 12, [], []]
])('%s with %s GiB', (id, memory, devices, others) => {
  const found = findPciProducts(id, memory)
  expect(found.devices.map((device) => device.id)).toEqual(devices)
  expect(found.others).toEqual(others)
})
