/** A product as it is set in print; plain outputs keep the letter. */
export const timesSigns = (why: string): string => why.replaceAll(' x ', ' × ')
