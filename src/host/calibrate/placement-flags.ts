import type { BenchRequest } from './engine.ts'

/** The flags of llama-server and llama-bench for what lies where (llama.cpp common/arg.cpp, tools/llama-bench). */
export const placementFlags = ({ placement }: BenchRequest): string[] =>
  placement === undefined
    ? []
    : [
        ...['-ngl', String(placement.gpuLayers)],
        ...(placement.cpuMoeLayers > 0 ? ['--n-cpu-moe', String(placement.cpuMoeLayers)] : [])
      ]
