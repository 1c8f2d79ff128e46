// Mirrors torchvision/transforms/v2/functional/_geometry.py: its numbers round otherwise than those of the first version.

import { cos, sin } from '../../../../_libm.js'
import { radians } from '../../_functional/_matrix.js'

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
  const sy = radians(shear[1] as number)
  const tan = Math.tan(radians(shear[0] as number))
  const [cx, cy] = center as [number, number]
  const x = cx + (translate[0] as number)
  const y = cy + (translate[1] as number)
  const a = cos(rot - sy) / cos(sy)
  const b = -(a * tan + sin(rot))
  const c = sin(rot - sy) / cos(sy)
  const d = cos(rot) - c * tan
  if (inverted) {
    const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale] as const
    return [m0, m1, cx - m0 * x - m1 * y, m3, m4, cy - m3 * x - m4 * y]
  }
  const [m0, m1, m3, m4] = [a * scale, b * scale, c * scale, d * scale] as const
  return [m0, m1, x - m0 * cx - m1 * cy, m3, m4, y - m3 * cx - m4 * cy]
}
