// Sizes and families of fonts by name. Mirrors matplotlib/font_manager.py.

import { ValueError } from '../errors.js'
import { rcParams } from './_rc.js'

const scalings: Readonly<Record<string, number>> = {
  'xx-small': 0.579,
  'x-small': 0.694,
  small: 0.833,
  medium: 1,
  large: 1.2,
  'x-large': 1.44,
  'xx-large': 1.728,
  larger: 1.2,
  smaller: 0.833,
}

/** A size in points, or by name beside that of `rcParams['font.size']`. */
export function fontSize(size: number | string | null): number {
  if (size === null) return rcParams['font.size']
  if (typeof size === 'number') return Math.max(size, 1)
  const factor = scalings[size]
  if (factor !== undefined) return factor * rcParams['font.size']
  const points = Number(size)
  if (Number.isNaN(points)) {
    throw new ValueError(
      `Size is invalid. Valid font size are ${Object.keys(scalings).join(', ')}, None`,
    )
  }
  return points
}

const generic: Readonly<Record<string, string>> = {
  'sans-serif': 'DejaVu Sans',
  sans: 'DejaVu Sans',
  serif: 'DejaVu Serif',
  monospace: 'DejaVu Sans Mono',
}

/** Families as CSS lists them; the DejaVu font of their kind comes after those that may be missing. */
export function fontFamily(family: string | readonly string[] | null): string {
  const list = family ?? rcParams['font.family']
  const names = (typeof list === 'string' ? [list] : list).map((one) => generic[one] ?? one)
  if (!names.some((one) => one.startsWith('DejaVu'))) names.push('DejaVu Sans')
  return names.map((one) => `"${one.replaceAll('"', '')}"`).join(', ')
}
