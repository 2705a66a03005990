import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withDeadlines } from '../../../src/host/probe/probe.ts'
import { programPaths } from '../../../src/host/probe/program-paths.ts'
import { realProbe } from '../../../src/host/probe/real-probe.ts'

const probe = realProbe()
const node = (script: string, timeoutMs = 10_000): ReturnType<typeof probe.run> =>
  probe.run(process.execPath, ['-e', script], { timeoutMs })

test('a program is heard on both streams, and its exit code kept', async () => {
  const outcome = await node("console.log('out'); console.error('err'); process.exitCode = 9")
  expect(outcome).toMatchObject({ code: 9, stdout: 'out\n', timedOut: false, missing: false })
  expect(outcome.stderr).toContain('err')
})

test('arguments reach a program as they are, without a shell', async () => {
  const argument = '$HOME "quoted" * ; echo no'
  const { stdout } = await probe.run(process.execPath, ['-p', 'process.argv[1]', argument], {
    timeoutMs: 10_000
  })
  expect(stdout.trim()).toBe(argument)
})

test('a program that does not exist is missing, not an error', async () => {
  expect(await probe.run('no-such-program-here', [], { timeoutMs: 1000 })).toMatchObject({ missing: true })
})

test('a program that hangs is ended at its deadline', async () => {
  expect(await node('setInterval(() => {}, 1000)', 300)).toMatchObject({ timedOut: true, missing: false })
})

test('output without end is cut, and its program ended', async () => {
  const outcome = await node(
    "const piece = 'x'.repeat(2 ** 20); for (let n = 0; n < 50; n++) process.stdout.write(piece)"
  )
  expect(outcome).toMatchObject({ code: null, timedOut: false, missing: false })
  expect(outcome.stdout.length).toBeGreaterThan(2 ** 20)
  expect(outcome.stdout.length).toBeLessThanOrEqual(4 * 2 ** 20)
})

test('a file that is absent, a folder and a folder that is absent are no errors', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'mem_info_vram_total'), '17163091968\n')
  expect(await probe.readText(join(folder, 'mem_info_vram_total'))).toBe('17163091968\n')
  expect(await probe.readText(join(folder, 'absent'))).toBeNull()
  expect(await probe.readText(folder)).toBeNull()
  expect(await probe.readdir(folder)).toEqual(['mem_info_vram_total'])
  expect(await probe.readdir(join(folder, 'absent'))).toEqual([])
})

test('systeminformation answers like a program, and only to the questions that are asked', async () => {
  const cpu = await probe.run('systeminformation', ['cpu'], { timeoutMs: 20_000 })
  expect(JSON.parse(cpu.stdout)).toHaveProperty('physicalCores')
  expect(await probe.run('systeminformation', ['networkInterfaces'], { timeoutMs: 1000 })).toMatchObject({
    missing: true
  })
})

test('a probe that throws is silent behind its deadlines', async () => {
  const throwing = withDeadlines({ ...probe, run: () => Promise.reject(new Error('broken')) })
  expect(await throwing.run('nvidia-smi', [], { timeoutMs: 10 })).toMatchObject({
    stdout: '',
    timedOut: true
  })
})

test.each([
  ['the thin PATH of a desktop program', 'linux', { PATH: '/usr/bin' }, '/usr/lib/wsl/lib/nvidia-smi'],
  ['NixOS', 'linux', {}, '/run/current-system/sw/bin/nvidia-smi'],
  ['Windows', 'win32', { SystemRoot: 'D:\\Windows' }, 'D:\\Windows\\System32\\nvidia-smi.exe'],
  [
    'old drivers on Windows',
    'win32',
    { ProgramFiles: 'C:\\Program Files' },
    'C:\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe'
  ]
])('nvidia-smi is looked for beyond %s', async (_where, platform, env, path) => {
  expect(await programPaths('nvidia-smi', platform, env)).toContain(path)
})
