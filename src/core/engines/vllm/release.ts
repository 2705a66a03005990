/** Minor number of a release, `0.21.1` is 21; `newest` is later than every rule here. */
export function minorOf(version: string): number {
  const match = /^0\.(\d{1,2})/u.exec(version)
  return match?.[1] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[1])
}

/** What changed between releases of vLLM, as far as it decides memory. */
export interface ReleaseRules {
  /** `gpu_memory_utilization`: 0.92 since pull 38284 (first seen between v0.19 and v0.20), 0.9 before. */
  readonly defaultUtilization: number
  /** An estimate for CUDA graphs is taken from the cache's share since v0.21 (pull 30515). */
  readonly graphsFromShare: boolean
  /** `GPU KV cache size` is concurrency x length since about v0.20 (pull 40694). */
  readonly tokensByConcurrency: boolean
}

export function releaseRules(version: string): ReleaseRules {
  const minor = minorOf(version)
  return {
    defaultUtilization: minor >= 20 ? 0.92 : 0.9,
    graphsFromShare: minor >= 21,
    tokensByConcurrency: minor >= 20
  }
}
