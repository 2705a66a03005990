/** Side of the square that stands for a trillion parameters, in CSS pixels of a picture at its own size. */
const trillionSide = 200

/** One scale for every step: the area is the count, so 1T is 33 times the ink of 30B. A logarithm would hide that. */
export const areaSide = (parameters: number): number => trillionSide * Math.sqrt(parameters / 1e12)
