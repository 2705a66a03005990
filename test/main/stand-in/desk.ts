import type {
  Dialog,
  MenuItemConstructorOptions,
  NativeTheme,
  SaveDialogReturnValue,
  Session,
  Shell
} from 'electron'
import type { Life } from './life.ts'
import { strict } from './strict.ts'

type Asked = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type Checked = (contents: unknown, permission: string, origin: string) => boolean

/** What stands around a window: dialogs, the system's browser, menu, theme, permissions. */
export class Desk {
  /** What the save dialog will answer. */
  saveAnswer: SaveDialogReturnValue = { canceled: true, filePath: '' }
  readonly saveAsked: { defaultPath?: string }[] = []
  readonly openedOutside: string[] = []
  readonly errorBoxes: string[] = []
  menu: readonly MenuItemConstructorOptions[] | null = null
  permissionAsked: Asked | null = null
  permissionChecked: Checked | null = null
  deviceAsked: (() => boolean) | null = null
  readonly #life: Life

  constructor(life: Life) {
    this.#life = life
  }

  pieces(): Record<'dialog' | 'shell' | 'Menu' | 'nativeTheme' | 'session', object> {
    const life = this.#life
    const permissions = strict('session.defaultSession', {
      setPermissionRequestHandler: (handler) => {
        this.permissionAsked = handler as Asked | null
      },
      setPermissionCheckHandler: (handler) => {
        this.permissionChecked = handler as Checked | null
      },
      setDevicePermissionHandler: (handler) => {
        this.deviceAsked = handler as unknown as () => boolean
      }
    } satisfies Pick<
      Session,
      'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >)
    return {
      dialog: strict('dialog', {
        showSaveDialog: (...given: unknown[]) => {
          life.after('dialog.showSaveDialog()')
          this.saveAsked.push(given.at(-1) as { defaultPath?: string })
          return Promise.resolve(this.saveAnswer)
        },
        showErrorBox: (title, content) => void this.errorBoxes.push(`${title}: ${content}`)
      } satisfies Pick<Dialog, 'showSaveDialog' | 'showErrorBox'>),
      shell: strict('shell', {
        openExternal: (url) => {
          this.openedOutside.push(url)
          return Promise.resolve()
        }
      } satisfies Pick<Shell, 'openExternal'>),
      Menu: strict('Menu', {
        buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
        setApplicationMenu: (menu: MenuItemConstructorOptions[] | null) => {
          life.after('Menu.setApplicationMenu()')
          this.menu = menu
        }
      }),
      nativeTheme: strict('nativeTheme', { shouldUseDarkColors: false } satisfies Pick<
        NativeTheme,
        'shouldUseDarkColors'
      >),
      session: strict('session', {
        get defaultSession() {
          life.after('session.defaultSession')
          return permissions
        }
      })
    }
  }
}
