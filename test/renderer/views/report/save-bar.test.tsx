import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { HostApi, ReportFile } from '../../../../src/contract/api.ts'
import { buildReport } from '../../../../src/core/report/build.ts'
import { SaveBar } from '../../../../src/renderer/views/report/save-bar.tsx'
import { source } from '../../../core/report/example.ts'

afterEach(cleanup)

const report = buildReport(source)

function bar() {
  const saveReport = vi.fn((file: ReportFile) => Promise.resolve({ saved: true as const, where: file.name }))
  const host = { saveReport } as unknown as HostApi
  const at = (drawing: boolean, format: 'md' | 'json' = 'md') => (
    <SaveBar host={host} report={report} format={format} waiting={0} drawing={drawing} />
  )
  return { saveReport, at }
}

test('a press before the report is whole is answered, once, when it is', async () => {
  const { saveReport, at } = bar()
  const { rerender } = render(at(true))
  fireEvent.click(screen.getByRole('button', { name: /^Save Markdown/u }))
  fireEvent.click(screen.getByRole('button', { name: /^Save Markdown/u }))
  expect(screen.getByText(/Markdown is saved as soon as it is there/u)).toBeTruthy()
  expect(saveReport).not.toHaveBeenCalled()
  rerender(at(false))
  expect(await screen.findByText('Saved: plimsoll-qwen3-30b-a3b.md.')).toBeTruthy()
  rerender(at(true))
  rerender(at(false))
  expect(saveReport.mock.calls.map(([{ name }]) => name)).toEqual(['plimsoll-qwen3-30b-a3b.md'])
})

test('it is saved in the format that was asked for, whatever is looked at meanwhile', async () => {
  const { saveReport, at } = bar()
  const { rerender } = render(at(true))
  fireEvent.click(screen.getByRole('button', { name: /^Save Markdown/u }))
  rerender(at(true, 'json'))
  rerender(at(false, 'json'))
  await vi.waitFor(() => expect(saveReport).toHaveBeenCalledOnce())
  expect(saveReport.mock.calls[0]?.[0].name).toBe('plimsoll-qwen3-30b-a3b.md')
})
