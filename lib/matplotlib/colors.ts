// Mirrors matplotlib/colors.py.

export {
  Colormap,
  LinearSegmentedColormap,
  ListedColormap,
  type Segment,
} from './_colors/colormap.js'
export { LogNorm, Normalize } from './_colors/normalize.js'
export {
  type Color,
  checkColor,
  is_color_like,
  isRgbRows,
  type Rgba,
  to_hex,
  to_rgb,
  to_rgba,
  to_rgba_array,
} from './_colors/spell.js'

export * as default from './colors.js'
