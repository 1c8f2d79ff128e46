// Images in axes. Mirrors matplotlib/image.py.

import { warn } from '../warnings.js'
import { checkIn } from './_api.js'
import { extent as extentOf, shapeText, toValues, type Values } from './_array.js'
import { automatic, interpolations, type Mapping, resample } from './_resample.js'
import { Artist, type ArtistOptions } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { ScalarMappable, type ScalarMappableOptions } from './cm.js'

// Once per pixel: looked up once.
const { floor } = Math

/** Left, right, bottom and top of an image in data coordinates. */
export type Extent = readonly [left: number, right: number, bottom: number, top: number]

/** How an image is drawn, by keyword. */
export interface ImageOptions extends ScalarMappableOptions, ArtistOptions {
  interpolation?: string | null
  origin?: 'upper' | 'lower' | null
  extent?: Extent | null
  filternorm?: boolean
  resample?: boolean
}

/** Pixels as an array's numbers: rows, columns, and one, three or four numbers each. */
export interface ImageData {
  readonly data: Float32Array
  readonly rows: number
  readonly columns: number
  readonly channels: 1 | 3 | 4
}

/** Reads what `imshow` takes; colours come out from 0 to 1. */
function readImage({ data, shape, integral }: Values): ImageData {
  const sizes = shape.length === 3 && shape[2] === 1 ? shape.slice(0, 2) : shape
  const [rows = 0, columns = 0, depth = 1] = sizes
  if (sizes.length < 2 || sizes.length > 3 || (sizes.length === 3 && depth !== 3 && depth !== 4)) {
    throw new TypeError(`Invalid shape ${shapeText(shape)} for image data`)
  }
  if (sizes.length === 2) return { data: new Float32Array(data), rows, columns, channels: 1 }
  const most = integral ? 255 : 1
  const [low, high] = extentOf(data)
  if (low < 0 || high > most) {
    warn(
      `Clipping input data to the valid range for imshow with RGB data ([0..1] for floats or [0..255] for integers). Got range [${low}..${high}].`,
    )
  }
  const scaled = new Float32Array(data)
  for (let i = 0; i < scaled.length; i++) {
    scaled[i] = Math.min(Math.max(scaled[i] as number, 0), most) / most
  }
  return { data: scaled, rows, columns, channels: depth as 3 | 4 }
}

export class AxesImage extends Artist {
  readonly mappable: ScalarMappable
  private image: ImageData
  private interpolation: string
  readonly origin: 'upper' | 'lower'
  private place: Extent | null

  constructor(
    image: unknown,
    options: ImageOptions,
    defaults: { origin: 'upper' | 'lower'; interpolation: string },
  ) {
    super()
    this.zorder = 0
    const {
      cmap,
      norm,
      vmin,
      vmax,
      interpolation,
      origin,
      extent,
      filternorm,
      resample: _,
      ...rest
    } = options
    this.mappable = new ScalarMappable({
      cmap: cmap ?? null,
      norm: norm ?? null,
      vmin: vmin ?? null,
      vmax: vmax ?? null,
    })
    this.interpolation = interpolation ?? defaults.interpolation
    this.set_interpolation(this.interpolation)
    if (origin) checkIn('origin', origin, ['upper', 'lower'])
    this.origin = origin ?? defaults.origin
    this.place = extent ?? null
    const values = toValues(image)
    this.image = readImage(values)
    this.mappable.set_values(this.image.channels === 1 ? values : null)
    this.set(rest)
  }

  get norm(): ScalarMappable['norm'] {
    return this.mappable.norm
  }
  get cmap(): ScalarMappable['cmap'] {
    return this.mappable.cmap
  }

  /** Another image in place of this one. */
  set_data(image: unknown): void {
    const values = toValues(image)
    this.image = readImage(values)
    this.mappable.set_values(this.image.channels === 1 ? values : null)
  }
  set_array(image: unknown): void {
    this.set_data(image)
  }
  get_array(): ReturnType<ScalarMappable['get_array']> {
    return this.mappable.get_array()
  }
  get_size(): [number, number] {
    return [this.image.rows, this.image.columns]
  }
  set_cmap(cmap: string): void {
    this.mappable.set_cmap(cmap)
  }
  get_cmap(): ScalarMappable['cmap'] {
    return this.mappable.cmap
  }
  set_clim(vmin: number | null | [number, number] = null, vmax: number | null = null): void {
    this.mappable.set_clim(vmin, vmax)
  }
  get_clim(): [number | null, number | null] {
    return this.mappable.get_clim()
  }
  set_interpolation(name: string): void {
    checkIn('interpolation', name.toLowerCase(), interpolations)
    this.interpolation = name.toLowerCase()
  }
  get_interpolation(): string {
    return this.interpolation
  }

  get_extent(): Extent {
    if (this.place !== null) return this.place
    const { rows, columns } = this.image
    return this.origin === 'upper'
      ? [-0.5, columns - 0.5, rows - 0.5, -0.5]
      : [-0.5, columns - 0.5, -0.5, rows - 0.5]
  }
  set_extent(place: Extent): void {
    this.place = place
    this.sticky_edges.x.splice(0, 2, place[0], place[1])
    this.sticky_edges.y.splice(0, 2, place[2], place[3])
  }

  override draw(renderer: Renderer): void {
    const { rows, columns } = this.image
    if (!this.visible || rows * columns === 0) return
    const [left, right, bottom, top] = this.get_extent()
    const transform = this.get_transform()
    const [x0, y0] = transform.point(left, bottom)
    const [x1, y1] = transform.point(right, top)
    const { clip, clipPath } = this.clipping()
    const low = Math.max(Math.min(x0, x1), clip?.xmin ?? 0)
    const high = Math.min(Math.max(x0, x1), clip?.xmax ?? renderer.width)
    const under = Math.max(Math.min(y0, y1), clip?.ymin ?? 0)
    const over = Math.min(Math.max(y0, y1), clip?.ymax ?? renderer.height)
    if (high <= low || over <= under) return
    const px0 = Math.floor(low + 0.5)
    const px1 = Math.floor(high + 0.5 + 1e-8)
    const py0 = Math.ceil(under - 0.5 - 1e-8)
    const py1 = Math.ceil(over - 0.5)
    if (px1 <= px0 || py1 <= py0) return
    // Rows of a picture go downwards from its upper edge, and so do those of an image whose origin is above.
    const first = this.origin === 'upper' ? y1 : y0
    const last = this.origin === 'upper' ? y0 : y1
    const x: Mapping = { start: x0 - px0, scale: (x1 - x0) / columns }
    const y: Mapping = { start: py1 - first, scale: (first - last) / rows }
    const pixels = this.pixels(px1 - px0, py1 - py0, x, y)
    renderer.draw_image(pixels, px1 - px0, py1 - py0, px0, Math.round(renderer.height - py1), {
      clip,
      clipPath,
    })
  }

  private pixels(width: number, height: number, x: Mapping, y: Mapping): Uint8ClampedArray {
    const { rows, columns, channels } = this.image
    const dispX = Math.abs(x.scale) * columns
    const dispY = Math.abs(y.scale) * rows
    const auto = this.interpolation === 'auto' || this.interpolation === 'antialiased'
    const interpolation = auto ? automatic(columns, rows, dispX, dispY) : this.interpolation
    const out = new Uint8ClampedArray(width * height * 4)
    const enlarged = Math.abs(x.scale) >= 3 && Math.abs(y.scale) >= 3
    if (channels === 1 && (enlarged || interpolation === 'nearest' || interpolation === 'none')) {
      this.mappable.autoscale_None()
      const image = { data: this.image.data, width: columns, height: rows }
      const values = resample(image, 1, width, height, x, y, interpolation)
      values.forEach((value, i) => {
        this.put(out, i, this.mappable.cmap.color(this.mappable.norm.one(value)))
      })
      return out
    }
    const data = this.premultiplied()
    const image = { data, width: columns, height: rows }
    const values = resample(image, 4, width, height, x, y, interpolation)
    for (let i = 0; i < width * height; i++) {
      const a = values[4 * i + 3] as number
      const k = a === 0 ? 0 : 1 / a
      const at = (c: number): number => (values[4 * i + c] as number) * k
      this.put(out, i, [at(0), at(1), at(2), a])
    }
    return out
  }

  private put(
    out: Uint8ClampedArray,
    i: number,
    [r, g, b, a]: readonly [number, number, number, number],
  ): void {
    // Truncated, as NumPy makes bytes of floats; a hair more, as float32 may fall short of a whole number.
    const byte = (v: number): number => floor(v * 255 + 1e-4)
    out[4 * i] = byte(r)
    out[4 * i + 1] = byte(g)
    out[4 * i + 2] = byte(b)
    out[4 * i + 3] = byte(a * (this.alpha ?? 1))
  }

  private premultiplied(): Float32Array {
    const { data, rows, columns, channels } = this.image
    const out = new Float32Array(rows * columns * 4)
    if (channels === 1) this.mappable.autoscale_None()
    for (let i = 0; i < rows * columns; i++) {
      let color: ArrayLike<number> = data
      let at = i * channels
      if (channels === 1) {
        color = this.mappable.cmap.color(this.mappable.norm.one(data[at] as number))
        at = 0
      }
      const alpha = channels === 3 ? 1 : (color[at + 3] as number)
      for (let c = 0; c < 3; c++) out[4 * i + c] = (color[at + c] as number) * alpha
      out[4 * i + 3] = alpha
    }
    return out
  }
}

export * as default from './image.js'
