import { plannedCatalogue, wholeList } from './the-list.ts'
import { workshop } from './workshop.ts'

/* One measurement in a fresh process: the first answer includes tables of tensors and code that is not compiled yet. */

const [what = 'list', device = 'RTX 4090'] = process.argv.slice(2)
const machine = workshop(device)
const cpuBefore = process.cpuUsage()
const before = performance.now()
if (what === 'list') wholeList(machine)
else plannedCatalogue(machine)
const wall = performance.now() - before
const { user, system } = process.cpuUsage(cpuBefore)
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }))
