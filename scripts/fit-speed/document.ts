import type { FitReport } from './fit-all.ts'
export const speedDocument = (report: FitReport): string => report.summary.join('\n')
