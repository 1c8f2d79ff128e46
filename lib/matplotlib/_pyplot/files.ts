// Figures shown and written.

import { pyRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { present } from '../_show.js'
import type { Figure, SavefigOptions, Target } from '../figure.js'
import { activeFigure, close, figures, gcf } from './state.js'

let interactive = false
let backend = process.env.MPLBACKEND ?? 'file'

/**
 * Writes the current figure: png, svg, jpg or webp by the ending of the path.
 *
 * @example
 * let size = 0
 * plt.plot([1, 2, 3])
 * plt.savefig({ write: (bytes) => void (size = bytes.length) }, { format: 'png', dpi: 50 })
 * size > 0 // True
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.savefig.html
 */
export function savefig(fname: Target, options: SavefigOptions = {}): void {
  gcf().savefig(fname, options)
}

const nameOf = (fig: Figure): string =>
  typeof fig.number === 'string'
    ? fig.number.replace(/[^\w.-]+/g, '_')
    : `Figure_${fig.number ?? 1}`

/**
 * Shows all open figures: writes each to a PNG, says on stderr where it is, and opens it where there is a screen. The
 * folder is that of the environment variable `TORCH_NODE_FIGURES`, or a temporary one; with `MPLBACKEND=agg`, or after
 * `switch_backend('agg')`, nothing is opened. Unlike Python's it never waits. Shown figures are done with, unless
 * `block` is false or {@link ion} was called.
 *
 * @see https://matplotlib.org/stable/api/_as_gen/matplotlib.pyplot.show.html
 */
export function show(options: { block?: boolean | null } = {}): void {
  const keep = options.block === false || (options.block !== true && interactive)
  for (const fig of figures.values()) present(fig, nameOf(fig), backend.toLowerCase() !== 'agg')
  if (!keep) close('all')
}

/** Shows the current figure and waits some seconds. */
export function pause(interval: number): void {
  const active = activeFigure()
  if (active !== null) present(active, nameOf(active), backend.toLowerCase() !== 'agg')
  if (interval > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, interval * 1000)
}

/** Nothing to do: figures are drawn when they are shown or written. */
export function draw(): void {}

/** Keeps figures open after {@link show}. */
export function ion(): void {
  interactive = true
}

/** Has {@link show} close figures, as at the start. */
export function ioff(): void {
  interactive = false
}

/** Whether {@link ion} holds. */
export function isinteractive(): boolean {
  return interactive
}

/** Sets where figures are shown: with `'agg'` they are only written. */
export function switch_backend(newbackend: string): void {
  if (typeof newbackend !== 'string')
    throw new ValueError(`${pyRepr(newbackend)} is not a valid backend`)
  close('all')
  backend = newbackend
}

/** The name of the backend. */
export function get_backend(): string {
  return backend
}
