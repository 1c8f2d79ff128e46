export { rc, rcdefaults, rcParams } from '../_rc.js'
export { setp } from '../artist.js'
export { Axes } from '../axes/_axes.js'
export { colormaps, get_cmap } from '../cm.js'
export { Figure, type Mappable } from '../figure.js'
export { GridSpec } from '../gridspec.js'
export * as style from '../style.js'
export { Text } from '../text.js'
export * from './colours.js'
export * from './drawing.js'
export * from './files.js'
export * from './layout.js'
export {
  cla,
  clf,
  close,
  delaxes,
  fignum_exists,
  figure,
  gca,
  gcf,
  gci,
  get_fignums,
  type PyplotFigureOptions,
  sca,
  sci,
} from './state.js'
export * from './words.js'
