import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { missingForSpeed, WhatIsMissing } from '../../../../src/renderer/views/list/what-is-missing.tsx'
import { exampleAssessment, exampleVerdict } from '../../fixtures/assessment.ts'
import { exampleMachine } from '../../fixtures/machine.ts'

afterEach(cleanup)

const noBandwidth = { known: false, reason: 'The bandwidth of the RAM is not known.' } as const
const unmeasured = { known: false, reason: 'Nothing like it was measured.' } as const
const runs = { ...exampleVerdict, level: 'cpu-only' } as const
const tooLarge = { ...exampleVerdict, level: 'does-not-fit' } as const

test('one missing reading behind every unknown speed is named', () => {
  const list = [runs, runs].map((verdict) => exampleAssessment({ verdict, speed: noBandwidth }))
  expect(missingForSpeed(list)).toBe(noBandwidth.reason)
})

test('nothing is named when some speed is known, reasons differ, or nothing runs', () => {
  const known = exampleAssessment({ verdict: runs })
  expect(known.speed.known).toBe(true)
  const one = exampleAssessment({ verdict: runs, speed: noBandwidth })
  expect(missingForSpeed([one, known])).toBeNull()
  expect(missingForSpeed([one, exampleAssessment({ verdict: runs, speed: unmeasured })])).toBeNull()
  expect(missingForSpeed([exampleAssessment({ verdict: tooLarge, speed: noBandwidth })])).toBeNull()
  expect(missingForSpeed([])).toBeNull()
})

test('a machine without a GPU is said to be one, above the list', () => {
  const machine = { ...exampleMachine, accelerators: [] }
  render(<WhatIsMissing machine={machine} assessments={[]} />)
  expect(screen.getByText(/No GPU was found here/)).toBeTruthy()
})

test('where nothing is missing nothing is said', () => {
  const { container } = render(<WhatIsMissing machine={exampleMachine} assessments={[exampleAssessment()]} />)
  expect(container.childNodes.length).toBe(0)
})
