// The numbers of affine and perspective mappings. Mirrors torchvision/transforms/functional.py.

import { cos, sin } from '../../../_libm.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import torch from '../../../index.js'
import { isNumber, isSequence } from '../_types.js'

export const radians = (degrees: number): number => degrees * (Math.PI / 180)

/** The two shears that were given as one number or two. */
export function shearsOf(shear: unknown): readonly number[] {
  if (!isNumber(shear) && !isSequence(shear)) {
    throw new TypeError('Shear should be either a single value or a sequence of two values')
  }
  const all = isNumber(shear) ? [shear, 0] : shear
  const both = all.length === 1 ? [all[0] as number, all[0] as number] : all
  if (both.length !== 2) {
    throw new ValueError(`Shear should be a sequence containing two values. Got ${pyRepr(both)}`)
  }
  return both
}

/** The mapping from a place in the result to one in the source (or back, with `inverted` false). */
export function _get_inverse_affine_matrix(
  center: readonly number[],
  angle: number,
  translate: readonly number[],
  scale: number,
  shear: readonly number[],
  inverted = true,
): number[] {
  const rot = radians(angle)
  const sx = radians(shear[0] as number)
  const sy = radians(shear[1] as number)
  const [cx, cy] = center as [number, number]
  const [tx, ty] = translate as [number, number]
  // Turn, shear in y, shear in x.
  const a = cos(rot - sy) / cos(sy)
  const b = (-cos(rot - sy) * Math.tan(sx)) / cos(sy) - sin(rot)
  const c = sin(rot - sy) / cos(sy)
  const d = (-sin(rot - sy) * Math.tan(sx)) / cos(sy) + cos(rot)
  if (inverted) {
    const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale] as const
    const m2 = 0 / scale + (m0 * (-cx - tx) + m1 * (-cy - ty))
    const m5 = 0 / scale + (m3 * (-cx - tx) + m4 * (-cy - ty))
    return [m0, m1, m2 + cx, m3, m4, m5 + cy]
  }
  const [m0, m1, m3, m4] = [a * scale, b * scale, c * scale, d * scale] as const
  const m2 = m0 * -cx + m1 * -cy
  const m5 = m3 * -cx + m4 * -cy
  return [m0, m1, m2 + (cx + tx), m3, m4, m5 + (cy + ty)]
}

/** The eight numbers of the perspective that takes four corners to four others. */
export function _get_perspective_coeffs(
  startpoints: readonly (readonly number[])[],
  endpoints: readonly (readonly number[])[],
): number[] {
  if (startpoints.length !== 4 || endpoints.length !== 4) {
    throw new ValueError(
      `Please provide exactly four corners, got ${startpoints.length} startpoints and ` +
        `${endpoints.length} endpoints.`,
    )
  }
  const rows = endpoints.flatMap(([x, y], i) => {
    const [u, v] = startpoints[i] as [number, number]
    const [p, q] = [x as number, y as number]
    return [
      [p, q, 1, 0, 0, 0, -u * p, -u * q],
      [0, 0, 0, p, q, 1, -v * p, -v * q],
    ]
  })
  const dtype = torch.float64
  const a = torch.tensor(rows, { dtype })
  const b = torch.tensor(startpoints as number[][], { dtype }).view(8)
  const { solution } = torch.linalg.lstsq(a, b, { driver: 'gels' })
  return solution.to(torch.float32).tolist() as number[]
}
