import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import type { Wish } from '../../catalog/pretend/wish.ts'
import { sameName } from '../../core/machine/machine-name.ts'
import type { Machine } from '../../core/machine/machine.ts'
import type { Overrides } from '../../core/schema/overrides.ts'
import { choices, choose, noOverrides, reportChoice } from './choices.ts'
import { keptMachines, listKept } from './kept-machines.ts'
import { machineReading } from './machine-reading.ts'
import { settingsNote } from './remember.ts'
import { sentenceOf } from './sentence-of.ts'

/** The machine that stands in for this one; `of` is the choice it belongs to. */
interface StandIn {
  readonly of: string | null
  readonly machine: Machine | null
}

const standIn = createStore<StandIn>(() => ({ of: null, machine: null }))

/** The machine of a choice; null while it is fetched. */
export const useStandIn = (of: string | null): Machine | null =>
  useStore(standIn, (state) => (state.of === of ? state.machine : null))

const keptPrefix = 'kept:'
export const keptChoice = (name: string): string => `${keptPrefix}${name}`
/** The name of the kept machine that a choice means; null for any other choice. */
export const keptNameOf = (choice: string | null): string | null =>
  choice?.startsWith(keptPrefix) === true ? choice.slice(keptPrefix.length) : null

/** Puts a machine, before its corrections, in place of this one. */
export function stand(of: string, machine: Machine, overrides: Overrides = noOverrides): void {
  // The machine first: a choice without its machine would be fetched.
  standIn.setState({ of, machine })
  if (choices.getState().machine !== of || overrides !== noOverrides)
    choose({ machine: of, standInOverrides: overrides })
}

/** The machine that answers are for, without corrections; null while it is fetched. */
export function machineBeneath(): Machine | null {
  const { machine: choice } = choices.getState()
  if (choice === null) return machineReading.getState().machine
  const { of, machine } = standIn.getState()
  return of === choice ? machine : null
}

/** Every answer is for the machine wished for, until a person goes back. */
export async function pretend(wish: Wish): Promise<void> {
  const { machineOfWish, wishAddress } = await import('../../catalog/pretend/wish.ts')
  stand(wishAddress(wish), machineOfWish(wish))
}

export const takeKept = (machine: Machine): void => stand(keptChoice(machine.name), machine)

export const backToThis = (): void => choose({ machine: null, standInOverrides: noOverrides })

/** The machine of a choice that came with the address or the settings. The error is a sentence. */
async function machineOf(choice: string, host: HostApi): Promise<Machine> {
  if (choice === reportChoice)
    throw new Error(
      'The machine of a report is not kept: open the report again. Answers are for this machine.'
    )
  const name = keptNameOf(choice)
  if (name !== null) {
    await listKept(host)
    const kept = keptMachines.getState().machines?.find((one) => sameName(one.name, name))
    if (kept) return kept
    throw new Error(`No machine is kept under “${name}”. Answers are for this machine.`)
  }
  const [{ machineOfWish, wishOfAddress }, { parseMachine }, { offersOf }] = await Promise.all([
    import('../../catalog/pretend/wish.ts'),
    import('../../catalog/pretend/parse-machine.ts'),
    import('../../catalog/pretend/offers.ts')
  ])
  const spoken = (): Wish | null => {
    const { wishes, isSure } = offersOf(parseMachine(choice), null)
    return isSure ? (wishes[0] ?? null) : null
  }
  const wish = wishOfAddress(choice) ?? spoken()
  if (wish) return machineOfWish(wish)
  throw new Error(`“${choice}” is no machine of the catalogue. Answers are for this machine.`)
}

/** Fetches the machine of every choice that comes without one: from an address, the settings or the way back. */
export function keepStandIn(host: HostApi): void {
  const fetchFor = (choice: string | null): void => {
    if (choice === null || standIn.getState().of === choice) return
    standIn.setState({ of: choice, machine: null })
    machineOf(choice, host).then(
      (machine) => {
        if (standIn.getState().of === choice) standIn.setState({ of: choice, machine })
      },
      (error: unknown) => {
        if (choices.getState().machine !== choice) return
        standIn.setState({ of: null, machine: null })
        settingsNote.setState({ note: sentenceOf(error) })
        backToThis()
      }
    )
  }
  fetchFor(choices.getState().machine)
  choices.subscribe((state, before) => {
    if (state.machine === before.machine) return
    // Corrections belong to the machine they were made on; who changes both has the right ones.
    if (state.standInOverrides === before.standInOverrides && state.standInOverrides !== noOverrides)
      choose({ standInOverrides: noOverrides })
    fetchFor(state.machine)
  })
}
