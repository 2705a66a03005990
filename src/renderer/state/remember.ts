import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { Settings } from '../../contract/settings.ts'
import { fromHash } from './address.ts'
import { type Choices, choices, noOverrides, reportChoice } from './choices.ts'
import { sentenceOf } from './sentence-of.ts'

/** Something to say about the settings file: it was damaged and set aside, or cannot be written. */
export const settingsNote = createStore<{ readonly note: string | null }>(() => ({ note: null }))

export const useSettingsNote = (): string | null => useStore(settingsNote, (state) => state.note)

export const settingsOf = (state: Choices): Settings => ({
  version: 1,
  theme: state.theme,
  contextTokens: state.contextTokens,
  cacheType: state.cacheType,
  parallel: state.parallel,
  overrides: state.overrides,
  ...(state.machine !== null &&
    state.machine !== reportChoice && {
      standIn: { machine: state.machine, overrides: state.standInOverrides }
    }),
  ...(state.brought && { brought: state.brought }),
  ...(state.reportFormat && { reportFormat: state.reportFormat })
})

/** Long enough that a dragged slider writes once, short enough to be done before a window is closed. */
const writeAfterMs = 400

/**
 * Restores what was remembered, then writes every later change. What the address names wins over what was remembered.
 * Nothing is written before the reading has succeeded: an unread file is never overwritten with defaults.
 */
export async function rememberChoices(host: HostApi): Promise<void> {
  try {
    const { settings, note } = await host.readSettings()
    const { theme, contextTokens, cacheType, parallel, overrides, standIn, brought, reportFormat } = settings
    const named = fromHash(window.location.hash)
    const machine = named.machine ?? standIn?.machine ?? null
    choices.setState({
      ...{ theme, contextTokens, cacheType, parallel, overrides },
      ...(brought && { brought }),
      ...(reportFormat && { reportFormat }),
      ...named,
      ...{ machine, standInOverrides: standIn?.machine === machine ? standIn.overrides : noOverrides }
    })
    settingsNote.setState({ note })
  } catch (error) {
    settingsNote.setState({ note: `Settings could not be read. ${sentenceOf(error)}` })
    return
  }
  let written = JSON.stringify(settingsOf(choices.getState()))
  let timer: ReturnType<typeof setTimeout> | undefined
  choices.subscribe((state) => {
    const settings = settingsOf(state)
    const text = JSON.stringify(settings)
    clearTimeout(timer)
    if (text === written) return
    timer = setTimeout(() => {
      host.writeSettings(settings).then(
        () => {
          written = text
        },
        (error: unknown) => settingsNote.setState({ note: `Settings were not saved. ${sentenceOf(error)}` })
      )
    }, writeAfterMs)
  })
}
