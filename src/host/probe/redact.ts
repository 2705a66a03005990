/** Names that must not leave the machine. */
export interface Identity {
  readonly host: string
  readonly user: string
  readonly home: string
}

const zeroUuid = '00000000-0000-0000-0000-000000000000'

/** JSON members, XML elements and `Key: value` lines whose value is a serial number or an identity. */
const secretNames =
  'serial|serial_number|serialNumber|serialNum|uuid|gpu_uuid|hostname|host_id|fqdn|sku|assetTag|asset_tag|logofile|' +
  'chassis_serial_number|board_serial|platform_UUID|provisioning_UDID|gpu_fabric_guid|unique_id|macs?'

const rules: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, zeroUuid],
  // A MAC address; six pairs, so that a PCI address (0000:01:00.0) is left alone.
  [/\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b/gi, '00:00:00:00:00:00'],
  [new RegExp(`("(?:${secretNames})"\\s*:\\s*)"[^"]*"`, 'gi'), '$1""'],
  [new RegExp(`("(?:${secretNames})"\\s*:\\s*)\\[[^\\]]*\\]`, 'gi'), '$1[]'],
  [new RegExp(`(<(${secretNames})>)[^<]*(</\\2>)`, 'gi'), '$1$3'],
  [/("[^"]*serial[^"]*"\s*:\s*)"[^"]*"/gi, '$1""'],
  [/^(\s*(?:[\w ]*\bserial\b[\w ()]*|asset tag|hardware uuid|provisioning udid|uuid)\s*[:=]\s*).*$/gim, '$1'],
  // Container and pod ids in cgroup paths.
  [/\b[0-9a-f]{64}\b/gi, '0'.repeat(64)]
]

/**
 * Words that are also the names of makers, drivers and parts. A user called `amd` keeps that name in the bundle: it
 * tells nothing about them there, and striking it out would break the recording.
 */
const hardwareWords = new Set(
  (
    'amd intel nvidia apple microsoft linux windows darwin debian ubuntu fedora arch root user host admin gpu cpu ram ' +
    'radeon geforce graphics memory total free device card drm driver name vendor kernel docker wsl mac pci system'
  ).split(' ')
)

/** A function that strikes serial numbers, UUIDs, MAC addresses and the names of user and host out of a text. */
export function redactor(identity: Identity): (text: string) => string {
  const shortHost = identity.host.split('.')[0] ?? ''
  const names = [
    [identity.home, '~'],
    [identity.host, 'HOST'],
    [shortHost, 'HOST'],
    [identity.user, 'USER']
  ] as const
  const nameRules = names
    .filter(([name]) => name.length >= 3 && !hardwareWords.has(name.toLowerCase()) && name !== '/')
    .map(([name, mark]) => [new RegExp(`(?<![\\w])${escape(name)}(?![\\w])`, 'gi'), mark] as const)
  return (text) => [...nameRules, ...rules].reduce((left, [rule, mark]) => left.replace(rule, mark), text)
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
