// Format strings of `plot`, such as 'r--' and 'bo'. Mirrors _process_plot_format of matplotlib.

import { strRepr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import type { LineStyle } from '../_linestyle.js'
import { is_color_like } from '../colors.js'
import { markerChars } from '../markers.js'

/** What a format string says; null where it says nothing. */
export interface LineFormat {
  readonly linestyle: LineStyle | null
  readonly marker: string | null
  readonly color: string | null
}

const styles = ['--', '-.', '-', ':', ' ']
const letters = new Set([...'bgrcmykw'])

/** Reads a format string. */
export function processPlotFormat(fmt: string): LineFormat {
  if (is_color_like(fmt) && !/^\d+$/.test(fmt)) return { linestyle: null, marker: null, color: fmt }
  const bad = (why: string): ValueError =>
    new ValueError(`${strRepr(fmt)} is not a valid format string (${why})`)
  let linestyle: LineStyle | null = null
  let marker: string | null = null
  let color: string | null = null
  for (let i = 0; i < fmt.length; ) {
    const rest = fmt.slice(i)
    const style = styles.find((one) => rest.startsWith(one))
    const char = fmt[i] as string
    const cycle = /^C\d+/.exec(rest)?.[0]
    if (style !== undefined) {
      if (linestyle !== null) throw bad('two linestyle symbols')
      linestyle = style as LineStyle
      i += style.length
    } else if (markerChars.has(char)) {
      if (marker !== null) throw bad('two marker symbols')
      marker = char
      i++
    } else if (letters.has(char) || cycle !== undefined) {
      if (color !== null) throw bad('two color symbols')
      color = cycle ?? char
      i += color.length
    } else throw bad(`unrecognized character ${strRepr(char)}`)
  }
  return {
    linestyle: linestyle ?? (marker === null ? null : 'None'),
    marker: marker ?? (linestyle === null ? null : 'None'),
    color,
  }
}
