import 'react'

declare module 'react' {
  /** Custom properties handed to the style sheet: positions that only the data knows. */
  interface CSSProperties {
    readonly [variable: `--${string}`]: string | number
  }
}
