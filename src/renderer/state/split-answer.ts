/**
 * A verdict's sentence as what it claims and what it adds: `Runs entirely on the GPU` and `, about 43 tokens/s (36–49).`
 * The claim carries the verdict's colour. A sentence that adds nothing is all claim.
 */
export function splitAnswer(sentence: string): { readonly claim: string; readonly rest: string } {
  const at = sentence.search(/, about |; how fast |: |\.$/u)
  return at === -1
    ? { claim: sentence, rest: '' }
    : { claim: sentence.slice(0, at), rest: sentence.slice(at) }
}
