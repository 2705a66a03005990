import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** One file of the built page, found inside its folder. */
export interface PageFile {
  /** Absolute, with symbolic links resolved. */
  readonly path: string
  readonly contentType: string
  /** Its name carries a hash of its content, so a copy never goes stale. */
  readonly immutable: boolean
}

/** What a built page is made of. A file of another kind (a source map, a key left there by mistake) is not served. */
const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.txt', 'text/plain; charset=utf-8']
])

/** Vite names an asset `assets/<name>-<8 characters of hash>.<ext>`. */
const hashed = /^assets\/.*-[\w-]{8}\.\w+$/u

/**
 * Finds the file that a request path means, or null. Used by both servers of the page, `app://` and 127.0.0.1.
 *
 * The path is decoded once and taken apart into names; `..`, hidden names, backslashes, colons (drives and streams on
 * Windows) and control characters are refused rather than cleaned. What is left may still be a symbolic link, so the
 * real path must lie inside the real folder.
 *
 * @param folder the built page, holding index.html
 * @param requestPath as it came, still percent-encoded, without query: `/assets/main-4f3a9c21.js`
 */
export async function findPageFile(folder: string, requestPath: string): Promise<PageFile | null> {
  const names = split(requestPath)
  if (!names) return null
  const type = contentTypes.get(extname(names.at(-1) ?? '').toLowerCase())
  if (!type) return null
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, ...names))
    if (!path.startsWith(root + sep) || !(await stat(path)).isFile()) return null
    return { path, contentType: type, immutable: hashed.test(names.join('/')) }
  } catch {
    return null
  }
}

function split(requestPath: string): string[] | null {
  if (requestPath === '/') return ['index.html']
  if (!requestPath.startsWith('/')) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(requestPath)
  } catch {
    return null
  }
  if (/[\\:\u0000-\u001f\u007f]/u.test(decoded)) return null
  const names = decoded.slice(1).split('/')
  return names.every((name) => name !== '' && !name.startsWith('.')) ? names : null
}
