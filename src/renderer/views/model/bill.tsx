import type { ReactElement } from 'react'
import { type Assessment, cacheTypeOf, type DeviceBill, isLlama } from '../../../core/fit/assessment.ts'
import { runs } from '../../../core/fit/verdict.ts'
import { inGib } from '../../../core/format.ts'
import { totalOf } from '../../../core/memory/term.ts'
import { isRunnable } from '../../../core/model/model.ts'
import { barOf } from '../../../core/report/bar.ts'
import { bytes } from '../../../core/quantity.ts'
import { Legend } from '../../parts/legend.tsx'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { MayGrow } from './may-grow.tsx'
import { TermTable } from './term-table.tsx'

function capacityText({ capacity, free }: DeviceBill): string {
  if (capacity === null) return 'size unknown'
  return `${inGib(capacity)}, ${free === null ? 'free part unknown' : `${inGib(free)} free`}`
}

/** How far the load is from the line, on which side. */
export function distanceToLine(bill: DeviceBill): string {
  if (bill.loadLine === null) return 'load line unknown'
  const room = bill.loadLine - totalOf(bill.terms)
  return room >= 0 ? `${inGib(bytes(room))} under the line` : `${inGib(bytes(-room))} over the line`
}

export function Bill({ assessment }: { readonly assessment: Assessment }): ReactElement {
  const { engine, model, verdict } = assessment
  const bills = [...assessment.devices, assessment.host]
  return (
    <section className="card bill">
      <h2>The bill, per device</h2>
      {bills.map((bill, index) => (
        <div className="bill-device" key={index}>
          <div>
            <strong>{bill.name}</strong>
            <small>{capacityText(bill)}</small>
          </div>
          <MemoryBar bar={barOf(bill)} large />
          <div className="bill-sum">
            <strong>{inGib(totalOf(bill.terms))}</strong>
            <small
              className={bill.loadLine !== null && totalOf(bill.terms) > bill.loadLine ? 'over' : undefined}
            >
              {distanceToLine(bill)}
            </small>
          </div>
        </div>
      ))}
      <Legend />
      <TermTable bills={bills} quant={assessment.quant} cacheType={cacheTypeOf(engine)} />
      {runs(verdict) && isLlama(engine) && isRunnable(model) && <MayGrow model={model} engine={engine} />}
    </section>
  )
}
