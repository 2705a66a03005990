import { memo, type ReactElement, useMemo, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Label, Select, SelectValue } from 'react-aria-components/Select'
import type { Machine } from '../../../core/machine/machine.ts'
import { inGib } from '../../../core/format.ts'
import type { RunnableModel } from '../../../core/model/model.ts'
import { type FileType, isFileType } from '../../../core/quant/file-type.ts'
import { fileTypesFor } from '../../../core/memory/weights.ts'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { type Ask, assessmentOf } from '../../state/assessments.ts'
import { choices, choose } from '../../state/choices.ts'

/** `Best that fits: Q4_K_M`; where none fits, the smallest was taken, and that is what it is called. */
const automaticChoice = (quant: string | null, fits: boolean): string =>
  quant === null ? 'Best that fits' : `${fits ? 'Best that fits' : 'None fits, smallest'}: ${quant}`

/** The question as it is when somebody looks: while the menu is open nothing else can be moved. */
function askNow(): Ask {
  const { contextTokens, parallel, cacheType, tuning } = choices.getState()
  return { contextTokens, parallel, cacheType, tuning }
}

/** Every quantisation with its size and its verdict, so that the choice is made with open eyes. */
export const QuantSelect = memo(function QuantSelect({
  machine,
  model,
  chosen,
  taken,
  fits
}: {
  readonly machine: Machine
  readonly model: RunnableModel
  readonly chosen: FileType | 'auto'
  /** What was taken for `auto`, and whether that fits. */
  readonly taken: string | null
  readonly fits: boolean
}): ReactElement {
  const [open, setOpen] = useState(false)
  // Some thirty verdicts: made when somebody looks, not on every move of a slider.
  const options = useMemo(
    () =>
      !open
        ? []
        : fileTypesFor(model.architecture, model.nativeType).map((fileType) =>
            assessmentOf(machine, model, fileType, askNow())
          ),
    [open, machine, model]
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
        <SelectValue>{chosen === 'auto' ? automaticChoice(taken, fits) : chosen}</SelectValue>
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
})
