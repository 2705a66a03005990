import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostApi } from '../../contract/api.ts'
import { machineName, sameName } from '../../core/machine/machine-name.ts'
import type { Machine } from '../../core/machine/machine.ts'
import { sentenceOf } from './sentence-of.ts'

/** The machines kept under a name, in the store that `plimsoll machine` uses too. */
export interface KeptMachines {
  /** Null until they were listed. */
  readonly machines: readonly Machine[] | null
  /** Why they could not be listed, as a sentence. */
  readonly failure: string | null
}

export const keptMachines = createStore<KeptMachines>(() => ({ machines: null, failure: null }))
export const useKeptMachines = (): KeptMachines => useStore(keptMachines)

/** Lists them anew: the command line may have kept one meanwhile. Never rejects. */
export async function listKept(host: HostApi): Promise<void> {
  try {
    const machines = (await host.listMachines()).map(({ name, machine }) => ({ ...machine, name }))
    keptMachines.setState({ machines, failure: null })
  } catch (error) {
    keptMachines.setState({ failure: `The kept machines could not be listed. ${sentenceOf(error)}` })
  }
}

/** Why a machine cannot be kept under a name, as a sentence; `taken` by another that would be replaced. */
export function nameProblem(typed: string, except?: string): { sentence: string; taken: boolean } | null {
  const name = machineName(typed)
  if (!name.ok) return { sentence: name.error, taken: false }
  const other = keptMachines
    .getState()
    .machines?.find(
      (one) => sameName(one.name, name.value) && (except === undefined || !sameName(one.name, except))
    )
  return other ? { sentence: `A machine is kept under “${other.name}” already.`, taken: true } : null
}

/** Keeps a machine under a name. @throws Error with a sentence */
export async function keep(host: HostApi, machine: Machine, typed: string): Promise<Machine> {
  const name = machineName(typed)
  if (!name.ok) throw new Error(name.error)
  const named = { ...machine, name: name.value }
  await host.saveMachine(named)
  await listKept(host)
  return named
}

/** Forgets one. @throws Error with a sentence */
export async function forget(host: HostApi, name: string): Promise<void> {
  await host.removeMachine(name)
  await listKept(host)
}

/** The new name first, so that a failure in between leaves two rather than none. @throws Error with a sentence */
export async function rename(host: HostApi, machine: Machine, typed: string): Promise<Machine> {
  const renamed = await keep(host, machine, typed)
  // Another spelling of one name is the same file.
  if (!sameName(machine.name, renamed.name)) await forget(host, machine.name)
  return renamed
}

/** `desk`, `desk 2`: a name that nobody has, beginning with this one. */
export function freeName(wanted: string): string {
  const base = wanted.trim().slice(0, 70) || 'imported machine'
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base} ${count}`
    if (nameProblem(name) === null) return name
    if (!machineName(name).ok && count === 1) return freeName('imported machine')
  }
}
