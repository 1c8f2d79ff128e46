// Names of dash patterns.

import { ValueError } from '../errors.js'
import { suggestion } from './_api.js'
import { rcParams } from './_rc.js'

/** `'-'`, `'--'`, `'-.'`, `':'`, their names, `'none'`, or an offset and lengths in line widths. */
export type LineStyle =
  | '-'
  | '--'
  | '-.'
  | ':'
  | 'solid'
  | 'dashed'
  | 'dashdot'
  | 'dotted'
  | 'none'
  | 'None'
  | ' '
  | ''
  | readonly [offset: number, lengths: readonly number[]]

const names: Readonly<Record<string, string>> = {
  solid: '-',
  dashed: '--',
  dashdot: '-.',
  dotted: ':',
  none: 'None',
  ' ': 'None',
  '': 'None',
}

/** Offset and lengths of dashes, in line widths; null where no line is drawn. */
export function dashesOf(style: LineStyle | string): { offset: number; lengths: number[] } | null {
  if (typeof style !== 'string') return { offset: style[0], lengths: [...(style[1] ?? [])] }
  switch (names[style] ?? style) {
    case '-':
      return { offset: 0, lengths: [] }
    case '--':
      return { offset: 0, lengths: rcParams['lines.dashed_pattern'] }
    case '-.':
      return { offset: 0, lengths: rcParams['lines.dashdot_pattern'] }
    case ':':
      return { offset: 0, lengths: rcParams['lines.dotted_pattern'] }
    case 'None':
      return null
    default:
      throw new ValueError(
        suggestion('ls', style, [
          '-',
          '--',
          '-.',
          ':',
          'None',
          ' ',
          '',
          'solid',
          'dashed',
          'dashdot',
          'dotted',
        ]),
      )
  }
}
