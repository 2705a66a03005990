import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../src/renderer/styles/tokens.css'), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const
  )
)

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const colour = (name: string, theme: 'light' | 'dark'): string => {
  const pair = tokens.get(name)
  if (!pair) throw new Error(`tokens.css has no --${name} in light and dark`)
  return pair[theme]
}

const pairs = (fronts: readonly string[], grounds: readonly string[]) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    fronts.flatMap((front) => grounds.map((ground) => [front, ground, theme] as const))
  )

const grounds = ['bg', 'panel', 'raise', 'sel']

test('the arithmetic gives black on white its 21 and equal colours their 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#777777')).toBe(1)
})

test.each(pairs(['ink', 'ink-2', 'ink-3', 'fits', 'offload', 'cpu', 'no'], grounds))(
  'text in %s on %s reads at 4.5 to 1 (%s)',
  (front, ground, theme) => {
    expect(contrast(colour(front, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5)
  }
)

test.each(pairs(['bg'], ['ink']))(
  'chosen segments, %s on %s, read at 4.5 to 1 (%s)',
  (front, ground, theme) => {
    expect(contrast(colour(front, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5)
  }
)

test.each(pairs(['load', 'edge', 'focus', 'weights', 'kv-cache', 'runtime'], ['bg', 'panel', 'raise']))(
  'marks in %s on %s stand out at 3 to 1 (%s)',
  (front, ground, theme) => {
    expect(contrast(colour(front, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3)
  }
)
