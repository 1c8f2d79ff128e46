// Areas between curves and shares of discs in axes. Mirrors parts of matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import { type ArrayLike, toFlat } from '../_array.js'
import { type CollectionOptions, PolyCollection } from '../collections.js'
import type { Color } from '../colors.js'
import { type PatchOptions, Wedge } from '../patches.js'
import { Path } from '../path.js'
import { Text, type TextOptions } from '../text.js'
import { AxesHist } from './_hist.js'
import type { Data } from './_rules.js'

/** Keywords of `fill_between`. */
export interface FillBetweenOptions extends CollectionOptions {
  where?: readonly boolean[] | ArrayLike | null
  step?: 'pre' | 'post' | 'mid' | null
}

/** Keywords of `pie`. */
export interface PieOptions {
  explode?: ArrayLike | null
  labels?: readonly string[] | null
  colors?: readonly Color[] | null
  /** `'%1.1f%%'`, or a function of the percentage. */
  autopct?: string | ((pct: number) => string) | null
  pctdistance?: number
  shadow?: boolean
  labeldistance?: number | null
  startangle?: number
  radius?: number
  counterclock?: boolean
  wedgeprops?: PatchOptions & { width?: number | null }
  textprops?: TextOptions
  center?: readonly [number, number]
  frame?: boolean
  normalize?: boolean
}

const bindFill = {
  x: python(
    'Axes.fill_between(self, x, y1, y2=0, where=None, interpolate=False, step=None, *, data=None, **kwargs)',
  ),
  y: python(
    'Axes.fill_betweenx(self, y, x1, x2=0, where=None, step=None, interpolate=False, *, data=None, **kwargs)',
  ),
}

export abstract class AxesAreas extends AxesHist {
  /** Fills between two curves, where a condition holds. */
  fill_between(
    x: Data,
    y1: ArrayLike,
    options?: FillBetweenOptions & { y2?: ArrayLike },
  ): PolyCollection
  fill_between(x: Data, y1: ArrayLike, y2: ArrayLike, options?: FillBetweenOptions): PolyCollection
  fill_between(...args: unknown[]): PolyCollection {
    const { x, y1, y2, ...rest } = bindFill.x<Record<string, never>>(args)
    return this.fillBetween('x', this.convert('x', x), toFlat(y1), toFlat(y2), rest)
  }
  /** Fills between two curves that run upwards. */
  fill_betweenx(
    y: Data,
    x1: ArrayLike,
    options?: FillBetweenOptions & { x2?: ArrayLike },
  ): PolyCollection
  fill_betweenx(y: Data, x1: ArrayLike, x2: ArrayLike, options?: FillBetweenOptions): PolyCollection
  fill_betweenx(...args: unknown[]): PolyCollection {
    const { y, x1, x2, ...rest } = bindFill.y<Record<string, never>>(args)
    return this.fillBetween('y', this.convert('y', y), toFlat(x1), toFlat(x2), rest)
  }
  private fillBetween(
    name: 'x' | 'y',
    t: Float64Array,
    a: Float64Array,
    b: Float64Array,
    options: {
      where?: unknown
      step?: string | null
      interpolate?: boolean
      kwargs?: CollectionOptions
    },
  ): PolyCollection {
    if (options.interpolate)
      throw new NotImplementedError('fill_between(): interpolate is not supported')
    const n = t.length
    for (const one of [a, b]) {
      if (one.length !== 1 && one.length !== n) {
        throw new ValueError(
          `operands could not be broadcast together with shapes (${n},) (${one.length},) `,
        )
      }
    }
    const pick = (list: Float64Array, i: number): number =>
      list[list.length === 1 ? 0 : i] as number
    const where =
      options.where === null || options.where === undefined ? null : toFlat(options.where)
    if (where !== null && where.length !== n) {
      throw new ValueError(`where size (${where.length}) does not match '${name}' size (${n})`)
    }
    const paths: Path[] = []
    let run: number[] = []
    const close = (): void => {
      if (run.length > 1)
        paths.push(
          this.band(
            name,
            run,
            t,
            (i) => pick(a, i),
            (i) => pick(b, i),
            options.step ?? null,
          ),
        )
      run = []
    }
    for (let i = 0; i < n; i++) {
      const finite = Number.isFinite((t[i] as number) + pick(a, i) + pick(b, i))
      if ((where === null || where[i]) && finite) run.push(i)
      else close()
    }
    close()
    const { color, facecolor, facecolors, ...kwargs } = options.kwargs ?? {}
    const face = color ?? facecolor ?? facecolors ?? this.nextColor('patch')
    const area = new PolyCollection(paths, {
      ...(color === undefined ? { facecolor: face } : { color }),
      ...kwargs,
    })
    const other = name === 'x' ? 'y' : 'x'
    this.updateDataLimits(name, t)
    this.updateDataLimits(other, a)
    this.updateDataLimits(other, b)
    this.requestAutoscale()
    return this.add(area)
  }
  private band(
    name: 'x' | 'y',
    run: readonly number[],
    t: Float64Array,
    a: (i: number) => number,
    b: (i: number) => number,
    step: string | null,
  ): Path {
    const side = (at: (i: number) => number): [number, number][] =>
      run.flatMap((i, k): [number, number][] => {
        const here: [number, number] = [t[i] as number, at(i)]
        const before = run[k - 1]
        if (step === null || before === undefined) return [here]
        const [x0, y0] = [t[before] as number, at(before)]
        if (step === 'post') return [[here[0], y0], here]
        if (step === 'pre') return [[x0, here[1]], here]
        return [[(x0 + here[0]) / 2, y0], [(x0 + here[0]) / 2, here[1]], here]
      })
    const outline = [...side(a), ...side(b).reverse()]
    return Path.polygon(outline.flatMap(([x, y]) => (name === 'x' ? [x, y] : [y, x])))
  }

  /** Shares of a whole as sectors of a disc. Gives sectors, labels and, with `autopct`, the texts inside. */
  pie(x: ArrayLike, options: PieOptions = {}): [Wedge[], Text[], Text[]] {
    const values = toFlat(x)
    if (values.some((v) => v < 0))
      throw new ValueError("Wedge sizes 'x' must be non negative values")
    const sum = values.reduce((a, b) => a + b, 0)
    const {
      labels,
      colors,
      autopct,
      pctdistance = 0.6,
      labeldistance = 1.1,
      startangle = 0,
      radius = 1,
    } = options
    const {
      counterclock = true,
      wedgeprops = {},
      textprops = {},
      center = [0, 0],
      frame = false,
    } = options
    const explode = options.explode ? toFlat(options.explode) : values.map(() => 0)
    if (labels && labels.length !== values.length)
      throw new ValueError(`'labels' must be of length 'x', not ${labels.length}`)
    if (explode.length !== values.length)
      throw new ValueError(`'explode' must be of length 'x', not ${explode.length}`)
    const wedges: Wedge[] = []
    const texts: Text[] = []
    const inside: Text[] = []
    let theta = startangle / 360
    values.forEach((value, i) => {
      const share = value / sum
      const next = theta + (counterclock ? share : -share)
      const middle = Math.PI * (theta + next)
      const cx = (center[0] as number) + (explode[i] as number) * Math.cos(middle)
      const cy = (center[1] as number) + (explode[i] as number) * Math.sin(middle)
      const [t1, t2] = [360 * Math.min(theta, next), 360 * Math.max(theta, next)]
      const color = colors ? colors[i % colors.length] : this.nextColor('patch')
      wedges.push(
        this.add_patch(
          new Wedge([cx, cy], radius, t1, t2, {
            facecolor: color as Color,
            label: labels?.[i] ?? '',
            ...wedgeprops,
          }),
        ),
      )
      const put = (distance: number, text: string, ha: 'left' | 'right' | 'center'): Text =>
        this.add(
          new Text(
            cx + distance * radius * Math.cos(middle),
            cy + distance * radius * Math.sin(middle),
            text,
            { clip_on: false, ha, va: 'center', ...textprops },
          ),
        )
      if (labeldistance !== null) {
        const right = labeldistance * Math.cos(middle) > 0
        texts.push(put(labeldistance, labels?.[i] ?? '', right ? 'left' : 'right'))
      }
      if (autopct) {
        const text =
          typeof autopct === 'string' ? this.formatBar(autopct, 100 * share) : autopct(100 * share)
        inside.push(put(pctdistance, text, 'center'))
      }
      theta = next
    })
    if (!frame) {
      this.xaxis.set_ticks([])
      this.yaxis.set_ticks([])
      this.set_frame_on(false)
      this.set_xlim(-1.25 + (center[0] as number), 1.25 + (center[0] as number))
      this.set_ylim(-1.25 + (center[1] as number), 1.25 + (center[1] as number))
    }
    this.set_aspect('equal')
    return [wedges, texts, inside]
  }
}
