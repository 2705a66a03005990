import type { Duration } from './speed.ts'

/**
 * Rates at which a GGUF file is read, bytes per second, where the disk is not known: an SSD at SATA, llama.cpp's
 * mapped reading from an NVMe drive, direct reading from a fast one. llama.cpp pull requests 18012 (0.6 GB/s mapped,
 * 6 GB/s direct on one machine) and 14399 (1.2 and 2.8 GB/s).
 */
const rates = { slow: 0.5e9, usual: 2e9, fast: 6e9 }

/** Time to read a file of so many bytes from a disk that is not known. */
export const loadTime = (fileBytes: number): Duration => ({
  low: fileBytes / rates.fast,
  likely: fileBytes / rates.usual,
  high: fileBytes / rates.slow
})
