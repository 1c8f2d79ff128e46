// Titles, labels, limits and ticks of the current axes.

import { python } from '../../_kwargs.js'
import type { ArrayLike } from '../_array.js'
import type { Axes } from '../axes/_axes.js'
import type { Figure } from '../figure.js'
import type { ScaleName, ScaleOptions } from '../scale.js'
import type { Text, TextOptions } from '../text.js'
import { gca, gcf, named } from './state.js'

/** {@link Axes.set_title} on the current axes. */
export const title: Axes['set_title'] = named('title', 'Axes.set_title', (...args) => {
  const ax = gca()
  return (ax.set_title as (...all: unknown[]) => Text).apply(ax, args)
})
/** {@link Axes.set_xlabel} on the current axes. */
export const xlabel: Axes['set_xlabel'] = named('xlabel', 'Axes.set_xlabel', (...args) => {
  const ax = gca()
  return (ax.set_xlabel as (...all: unknown[]) => Text).apply(ax, args)
})
/** {@link Axes.set_ylabel} on the current axes. */
export const ylabel: Axes['set_ylabel'] = named('ylabel', 'Axes.set_ylabel', (...args) => {
  const ax = gca()
  return (ax.set_ylabel as (...all: unknown[]) => Text).apply(ax, args)
})
/** A title over all axes of the current figure. */
export const suptitle: Figure['suptitle'] = (t, options) => gcf().suptitle(t, options)
/** A text at parts of the current figure. */
export const figtext: Figure['text'] = (x, y, s, options) => gcf().text(x, y, s, options)
/** A legend of all axes of the current figure. */
export const figlegend: Figure['legend'] = (...args: unknown[]) =>
  (gcf().legend as (...all: unknown[]) => never).apply(gcf(), args)

/**
 * Gets or sets where x begins and ends.
 *
 * @example
 * plt.xlim(0, 5) // [0, 5]
 * plt.xlim() // [0, 5]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.xlim.html
 */
export const xlim: Axes['set_xlim'] = (...args: unknown[]) => {
  const ax = gca()
  return args.length === 0
    ? ax.get_xlim()
    : (ax.set_xlim as (...all: unknown[]) => [number, number]).apply(ax, args)
}

/**
 * Gets or sets where y begins and ends.
 *
 * @example plt.ylim([0, 1]) // [0, 1]
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.ylim.html
 */
export const ylim: Axes['set_ylim'] = (...args: unknown[]) => {
  const ax = gca()
  return args.length === 0
    ? ax.get_ylim()
    : (ax.set_ylim as (...all: unknown[]) => [number, number]).apply(ax, args)
}

type TickArguments = [
  ticks?:
    | ArrayLike
    | readonly string[]
    | null
    | (TextOptions & { ticks?: ArrayLike; labels?: readonly unknown[]; minor?: boolean }),
  labels?:
    | readonly unknown[]
    | null
    | (TextOptions & { labels?: readonly unknown[]; minor?: boolean }),
  options?: TextOptions & { minor?: boolean },
]
const bindTicks = {
  x: python('xticks(ticks=None, labels=None, *, minor=False, **kwargs)'),
  y: python('yticks(ticks=None, labels=None, *, minor=False, **kwargs)'),
}

function ticks(name: 'x' | 'y', args: readonly unknown[]): [number[], Text[]] {
  const { ticks: at, labels, minor, kwargs } = bindTicks[name]<Record<string, never>>(args)
  const one = name === 'x' ? gca().xaxis : gca().yaxis
  if (at === null && labels !== null)
    throw new TypeError(`${name}ticks(): Parameter 'labels' can't be set without setting 'ticks'`)
  if (at !== null)
    one.set_ticks(at, labels === null ? null : Array.from(labels), {
      minor,
      ...(labels === null ? {} : (kwargs as TextOptions)),
    })
  const texts = one.get_ticklabels({ minor })
  if (labels === null) for (const label of texts) label.set(kwargs)
  return [one.get_ticklocs({ minor }), texts]
}

/**
 * Gets or sets the ticks of x: places, texts, how the texts look.
 *
 * @example
 * const [places] = plt.xticks([0, 1, 2], ['a', 'b', 'c'], { rotation: 45 })
 * places // [0, 1, 2]
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.xticks.html
 */
export function xticks(...args: TickArguments): [number[], Text[]] {
  return ticks('x', args)
}

/**
 * Gets or sets the ticks of y: places, texts, how the texts look.
 *
 * @example plt.yticks([])[0] // []
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.yticks.html
 */
export function yticks(...args: TickArguments): [number[], Text[]] {
  return ticks('y', args)
}

/** The scale of x: `'linear'` or `'log'`. */
export function xscale(value: ScaleName, options: ScaleOptions = {}): void {
  gca().set_xscale(value, options)
}

/** The scale of y: `'linear'` or `'log'`. */
export function yscale(value: ScaleName, options: ScaleOptions = {}): void {
  gca().set_yscale(value, options)
}

/** Draws the frame around the current axes, or not; without an argument the other way round. */
export function box(on: boolean): void {
  gca().set_frame_on(on)
}
