/** What browsers say of a script they could not fetch: Chromium, Firefox, Safari. */
const notFetched = /dynamically imported module|importing a module script failed/iu

/** Whether an error means that a part of the page, fetched when it is first wanted, could not be had. */
export const isNotFetched = (error: unknown): boolean =>
  error instanceof TypeError && notFetched.test(error.message)

/** What went wrong, as a sentence for whoever is in front of the page. */
export function sentenceOf(error: unknown): string {
  if (isNotFetched(error))
    return 'This part of the page could not be fetched: the program behind it does not answer. Start Plimsoll again and open the address it prints.'
  return error instanceof Error && error.message !== ''
    ? error.message
    : 'Something failed without saying what.'
}
