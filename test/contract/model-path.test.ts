import { expect, test } from 'vitest'
import { parameters } from '../../src/contract/arguments.ts'
import { defaultSettings, settingsSchema } from '../../src/contract/settings.ts'

const digest = 'a'.repeat(64)

test.each([
  ['/models/qwen.gguf', true],
  ['/models/qwen.GGUF', true],
  ['C:\\models\\qwen.gguf', true],
  ['/models/qwen.gguf.part', true],
  [`/ollama/blobs/sha256-${digest}`, true],
  ['qwen.gguf', false],
  ['../qwen.gguf', false],
  ['/etc/passwd', false],
  ['/home/me/.ssh/id_ed25519', false],
  ['/models/qwen.gguf/../../etc/passwd', false],
  ['\\\\server\\share\\qwen.gguf', false],
  ['//server/share/qwen.gguf', false],
  ['/models/qwen\0.gguf', false],
  ['', false]
])('a page may have %j opened: %s', (path, allowed) => {
  expect(parameters.readModelFile.safeParse([path]).success).toBe(allowed)
})

test('settings of an earlier version, without what was brought, are still read', () => {
  expect(settingsSchema.safeParse(defaultSettings).success).toBe(true)
  const brought = [
    { kind: 'file', path: '/m.gguf' },
    { kind: 'hub', reference: 'me/small' }
  ]
  expect(settingsSchema.safeParse({ ...defaultSettings, brought }).success).toBe(true)
  expect(settingsSchema.safeParse({ ...defaultSettings, brought: [{ kind: 'ftp' }] }).success).toBe(false)
})
