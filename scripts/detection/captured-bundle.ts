import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sysctlNames } from '../../src/host/read/mac-system.ts'
import { extendedFields, nvidiaQuery } from '../../src/host/read/nvidia-smi-csv.ts'
import { windowsScriptName } from '../../src/host/read/windows-script.ts'
import type { Bundle, RecordedCommand } from '../../src/host/probe/bundle.ts'
import type { CapturedMachine } from './captured-machine.ts'
import { drmFiles } from './drm-forms.ts'
import { emptyWindows, readWindowsForm, windowsDocument } from './windows-forms.ts'

const empty = /^(?:\S+: )?(?:\/bin\/sh: )?.*(?:not found|No such file|cannot access)/

/**
 * A capture as the bundle that recording the same machine would give. People captured with other commands than ours;
 * output that our readers know under one of our questions is passed on as it is, and what they never ask (wmic, reg
 * export, dxdiag, dmesg, lshw, fastfetch) is put into the form of the question that would have been asked. What was not
 * captured stays missing.
 */
export function capturedBundle(folder: string, machine: CapturedMachine): Bundle {
  const outputs = new Map<string, { args: readonly string[]; stdout: string; code: number }[]>()
  const add = (command: string, args: readonly string[], stdout: string, code = 0): void => {
    outputs.set(command, [...(outputs.get(command) ?? []), { args, stdout, code }])
  }
  const files: Record<string, string | null> = {}
  const windows = emptyWindows()
  const system = new Map<string, string>()
  let lspci = ''

  for (const [file, command] of Object.entries(machine.files)) {
    const text = readFileSync(join(folder, file), 'utf8')
    if (text.length < 200 && empty.test(text)) continue
    const [program = ''] = command.split(/[ _]/)
    if (command.startsWith('nvidia-smi')) nvidia(command, text, add)
    else if (program === 'lspci') lspci += `${text}\n`
    else if (program === 'lshw') lspci += fromLshw(text)
    else if (program === 'lscpu') add('lscpu', [], text)
    else if (program === 'rocm-smi' && /^\s*(?:WARNING|\{|device,)/m.test(text))
      addFirst(outputs, 'rocm-smi', text)
    else if (program === 'amd-smi') addFirst(outputs, 'amd-smi', text)
    else if (program === 'xpu-smi') add('xpu-smi', ['discovery', '--dump', '1,2,16'], text)
    else if (program === 'dmidecode') add('dmidecode', ['-t', '17'], text)
    else if (program === 'fastfetch')
      add('system_profiler', ['SPDisplaysDataType', '-json'], fromFastfetch(text))
    else if (command.startsWith('system')) profiler(text, system, add)
    else if (program === 'sysctl')
      for (const [, name = '', value = ''] of text.matchAll(/^([\w.]+): (.*)$/gm)) system.set(name, value)
    else if (/meminfo/.test(command)) files['/proc/meminfo'] = text
    else if (program === 'free') files['/proc/meminfo'] = fromFree(text, command)
    else Object.assign(files, drmFiles(command, text, machine))
    if (machine.os === 'windows') {
      for (const row of readWindowsForm(file, text, windows))
        add('nvidia-smi', nvidiaQuery(extendedFields), row)
    }
  }
  if (lspci !== '') add('lspci', ['-D', '-nn'], lspci)
  if (machine.os === 'windows') {
    const document = windowsDocument(windows, machine)
    if (document !== null) add('powershell', [windowsScriptName], document)
  }
  const bytes = machine.system_ram_gib === null ? null : machine.system_ram_gib * 2 ** 30
  if (machine.os === 'macos') {
    if (bytes !== null && !system.has('hw.memsize')) system.set('hw.memsize', String(bytes))
    add('sysctl', sysctlNames, [...system].map(([name, value]) => `${name}: ${value}\n`).join(''), 1)
  }
  if (machine.os.startsWith('linux') && bytes !== null && !('/proc/meminfo' in files)) {
    files['/proc/meminfo'] = `MemTotal: ${Math.round(bytes / 1024)} kB\n`
  }
  if (machine.os.startsWith('wsl')) files['/proc/sys/kernel/osrelease'] = '5.15.0-microsoft-standard-WSL2'
  return {
    version: 1,
    platform: machine.os === 'windows' ? 'win32' : machine.os === 'macos' ? 'darwin' : 'linux',
    arch: machine.os.endsWith('arm64') ? 'arm64' : 'x64',
    release: '',
    totalmem: machine.os === 'windows' ? bytes : null,
    freemem: null,
    cpus: [],
    commands: [...outputs].flatMap(([command, all]) =>
      all.map(({ args, stdout, code }): RecordedCommand => ({
        command,
        args: [...args],
        code,
        stdout,
        stderr: '',
        timedOut: false,
        missing: false
      }))
    ),
    files,
    folders: {}
  }
}

type Add = (command: string, args: readonly string[], stdout: string, code?: number) => void

function nvidia(command: string, text: string, add: Add): void {
  const broken = text.includes('has failed')
  const fields = /--query-gpu=(\S+)/.exec(command)?.[1]?.split(',')
  if (broken) add('nvidia-smi', nvidiaQuery(extendedFields), text, 9)
  else if (fields) add('nvidia-smi', nvidiaQuery(extendedFields), ourColumns(text, fields))
  else add('nvidia-smi', command.split(' ').slice(1), text)
}

/** One question was asked in two formats: the first of them is the answer. */
function addFirst(
  outputs: Map<string, { args: readonly string[]; stdout: string; code: number }[]>,
  command: 'rocm-smi' | 'amd-smi',
  stdout: string
): void {
  const args =
    command === 'rocm-smi'
      ? ['--showmeminfo', 'vram', 'gtt', '--showproductname', '--showbus', '--json']
      : ['static', '--asic', '--bus', '--vram', '--json']
  if (!outputs.has(command)) outputs.set(command, [{ args, stdout, code: 0 }])
}

/** A CSV of other columns in the columns that we ask for. */
export function ourColumns(csv: string, fields: readonly string[]): string {
  return csv
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line.split(',').map((cell) => cell.trim())
      return extendedFields.map((name) => cells[fields.indexOf(name)] ?? '[N/A]').join(', ')
    })
    .join('\n')
}

/** `system_profiler` of displays in either form; the hardware overview is what sysctl would say. */
function profiler(text: string, system: Map<string, string>, add: Add): void {
  if (text.includes('SPDisplaysDataType')) add('system_profiler', ['SPDisplaysDataType', '-json'], text)
  else if (/^Graphics\/Displays:/m.test(text)) add('system_profiler', ['SPDisplaysDataType'], text)
  const memory = /^ +Memory: (\d+) GB$/m.exec(text)?.[1]
  if (memory !== undefined) system.set('hw.memsize', String(Number(memory) * 2 ** 30))
  const chip = /^ +Chip: (.+)$/m.exec(text)?.[1]
  if (chip !== undefined) system.set('machdep.cpu.brand_string', chip)
}

/** The `Mem:` line of free(1), in the unit of its option; KiB without one. */
function fromFree(text: string, command: string): string {
  const unit = /-b\b/.test(command)
    ? 1 / 1024
    : /-m\b/.test(command)
      ? 1024
      : /-g\b/.test(command)
        ? 2 ** 20
        : 1
  const [, total = '0', , , , , available = '0'] = /^Mem:.*$/m.exec(text)?.[0].split(/\s+/) ?? []
  const kib = (value: string): string => `${Math.round(Number(value) * unit)} kB`
  return `MemTotal: ${kib(total)}\nMemAvailable: ${kib(available)}\n`
}

/** `*-display` of lshw as the line of lspci. */
function fromLshw(text: string): string {
  return text
    .split(/^ *\*-display.*$/m)
    .slice(1)
    .map((block) => {
      const entry = (name: string): string =>
        new RegExp(`^ *${name}: (.+)$`, 'm').exec(block)?.[1]?.trim() ?? ''
      const address = /pci@([0-9a-f:.]+)/i.exec(entry('bus info'))?.[1] ?? '0000:00:0f.0'
      return `${address} VGA compatible controller: ${entry('vendor')} ${entry('product')}\n`
    })
    .join('')
}

function fromFastfetch(text: string): string {
  const gpus = JSON.parse(text) as {
    name: string
    memory: { dedicated: { total: number | null }; shared: { total: number | null } }
  }[]
  const size = (bytes: number | null): string | undefined =>
    bytes === null ? undefined : `${bytes / 2 ** 20} MB`
  return JSON.stringify({
    SPDisplaysDataType: gpus.map(({ name, memory }) => ({
      sppci_model: name,
      spdisplays_vram: size(memory.dedicated.total),
      spdisplays_vram_shared: size(memory.shared.total)
    }))
  })
}
