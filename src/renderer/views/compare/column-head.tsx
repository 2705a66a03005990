import { lazy, type ReactElement, Suspense, useState } from 'react'
import type { SavedMachine } from '../../../contract/api.ts'
import { tokens } from '../../../core/format.ts'
import { fileTypesFor } from '../../../core/memory/weights.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { isRunnable } from '../../../core/model/model.ts'
import { type FileType, isFileType } from '../../../core/quant/file-type.ts'
import { choose, openModel, untuned } from '../../state/choices.ts'
import { changeColumn, type ColumnMachine, removeColumn, setColumns } from '../../state/compared.ts'
import { contextSteps, longestListContext } from '../../state/context-steps.ts'
import type { Answered } from './answered.ts'
import { Choice } from './choice.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { inFourQuants, onOtherMachines, ramLike } from './usual-cases.ts'

const MachineForm = lazy(async () => ({ default: (await import('./machine-form.tsx')).MachineForm }))

/** The quantisations of a select, and how `auto` reads. */
function quantName(type: FileType | 'auto', { assessment }: Answered): string {
  if (type !== 'auto') return type
  const quant = assessment?.quant
  if (quant === null || quant === undefined) return 'Best that fits'
  return `${assessment?.verdict.level === 'does-not-fit' ? 'Smallest' : 'Best'}: ${quant}`
}

/** Machines are named by text in a select; the kept ones may be called anything. */
const machineKey = (machine: ColumnMachine): string =>
  machine.kind === 'here' ? 'here' : machine.kind === 'kept' ? `kept ${machine.name}` : 'simulated'

export function ColumnHead({
  answered,
  index,
  count,
  here,
  kept
}: {
  readonly answered: Answered
  readonly index: number
  readonly count: number
  readonly here: Machine
  readonly kept: readonly SavedMachine[]
}): ReactElement {
  const [otherOpen, setOtherOpen] = useState(false)
  const { column, model, machineTitle } = answered
  const { id } = column
  const name = model?.name ?? column.model
  const runnable = model && isRunnable(model) ? model : null
  const machines = [
    'here',
    ...kept.map((one) => `kept ${one.name}`),
    ...(column.machine.kind === 'simulated' ? ['simulated'] : [])
  ]
  const takeMachine = (key: string): void => {
    if (key === 'here') changeColumn(id, { machine: { kind: 'here' } })
    else if (key.startsWith('kept '))
      changeColumn(id, { machine: { kind: 'kept', name: key.slice('kept '.length) } })
  }
  const open = (): void => {
    openModel(column.model)
    choose({
      ...{ quant: column.quant, contextTokens: column.contextTokens, parallel: column.parallel },
      ...{ cacheType: column.cacheType, tuning: column.tuning ?? untuned }
    })
  }
  const otherMachines = async (): Promise<void> => {
    const { devices } = await import('../../../catalog/devices.ts')
    setColumns(onOtherMachines(column, here, kept, devices))
  }
  return (
    <div className="column-head" data-column={id}>
      <div className="column-name">
        <button type="button" className="link" onClick={open}>
          {name}
        </button>
        <MoveButtons id={id} name={name} index={index} count={count} />
        <button
          type="button"
          className="icon-button"
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => removeColumn(id)}
        >
          <span aria-hidden="true">×</span>
        </button>
      </div>
      {runnable && (
        <div className="column-ask">
          <Choice
            label="Quantisation"
            value={column.quant}
            options={['auto', ...fileTypesFor(runnable.architecture, runnable.nativeType)]}
            name={(type) => quantName(type, answered)}
            onChange={(type) => changeColumn(id, { quant: isFileType(type) ? type : 'auto' })}
          />
          <Choice
            label="Context"
            value={column.contextTokens}
            options={contextSteps(runnable.contextLength ?? longestListContext)}
            name={tokens}
            onChange={(contextTokens) => changeColumn(id, { contextTokens })}
          />
          <Choice
            label="Users"
            value={column.parallel}
            options={[1, 2, 4, 8, 16]}
            onChange={(parallel) => changeColumn(id, { parallel })}
          />
          <Choice
            label="Cache"
            value={column.cacheType}
            options={['f16', 'q8_0', 'q4_0']}
            onChange={(cacheType) => changeColumn(id, { cacheType })}
          />
        </div>
      )}
      <Choice
        label="Machine"
        value={machineKey(column.machine)}
        options={machines}
        name={(key) =>
          key === machineKey(column.machine) ? machineTitle : key === 'here' ? here.name : key.slice(5)
        }
        onChange={takeMachine}
      />
      {column.tuning && (
        <p className="column-tuned">
          Placed by hand.{' '}
          <button type="button" className="link" onClick={() => changeColumn(id, { tuning: untuned })}>
            Leave it to the planner
          </button>
        </p>
      )}
      {otherOpen ? (
        <Suspense fallback={<p className="quiet">Opening the device catalogue…</p>}>
          <MachineForm
            from={ramLike(here)}
            onChoose={(machine) => {
              setOtherOpen(false)
              changeColumn(id, { machine })
            }}
            onCancel={() => setOtherOpen(false)}
          />
        </Suspense>
      ) : (
        <div className="column-more">
          <button type="button" className="link" onClick={() => setOtherOpen(true)}>
            Another machine…
          </button>
          {model && runnable && (
            <>
              <button
                type="button"
                className="link"
                aria-label={`Four quantisations of ${name}`}
                onClick={() => setColumns(inFourQuants(column, model))}
              >
                Four quantisations
              </button>
              <button
                type="button"
                className="link"
                aria-label={`Other machines for ${name}`}
                onClick={() => void otherMachines()}
              >
                Other machines
              </button>
            </>
          )}
        </div>
      )}
    </div>
  )
}
