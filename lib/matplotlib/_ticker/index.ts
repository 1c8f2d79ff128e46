// Where ticks are and what they say, under the names of matplotlib/ticker.py.

export { Formatter, Locator, TickHelper } from './base.js'
export {
  FixedFormatter,
  FormatStrFormatter,
  FuncFormatter,
  NullFormatter,
  PercentFormatter,
  ScalarFormatter,
  StrMethodFormatter,
  type TickFunction,
} from './formatters.js'
export {
  FixedLocator,
  IndexLocator,
  LinearLocator,
  MultipleLocator,
  NullLocator,
} from './locators.js'
export {
  LogFormatter,
  LogFormatterMathtext,
  LogFormatterSciNotation,
  LogLocator,
} from './log.js'
export { AutoLocator, AutoMinorLocator, MaxNLocator, type MaxNLocatorOptions } from './max_n.js'
