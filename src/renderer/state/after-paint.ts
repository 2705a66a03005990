/** A page out of sight is not painted; work goes on there all the same. */
const longestWaitMs = 100

/** Runs `work` as soon as what was last drawn is on screen; the returned function takes it back. */
export function afterPaint(work: () => void): () => void {
  let timer = setTimeout(work, longestWaitMs)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    // Painting comes after the callbacks of the frame.
    timer = setTimeout(work)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
