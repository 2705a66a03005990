/** The application's version; a test holds it against package.json. */
export const version = '0.1.0'

/**
 * Version of the formulas: raised whenever the same inputs would give another figure. Printed on every report, so
 * that two people with different answers can see why.
 */
export const formulaVersion = '2'
