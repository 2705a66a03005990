/**
 * The product names of `/usr/share/libdrm/amdgpu.ids`, which comes with every desktop's graphics libraries:
 * `73DF,	C1,	AMD Radeon RX 6700 XT`. Keys are `73df:c1`.
 */
export function parseAmdgpuIds(text: string | null): ReadonlyMap<string, string> {
  return new Map(
    (text ?? '').split(/\r?\n/).flatMap((line): [string, string][] => {
      const entry = /^([0-9a-f]{4}),\s*([0-9a-f]{2}),\s*(\S.*?)\s*$/i.exec(line)
      return entry ? [[`${entry[1] ?? ''}:${entry[2] ?? ''}`.toLowerCase(), entry[3] ?? '']] : []
    })
  )
}
