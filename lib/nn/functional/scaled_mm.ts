// Mirrors the grouped and scaled matrix products of torch/nn/functional.py.

import { def } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import { bfloat16 } from '../../dtype.js'
import type { dtype, Tensor } from '../../types.js'

/**
 * What one scale of {@link scaled_mm} is for: the whole matrix, a row, or a block of that shape; LibTorch's number as
 * `value`.
 *
 * @example
 * F.ScalingType.RowWise.value // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export class ScalingType {
  static readonly TensorWise = new ScalingType('TensorWise', 0)
  static readonly RowWise = new ScalingType('RowWise', 1)
  static readonly BlockWise1x16 = new ScalingType('BlockWise1x16', 2)
  static readonly BlockWise1x32 = new ScalingType('BlockWise1x32', 3)
  static readonly BlockWise1x128 = new ScalingType('BlockWise1x128', 4)
  static readonly BlockWise128x128 = new ScalingType('BlockWise128x128', 5)

  private constructor(
    readonly name: string,
    readonly value: number,
  ) {}

  toString(): string {
    return `<_ScalingType.${this.name}: ${this.value}>`
  }
}

/**
 * How the scales of {@link scaled_mm} lie in memory; LibTorch's number as `value`.
 *
 * @example
 * F.SwizzleType.NO_SWIZZLE.value // 0
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export class SwizzleType {
  static readonly NO_SWIZZLE = new SwizzleType('NO_SWIZZLE', 0)
  static readonly SWIZZLE_32_4_4 = new SwizzleType('SWIZZLE_32_4_4', 1)

  private constructor(
    readonly name: string,
    readonly value: number,
  ) {}

  toString(): string {
    return `<_SwizzleType.${this.name}: ${this.value}>`
  }
}

type OneOrMany<T> = T | readonly T[]

function _expand_single_value<T>(v: OneOrMany<T> | null): readonly T[] {
  if (v === null) return []
  return Array.isArray(v) ? (v as readonly T[]) : [v as T]
}

function _enum_list_as_int_list(l: OneOrMany<ScalingType | SwizzleType> | null): number[] {
  return _expand_single_value(l).map((one) => one.value)
}

/**
 * Products of groups of matrices, in one kernel; `offs`, int32, says where in the joined dimension each group ends.
 *
 * Shape: `(G, M, K)` and `(G, K, N)` to `(G, M, N)`; or the rows of all groups joined, `(M, K)` and `(G, K, N)` with
 * offs `(G)` to `(M, N)`; or the columns, `(G, M, K)` and `(K, N)` to `(M, N)`; or the inner dimension, `(M, K)` and
 * `(K, N)` to `(G, M, N)`.
 *
 * @example
 * const [rows, matrices] = [torch.randn(6, 16).bfloat16(), torch.randn(2, 16, 8).bfloat16()]
 * const offs = torch.tensor([4, 6], { dtype: torch.int32 })
 * F.grouped_mm(rows, matrices, { offs }).size() // torch.Size([6, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.grouped_mm.html
 */
export const grouped_mm = def(
  'grouped_mm(mat_a, mat_b, *, offs=None, bias=None, out_dtype=None)',
  (
    mat_a: Tensor,
    mat_b: Tensor,
    offs: Tensor | null,
    bias: Tensor | null,
    out_dtype: dtype | null,
  ): Tensor => C._grouped_mm(mat_a, mat_b, { offs, bias, out_dtype }),
)

/**
 * Product of two matrices of 8 bits or fewer, each scaled as its recipe says; a list of scales and recipes where there
 * are several levels. The result is bfloat16 unless `output_dtype` says otherwise.
 *
 * Shape: `(M, K)` and `(K, N)`, the second transposed in memory, to `(M, N)`; `bias` `(N)`. A scale is `()` for
 * TensorWise, `(M, 1)` and `(1, N)` for RowWise.
 *
 * @example
 * const [a, b] = [torch.ones(16, 32).to(torch.float8_e4m3fn), torch.ones(16, 32).to(torch.float8_e4m3fn)]
 * const { TensorWise } = F.ScalingType
 * F.scaled_mm(a, b.t(), torch.ones([]), TensorWise, torch.ones([]), TensorWise).size() // torch.Size([16, 16])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.scaled_mm.html
 */
export const scaled_mm = def(
  'scaled_mm(mat_a, mat_b, scale_a, scale_recipe_a, scale_b, scale_recipe_b, swizzle_a=None, swizzle_b=None, bias=None, output_dtype=undefined, contraction_dim=(), use_fast_accum=False)',
  (
    mat_a: Tensor,
    mat_b: Tensor,
    scale_a: OneOrMany<Tensor>,
    scale_recipe_a: OneOrMany<ScalingType>,
    scale_b: OneOrMany<Tensor>,
    scale_recipe_b: OneOrMany<ScalingType>,
    swizzle_a: OneOrMany<SwizzleType> | null,
    swizzle_b: OneOrMany<SwizzleType> | null,
    bias: Tensor | null,
    output_dtype: dtype | null | undefined,
    contraction_dim: readonly number[],
    use_fast_accum: boolean,
  ): Tensor =>
    C._scaled_mm_v2(
      mat_a,
      mat_b,
      _expand_single_value(scale_a),
      _enum_list_as_int_list(scale_recipe_a),
      _enum_list_as_int_list(swizzle_a),
      _expand_single_value(scale_b),
      _enum_list_as_int_list(scale_recipe_b),
      _enum_list_as_int_list(swizzle_b),
      bias,
      output_dtype === undefined ? bfloat16 : output_dtype,
      contraction_dim,
      use_fast_accum,
    ),
)

/**
 * {@link scaled_mm} of groups of matrices, as in {@link grouped_mm}, whose shapes it takes. On a GPU only.
 *
 * @example
 * if (torch.cuda.is_available()) {
 *   const [a, b] = [torch.ones(32, 64), torch.ones(2, 16, 64)].map((x) => x.cuda().to(torch.float8_e4m3fn))
 *   const [scale_a, scale_b] = [torch.ones(32).cuda(), torch.ones(2, 16).cuda()]
 *   const offs = torch.tensor([16, 32], { dtype: torch.int32, device: 'cuda' })
 *   const { RowWise } = F.ScalingType
 *   F.scaled_grouped_mm(a, b.transpose(-2, -1), scale_a, RowWise, scale_b, RowWise, { offs }) // (32, 16)
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.scaled_grouped_mm.html
 */
export const scaled_grouped_mm = def(
  'scaled_grouped_mm(mat_a, mat_b, scale_a, scale_recipe_a, scale_b, scale_recipe_b, swizzle_a=None, swizzle_b=None, bias=None, offs=None, output_dtype=undefined, contraction_dim=(), use_fast_accum=False)',
  (
    mat_a: Tensor,
    mat_b: Tensor,
    scale_a: OneOrMany<Tensor>,
    scale_recipe_a: OneOrMany<ScalingType>,
    scale_b: OneOrMany<Tensor>,
    scale_recipe_b: OneOrMany<ScalingType>,
    swizzle_a: OneOrMany<SwizzleType> | null,
    swizzle_b: OneOrMany<SwizzleType> | null,
    bias: Tensor | null,
    offs: Tensor | null,
    output_dtype: dtype | null | undefined,
    contraction_dim: readonly number[],
    use_fast_accum: boolean,
  ): Tensor =>
    C._scaled_grouped_mm_v2(
      mat_a,
      mat_b,
      _expand_single_value(scale_a),
      _enum_list_as_int_list(scale_recipe_a),
      _enum_list_as_int_list(swizzle_a),
      _expand_single_value(scale_b),
      _enum_list_as_int_list(scale_recipe_b),
      _enum_list_as_int_list(swizzle_b),
      offs,
      bias,
      output_dtype === undefined ? bfloat16 : output_dtype,
      contraction_dim,
      use_fast_accum,
    ),
)
