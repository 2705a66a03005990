import { expect, test } from 'vitest'
import { openBrowser, whyNoBrowser } from '../../src/server/open-browser.ts'

const address = 'http://127.0.0.1:8787/#token=x'

test.each([
  { name: 'a headless server', platform: 'linux', env: {}, says: /there is no display here\.$/u },
  {
    name: 'a remote session with a forwarded display',
    platform: 'linux',
    env: { SSH_CONNECTION: '10.0.0.2 1 10.0.0.1 22', DISPLAY: 'localhost:10.0' },
    says: /ssh -L 8787:127\.0\.0\.1:8787/u
  },
  { name: 'a remote Mac', platform: 'darwin', env: { SSH_TTY: '/dev/ttys001' }, says: /ssh -L/u },
  {
    name: 'one who asked for none',
    platform: 'linux',
    env: { DISPLAY: ':0', PLIMSOLL_NO_OPEN: '1' },
    says: /PLIMSOLL_NO_OPEN is set\.$/u
  }
] as const)(
  'no browser is opened for $name, and the reason is said without the token',
  async ({ platform, env, says }) => {
    const outcome = await openBrowser(address, { platform, env })
    expect(outcome).toEqual({ ok: false, error: expect.stringMatching(says) as string })
    expect(JSON.stringify(outcome)).not.toContain('token')
  }
)

test.each([
  { platform: 'linux', env: { DISPLAY: ':0' } },
  { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } },
  { platform: 'darwin', env: {} },
  { platform: 'win32', env: {} }
] as const)('a browser may be opened on $platform with $env', (here) => {
  expect(whyNoBrowser(address, here)).toBeNull()
})
