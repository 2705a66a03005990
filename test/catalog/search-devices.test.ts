import { expect, test } from 'vitest'
import { devices } from '../../src/catalog/devices.ts'
import { devicesFor, deviceTitle, searchDevices } from '../../src/catalog/search-devices.ts'

const first = (query: string): string => {
  const [device] = searchDevices(devices, query)
  return device ? deviceTitle(device) : 'none'
}

test.each([
  ['4070 ti', 'GeForce RTX 4070 Ti, 12 GiB'],
  ['rtx4070ti', 'GeForce RTX 4070 Ti, 12 GiB'],
  ['4070 ti super', 'GeForce RTX 4070 Ti SUPER, 16 GiB'],
  ['NVIDIA GeForce RTX 4090', 'GeForce RTX 4090, 24 GiB'],
  ['9060 xt 8', 'Radeon RX 9060 XT, 8 GiB'],
  ['7900xtx', 'Radeon RX 7900 XTX, 24 GiB'],
  ['b580', 'Arc B580, 12 GiB'],
  ['voodoo', 'none']
])('“%s” finds %s first', (query, title) => {
  expect(first(query)).toBe(title)
})

test('what stands in the field after a choice finds that device first, whichever it is', () => {
  const astray = devices.filter((device) => first(deviceTitle(device)) !== deviceTitle(device))
  expect(astray.map(deviceTitle)).toEqual([])
})

test('nothing typed is every device, the newest first', () => {
  const all = searchDevices(devices, ' ')
  expect(all).toHaveLength(devices.length)
  expect(all[0]?.releaseYear).toBe(Math.max(...devices.map(({ releaseYear }) => releaseYear ?? 0)))
})

test('Apple chips are offered on a Mac, NVIDIA cards elsewhere', () => {
  const vendors = (platform: 'linux' | 'macos'): string[] => [
    ...new Set(devicesFor(devices, platform).map(({ vendor }) => vendor))
  ]
  expect(vendors('macos').sort()).toEqual(['amd', 'apple', 'intel'])
  expect(vendors('linux')).toContain('nvidia')
  expect(vendors('linux')).not.toContain('apple')
})
