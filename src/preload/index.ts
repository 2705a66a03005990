import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { channels, type HostApi, type Reply } from '../contract/api.ts'
import { type DeskApi, deskChannels, type DeskStep } from '../contract/desk.ts'

async function ask<T>(channel: string, ...given: unknown[]): Promise<T> {
  const reply = (await ipcRenderer.invoke(channel, ...given)) as Reply<T>
  if (!reply.ok) throw new Error(reply.sentence)
  return reply.value
}

const call = <M extends keyof HostApi>(
  method: M,
  ...given: Parameters<HostApi[M]>
): Promise<Awaited<ReturnType<HostApi[M]>>> => ask(channels[method], ...given)

// Verbs only: the page can neither name a channel nor listen on one.
const host: HostApi = {
  detect: () => call('detect'),
  detectStep: (after) => call('detectStep', after),
  refresh: () => call('refresh'),
  measureStep: (after) => call('measureStep', after),
  stopMeasuring: () => call('stopMeasuring'),
  listMachines: () => call('listMachines'),
  saveMachine: (machine) => call('saveMachine', machine),
  removeMachine: (name) => call('removeMachine', name),
  listMeasurements: () => call('listMeasurements'),
  addMeasurement: (measured) => call('addMeasurement', measured),
  removeMeasurement: (id) => call('removeMeasurement', id),
  readSettings: () => call('readSettings'),
  writeSettings: (settings) => call('writeSettings', settings),
  saveReport: (report) => call('saveReport', report),
  readModelFile: (path) => call('readModelFile', path),
  readHubModel: (task, reference, fromCache) => call('readHubModel', task, reference, fromCache),
  readingProgress: (task) => call('readingProgress', task),
  cancelReading: (task) => call('cancelReading', task),
  listLocalModels: () => call('listLocalModels'),
  readOwnRows: () => call('readOwnRows')
}

const desk: DeskApi = {
  nextCommand: (after) => ask<DeskStep>(deskChannels.nextCommand, after),
  pathOf: (file) => webUtils.getPathForFile(file)
}

contextBridge.exposeInMainWorld('host', host)
contextBridge.exposeInMainWorld('desk', desk)
