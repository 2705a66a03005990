/**
 * The README's test line: types, lint, format, catalogue, build, then every test, the page in a real browser last.
 * Prints one closing line `N passed, N failed`; the exit code is 1 when anything failed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './ensure-chromium.ts'

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

/** One check that passes or fails as a whole. */
function step(name: string, args: readonly string[]): Counts {
  process.stdout.write(`\n- ${name}\n`)
  const { status } = spawnSync(npm, ['run', '--silent', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32'
  })
  const passed = status === 0
  if (!passed)
    process.stdout.write(`${name} failed: run \`npm run ${args.join(' ')}\` alone to work on it.\n`)
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }
}

/** Vitest's own counts, read back from its JSON report. */
function vitest(): Counts {
  process.stdout.write('\n- tests\n')
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'))
  const file = join(folder, 'report.json')
  const { status } = spawnSync(
    npm,
    [
      'run',
      '--silent',
      'test:unit',
      '--',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`
    ],
    { stdio: 'inherit', shell: process.platform === 'win32' }
  )
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
    const failed = report['numFailedTests'] ?? 0
    // A file that cannot be loaded has no failed test of its own; the status knows of it.
    return {
      passed: report['numPassedTests'] ?? 0,
      failed: status === 0 ? failed : Math.max(failed, 1),
      skipped: report['numPendingTests'] ?? 0
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const chromium = ensureChromium()
process.stdout.write(`${chromium.sentence}\n`)
if (chromium.path) process.env['PLIMSOLL_CHROMIUM'] = chromium.path

const counts: Counts[] = [
  step('types', ['check:types']),
  step('lint', ['check:lint']),
  step('format', ['check:format']),
  step('catalogue', ['check:catalog', '--', '--quiet']),
  step('build', ['build']),
  vitest()
]
if (!chromium.path && process.env['CI'] === 'true') counts.push({ passed: 0, failed: 1, skipped: 0 })

const sum = (key: keyof Counts): number => counts.reduce((total, count) => total + count[key], 0)
if (!chromium.path) process.stdout.write(`\nNOT TESTED IN A BROWSER: ${chromium.sentence}\n`)
const skipped = sum('skipped')
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}\n`
)
process.exitCode = sum('failed') === 0 ? 0 : 1
