// What every drawn thing has. Mirrors matplotlib/artist.py.

import { pyRepr, strRepr } from '../_repr.js'
import { AttributeError, ValueError } from '../errors.js'
import type { Renderer } from './backends/renderer.js'
import type { Path } from './path.js'
import { type Bbox, IdentityTransform, type Transform } from './transforms.js'

/** What an artist knows of the figure it is in. */
export interface FigureHost {
  readonly dpi: number
  readonly bbox: Bbox
  readonly transFigure: Transform
}

/** What an artist knows of the axes it is in. */
export interface AxesHost {
  readonly bbox: Bbox
  readonly figure: FigureHost
  readonly transData: Transform
  readonly transAxes: Transform
}

/** Properties that every artist takes by keyword. */
export interface ArtistOptions {
  alpha?: number | null
  visible?: boolean
  zorder?: number
  label?: string | number | null
  transform?: Transform
  clip_on?: boolean
}

const aliases: Readonly<Record<string, string>> = {
  lw: 'linewidth',
  linewidths: 'linewidth',
  ls: 'linestyle',
  linestyles: 'linestyle',
  dashes: 'linestyle',
  c: 'color',
  colors: 'color',
  fc: 'facecolor',
  facecolors: 'facecolor',
  ec: 'edgecolor',
  edgecolors: 'edgecolor',
  ms: 'markersize',
  mec: 'markeredgecolor',
  mew: 'markeredgewidth',
  mfc: 'markerfacecolor',
  ds: 'drawstyle',
  ha: 'horizontalalignment',
  va: 'verticalalignment',
  ma: 'multialignment',
  family: 'fontfamily',
  fontname: 'fontfamily',
  size: 'fontsize',
  weight: 'fontweight',
  style: 'fontstyle',
  backgroundcolor: 'backgroundcolor',
  rotation_mode: 'rotation_mode',
}

type Setter = (value: unknown) => unknown

export abstract class Artist {
  zorder = 0
  alpha: number | null = null
  axes: AxesHost | null = null
  figure: FigureHost | null = null
  /** Edges that a margin does not go beyond. */
  readonly sticky_edges: { x: number[]; y: number[] } = { x: [], y: [] }
  protected visible = true
  protected label: string | null = null
  protected transform: Transform | null = null
  protected clip = true
  protected clipPath: Path | null = null
  protected clipTransform: Transform | null = null
  /** Takes the artist out of what holds it. */
  _remove: (() => void) | null = null

  abstract draw(renderer: Renderer): void

  /** Aliases of this class's own, before those that all share. */
  protected aliasOf(key: string): string {
    return Object.hasOwn(aliases, key) ? (aliases[key] as string) : key
  }

  /** Sets properties by keyword: `set({ color: 'red' })`. */
  set(properties: object): this {
    for (const [key, value] of Object.entries(properties)) {
      if (value === undefined) continue
      const setter = (this as unknown as Record<string, unknown>)[`set_${this.aliasOf(key)}`]
      if (typeof setter !== 'function') {
        throw new AttributeError(this.unknownProperty(key))
      }
      ;(setter as Setter).call(this, value)
    }
    return this
  }

  protected unknownProperty(key: string): string {
    return `${this.constructor.name}.set() got an unexpected keyword argument ${strRepr(key)}`
  }

  update(properties: object): this {
    return this.set(properties)
  }

  remove(): void {
    this._remove?.()
  }

  get_visible(): boolean {
    return this.visible
  }
  set_visible(visible: boolean): void {
    this.visible = visible
  }
  get_alpha(): number | null {
    return this.alpha
  }
  set_alpha(alpha: number | null): void {
    if (alpha !== null && !(alpha >= 0 && alpha <= 1)) {
      throw new ValueError(`alpha (${pyRepr(alpha)}) is outside 0-1 range`)
    }
    this.alpha = alpha
  }
  get_zorder(): number {
    return this.zorder
  }
  set_zorder(zorder: number): void {
    this.zorder = zorder
  }
  get_label(): string | null {
    return this.label
  }
  set_label(label: string | number | null): void {
    this.label = label === null ? null : String(label)
  }
  get_clip_on(): boolean {
    return this.clip
  }
  set_clip_on(clip: boolean): void {
    this.clip = clip
  }
  /** Draws nothing outside of a patch, or of a path in given coordinates; null lifts it. */
  set_clip_path(
    path: Path | { get_path(): Path; get_transform(): Transform } | null,
    transform: Transform | null = null,
  ): void {
    if (path !== null && 'get_path' in path) {
      this.clipPath = path.get_path()
      this.clipTransform = path.get_transform()
    } else {
      this.clipPath = path
      this.clipTransform = transform
    }
  }
  /** Accepted and without effect: nothing is clicked at. */
  set_picker(_picker: unknown): void {}
  set_gid(_gid: unknown): void {}
  set_rasterized(_rasterized: boolean): void {}
  set_animated(_animated: boolean): void {}
  set_antialiased(_on: boolean): void {}
  set_snap(_snap: boolean | null): void {}

  /** From the artist's coordinates to pixels: data unless set otherwise. */
  get_transform(): Transform {
    return this.transform ?? this.axes?.transData ?? new IdentityTransform()
  }
  set_transform(transform: Transform): void {
    this.transform = transform
  }
  is_transform_set(): boolean {
    return this.transform !== null
  }

  /** Where drawing ends. */
  protected clipping(): { clip: Bbox | null; clipPath: Path | null } {
    const { clipPath, clipTransform } = this
    return {
      clip: this.clip && this.axes !== null ? this.axes.bbox : null,
      clipPath:
        clipPath === null
          ? null
          : clipPath.mapped((x, y) => (clipTransform ? clipTransform.point(x, y) : [x, y])),
    }
  }
}

/**
 * Sets properties of one or several artists: `setp(ax.get_xticklabels(), { rotation: 45 })`.
 *
 * @example
 * const [line] = plt.plot([1, 2])
 * setp(line, { linewidth: 3 })
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.artist.setp.html
 */
export function setp(artists: Artist | readonly Artist[], properties: object): void {
  for (const one of Array.isArray(artists) ? (artists as readonly Artist[]) : [artists as Artist]) {
    one.set(properties)
  }
}
