// Titles, labels and other texts of axes, those of ticks too. Mirrors matplotlib/axes/_axes.py.

import { python } from '../../_kwargs.js'
import { Annotation, type AnnotationOptions } from '../_annotation.js'
import { checkIn } from '../_api.js'
import type { ArrayLike } from '../_array.js'
import { percent } from '../_ticker/formatters.js'
import type { Axis } from '../axis.js'
import { Text, type TextOptions } from '../text.js'
import { AxesImages } from './_images.js'

/** Keywords of titles. */
export interface TitleOptions extends TextOptions {
  loc?: 'center' | 'left' | 'right' | null
  pad?: number | null
  y?: number | null
}

/** Keywords of axis labels. */
export interface LabelOptions extends TextOptions {
  labelpad?: number | null
  loc?: 'left' | 'center' | 'right' | 'bottom' | 'top' | null
}

const bindTitle = python(
  'Axes.set_title(self, label, fontdict=None, loc=None, *, pad=None, y=None, **kwargs)',
)

const bindLabel = {
  x: python('Axes.set_xlabel(self, xlabel, fontdict=None, labelpad=None, *, loc=None, **kwargs)'),
  y: python('Axes.set_ylabel(self, ylabel, fontdict=None, labelpad=None, *, loc=None, **kwargs)'),
}

const bindTicks = python('Axis.set_ticks(self, ticks, labels=None, *, minor=False, **kwargs)')

const bindTickLabels = python(
  'Axis.set_ticklabels(self, labels, *, minor=False, fontdict=None, **kwargs)',
  { dicts: ['labels'] },
)

const bindText = python('Axes.text(self, x, y, s, fontdict=None, **kwargs)')

const bindAnnotate = python(
  "Axes.annotate(self, text, xy, xytext=None, xycoords='data', textcoords=None, arrowprops=None, annotation_clip=None, **kwargs)",
)

export abstract class AxesWords extends AxesImages {
  /**
   * The title above the axes; `loc` is `'left'`, `'center'` or `'right'`, `pad` its distance in points.
   *
   * @example
   * plt.gca().set_title('Loss', { fontsize: 14 }).get_text() // 'Loss'
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.set_title.html
   */
  set_title(label: string, options?: TitleOptions): Text
  set_title(
    label: string,
    fontdict: TextOptions | null,
    loc?: TitleOptions['loc'],
    options?: TitleOptions,
  ): Text
  set_title(...args: unknown[]): Text {
    const { label, fontdict, loc, pad, y, kwargs } = bindTitle<Record<string, never>>(args)
    const texts = { center: this.title, left: this.leftTitle, right: this.rightTitle }
    const place = (loc ?? 'center') as keyof typeof texts
    checkIn('loc', place, ['left', 'center', 'right'])
    const title = texts[place]
    title.set_text(label)
    if (pad !== null) this.moveTitle(title, pad)
    if (y !== null) {
      this.keepTitle()
      title.set_y(y)
    }
    title.set({ ...(fontdict as TextOptions | null), ...(kwargs as TextOptions) })
    return title
  }
  get_title(loc: 'center' | 'left' | 'right' = 'center'): string {
    return { center: this.title, left: this.leftTitle, right: this.rightTitle }[loc].get_text()
  }
  /** The label under the x axis. */
  override set_xlabel(xlabel: string, options?: LabelOptions): Text
  override set_xlabel(
    xlabel: string,
    fontdict: TextOptions | null,
    labelpad?: number | null,
    options?: LabelOptions,
  ): Text
  override set_xlabel(...args: unknown[]): Text {
    return this.setLabel(this.xaxis, bindLabel.x<Record<string, never>>(args), 'xlabel')
  }
  /** The label beside the y axis. */
  override set_ylabel(ylabel: string, options?: LabelOptions): Text
  override set_ylabel(
    ylabel: string,
    fontdict: TextOptions | null,
    labelpad?: number | null,
    options?: LabelOptions,
  ): Text
  override set_ylabel(...args: unknown[]): Text {
    return this.setLabel(this.yaxis, bindLabel.y<Record<string, never>>(args), 'ylabel')
  }
  private setLabel(axis: Axis, bound: Record<string, never>, name: 'xlabel' | 'ylabel'): Text {
    const { fontdict, labelpad, loc, kwargs } = bound
    if (labelpad !== null) axis.labelpad = labelpad
    const label = axis.set_label_text(bound[name], {
      ...(fontdict as TextOptions | null),
      ...(kwargs as TextOptions),
    })
    if (loc !== null) {
      const at = { left: 0, bottom: 0, center: 0.5, right: 1, top: 1 }[loc as string] ?? 0.5
      const ha = at === 0 ? 'left' : at === 1 ? 'right' : 'center'
      label.set_horizontalalignment(ha)
      const [x, y] = label.get_position()
      label.set_position(axis.axis_name === 'x' ? [at, y] : [x, at])
    }
    return label
  }
  get_xlabel(): string {
    return this.xaxis.get_label_text()
  }
  get_ylabel(): string {
    return this.yaxis.get_label_text()
  }
  /** A text at a place in data coordinates. */
  text(x: number, y: number, s: unknown, options?: TextOptions): Text
  text(x: number, y: number, s: unknown, fontdict: TextOptions | null, options?: TextOptions): Text
  text(...args: unknown[]): Text {
    const { x, y, s, fontdict, kwargs } = bindText<Record<string, never>>(args)
    const [px = 0] = this.convert('x', x)
    const [py = 0] = this.convert('y', y)
    return this.add(
      new Text(px, py, s, { ...(fontdict as TextOptions | null), ...(kwargs as TextOptions) }),
    )
  }
  /** A text that tells of the point `xy`, with an arrow to it where `arrowprops` are given. */
  annotate(text: unknown, xy: readonly [number, number], options?: AnnotationOptions): Annotation
  annotate(
    text: unknown,
    xy: readonly [number, number],
    xytext: readonly [number, number] | null,
    options?: AnnotationOptions,
  ): Annotation
  annotate(
    text: unknown,
    options: AnnotationOptions & { xy: readonly [number, number] },
  ): Annotation
  annotate(...args: unknown[]): Annotation {
    const { text, xy, xytext, xycoords, textcoords, arrowprops, kwargs } =
      bindAnnotate<Record<string, never>>(args)
    return this.add(
      new Annotation(text, xy, {
        ...(kwargs as TextOptions),
        xytext,
        xycoords,
        textcoords,
        arrowprops,
      }),
    )
  }
  protected override formatBar(fmt: string, value: number): string {
    return percent(fmt, value)
  }
  protected override annotateBar(
    text: unknown,
    at: [number, number],
    by: [number, number],
    options: TextOptions,
  ): Text {
    return this.annotate(text, at, { xytext: by, textcoords: 'offset points', ...options })
  }

  /**
   * Ticks of x at given places; `labels` are their texts, other keywords how those look.
   *
   * @example
   * plt.gca().set_xticks([0, 1], { labels: ['no', 'yes'], rotation: 90 })
   * plt.gca().get_xticks() // [0, 1]
   *
   * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.axes.Axes.set_xticks.html
   */
  set_xticks(
    ticks: ArrayLike | readonly string[],
    options?: TextOptions & { labels?: readonly unknown[]; minor?: boolean },
  ): void
  set_xticks(
    ticks: ArrayLike | readonly string[],
    labels: readonly unknown[] | null,
    options?: TextOptions & { minor?: boolean },
  ): void
  set_xticks(...args: unknown[]): void {
    this.setTicks(this.xaxis, args)
  }
  /** Ticks of y at given places; `labels` are their texts, other keywords how those look. */
  set_yticks(
    ticks: ArrayLike | readonly string[],
    options?: TextOptions & { labels?: readonly unknown[]; minor?: boolean },
  ): void
  set_yticks(
    ticks: ArrayLike | readonly string[],
    labels: readonly unknown[] | null,
    options?: TextOptions & { minor?: boolean },
  ): void
  set_yticks(...args: unknown[]): void {
    this.setTicks(this.yaxis, args)
  }
  private setTicks(axis: Axis, args: readonly unknown[]): void {
    const { ticks, labels, minor, kwargs } = bindTicks<Record<string, never>>(args)
    axis.set_ticks(ticks, labels === null ? null : Array.from(labels), {
      minor,
      ...(kwargs as TextOptions),
    })
  }
  /** Texts for the ticks of x, in their order. */
  set_xticklabels(
    labels: Iterable<unknown>,
    options: TextOptions & { minor?: boolean } = {},
  ): Text[] {
    return this.setTickLabels(this.xaxis, [labels, options])
  }
  /** Texts for the ticks of y, in their order. */
  set_yticklabels(
    labels: Iterable<unknown>,
    options: TextOptions & { minor?: boolean } = {},
  ): Text[] {
    return this.setTickLabels(this.yaxis, [labels, options])
  }
  private setTickLabels(axis: Axis, args: readonly unknown[]): Text[] {
    const { labels, minor, fontdict, kwargs } = bindTickLabels<Record<string, never>>(args)
    return axis.set_ticklabels(labels, { minor, fontdict, ...(kwargs as TextOptions) })
  }
  get_xticks(options: { minor?: boolean } = {}): number[] {
    return this.xaxis.get_ticklocs(options)
  }
  get_yticks(options: { minor?: boolean } = {}): number[] {
    return this.yaxis.get_ticklocs(options)
  }
  get_xticklabels(options: { minor?: boolean } = {}): Text[] {
    return this.xaxis.get_ticklabels(options)
  }
  get_yticklabels(options: { minor?: boolean } = {}): Text[] {
    return this.yaxis.get_ticklabels(options)
  }
}
