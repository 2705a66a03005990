import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readMachine } from '../../../src/core/machine/read-machine.ts'
import { listMachines, removeMachine, saveMachine } from '../../../src/host/machines/machine-store.ts'
import { machine } from '../../server/fake-host.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'plimsoll-machines-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}
const names = async (path: string): Promise<string[]> => (await listMachines(path)).map(({ name }) => name)

test('machines are kept under their names, in order, and a name is one however it is typed', async () => {
  const path = await folder()
  expect(await names(path)).toEqual([])
  await saveMachine(path, { ...machine, name: '  Workshop   desktop ' })
  await saveMachine(path, { ...machine, name: 'attic' })
  await saveMachine(path, { ...machine, name: 'WORKSHOP DESKTOP', notes: ['newer'] })
  expect(await names(path)).toEqual(['attic', 'WORKSHOP DESKTOP'])
  await removeMachine(path, 'workshop desktop')
  expect(await names(path)).toEqual(['attic'])
  await expect(removeMachine(path, 'cellar')).rejects.toThrow('No machine is saved under “cellar”.')
})

test('names that make one file name, or none, are kept apart', async () => {
  const path = await folder()
  for (const name of ['a/b', 'a b', '机器', '..', 'con']) await saveMachine(path, { ...machine, name })
  expect((await names(path)).sort()).toEqual(['a/b', 'a b', '机器', '..', 'con'].sort())
  const files = await readdir(join(path, 'machines'))
  expect(files).toHaveLength(5)
  for (const file of files) expect(file).toMatch(/^[a-z0-9-]+\.json$/)
  expect(files).not.toContain('con.json')
})

test('a file is an export by itself; what is no machine is passed over and stays', async () => {
  const path = await folder()
  await saveMachine(path, { ...machine, name: 'attic' })
  const text = await readFile(join(path, 'machines', 'attic.json'), 'utf8')
  expect(readMachine(JSON.parse(text))).toMatchObject({ ok: true, value: { name: 'attic' } })
  await mkdir(join(path, 'machines'), { recursive: true })
  await writeFile(join(path, 'machines', 'broken.json'), '{')
  expect(await names(path)).toEqual(['attic'])
  expect(await readdir(join(path, 'machines'))).toContain('broken.json')
})

test.each(['', '   ', 'this machine', 'x'.repeat(81)])('“%s” is no name to save under', async (name) => {
  await expect(saveMachine(await folder(), { ...machine, name })).rejects.toThrow(/name|80/)
})

test('a folder that cannot be written is said to be so, with what to do', async () => {
  const path = await folder()
  await writeFile(join(path, 'machines'), 'a file in the way')
  await expect(saveMachine(path, { ...machine, name: 'attic' })).rejects.toThrow('PLIMSOLL_DATA')
})
