import { useEffect, useState } from 'react'

/** Whether something has gone on for so long without a break that it should be spoken of. */
export function useAfter(going: boolean, ms: number): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!going) return
    const timer = setTimeout(() => setLate(true), ms)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [going, ms])
  return going && late
}
