import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundle, RecordedCommand } from '../../src/host/probe/bundle.ts'
import { windowsScriptName } from '../../src/host/read/windows-script.ts'
import { extendedFields, nvidiaQuery } from '../../src/host/read/nvidia-smi-csv.ts'

export interface CapturedMachine {
  readonly os: string
  readonly system_ram_gib: number | null
  readonly gpus: readonly {
    readonly name: string
    readonly vendor: string
    readonly kind: string
    readonly nominal_vram_gib: number | null
    readonly count: number
    readonly reported_mib?: number
  }[]
  readonly files: Readonly<Record<string, string>>
}

/**
 * A capture as the bundle that recording the same machine would give. The captures were made with other commands
 * than ours where people made them by hand; such output is put into the form of ours (wmic into the members of the
 * PowerShell answer, a CSV with other columns into our columns), and what was not captured stays missing.
 */
export function capturedBundle(folder: string, machine: CapturedMachine): Bundle {
  const commands: RecordedCommand[] = []
  const files: Record<string, string | null> = {}
  const windows: Record<string, unknown[]> = { adapters: [], registry: [], directx: [] }
  const add = (command: string, args: string[], stdout: string, code = 0): void => {
    commands.push({ command, args, code, stdout, stderr: '', timedOut: false, missing: false })
  }

  const addXpu = (name: string, mebibytes: number): void => {
    const heading = 'Device ID,Device Name,Memory Physical Size'
    add(
      'xpu-smi',
      ['discovery', '--dump', '1,2,16'],
      `${heading}\n0,"${name}","${mebibytes.toFixed(2)} MiB"\n`
    )
  }

  for (const [file, command] of Object.entries(machine.files)) {
    const text = readFileSync(join(folder, file), 'utf8')
    if (/not found|No such file/.test(text) && text.length < 200) continue
    if (command === 'nvidia-smi') {
      const broken = text.includes('has failed')
      if (broken) add('nvidia-smi', nvidiaQuery(extendedFields), text, 9)
      add('nvidia-smi', [], text, broken ? 9 : 0)
    } else if (command.startsWith('nvidia-smi --query-gpu=')) {
      const fields = (/--query-gpu=(\S+)/.exec(command)?.[1] ?? '').split(',')
      add('nvidia-smi', nvidiaQuery(extendedFields), ourColumns(text, fields))
    } else if (command.startsWith('nvidia-smi ')) {
      add('nvidia-smi', command.split(' ').slice(1), text)
    } else if (command.startsWith('lspci')) {
      add('lspci', ['-D', '-nn'], text)
    } else if (command === 'lscpu') {
      add('lscpu', [], text)
    } else if (command.startsWith('rocm-smi') && text.trimStart().startsWith('{')) {
      add('rocm-smi', ['--showmeminfo', 'vram', 'gtt', '--showproductname', '--showbus', '--json'], text)
    } else if (command.startsWith('xpu-smi_discovery --dump')) {
      add('xpu-smi', ['discovery', '--dump', '1,2,16'], text)
    } else if (command === 'xpu-smi_discovery -j_excerpt') {
      const one = JSON.parse(text) as { memory_physical_size_byte: string; pci_device_id: string }
      addXpu(`Intel(R) Graphics [${one.pci_device_id}]`, Number(one.memory_physical_size_byte) / 2 ** 20)
    } else if (command === 'xpu-smi_v2') {
      addXpu('Intel(R) Arc(TM) A770 Graphics', Number(/\/ (\d+)MiB/.exec(text)?.[1]))
    } else if (command.startsWith('debugfs_dri')) {
      // Root's view of the number that the kernel also gives to everyone since 6.8.
      files['/sys/class/drm/card0/device/vendor'] = '0x8086'
      files['/sys/class/drm/card0/device/device'] = '0x56a1'
      files['/sys/class/drm/card0/device/tile0/physical_vram_size_bytes'] =
        /size: (\d+)/.exec(text)?.[1] ?? null
    } else if (command === 'fastfetch_gpu_json') {
      add('system_profiler', ['SPDisplaysDataType', '-json'], fromFastfetch(text))
    } else if (/^system.profiler -json_SPDisplays/.test(command)) {
      add('system_profiler', ['SPDisplaysDataType', '-json'], text)
    } else if (/^system.profiler_? ?SPDisplaysDataType$/.test(command)) {
      add('system_profiler', ['SPDisplaysDataType'], text)
    } else if (file === 'cat_proc_meminfo.txt') {
      files['/proc/meminfo'] = text
    } else if (file === 'free_-b.txt') {
      const [, total = '0', , , , , available = '0'] = /^Mem:.*$/m.exec(text)?.[0].split(/\s+/) ?? []
      const kib = (value: string): string => `${Number(value) / 1024} kB`
      files['/proc/meminfo'] = `MemTotal: ${kib(total)}\nMemAvailable: ${kib(available)}\n`
    } else if (file === 'sys_class_drm_device_files.txt') {
      for (const line of text.split('\n')) {
        const [path = '', value = ''] = line.split('\t')
        if (path !== '') files[path] = value.split(' | ').join('\n')
      }
    } else if (file === 'cat_sys_class_drm_card1_device.txt') {
      for (const [, path = '', value = ''] of text.matchAll(/^(\S+):(\d+)$/gm)) files[path] = value
      files['/sys/class/drm/card1/device/vendor'] = '0x1002'
    } else if (file === 'dmesg_amdgpu.txt') {
      const mib = (kind: string): string =>
        String(Number(new RegExp(`(\\d+)M of ${kind} memory`).exec(text)?.[1]) * 2 ** 20)
      files['/sys/class/drm/card0/device/vendor'] = '0x1002'
      files['/sys/class/drm/card0/device/device'] = text.includes('8192M') ? '0x15bf' : '0x1638'
      files['/sys/class/drm/card0/device/mem_info_vram_total'] = mib('VRAM')
      files['/sys/class/drm/card0/device/mem_info_gtt_total'] = mib('GTT')
    } else {
      windowsFacts(file, text, windows)
    }
    if (file === 'systeminformation_graphics_v5.20.txt') {
      // It merged a row of nvidia-smi into its own.
      for (const one of JSON.parse(text) as { name?: string; memoryTotal?: number; memoryFree?: number }[]) {
        if (one.memoryTotal === undefined) continue
        const row = [one.name, one.memoryTotal, one.memoryFree].join(', ')
        add(
          'nvidia-smi',
          nvidiaQuery(extendedFields),
          ourColumns(row, ['name', 'memory.total', 'memory.free'])
        )
      }
    }
  }
  if (machine.os === 'windows') {
    const joined = Object.values(windows).flat().length > 0
    if (joined) add('powershell', [windowsScriptName], JSON.stringify(windows))
  }
  const bytes = machine.system_ram_gib === null ? null : machine.system_ram_gib * 2 ** 30
  if (machine.os === 'macos' && bytes !== null) {
    add('sysctl', ['hw.memsize'], '')
    commands.push({ ...systemControl(bytes) })
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
    commands,
    files,
    folders: {}
  }
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

function systemControl(bytes: number): RecordedCommand {
  const names =
    'hw.memsize hw.model hw.physicalcpu hw.logicalcpu machdep.cpu.brand_string kern.osproductversion ' +
    'kern.hv_vmm_present iogpu.wired_limit_mb debug.iogpu.wired_limit'
  return {
    command: 'sysctl',
    args: names.split(' '),
    code: 1,
    stdout: `hw.memsize: ${bytes}\n`,
    stderr: '',
    timedOut: false,
    missing: false
  }
}

function ourColumns(csv: string, fields: readonly string[]): string {
  return csv
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line.split(',').map((cell) => cell.trim())
      return extendedFields.map((name) => cells[fields.indexOf(name)] ?? '[N/A]').join(', ')
    })
    .join('\n')
}

/** The forms in which people posted what Windows said. */
function windowsFacts(file: string, text: string, windows: Record<string, unknown[]>): void {
  const adapter = (name: string, adapterRam: number | null, pnpDeviceId: string | null): void => {
    windows['adapters']?.push({ name, adapterRam, pnpDeviceId })
  }
  if (file.startsWith('wmic_path_Win32_VideoController_get_value')) {
    for (const block of text.split(/^AcceleratorCapabilities=/m).slice(1)) {
      const entry = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(block)?.[1]?.trim() ?? ''
      adapter(
        entry('Name'),
        entry('AdapterRAM') === '' ? null : Number(entry('AdapterRAM')),
        entry('PNPDeviceID')
      )
    }
  } else if (file.startsWith('reg_export')) {
    for (const block of text.split(/^\[HKEY/m).slice(1)) {
      const string = (name: string): string | undefined =>
        new RegExp(`^"${name}"="(.*)"\\s*$`, 'm').exec(block)?.[1]?.replaceAll('\\\\', '\\')
      const quad = /^"HardwareInformation.qwMemorySize"=hex\(b\):([0-9a-f,]+)/m.exec(block)?.[1]
      if (string('DriverDesc') === undefined) continue
      windows['registry']?.push({
        description: string('DriverDesc'),
        matchingDeviceId: string('MatchingDeviceId'),
        qwMemorySize: quad?.split(',').map((byte) => parseInt(byte, 16)) ?? null
      })
    }
  } else if (file.startsWith('wmic_path_win32')) {
    for (const [, ram, name] of text.matchAll(/^(\d+)\s+\S+\s+(.+?)\s+\d+\s*$/gm))
      adapter(name ?? '', Number(ram), null)
  } else if (file.startsWith('Get-CimInstance_Win32_VideoController_ConvertTo-Json')) {
    for (const one of JSON.parse(text) as { Name: string; AdapterRAM: number | null }[]) {
      adapter(one.Name, one.AdapterRAM, null)
    }
  } else if (file.startsWith('Get-CimInstance_Win32_VideoController_Name_AdapterRAM')) {
    const [name = '', ram] = text.trim().split('|')
    adapter(name, Number(ram), 'PCI\\VEN_1002&DEV_7551&SUBSYS_54131849&REV_C0')
  } else if (file.startsWith('systeminformation_graphics')) {
    for (const one of JSON.parse(text) as { model: string; vram: number; memoryTotal?: number }[]) {
      adapter(one.model, one.vram === 4095 ? 4293918720 : one.vram * 2 ** 20, null)
    }
  } else if (file === 'registry_DriverDesc_qwMemorySize.txt') {
    const [name = '', size] = text.trim().split('|')
    const id = 'PCI\\VEN_1002&DEV_7550'
    adapter(name, 4293918720, id)
    windows['registry']?.push({
      description: name,
      matchingDeviceId: id.toLowerCase(),
      qwMemorySize: Number(size)
    })
  } else if (file === 'dxdiag_dedicated_shared.txt') {
    const size = (name: string): number =>
      Number(new RegExp(`${name} Memory: (\\d+)`).exec(text)?.[1]) * 2 ** 20
    adapter('AMD Radeon 780M Graphics', 4293918720, 'PCI\\VEN_1002&DEV_1900')
    windows['directx']?.push({
      vendorId: 0x1002,
      deviceId: 0x1900,
      dedicatedVideoMemory: size('Dedicated'),
      sharedSystemMemory: size('Shared')
    })
  }
}
