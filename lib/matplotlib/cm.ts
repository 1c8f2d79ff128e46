// The colormaps by name, and what draws numbers as colours. Mirrors matplotlib/cm.py and colorizer.py.

import { strRepr } from '../_repr.js'
import { KeyError, ValueError } from '../errors.js'
import { suggestion } from './_api.js'
import { toFlat, toValues, type Values } from './_array.js'
import { interpolated, qualitative, segments } from './_cm.js'
import { listed } from './_cm_listed.js'
import { rcParams } from './_rc.js'
import {
  type Colormap,
  LinearSegmentedColormap,
  ListedColormap,
  LogNorm,
  Normalize,
  type Rgba,
  type Segment,
} from './colors.js'

const hexes = (text: string): string[] => text.split(' ').map((one) => `#${one}`)

const parseSegment = (text: string): Segment =>
  text.split(', ').map((point) => {
    const [x = 0, y0 = 0, y1 = y0] = point.split(' ').map(Number)
    return [x, y0, y1] as const
  })

const aliases: Readonly<Record<string, string>> = { grey: 'gray', Grays: 'Greys' }
const sequential = Object.keys(segments).concat(Object.keys(interpolated), Object.keys(listed))
const names = sequential.concat(Object.keys(qualitative), Object.keys(aliases)).sort()

function build(name: string): Colormap | null {
  if (Object.hasOwn(listed, name)) {
    const colors = (listed[name] as string).match(/.{6}/g) ?? []
    return new ListedColormap(
      colors.map((one) => `#${one}`),
      name,
    )
  }
  if (Object.hasOwn(qualitative, name)) {
    return new ListedColormap(hexes(qualitative[name] as string), name)
  }
  if (Object.hasOwn(interpolated, name)) {
    return LinearSegmentedColormap.from_list(name, hexes(interpolated[name] as string))
  }
  if (!Object.hasOwn(segments, name)) return null
  const [red, green, blue] = (segments[name] as readonly [string, string, string]).map(parseSegment)
  return new LinearSegmentedColormap(name, {
    red: red as Segment,
    green: green as Segment,
    blue: blue as Segment,
  })
}

const built = new Map<string, Colormap>()

function find(name: string): Colormap | null {
  const known = built.get(name)
  if (known !== undefined) return known
  const plain = name.replace(/_r$/, '')
  let map = build(aliases[plain] ?? plain)
  if (map === null) return null
  if (plain !== name) map = map.reversed(name)
  built.set(name, map)
  return map
}

const allNames = (): string[] => names.flatMap((one) => [one, `${one}_r`]).sort()

/**
 * A colormap by name; without one that of `rcParams['image.cmap']`. A name that is not known throws a ValueError.
 *
 * @example get_cmap('viridis').N // 256
 * @see https://matplotlib.org/stable/api/pyplot_summary.html#matplotlib.pyplot.get_cmap
 */
export function get_cmap(
  name: string | Colormap | null = null,
  lut: number | null = null,
): Colormap {
  if (typeof name === 'object' && name !== null) return name
  const map = find(name ?? rcParams['image.cmap'])
  if (map === null) {
    throw new ValueError(suggestion('cmap', name, allNames()))
  }
  return lut === null ? map : map.resampled(lut)
}

/** The registered colormaps by name: `colormaps['viridis']`. */
export interface ColormapRegistry {
  readonly [name: string]: Colormap
}

/**
 * All colormaps by name.
 *
 * @example colormaps['bone']?.name // 'bone'
 * @see https://matplotlib.org/stable/api/matplotlib_configuration_api.html#matplotlib.colormaps
 */
export const colormaps: ColormapRegistry = new Proxy({} as ColormapRegistry, {
  get(_, name) {
    if (typeof name !== 'string') return undefined
    const map = find(name)
    if (map === null) throw new KeyError(`${strRepr(name)} is not a known colormap name`)
    return map
  },
  has: (_, name) => typeof name === 'string' && find(name) !== null,
  ownKeys: allNames,
  getOwnPropertyDescriptor: (_, name) =>
    typeof name === 'string' && find(name) !== null
      ? { value: find(name), enumerable: true, configurable: true }
      : undefined,
})

/** How numbers become colours, by keyword. */
export interface ScalarMappableOptions {
  cmap?: string | Colormap | null
  norm?: Normalize | 'linear' | 'log' | null
  vmin?: number | null
  vmax?: number | null
}

function normOf(norm: ScalarMappableOptions['norm']): Normalize {
  if (norm === null || norm === undefined || norm === 'linear') return new Normalize()
  return norm === 'log' ? new LogNorm() : norm
}

/** Numbers, the norm and the colormap that they are drawn with. */
export class ScalarMappable {
  norm: Normalize
  cmap: Colormap
  alpha: number | null = null
  /** The limits of bands that are of one colour each, as filled contours have them. */
  boundaries: readonly number[] | null = null
  private values: Values | null = null

  constructor(options: ScalarMappableOptions = {}) {
    const { cmap, norm, vmin, vmax } = options
    const limits = typeof vmin === 'number' || typeof vmax === 'number'
    if (limits && typeof norm === 'object' && norm !== null) {
      throw new ValueError(
        'Passing a Normalize instance simultaneously with vmin/vmax is not supported.  Please pass vmin/vmax directly to the norm when creating it.',
      )
    }
    this.norm = normOf(norm)
    this.cmap = get_cmap(cmap ?? null)
    this.set_clim(vmin ?? null, vmax ?? null)
  }

  /** The numbers to be coloured. */
  set_array(A: unknown): void {
    this.set_values(A === null ? null : toValues(A))
  }
  set_values(values: Values | null): void {
    this.values = values
  }

  get_array(): Values | null {
    return this.values
  }

  get_cmap(): Colormap {
    return this.cmap
  }

  set_cmap(cmap: string | Colormap | null): void {
    this.cmap = get_cmap(cmap)
  }

  /** The numbers of the first and the last colour. */
  get_clim(): [number | null, number | null] {
    return [this.norm.vmin, this.norm.vmax]
  }

  set_clim(
    vmin: number | null | readonly [number, number] = null,
    vmax: number | null = null,
  ): void {
    const [low, high] = Array.isArray(vmin)
      ? (vmin as [number, number])
      : [vmin as number | null, vmax]
    if (low !== null) this.norm.vmin = low
    if (high !== null) this.norm.vmax = high
  }

  autoscale_None(): void {
    if (this.values !== null) this.norm.autoscaleTo(this.values.data)
  }

  /** The colours of numbers. */
  to_rgba(x: unknown, alpha: number | null = this.alpha): Rgba[] {
    const data = toFlat(x)
    this.norm.autoscaleTo(data)
    return Array.from(data, (value) => {
      const [r, g, b, a] = this.cmap.color(this.norm.one(value))
      return [r, g, b, alpha ?? a]
    })
  }
}

export * as default from './cm.js'
