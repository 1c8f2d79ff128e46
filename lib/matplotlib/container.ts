// Artists that belong together. Mirrors matplotlib/container.py.

import type { LineCollection } from './collections.js'
import type { Line2D } from './lines.js'
import type { Rectangle } from './patches.js'

/** Several artists with one label: a list of them. */
export class Container<T> extends Array<T> {
  static override readonly [Symbol.species] = Array
  label: string | null = null

  get_label(): string | null {
    return this.label
  }
  set_label(label: string | null): void {
    this.label = label
  }
}

/** The bars of `bar` and `hist`. */
export class BarContainer extends Container<Rectangle> {
  errorbar: ErrorbarContainer | null = null
  orientation: 'vertical' | 'horizontal' = 'vertical'
  datavalues: number[] = []
  get patches(): Rectangle[] {
    return Array.from(this)
  }
}

/** Data line, caps and bars of `errorbar`. */
export class ErrorbarContainer extends Container<
  Line2D | readonly Line2D[] | readonly LineCollection[] | null
> {
  has_xerr = false
  has_yerr = false
}

/** Markers, stems and baseline of `stem`. */
export class StemContainer extends Container<Line2D | LineCollection> {
  get markerline(): Line2D {
    return this[0] as Line2D
  }
  get baseline(): Line2D {
    return this[2] as Line2D
  }
}
