// The colorbar that a figure makes, and whose room it takes. Mirrors matplotlib/figure.py.

import { python } from '../_kwargs.js'
import { RuntimeError, ValueError } from '../errors.js'
import { colorbarAxes } from './_colorbar_axes.js'
import { Axes } from './axes/_axes.js'
import { ScalarMappable } from './cm.js'
import { Colorbar, type ColorbarOptions } from './colorbar.js'
import type { Figure } from './figure.js'

/** An image or a scatter, or its numbers and colours themselves. */
export type Mappable =
  | ScalarMappable
  | { readonly mappable: ScalarMappable; readonly axes?: unknown }

const bindColorbar = python(
  'Figure.colorbar(self, mappable, cax=None, ax=None, use_gridspec=True, **kwargs)',
)

/** Adds what the arguments of `colorbar` say; the axes that were `current` stay it. */
export function colorbarOf(
  figure: Figure,
  current: Axes | undefined,
  args: readonly unknown[],
): Colorbar {
  const bound = bindColorbar<Record<string, never>>(args)
  const options = {
    ...(bound.kwargs as ColorbarOptions),
    use_gridspec: bound.use_gridspec,
  } as ColorbarOptions
  const mappable = bound.mappable as Mappable
  const source = mappable instanceof ScalarMappable ? mappable : mappable?.mappable
  // As see-through as what it explains.
  options.alpha ??= (mappable as { alpha?: number | null } | null)?.alpha ?? null
  if (!(source instanceof ScalarMappable)) {
    throw new RuntimeError(
      'No mappable was found to use for colorbar creation. First define a mappable such as an image (with imshow) or a contour set (with contourf).',
    )
  }
  const given = (bound.ax ?? (mappable as { axes?: Axes | null }).axes ?? null) as
    | Axes
    | Iterable<Axes>
    | null
  if (bound.cax !== null) return new Colorbar(bound.cax as Axes, source, options)
  if (given === null) {
    throw new ValueError(
      'Unable to determine Axes to steal space for Colorbar. Either provide the *cax* argument to use as the Axes for the Colorbar, provide the *ax* argument to steal space from it, or add *mappable* to an Axes.',
    )
  }
  const parents =
    given instanceof Axes
      ? [given]
      : Array.from(given as Iterable<Axes | Iterable<Axes>>).flatMap((one) =>
          one instanceof Axes ? [one] : Array.from(one),
        )
  const cax = colorbarAxes(figure, parents, options)
  const bar = new Colorbar(cax, source, options)
  if (current !== undefined) figure.sca(current)
  return bar
}
