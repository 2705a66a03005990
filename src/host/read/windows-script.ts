/**
 * One PowerShell run for everything Windows knows: each start of powershell.exe costs up to a second. Only named
 * properties are selected, so no computer name, user or serial number is read.
 *
 * Sources: Win32_VideoController, Win32_PhysicalMemory and others of CIM (learn.microsoft.com/windows/win32/cimwin32prov);
 * the class key of display adapters, whose HardwareInformation.qwMemorySize is the 64-bit memory size that AdapterRAM
 * cannot hold; the performance counters of GPU memory (Windows 10 1709), named by LUID; and HKLM\SOFTWARE\Microsoft\DirectX, where DXGI keeps what it told dxdiag.
 */
export const windowsScript = String.raw`
$ErrorActionPreference = 'SilentlyContinue'
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$class = 'HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}'
$registry = @(Get-ChildItem $class | Where-Object { $_.PSChildName -match '^\d{4}$' } | ForEach-Object {
  $key = Get-ItemProperty -LiteralPath $_.PSPath
  [ordered]@{
    description = $key.DriverDesc
    matchingDeviceId = $key.MatchingDeviceId
    qwMemorySize = $key.'HardwareInformation.qwMemorySize'
  }
})
$directx = @(Get-ChildItem 'HKLM:\SOFTWARE\Microsoft\DirectX' | ForEach-Object {
  $key = Get-ItemProperty -LiteralPath $_.PSPath
  [ordered]@{
    description = $key.Description
    vendorId = $key.VendorId
    deviceId = $key.DeviceId
    dedicatedVideoMemory = $key.DedicatedVideoMemory
    sharedSystemMemory = $key.SharedSystemMemory
    adapterLuid = $key.AdapterLuid
  }
})
$adapters = @(Get-CimInstance Win32_VideoController | ForEach-Object {
  [ordered]@{ name = $_.Name; pnpDeviceId = $_.PNPDeviceID; adapterRam = $_.AdapterRAM; status = $_.Status }
})
$usage = @(Get-CimInstance Win32_PerfFormattedData_GPUPerformanceCounters_GPUAdapterMemory | ForEach-Object {
  [ordered]@{ name = $_.Name; dedicated = $_.DedicatedUsage }
})
$modules = @(Get-CimInstance Win32_PhysicalMemory | ForEach-Object {
  [ordered]@{
    capacity = $_.Capacity; dataWidth = $_.DataWidth; speed = $_.ConfiguredClockSpeed
    type = $_.SMBIOSMemoryType; locator = $_.DeviceLocator; bank = $_.BankLabel
  }
})
$processors = @(Get-CimInstance Win32_Processor | ForEach-Object {
  [ordered]@{ name = $_.Name; cores = $_.NumberOfCores; logical = $_.NumberOfLogicalProcessors }
})
$system = Get-CimInstance Win32_ComputerSystem
$os = Get-CimInstance Win32_OperatingSystem
[ordered]@{
  adapters = $adapters; registry = $registry; directx = $directx; usage = $usage; modules = $modules; processors = $processors
  manufacturer = $system.Manufacturer; model = $system.Model
  os = $os.Caption; osVersion = $os.Version
  visibleKiB = $os.TotalVisibleMemorySize; freeKiB = $os.FreePhysicalMemory
} | ConvertTo-Json -Compress -Depth 4
exit 0
`

/** Under this name the run is recorded; a new script that gives other fields takes a new name. */
export const windowsScriptName = 'plimsoll-windows-1'

/** PowerShell takes UTF-16 in base 64, which needs no quoting. */
export const windowsArguments = (): string[] => [
  '-NoProfile',
  '-NonInteractive',
  '-ExecutionPolicy',
  'Bypass',
  '-EncodedCommand',
  Buffer.from(windowsScript, 'utf16le').toString('base64')
]
