/** What every line of the list is told. */
export interface LineProps {
  /** Its place among the lines, from 0. */
  readonly index: number
  /** Whether it is the one in the tab order. */
  readonly active: boolean
  readonly onActive: (key: string) => void
}
