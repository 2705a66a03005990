import { expect, test } from 'vitest'
import { detect } from '../../../src/host/detect.ts'
import { parseBundle } from '../../../src/host/probe/bundle.ts'
import { recordProbe } from '../../../src/host/probe/record-probe.ts'
import { redactor } from '../../../src/host/probe/redact.ts'
import { replayProbe } from '../../../src/host/probe/replay-probe.ts'
import { fixture } from '../fixture.ts'
import { testCatalog } from '../test-catalog.ts'

const nobody = { host: 'workbench', user: 'jules', home: '/home/jules' }

test.each([
  'linux-two-3090-and-a-bmc',
  'linux-h100-in-slices',
  'linux-strix-halo-mapped',
  'windows-laptop-iris-and-4070',
  'mac-m2-max-macos-26',
  'container-with-a-limit'
])('%s, recorded and replayed, is the same machine', async (name) => {
  const recorder = recordProbe(replayProbe(fixture(name)), nobody)
  const seen = await detect(recorder.probe, { findDevice: testCatalog })
  const bundle = parseBundle(JSON.stringify(recorder.bundle()))
  expect(bundle.ok).toBe(true)
  if (bundle.ok) expect(await detect(replayProbe(bundle.value), { findDevice: testCatalog })).toEqual(seen)
})

test.each([
  ['a UUID of a GPU', 'uuid, GPU-6f2b7c1d-90ab-4cde-8f01-23456789abcd', '6f2b7c1d'],
  ['a UUID in JSON', '{"uuid":"4C4C4544-0042-5910-8052-B7C04F4E4D32"}', '4C4C4544'],
  ['a serial number in JSON', '{"serial":"PF2ABCDE","model":"X1"}', 'PF2ABCDE'],
  ['the serial number of a module', '{"serialNum":"1A2B3C4D"}', '1A2B3C4D'],
  ['a serial number of dmidecode', '\tSerial Number: 9A8B7C6D\n\tType: DDR5', '9A8B7C6D'],
  ['a serial number of a Mac', '      Serial Number (system): C02XL0AAJGH5', 'C02XL0AAJGH5'],
  ['a serial number in XML', '<serial>1320222012345</serial>', '1320222012345'],
  ['a MAC address', 'ether 3c:22:fb:9a:8b:7c brd', '3c:22:fb'],
  ['a host name', '{"hostname":"workbench","fqdn":"workbench.example.org"}', 'workbench'],
  ['a host name in other letters', 'Name: WORKBENCH', 'WORKBENCH'],
  ['a user name in a path', 'C:\\Users\\jules\\AppData and /home/jules/x', 'jules'],
  ['a container id', '0::/docker/' + 'a1'.repeat(32), 'a1a1a1']
])('%s is struck out', (_what, text, secret) => {
  expect(text).toContain(secret)
  expect(redactor(nobody)(text)).not.toContain(secret)
})

test('what detection needs is left as it is', () => {
  const text =
    '0, NVIDIA GeForce RTX 4090, 00000000:01:00.0, 0x268410DE, 24564\nPCI_SLOT_NAME=0000:03:00.0\n' +
    '{"model":"X1","clockSpeed":5600}\n0000:00:02.0 VGA compatible controller [0300]: Intel [8086:a780]\n' +
    '0::/user.slice/session-2.scope'
  expect(redactor(nobody)(text)).toBe(text)
  expect(redactor({ host: 'amd', user: 'intel', home: '/' })(text)).toBe(text)
})

test('the folder names and paths of a recording are struck out too', async () => {
  const recorder = recordProbe(
    { ...replayProbe(fixture('nothing-answers')), readdir: () => Promise.resolve(['jules-disk']) },
    nobody
  )
  await recorder.probe.readdir('/home/jules')
  expect(JSON.stringify(recorder.bundle())).not.toContain('jules')
})

test.each([
  ['not JSON at all', 'Hello', 'The file is not JSON'],
  ['a newer version', '{"version":2,"platform":"linux"}', 'not a recorded machine'],
  ['another document', '[]', 'not a recorded machine'],
  ['a damaged member', '{"version":1,"platform":"linux","commands":[{"command":3}]}', 'commands.0.command']
])('%s is refused with a sentence', (_what, text, sentence) => {
  const bundle = parseBundle(text)
  expect(!bundle.ok && bundle.error).toContain(sentence)
})
