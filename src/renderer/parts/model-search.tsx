import { type ReactElement, useMemo, useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { nearest } from '../../catalog/nearest.ts'
import { models } from '../../catalog/catalog.ts'
import { searchModels } from '../../catalog/search-models.ts'
import { parameterCount } from '../../core/format.ts'
import type { ModelSpec } from '../../core/model/model.ts'

const shownAtOnce = 8

const size = ({ parameters: { total } }: ModelSpec): string =>
  total === null ? 'size not published' : parameterCount(total)

/** What was typed, and where that is nothing's name, what is spelt most like it. */
function found(text: string): readonly ModelSpec[] {
  if (text.trim() === '') return models.slice(0, shownAtOnce)
  const hits = searchModels(text).slice(0, shownAtOnce)
  return hits.length > 0
    ? hits.map(({ model }) => model)
    : nearest(text, models, ({ name, slug, aliases = [] }) => [name, slug, ...aliases])
}

/** A field to search the catalogue in, as forgiving as the list's, that hands over one model and is empty again. */
export function ModelSearch({
  label,
  onChoose
}: {
  readonly label: string
  readonly onChoose: (model: ModelSpec) => void
}): ReactElement {
  const [text, setText] = useState('')
  // A new field after each choice: the old one would keep its list open over an empty text.
  const [round, setRound] = useState(0)
  const shown = useMemo(() => found(text), [text])
  const take = (model: ModelSpec | undefined): void => {
    if (!model) return
    setText('')
    setRound((before) => before + 1)
    onChoose(model)
  }
  return (
    <ComboBox
      key={round}
      className="control model-search"
      items={shown.map((model) => ({ id: model.slug, model }))}
      inputValue={text}
      value={null}
      allowsEmptyCollection
      menuTrigger="input"
      onInputChange={setText}
      onChange={(slug) => take(models.find((model) => model.slug === slug))}
    >
      <Label>{label}</Label>
      <div
        onKeyDownCapture={(event) => {
          const field = event.target as HTMLElement
          if (event.key !== 'Enter' || text.trim() === '' || field.hasAttribute('aria-activedescendant'))
            return
          // Nothing in the list is pointed at: Enter takes its first row.
          event.preventDefault()
          event.stopPropagation()
          take(shown[0])
        }}
      >
        <Input className="model-search-input" autoFocus={round > 0} placeholder="qwen 30b moe" />
      </div>
      <Popover className="popover">
        <ListBox
          className="options"
          renderEmptyState={() => <p className="quiet option-none">No model is called so.</p>}
        >
          {({ model }: { readonly id: string; readonly model: ModelSpec }) => (
            <ListBoxItem className="option model-option" textValue={model.name}>
              <span>{model.name}</span>
              <span className="number quiet">{size(model)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
