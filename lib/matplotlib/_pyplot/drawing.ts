// The methods of axes, on those that are current.

import type { Axes } from '../axes/_axes.js'
import { Collection } from '../collections.js'
import { AxesImage } from '../image.js'
import { gca, named, sci } from './state.js'

type Drawing =
  | 'plot'
  | 'scatter'
  | 'bar'
  | 'barh'
  | 'bar_label'
  | 'hist'
  | 'imshow'
  | 'pcolormesh'
  | 'pcolor'
  | 'spy'
  | 'contour'
  | 'contourf'
  | 'fill'
  | 'fill_between'
  | 'fill_betweenx'
  | 'errorbar'
  | 'stem'
  | 'step'
  | 'semilogx'
  | 'semilogy'
  | 'loglog'
  | 'axhline'
  | 'axvline'
  | 'axhspan'
  | 'axvspan'
  | 'hlines'
  | 'vlines'
  | 'pie'
  | 'text'
  | 'annotate'
  | 'legend'
  | 'axis'
  | 'grid'
  | 'margins'
  | 'autoscale'
  | 'tick_params'
  | 'ticklabel_format'
  | 'locator_params'
  | 'minorticks_on'

// The methods of axes, on those that are current. Images become what colorbars speak of.
function forward<N extends Drawing>(name: N): Axes[N] {
  return named(name, `Axes.${name}`, (...args) => {
    const ax = gca()
    const result = (ax[name] as (...all: unknown[]) => unknown).apply(ax, args)
    const colored =
      result instanceof AxesImage || (result instanceof Collection && result.get_array() !== null)
    if (colored) sci(result)
    return result
  })
}

/** {@link Axes.plot} on the current axes: lines or markers through points. */
export const plot = forward('plot')
/** {@link Axes.scatter} on the current axes: a marker at each point. */
export const scatter = forward('scatter')
/** {@link Axes.bar} on the current axes: vertical bars. */
export const bar = forward('bar')
/** {@link Axes.barh} on the current axes: horizontal bars. */
export const barh = forward('barh')
/** {@link Axes.bar_label} on the current axes: the length of bars as texts. */
export const bar_label = forward('bar_label')
/** {@link Axes.hist} on the current axes: counts in bins. */
export const hist = forward('hist')
/** {@link Axes.imshow} on the current axes: a matrix or colours as an image. */
export const imshow = forward('imshow')
/** {@link Axes.pcolormesh} on the current axes: a matrix as cells. */
export const pcolormesh = forward('pcolormesh')
/** {@link Axes.pcolor} on the current axes. */
export const pcolor = forward('pcolor')
/** {@link Axes.spy} on the current axes: where a matrix is not zero. */
export const spy = forward('spy')
/** {@link Axes.contour} on the current axes: lines of equal height. */
export const contour = forward('contour')
/** {@link Axes.contourf} on the current axes: areas between heights. */
export const contourf = forward('contourf')
/** {@link Axes.fill} on the current axes: filled outlines. */
export const fill = forward('fill')
/** {@link Axes.fill_between} on the current axes: the area between two curves. */
export const fill_between = forward('fill_between')
/** {@link Axes.fill_betweenx} on the current axes. */
export const fill_betweenx = forward('fill_betweenx')
/** {@link Axes.errorbar} on the current axes: points with their errors. */
export const errorbar = forward('errorbar')
/** {@link Axes.stem} on the current axes. */
export const stem = forward('stem')
/** {@link Axes.step} on the current axes. */
export const step = forward('step')
/** {@link Axes.semilogx} on the current axes. */
export const semilogx = forward('semilogx')
/** {@link Axes.semilogy} on the current axes. */
export const semilogy = forward('semilogy')
/** {@link Axes.loglog} on the current axes. */
export const loglog = forward('loglog')
/** {@link Axes.axhline} on the current axes. */
export const axhline = forward('axhline')
/** {@link Axes.axvline} on the current axes. */
export const axvline = forward('axvline')
/** {@link Axes.axhspan} on the current axes. */
export const axhspan = forward('axhspan')
/** {@link Axes.axvspan} on the current axes. */
export const axvspan = forward('axvspan')
/** {@link Axes.hlines} on the current axes. */
export const hlines = forward('hlines')
/** {@link Axes.vlines} on the current axes. */
export const vlines = forward('vlines')
/** {@link Axes.pie} on the current axes: shares of a whole. */
export const pie = forward('pie')
/** {@link Axes.text} on the current axes. */
export const text = forward('text')
/** {@link Axes.annotate} on the current axes. */
export const annotate = forward('annotate')
/** {@link Axes.legend} on the current axes. */
export const legend = forward('legend')
/** {@link Axes.axis} on the current axes: `'off'`, `'equal'`, limits, ... */
export const axis = forward('axis')
/** {@link Axes.grid} on the current axes. */
export const grid = forward('grid')
/** {@link Axes.margins} on the current axes. */
export const margins = forward('margins')
/** {@link Axes.autoscale} on the current axes. */
export const autoscale = forward('autoscale')
/** {@link Axes.tick_params} on the current axes. */
export const tick_params = forward('tick_params')
/** {@link Axes.ticklabel_format} on the current axes. */
export const ticklabel_format = forward('ticklabel_format')
/** {@link Axes.locator_params} on the current axes. */
export const locator_params = forward('locator_params')
/** {@link Axes.minorticks_on} on the current axes. */
export const minorticks_on = forward('minorticks_on')
