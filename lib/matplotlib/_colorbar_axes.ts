// Room for colorbars: what axes give up of theirs. Mirrors make_axes and make_axes_gridspec of matplotlib/colorbar.py.

import type { Axes } from './axes/_axes.js'
import { type ColorbarOptions, settings } from './colorbar.js'
import type { Figure } from './figure.js'
import { Bbox } from './transforms.js'

/** Axes for a colorbar beside others, in their grid where they have one. */
export function colorbarAxes(
  figure: Figure,
  parents: readonly Axes[],
  options: ColorbarOptions,
): Axes {
  const { location, vertical, fraction, pad, shrink, aspect } = settings(options)
  const [only] = parents
  const spec =
    parents.length === 1 && options.use_gridspec !== false
      ? (only?.get_subplotspec() ?? null)
      : null
  const cax = spec === null ? shrinkParents(figure, parents, options) : null
  const anchors = { right: [0, 0.5], left: [1, 0.5], top: [0.5, 0], bottom: [0.5, 1] } as const
  const parentAnchors = {
    right: [1, 0.5],
    left: [0, 0.5],
    top: [0.5, 0],
    bottom: [0.5, 1],
  } as const
  let made = cax
  if (spec !== null && only !== undefined) {
    const space = (2 * pad) / (1 - pad)
    const [anchorX, anchorY] = anchors[location]
    const across = vertical
      ? [(1 - anchorY) * (1 - shrink), shrink, anchorY * (1 - shrink)]
      : [anchorX * (1 - shrink), shrink, (1 - anchorX) * (1 - shrink)]
    const first = location === 'left' || location === 'top'
    const along = first ? [fraction, 1 - fraction - pad] : [1 - fraction - pad, fraction]
    const [bar, main] = first ? [0, 1] : [1, 0]
    if (vertical) {
      const cells = spec.subgridspec(3, 2, {
        wspace: space,
        hspace: 0,
        height_ratios: across,
        width_ratios: along,
      })
      only.set_subplotspec(cells.at(':', main))
      made = figure.add_subplot(cells.at(1, bar))
    } else {
      const cells = spec.subgridspec(2, 3, {
        hspace: space,
        wspace: 0,
        width_ratios: across,
        height_ratios: along,
      })
      only.set_subplotspec(cells.at(main, ':'))
      made = figure.add_subplot(cells.at(bar, 1))
    }
    only.set_anchor(parentAnchors[location])
  }
  const bar = made as Axes
  bar.set_anchor(anchors[location])
  bar.set_box_aspect(vertical ? aspect : 1 / aspect)
  return bar
}
function shrinkParents(figure: Figure, parents: readonly Axes[], options: ColorbarOptions): Axes {
  const { location, vertical, fraction, pad, shrink } = settings(options)
  const box = Bbox.union(parents.map((ax) => ax.get_position(true)))
  const room = fraction + pad
  const [from, to] = location === 'right' || location === 'top' ? [0, 1 - room] : [room, 1]
  for (const ax of parents) {
    const p = ax.get_position(true)
    const sx = (x: number): number =>
      box.x0 + (from + ((x - box.x0) / box.width) * (to - from)) * box.width
    const sy = (y: number): number =>
      box.y0 + (from + ((y - box.y0) / box.height) * (to - from)) * box.height
    ax.place(
      vertical
        ? new Bbox(sx(p.x0), p.y0, sx(p.x1), p.y1)
        : new Bbox(p.x0, sy(p.y0), p.x1, sy(p.y1)),
    )
  }
  const start = location === 'right' || location === 'top' ? 1 - fraction : 0
  const middle = (1 - shrink) / 2
  const rect: [number, number, number, number] = vertical
    ? [
        box.x0 + start * box.width,
        box.y0 + middle * box.height,
        fraction * box.width,
        shrink * box.height,
      ]
    : [
        box.x0 + middle * box.width,
        box.y0 + start * box.height,
        shrink * box.width,
        fraction * box.height,
      ]
  return figure.add_axes(rect)
}
