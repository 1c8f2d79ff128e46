// What `import matplotlib` gives; index.ts adds the whole as its default.

import * as cm from './cm.js'
import * as colors from './colors.js'
import * as pyplot from './pyplot.js'
import * as style from './style.js'
import * as ticker from './ticker.js'

/** The release whose looks and defaults these are. */
export const __version__ = '3.11.2'

/**
 * Sets where figures are shown; see `pyplot.switch_backend`.
 *
 * @example
 * use('agg')
 * plt.get_backend() // 'agg'
 *
 * @see https://matplotlib.org/stable/api/matplotlib_configuration_api.html#matplotlib.use
 */
export function use(backend: string): void {
  pyplot.switch_backend(backend)
}

/**
 * The name of the backend: `'file'`, what `switch_backend` was given, or the environment's `MPLBACKEND`.
 *
 * @example plt.get_backend().includes('inline') // False
 * @see https://matplotlib.org/stable/api/matplotlib_configuration_api.html#matplotlib.get_backend
 */
export function get_backend(): string {
  return pyplot.get_backend()
}

export { rc, rcdefaults, rcParams } from './_rc.js'
export { colormaps } from './cm.js'
export { cm, colors, pyplot, style, ticker }
