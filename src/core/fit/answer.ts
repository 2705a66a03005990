import { bytesOf } from '../memory/term.ts'
import type { Assessment, DeviceBill } from './assessment.ts'

/** The stable JSON shape of an assessment: what `check --json`, `batch` and the JSON report print. */
export function answerOf(assessment: Assessment): Record<string, unknown> {
  const { model, quant, parameters, weightsBytes, fileBytes, devices, host, verdict, speed, engine } =
    assessment
  return {
    model: model.id,
    quant,
    parameters,
    weightsBytes,
    fileBytes,
    devices: devices.map((bill) => ({
      kind: bill.kind,
      name: bill.name,
      ...billBytes(bill),
      // An engine with several terms of one kind shows each of them.
      ...(assessment.serving && { terms: bill.terms })
    })),
    host: billBytes(host),
    verdict,
    speed: speed.known
      ? {
          decodeTokensPerSecond: speed.decode.likely,
          prefillTokensPerSecond: speed.prefill?.likely ?? null,
          low: speed.decode.low,
          high: speed.decode.high,
          prefillLow: speed.prefill?.low ?? null,
          prefillHigh: speed.prefill?.high ?? null,
          depthTokens: speed.depthTokens,
          promptTokens: speed.promptTokens,
          basis: speed.basis,
          terms: speed.terms,
          prefillBasis: speed.prefillBasis ?? null,
          prefillTerms: speed.prefillTerms ?? [],
          prefillNote: speed.prefillNote ?? null,
          firstTokenSeconds: speed.firstToken ?? null,
          loadSeconds: speed.load ?? null,
          batch: speed.batch ?? null,
          speculative: speed.speculative ?? null,
          engines: speed.engines ?? []
        }
      : {
          decodeTokensPerSecond: null,
          prefillTokensPerSecond: null,
          low: null,
          high: null,
          reason: speed.reason
        },
    largestContext: assessment.largestContext,
    notes: assessment.notes,
    ...(assessment.mayGrow && {
      mayGrow: assessment.mayGrow.map(({ bytes, why, certainty }) => ({ bytes, why, certainty }))
    }),
    command: assessment.command,
    ...(assessment.serving && { serving: assessment.serving }),
    engine
  }
}

function billBytes(bill: DeviceBill): Record<string, unknown> {
  return {
    weightsBytes: bytesOf(bill.terms, 'weights'),
    contextBytes: bytesOf(bill.terms, 'kv-cache'),
    computeBytes: bytesOf(bill.terms, 'compute-buffer'),
    overheadBytes: bytesOf(bill.terms, 'runtime'),
    capacityBytes: bill.capacity,
    freeBytes: bill.free,
    loadLineBytes: bill.loadLine
  }
}
