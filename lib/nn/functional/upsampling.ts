// Mirrors interpolate() and its former names of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as _nn from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { warn } from '../../warnings.js'
import type { Ints } from './max_pooling.js'
import { adaptive_avg_pool2d, adaptive_avg_pool3d } from './pooling.js'

/** How {@link interpolate} reads between the elements. */
export type InterpolationMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'bicubic'
  | 'trilinear'
  | 'lanczos'
  | 'area'

type Sizes = readonly number[] | null
type Factors = readonly number[] | null
type Plain = (input: Tensor, size: Sizes, factors: Factors) => Tensor
type Aligned = (input: Tensor, size: Sizes, align: boolean, factors: Factors) => Tensor

// By mode, then by the number of dimensions of the input.
const plain: Readonly<Record<string, Readonly<Record<number, Plain>>>> = {
  nearest: {
    3: (x, size, factors) => _nn.upsample_nearest1d(x, size, factors),
    4: (x, size, factors) => _nn.upsample_nearest2d(x, size, factors),
    5: (x, size, factors) => _nn.upsample_nearest3d(x, size, factors),
  },
  'nearest-exact': {
    3: (x, size, factors) => _nn._upsample_nearest_exact1d(x, size, factors),
    4: (x, size, factors) => _nn._upsample_nearest_exact2d(x, size, factors),
    5: (x, size, factors) => _nn._upsample_nearest_exact3d(x, size, factors),
  },
  area: {
    3: (x, size) => C.adaptive_avg_pool1d(x, size as readonly number[]),
    4: (x, size) => adaptive_avg_pool2d(x, size as readonly number[]),
    5: (x, size) => adaptive_avg_pool3d(x, size as readonly number[]),
  },
}
const aligned: Readonly<Record<string, Readonly<Record<number, Aligned>>>> = {
  linear: { 3: (x, size, align, factors) => _nn.upsample_linear1d(x, size, align, factors) },
  bilinear: { 4: (x, size, align, factors) => _nn.upsample_bilinear2d(x, size, align, factors) },
  trilinear: { 5: (x, size, align, factors) => _nn.upsample_trilinear3d(x, size, align, factors) },
  bicubic: { 4: (x, size, align, factors) => _nn.upsample_bicubic2d(x, size, align, factors) },
}
const antialiased: Readonly<Record<string, Aligned>> = {
  bilinear: (x, size, align, factors) => _nn._upsample_bilinear2d_aa(x, size, align, factors),
  bicubic: (x, size, align, factors) => _nn._upsample_bicubic2d_aa(x, size, align, factors),
  lanczos: (x, size, align, factors) => _nn._upsample_lanczos2d_aa(x, size, align, factors),
}
const needed: Readonly<Record<string, number>> = { linear: 3, bilinear: 4, trilinear: 5 }

interface Target {
  readonly sizes: Sizes
  readonly factors: Factors
}

// One of `size` and `scale_factor`, one number per spatial dimension.
function readTarget(input: Tensor, size: Ints | null, scale_factor: Ints | null): Target {
  const dim = input.dim() - 2
  if (size !== null && scale_factor !== null) {
    throw new ValueError('only one of size or scale_factor should be defined')
  }
  const given = size ?? scale_factor
  if (given === null) throw new ValueError('either size or scale_factor should be defined')
  const spatial = pyRepr(Array.from(input.shape.slice(2)))
  if (typeof given !== 'number' && given.length !== dim) {
    throw new ValueError(
      size !== null
        ? 'Input and output must have the same number of spatial dimensions, but got ' +
            `input with spatial dimensions of ${spatial} and output size of ${pyRepr(given)}. ` +
            'Please provide input tensor in (N, C, d1, d2, ...,dK) format and ' +
            'output size in (o1, o2, ...,oK) format.'
        : 'Input and scale_factor must have the same number of spatial dimensions, but ' +
            `got input with spatial dimensions of ${spatial} and scale_factor of shape ${pyRepr(given)}. ` +
            'Please provide input tensor in (N, C, d1, d2, ...,dK) format and ' +
            'scale_factor in (s1, s2, ...,sK) format.',
    )
  }
  const all = typeof given === 'number' ? Array.from({ length: dim }, () => given) : [...given]
  if (size === null) return { sizes: null, factors: all }
  if (typeof size !== 'number' && !all.every(Number.isInteger)) {
    const types = all.map((one) => `<class '${typeName(one)}'>`).join(', ')
    throw new TypeError(
      'expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], ' +
        `but got size with types [${types}]`,
    )
  }
  return { sizes: all, factors: null }
}

/**
 * Resizes the spatial dimensions of `input`, to `size` or by `scale_factor`, one of them and not both.
 *
 * Shape: `(N, C, *)` with one to three spatial dimensions: `linear` wants one, `bilinear`, `bicubic` and
 * `lanczos` two, `trilinear` three; `nearest`, `nearest-exact` and `area` take any. `align_corners` is for the
 * linear and cubic modes; `antialias` for `bilinear`, `bicubic` and `lanczos`. With `recompute_scale_factor` the
 * scale is computed again from the rounded size.
 *
 * @example
 * F.interpolate(torch.rand(1, 3, 8, 8), { scale_factor: 2, mode: 'bilinear' }) // (1, 3, 16, 16)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.interpolate.html
 */
export const interpolate = def(
  "interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False)",
  (
    input: Tensor,
    size: Ints | null,
    scale_factor: Ints | null,
    mode: InterpolationMode,
    align_corners: boolean | null,
    recompute_scale_factor: boolean | null,
    antialias: boolean,
  ): Tensor => {
    if (Object.hasOwn(plain, mode) && align_corners !== null) {
      throw new ValueError(
        'align_corners option can only be set with the ' +
          'interpolating modes: linear | bilinear | bicubic | trilinear',
      )
    }
    const align = align_corners ?? false
    let { sizes, factors } = readTarget(input, size, scale_factor)
    if (recompute_scale_factor && size !== null) {
      throw new ValueError('recompute_scale_factor is not meaningful with an explicit size.')
    }
    if (factors !== null && (recompute_scale_factor || mode === 'area')) {
      sizes = factors.map((factor, i) => Math.trunc(input.size(i + 2) * factor))
      factors = null
    }
    const ndim = input.dim()
    const antialias_mode = Object.hasOwn(antialiased, mode) ? antialiased[mode] : undefined
    if (antialias && !(antialias_mode && ndim === 4)) {
      throw new ValueError(
        'Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input',
      )
    }
    const any = Object.hasOwn(plain, mode) ? plain[mode]?.[ndim] : undefined
    if (any) return any(input, sizes, factors)
    if (mode === 'lanczos' && ndim === 4) {
      if (align) throw new ValueError('Lanczos mode does not support align_corners=True')
      if (!antialias) throw new ValueError('Lanczos mode requires antialias=True')
    }
    if (antialias && antialias_mode) return antialias_mode(input, sizes, align, factors)
    const smooth = Object.hasOwn(aligned, mode) ? aligned[mode]?.[ndim] : undefined
    if (smooth) return smooth(input, sizes, align, factors)
    throw unsupported(mode, ndim)
  },
)

function unsupported(mode: string, ndim: number): NotImplementedError {
  const wants = Object.hasOwn(needed, mode) ? needed[mode] : undefined
  if (wants !== undefined && ndim >= 3 && ndim <= 5) {
    return new NotImplementedError(`Got ${ndim}D input, but ${mode} mode needs ${wants}D input`)
  }
  return new NotImplementedError(
    'Input Error: Only 3D, 4D and 5D input Tensors supported ' +
      `(got ${ndim}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact ` +
      `(got ${mode})`,
  )
}

/**
 * The former name of {@link interpolate}; warns.
 *
 * @deprecated Use {@link interpolate}.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.upsample.html
 */
export const upsample = def(
  "upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None)",
  (
    input: Tensor,
    size: Ints | null,
    scale_factor: Ints | null,
    mode: InterpolationMode,
    align_corners: boolean | null,
  ): Tensor => {
    warn('`nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` instead.')
    return interpolate(input, size, scale_factor, mode, align_corners)
  },
)

/**
 * {@link interpolate} in mode `nearest`; warns.
 *
 * @deprecated Use {@link interpolate}.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.upsample_nearest.html
 */
export const upsample_nearest = def(
  'upsample_nearest(input, size=None, scale_factor=None)',
  (input: Tensor, size: Ints | null, scale_factor: Ints | null): Tensor => {
    warn('`nn.functional.upsample_nearest` is deprecated. Use `nn.functional.interpolate` instead.')
    return interpolate(input, size, scale_factor, { mode: 'nearest' })
  },
)

/**
 * {@link interpolate} in mode `bilinear` with aligned corners; warns.
 *
 * @deprecated Use {@link interpolate}.
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.upsample_bilinear.html
 */
export const upsample_bilinear = def(
  'upsample_bilinear(input, size=None, scale_factor=None)',
  (input: Tensor, size: Ints | null, scale_factor: Ints | null): Tensor => {
    warn(
      '`nn.functional.upsample_bilinear` is deprecated. Use `nn.functional.interpolate` instead.',
    )
    return interpolate(input, size, scale_factor, { mode: 'bilinear', align_corners: true })
  },
)
