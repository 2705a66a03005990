import { expect, test, vi } from 'vitest'
import { buildReport } from '../../../src/core/report/build.ts'
import { renderReport, reportFormats } from '../../../src/core/report/render.ts'
import { source } from './example.ts'

// The versions are the test's own, so that a release does not rewrite the golden files.
vi.mock('../../../src/core/version.ts', () => ({ version: '0.0.0', formulaVersion: '0' }))

test.each(reportFormats)('the report as %s reads as it did', async (format) => {
  const text = renderReport(buildReport(source), format)
  await expect(text).toMatchFileSnapshot(`../../golden/report-workshop-desktop.${format}`)
})
