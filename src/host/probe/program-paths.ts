import { readdir } from 'node:fs/promises'
import { posix, win32 } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Where a program started from the desktop finds nothing: its PATH holds little more than /usr/bin. */
const alsoLookedIn = [
  '/usr/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/opt/bin',
  '/opt/rocm/bin',
  '/opt/homebrew/bin',
  // NixOS
  '/run/current-system/sw/bin',
  // WSL 2: the driver of Windows brings its tools here
  '/usr/lib/wsl/lib'
]

/**
 * The paths at which `command` may be, the likeliest first. Whoever runs one looks whether it is there before: a start
 * that fails costs a process all the same. On Windows the last one is a bare name, which the system looks up.
 */
export async function programPaths(
  command: string,
  platform: string,
  env: Environment
): Promise<readonly string[]> {
  if (command.includes('/') || command.includes('\\')) return [command]
  if (platform !== 'win32') {
    const folders = (env['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'))
    return [...new Set([...folders, ...alsoLookedIn])].map((folder) => posix.join(folder, command))
  }
  const windows = env['SystemRoot'] ?? env['windir'] ?? 'C:\\Windows'
  const system = win32.join(windows, 'System32')
  if (command === 'powershell') {
    return [win32.join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe'), 'powershell.exe']
  }
  if (command === 'nvidia-smi') {
    const programs = env['ProgramFiles'] ?? 'C:\\Program Files'
    return [
      win32.join(system, 'nvidia-smi.exe'),
      win32.join(programs, 'NVIDIA Corporation', 'NVSMI', 'nvidia-smi.exe'),
      ...(await driverStore(system)),
      'nvidia-smi.exe'
    ]
  }
  return [`${command}.exe`]
}

/** Some installers leave nvidia-smi in the driver's own folder only. */
async function driverStore(system: string): Promise<string[]> {
  const store = win32.join(system, 'DriverStore', 'FileRepository')
  try {
    const folders = (await readdir(store)).filter((name) => /^nv.*\.inf_(?:amd64|arm64)/i.test(name))
    return folders.map((name) => win32.join(store, name, 'nvidia-smi.exe'))
  } catch {
    return []
  }
}
