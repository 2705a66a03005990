/* Limits that the page needs too. Apart from the schemas, so that importing one does not bring zod along. */

/** The most cards that can be added by hand. */
export const mostAddedCards = 16
