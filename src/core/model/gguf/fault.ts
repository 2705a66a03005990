/** Why a file cannot be read as the header of a model, and at which byte of the file. */
export type GgufFault = { readonly at: number } & (
  | { readonly kind: 'not-gguf'; readonly found: string }
  | { readonly kind: 'big-endian' }
  | { readonly kind: 'unknown-version'; readonly version: number }
  /** The header goes on after the last byte there is. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'too-large'; readonly what: string; readonly most: number }
  | { readonly kind: 'unknown-type'; readonly tensor: string; readonly id: number }
  | { readonly kind: 'damaged'; readonly what: string }
  /** A value of the metadata that no model could have. */
  | { readonly kind: 'bad-value'; readonly key: string; readonly found: string; readonly allowed: string }
  /** A GGUF file that holds something else than a model. */
  | { readonly kind: 'no-model'; readonly what: string }
)

/** A fault as a sentence: what is wrong, where, and what to do. */
export function describeFault(fault: GgufFault): string {
  const where = `at byte ${fault.at}`
  switch (fault.kind) {
    case 'not-gguf':
      return `This is not a GGUF file: it begins with ${fault.found}, not with "GGUF". Name a .gguf file.`
    case 'big-endian':
      return `This is a big-endian GGUF file (its version, ${where}, is stored highest byte first), made for machines such as IBM Z. Download the little-endian file.`
    case 'unknown-version':
      return fault.version === 1
        ? `This is GGUF version 1 (${where}), whose counts have 32 bits and which llama.cpp no longer reads. Convert the model again, or download a newer file.`
        : `This is GGUF version ${fault.version} (${where}); versions 2 and 3 can be read. Update Plimsoll, or convert the model again.`
    case 'truncated':
      return `The file ends inside its header, ${where}. Download at least the header.`
    case 'too-large':
      return `The file claims ${fault.what} ${where}, and at most ${fault.most} are sensible. It is damaged, or no model; download it again.`
    case 'unknown-type':
      return `Tensor ${fault.tensor} has ggml type ${fault.id} (${where}), which llama.cpp does not define. The file is from a fork or damaged.`
    case 'damaged':
      return `The header is damaged ${where}: ${fault.what}. Download it again.`
    case 'bad-value':
      return `The metadata ${where} says ${fault.key} is ${fault.found}; ${fault.allowed} is allowed. The file is damaged, or was converted wrongly.`
    case 'no-model':
      return fault.what
  }
}

/** Carries a fault out of the parser; caught where the parser ends. */
export class Fault extends Error {
  readonly fault: GgufFault

  constructor(fault: GgufFault) {
    super(describeFault(fault))
    this.name = 'Fault'
    this.fault = fault
  }
}

const longest = 80

/** A text of a file as it may be shown: without control characters, which a terminal would obey, and not longer than a line. */
export function printable(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '\uFFFD')
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}
