// Where the pixels of a transformed image come from.

import { cos, sin } from '../_libm.js'
import { ValueError } from '../errors.js'
import { Transform } from './_enums.js'
import type { Pixels } from './_modes.js'

/** Coefficients from the target's pixels to the source's. */
export interface Mapping {
  readonly kind: 'affine' | 'perspective' | 'quad'
  readonly numbers: readonly number[]
}

/** What `Image.transform` is asked for, by its method and data. */
export function mapping(
  method: number,
  data: readonly number[],
  { width, height }: Pixels,
): Mapping {
  const [x0, y0, x1, y1] = data as readonly [number, number, number, number]
  switch (method) {
    case Transform.AFFINE:
      return { kind: 'affine', numbers: needs(6, data) }
    case Transform.EXTENT:
      return {
        kind: 'affine',
        numbers: [(x1 - x0) / width, 0, x0, 0, (y1 - y0) / height, y0],
      }
    case Transform.PERSPECTIVE:
      return { kind: 'perspective', numbers: needs(8, data) }
    case Transform.QUAD:
      return { kind: 'quad', numbers: corners(needs(8, data), width, height) }
    default:
      throw new ValueError('unknown transformation method')
  }
}

function needs(count: number, data: readonly number[]): readonly number[] {
  if (data.length < count) throw new ValueError('wrong number of matrix entries')
  return data.slice(0, count)
}

// From the corners, north-west first and counter-clockwise.
function corners(data: readonly number[], width: number, height: number): number[] {
  const across = 1 / width
  const down = 1 / height
  return [0, 1].flatMap((i) => {
    const [nw, sw, se, ne] = [data[i], data[i + 2], data[i + 4], data[i + 6]] as [
      number,
      number,
      number,
      number,
    ]
    return [nw, (ne - nw) * across, (sw - nw) * down, (se - sw - ne + nw) * across * down]
  })
}

/** The mapping of a turn around a point, and the size that shows all of the result. */
export function turn(
  { width, height }: Pixels,
  degrees: number,
  expand: boolean,
  center: readonly number[] | null,
  translate: readonly number[] | null,
): { size: readonly number[]; matrix: number[] } {
  const angle = -(degrees * (Math.PI / 180))
  const [cx, cy] = (center ?? [width / 2, height / 2]) as [number, number]
  const [tx, ty] = (translate ?? [0, 0]) as [number, number]
  const a = round15(cos(angle))
  const b = round15(sin(angle))
  const d = round15(-sin(angle))
  const at = (x: number, y: number, c: number, f: number): [number, number] => [
    a * x + b * y + c,
    d * x + a * y + f,
  ]
  let [c, f] = at(-cx - tx, -cy - ty, 0, 0)
  c += cx
  f += cy
  if (!expand) return { size: [width, height], matrix: [a, b, c, d, a, f] }
  const edges = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ].map(([x, y]) => at(x as number, y as number, c, f))
  const extent = (i: 0 | 1): number =>
    Math.ceil(Math.max(...edges.map((edge) => edge[i]))) -
    Math.floor(Math.min(...edges.map((edge) => edge[i])))
  const size = [extent(0), extent(1)] as const
  ;[c, f] = at(-(size[0] - width) / 2, -(size[1] - height) / 2, c, f)
  return { size, matrix: [a, b, c, d, a, f] }
}

// Python's `round(x, 15)`, of the decimal digits.
const round15 = (value: number): number => Number(value.toFixed(15))
