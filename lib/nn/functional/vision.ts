// Mirrors the sampling grids and channel rearrangements of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'

export {
  channel_shuffle,
  native_channel_shuffle,
  pixel_shuffle,
  pixel_unshuffle,
} from '../../_generated/torch_functions.js'

/**
 * How {@link grid_sample} reads between pixels, with the number of the native function.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grid_sample.html
 */
export const GRID_SAMPLE_INTERPOLATION_MODES = { bilinear: 0, nearest: 1, bicubic: 2 } as const
/**
 * What {@link grid_sample} reads outside of the image, with the number of the native function.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grid_sample.html
 */
export const GRID_SAMPLE_PADDING_MODES = { zeros: 0, border: 1, reflection: 2 } as const

function alignCorners(align_corners: boolean | null): boolean {
  if (align_corners !== null) return align_corners
  warn(
    'Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. ' +
      'Please specify align_corners=True if the old behavior is desired. ' +
      'See the documentation of grid_sample for details.',
  )
  return false
}

/**
 * Reads `input` at the places of `grid`, whose last dimension is x, y (and z) from -1 to 1. With `align_corners` -1 and
 * 1 are the centres of the corner pixels, else their outer edges; it warns where that is not given. Outside of the
 * image it reads zeros, the nearest pixel of the border, or the image mirrored, as `padding_mode` says.
 *
 * Shape: input `(N, C, H, W)` and grid `(N, Ho, Wo, 2)` to `(N, C, Ho, Wo)`; one dimension more for volumes, and 3 for
 * 2.
 *
 * @example
 * const image = torch.rand(1, 3, 4, 5)
 * const grid = F.affine_grid(torch.eye(2, 3).unsqueeze(0), [1, 3, 8, 10], false)
 * F.grid_sample(image, grid, { align_corners: false }).size() // torch.Size([1, 3, 8, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grid_sample.html
 */
export const grid_sample = def(
  "grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None)",
  (
    input: Tensor,
    grid: Tensor,
    mode: keyof typeof GRID_SAMPLE_INTERPOLATION_MODES,
    padding_mode: keyof typeof GRID_SAMPLE_PADDING_MODES,
    align_corners: boolean | null,
  ): Tensor => {
    if (!Object.hasOwn(GRID_SAMPLE_INTERPOLATION_MODES, mode)) {
      throw new ValueError(
        "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', " +
          `but got: '${mode}'`,
      )
    }
    if (!Object.hasOwn(GRID_SAMPLE_PADDING_MODES, padding_mode)) {
      throw new ValueError(
        "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', " +
          `but got: '${padding_mode}'`,
      )
    }
    return C.grid_sampler(
      input,
      grid,
      GRID_SAMPLE_INTERPOLATION_MODES[mode],
      GRID_SAMPLE_PADDING_MODES[padding_mode],
      alignCorners(align_corners),
    )
  },
)

// A batch of `spatial` x (spatial + 1) matrices?
function isAffine(theta: Tensor, spatial: number): boolean {
  return theta.dim() === 3 && theta.size(-2) === spatial && theta.size(-1) === spatial + 1
}

/**
 * The grid for {@link grid_sample} that maps the output's pixels through the affine matrices `theta`.
 *
 * Shape: theta `(N, 2, 3)` and size `(N, C, H, W)` to `(N, H, W, 2)`; theta `(N, 3, 4)` and five sizes to
 * `(N, D, H, W, 3)`. Anything else throws a ValueError or NotImplementedError.
 *
 * @example
 * F.affine_grid(torch.eye(2, 3).unsqueeze(0), [1, 3, 4, 5], false).size() // torch.Size([1, 4, 5, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.affine_grid.html
 */
export const affine_grid = def(
  'affine_grid(theta, size, align_corners=None)',
  (theta: Tensor, size: readonly number[], align_corners: boolean | null): Tensor => {
    const align = alignCorners(align_corners)
    if (!theta.is_floating_point()) {
      throw new ValueError(`Expected theta to have floating point type, but got ${theta.dtype}`)
    }
    const spatial = size.length - 2
    if (spatial !== 2 && spatial !== 3) {
      throw new NotImplementedError(
        'affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. ' +
          `Got size ${pyRepr(size)}.`,
      )
    }
    if (!isAffine(theta, spatial)) {
      throw new ValueError(
        `Expected a batch of ${spatial}D affine matrices of shape Nx${spatial}x${spatial + 1} ` +
          `for size ${pyRepr(size)}. Got ${theta.shape}.`,
      )
    }
    if (align && Math.min(...size.slice(2)) === 1) {
      warn(
        'Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. ' +
          'This is not an intended use case of affine_grid. ' +
          'See the documentation of affine_grid for details.',
      )
    } else if (Math.min(...size) <= 0) {
      throw new ValueError(`Expected non-zero, positive output size. Got ${pyRepr(size)}`)
    }
    return C.affine_grid_generator(theta, size, align)
  },
)
