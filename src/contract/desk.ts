/** What the menu, the dock or a second start asks of the page. */
export type DeskCommand =
  | { readonly kind: 'open-file'; readonly path: string }
  /** The dialog in which a model is named. */
  | { readonly kind: 'open' }
  | { readonly kind: 'view'; readonly view: string }

export interface DeskStep {
  /** Above that of every command before it. */
  readonly number: number
  readonly command: DeskCommand
}

/** What only the desktop window has. A page in a browser goes without. */
export interface DeskApi {
  /** The first command after the one of this number, as soon as there is one. */
  nextCommand(after: number): Promise<DeskStep>
  /** Where a dropped or chosen file is; empty for one that is on no disk. */
  pathOf(file: File): string
}

export const deskChannels = { nextCommand: 'desk:next-command' } as const

/** The views by the names the address has for them, in the order of the menu and of its digits; the first five are the page's too. */
export const menuViews = [
  { view: 'list', name: 'What Can I Run' },
  { view: 'model', name: 'One Model' },
  { view: 'compare', name: 'Compare' },
  { view: 'take', name: 'What Would It Take' },
  { view: 'report', name: 'Report' },
  { view: 'machine', name: 'This Machine' },
  { view: 'own', name: 'Yours' }
] as const
