/** `14:02`; with seconds where looks follow each other quickly. */
export const clock = (at: Date, withSeconds = false): string =>
  [at.getHours(), at.getMinutes(), ...(withSeconds ? [at.getSeconds()] : [])]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
