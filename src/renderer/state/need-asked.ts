import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { usualMemorySpeed } from './memory-speeds.ts'

/** RAM speed of the machines that are looked for, decimal GB/s; 0 stands for unknown. */
const asked = createStore<{ readonly ramBandwidthGBs: number }>(() => ({ ramBandwidthGBs: usualMemorySpeed }))

export const useNeedRam = (): number => useStore(asked, (state) => state.ramBandwidthGBs)

export const chooseNeedRam = (ramBandwidthGBs: number): void => asked.setState({ ramBandwidthGBs })
