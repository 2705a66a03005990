import { contextBridge, ipcRenderer } from 'electron'
import { channels, type HostApi, type Reply } from '../contract/api.ts'

async function call<M extends keyof HostApi>(
  method: M,
  ...given: Parameters<HostApi[M]>
): Promise<Awaited<ReturnType<HostApi[M]>>> {
  const reply = (await ipcRenderer.invoke(channels[method], ...given)) as Reply<
    Awaited<ReturnType<HostApi[M]>>
  >
  if (!reply.ok) throw new Error(reply.sentence)
  return reply.value
}

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

contextBridge.exposeInMainWorld('host', host)
