import { Fragment, type ReactElement } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { showKeyboardHelp } from '../state/keyboard-help.ts'

type Keys = readonly (readonly [keys: readonly string[], does: string])[]

const groups: readonly (readonly [where: string, keys: Keys])[] = [
  [
    'Anywhere',
    [
      [['1'], 'What can I run'],
      [['2'], 'One model'],
      [['3'], 'Compare'],
      [['4'], 'What would it take'],
      [['5'], 'Report'],
      [['0'], 'This machine'],
      [['m'], 'Another machine'],
      [['/'], 'Search for a model'],
      [['Ctrl O', '⌘ O'], 'Open a model of your own'],
      [['[', ']'], 'A shorter or longer context'],
      [['Esc'], 'Close what is open, or back to the list'],
      [['?'], 'This list']
    ]
  ],
  [
    'In the list',
    [
      [['↑', '↓'], 'Another row'],
      [['Page ↑', 'Page ↓'], 'Eight rows further'],
      [['Home', 'End'], 'First row, last row'],
      [['Enter'], 'Open the row'],
      [['+', 'a'], 'Add the row to Compare']
    ]
  ],
  [
    'One model, Compare and Report',
    [
      [['+', 'a'], 'Add the model to Compare'],
      [['c'], 'Copy the command, or the comparison'],
      [['s'], 'Save the report'],
      [['Ctrl Z', '⌘ Z'], 'Undo']
    ]
  ],
  [
    'The article’s tour',
    [
      [['←', '→'], 'Previous, next'],
      [['Esc'], 'Back to the list']
    ]
  ]
]

/** Every key that does something. */
export const KeyboardDialog = (): ReactElement => (
  <ModalOverlay className="modal-back" isOpen isDismissable onOpenChange={showKeyboardHelp}>
    <Modal className="modal">
      <Dialog className="keyboard-dialog">
        <div className="card-head">
          <Heading slot="title">Keyboard</Heading>
          <Button className="button" slot="close">
            Close
          </Button>
        </div>
        <div className="key-groups">
          {groups.map(([where, keys]) => (
            <section key={where}>
              <h3>{where}</h3>
              <dl>
                {keys.map(([names, does]) => (
                  <div key={does}>
                    <dt>
                      {names.map((name, index) => (
                        <Fragment key={name}>
                          {index > 0 && ' '}
                          <kbd>{name}</kbd>
                        </Fragment>
                      ))}
                    </dt>
                    <dd>{does}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </Dialog>
    </Modal>
  </ModalOverlay>
)
