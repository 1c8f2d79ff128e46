// Names of dash patterns.

import { strRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { rcParams, supported } from './_rc.js'

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
    default: {
      const valid = supported([
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
      ])
      throw new ValueError(
        `${strRepr(style)} is not a valid value for ls; supported values are ${valid}`,
      )
    }
  }
}
