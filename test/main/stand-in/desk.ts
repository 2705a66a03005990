import type {
  Clipboard,
  Dialog,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeTheme,
  Rectangle,
  SaveDialogReturnValue,
  Screen,
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
  /** Which button a message box will be answered with. */
  messageAnswer = 0
  readonly messages: MessageBoxOptions[] = []
  clipboard = ''
  readonly openedPaths: string[] = []
  /** Of the displays that exist, without their bars. */
  workAreas: readonly Rectangle[] = [{ x: 0, y: 0, width: 1920, height: 1040 }]
  menu: readonly MenuItemConstructorOptions[] | null = null
  permissionAsked: Asked | null = null
  permissionChecked: Checked | null = null
  deviceAsked: (() => boolean) | null = null
  readonly #life: Life

  constructor(life: Life) {
    this.#life = life
  }

  pieces(): Record<'clipboard' | 'dialog' | 'Menu' | 'nativeTheme' | 'screen' | 'session' | 'shell', object> {
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
        showMessageBox: (...given: unknown[]) => {
          life.after('dialog.showMessageBox()')
          this.messages.push(given.at(-1) as MessageBoxOptions)
          return Promise.resolve({ response: this.messageAnswer, checkboxChecked: false })
        },
        showErrorBox: (title, content) => void this.errorBoxes.push(`${title}: ${content}`)
      } satisfies Pick<Dialog, 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>),
      clipboard: strict('clipboard', {
        writeText: (text: string) => {
          this.clipboard = text
          return Promise.resolve()
        }
      } satisfies Pick<Clipboard, 'writeText'>),
      screen: strict('screen', {
        getAllDisplays: () => {
          life.after('screen.getAllDisplays()')
          return this.workAreas.map((workArea) => strict('Display', { workArea })) as unknown as ReturnType<
            Screen['getAllDisplays']
          >
        }
      } satisfies Pick<Screen, 'getAllDisplays'>),
      shell: strict('shell', {
        openExternal: (url) => {
          this.openedOutside.push(url)
          return Promise.resolve()
        },
        openPath: (path) => {
          this.openedPaths.push(path)
          return Promise.resolve('')
        }
      } satisfies Pick<Shell, 'openExternal' | 'openPath'>),
      Menu: strict('Menu', {
        buildFromTemplate: (template: MenuItemConstructorOptions[]) => checkedMenu(template),
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

/** Electron throws for an entry that has neither a role nor a label, and for a click beside a role that has its own. */
function checkedMenu(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  for (const { type, role, label, click, submenu } of template) {
    if (type !== 'separator' && role === undefined && label === undefined)
      throw new Error('An entry of the menu has neither a role nor a label')
    if (role !== undefined && click !== undefined) throw new Error(`The role ${role} has a click of its own`)
    if (Array.isArray(submenu)) checkedMenu(submenu)
  }
  return template
}
