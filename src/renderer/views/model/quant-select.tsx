import { type ReactElement, useMemo, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Label, Select, SelectValue } from 'react-aria-components/Select'
import type { Assessment } from '../../../core/fit/assessment.ts'
import type { Machine } from '../../../core/machine/machine.ts'
import { inGib } from '../../../core/format.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import { type FileType, isFileType } from '../../../core/quant/file-type.ts'
import { fileTypesFor } from '../../../core/memory/weights.ts'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { choose } from '../../state/choices.ts'

/** `Best that fits: Q4_K_M`; where none fits, the smallest was taken, and that is what it is called. */
const automaticChoice = ({ quant, verdict }: Pick<Assessment, 'quant' | 'verdict'>): string =>
  quant === null
    ? 'Best that fits'
    : `${verdict.level === 'does-not-fit' ? 'None fits, smallest' : 'Best that fits'}: ${quant}`

/** Every quantisation with its size and its verdict, so that the choice is made with open eyes. */
export function QuantSelect({
  machine,
  model,
  ask,
  chosen,
  current
}: {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly ask: Ask
  readonly chosen: FileType | 'auto'
  /** The answer shown: what was taken for `auto`, and whether it fits. */
  readonly current: Pick<Assessment, 'quant' | 'verdict'>
}): ReactElement {
  const [open, setOpen] = useState(false)
  // Some thirty verdicts: made when somebody looks, not on every move of the slider.
  const options = useMemo(
    () =>
      !open
        ? []
        : fileTypesFor(model.architecture, model.nativeType).map((fileType) =>
            assessmentOf(machine, model, fileType, ask)
          ),
    [open, machine, model, ask]
  )
  return (
    <Select
      className="control select"
      value={chosen}
      isOpen={open}
      onOpenChange={setOpen}
      onChange={(key) => {
        const name = String(key)
        choose({ quant: isFileType(name) ? name : 'auto' })
      }}
    >
      <Label>Quantisation</Label>
      <Button className="select-button">
        <SelectValue>{chosen === 'auto' ? automaticChoice(current) : chosen}</SelectValue>
        <span aria-hidden="true">▾</span>
      </Button>
      <Popover className="popover">
        <ListBox className="options">
          <ListBoxItem id="auto" className="option" textValue="Best that fits">
            <span>Best that fits</span>
          </ListBoxItem>
          {options.map(({ quant, weightsBytes, verdict }) =>
            quant === null ? null : (
              <ListBoxItem key={quant} id={quant} className="option" textValue={quant}>
                <span>{quant}</span>
                <span className="number">{weightsBytes === null ? 'unknown' : inGib(weightsBytes)}</span>
                <VerdictMark verdict={verdict} />
              </ListBoxItem>
            )
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
