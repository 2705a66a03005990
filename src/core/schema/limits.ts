/* Limits that the page needs too. Apart from the schemas, so that importing one does not bring zod along. */

/** The most cards that can be added by hand. */
export const mostAddedCards = 16

/** Characters that say which machine is meant: the name of a kept one, or the parts of a pretended one. */
export const longestMachineChoice = 400
