// Mirrors the methods that torch/_tensor.py writes by hand on top of the operators.

import { copyTensor, type Memo } from './_deepcopy.js'
import { method, type PyFunction } from './_def.js'
import { type DimOrderArgs, dim_order } from './_dim_order.js'
import * as C from './_generated/torch_functions.js'
import { isTensor } from './_is_tensor.js'
import * as removed from './_linalg_utils.js'
import { RuntimeError } from './errors.js'
import type { NormOrder } from './functional/norm.js'
import type { UniqueResult } from './functional/unique.js'
import * as functional from './functional.js'
import type { dtype, Tensor } from './types.js'

type Flag = boolean | undefined
type Ints = number | readonly number[]
type StftArgs = [
  n_fft: number,
  hop_length: number | null,
  win_length: number | null,
  window: Tensor | null,
  center: boolean,
  pad_mode: string,
  normalized: boolean,
  onesided: boolean | null,
  return_complex: boolean | null,
  align_to_window: boolean | null,
]
type IstftArgs = [
  n_fft: number,
  hop_length: number | null,
  win_length: number | null,
  window: Tensor | null,
  center: boolean,
  normalized: boolean,
  onesided: boolean | null,
  length: number | null,
  return_complex: boolean,
]

/** What {@link pythonTensorMethods} adds to every tensor. */
export interface PythonTensorMethods {
  /** A copy with its own memory, shared as the originals share theirs: Python's `copy.deepcopy(x)`. */
  __deepcopy__(memo: Memo): Tensor
  /**
   * See `torch.norm`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.norm.html
   */
  norm: PyFunction<
    "norm(p='fro', dim=None, keepdim=False, dtype=None)",
    [p: NormOrder, dim: Ints | null, keepdim: boolean, dtype: dtype | null],
    Tensor
  >
  /**
   * See `torch.lu`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.lu.html
   */
  lu(pivot?: boolean, get_infos?: false): [Tensor, Tensor]
  lu(options: { pivot?: boolean; get_infos?: false }): [Tensor, Tensor]
  lu(pivot: boolean, get_infos: true): [Tensor, Tensor, Tensor]
  lu(options: { pivot?: boolean; get_infos: true }): [Tensor, Tensor, Tensor]
  /**
   * See `torch.stft`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.stft.html
   */
  stft: PyFunction<
    "stft(n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None)",
    StftArgs,
    Tensor
  >
  /**
   * See `torch.istft`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.istft.html
   */
  istft: PyFunction<
    'istft(n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False)',
    IstftArgs,
    Tensor
  >
  /**
   * See `torch.split`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.split.html
   */
  split: PyFunction<
    'split(split_size, dim=0)',
    [split_size: number | readonly number[] | Tensor, dim: number],
    Tensor[]
  >
  /**
   * See `torch.unique`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.unique.html
   */
  unique<I extends Flag = false, C extends Flag = false>(options?: {
    sorted?: boolean | undefined
    return_inverse?: I
    return_counts?: C
    dim?: number | null | undefined
  }): UniqueResult<I, C>
  unique<I extends boolean = false, C extends boolean = false>(
    sorted: boolean,
    return_inverse?: I,
    return_counts?: C,
    dim?: number | null,
  ): UniqueResult<I, C>
  /**
   * See `torch.unique_consecutive`.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.unique_consecutive.html
   */
  unique_consecutive<I extends Flag = false, C extends Flag = false>(options?: {
    return_inverse?: I
    return_counts?: C
    dim?: number | null | undefined
  }): UniqueResult<I, C>
  unique_consecutive<I extends boolean, C extends boolean = false>(
    return_inverse: I,
    return_counts?: C,
    dim?: number | null,
  ): UniqueResult<I, C>
  /**
   * Splits one dimension into several, of `sizes`, one of which may be -1. No sizes throw a RuntimeError.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.unflatten.html
   */
  unflatten: PyFunction<'unflatten(dim, sizes)', [dim: number, sizes: readonly number[]], Tensor>
  /**
   * The order of the dimensions in memory, from the outermost in. Where several orders are possible, an
   * `ambiguity_check` throws a RuntimeError.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.dim_order.html
   */
  dim_order: PyFunction<'dim_order(*, ambiguity_check=False)', DimOrderArgs, number[]>
  /** As a sparse tensor in coordinate format. */
  to_sparse_coo(): Tensor
  /**
   * What `load_state_dict` does to the tensor `this` with the loaded `other`: copies it, or with `assign` takes it.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.Tensor.module_load.html
   */
  module_load: PyFunction<
    'module_load(other, assign=False)',
    [other: Tensor, assign: boolean],
    Tensor
  >
  /** Removed from PyTorch: throws a RuntimeError that shows what to do instead. @deprecated */
  reinforce(reward: Tensor): never
  /** Removed from PyTorch: throws a RuntimeError. @deprecated */
  solve(other: Tensor): never
  /** Removed from PyTorch: throws a RuntimeError. @deprecated */
  lstsq(other: Tensor): never
  /** Removed from PyTorch: throws a RuntimeError. @deprecated */
  eig(eigenvectors?: boolean): never
  /** Removed from PyTorch: throws a RuntimeError. @deprecated */
  symeig(eigenvectors?: boolean): never
}

// A tensor of one element counts as an int.
function splitSize(split_size: number | readonly number[] | Tensor): number | readonly number[] {
  if (isTensor(split_size) && split_size.numel() === 1) {
    return Math.trunc(Number(split_size.item()))
  }
  return split_size as number | readonly number[]
}

const reinforceText = `reinforce() was removed.
Use torch.distributions instead.
See https://pytorch.org/docs/main/distributions.html

Instead of:

probs = policy_network(state)
action = probs.multinomial()
next_state, reward = env.step(action)
action.reinforce(reward)
action.backward()

Use:

probs = policy_network(state)
# NOTE: categorical is equivalent to what used to be called multinomial
m = torch.distributions.Categorical(probs)
action = m.sample()
next_state, reward = env.step(action)
loss = -m.log_prob(action) * reward
loss.backward()
`

/** The methods, for tensor.ts to put on `Tensor.prototype`. */
export const pythonTensorMethods = {
  norm: method(
    "Tensor.norm(self, p='fro', dim=None, keepdim=False, dtype=None)",
    (self: Tensor, p: NormOrder, dim: Ints | null, keepdim: boolean, dtype: dtype | null) =>
      functional.norm(self, p, dim, keepdim, { dtype }),
  ),
  lu: method(
    'Tensor.lu(self, pivot=True, get_infos=False)',
    (self: Tensor, pivot: boolean, get_infos: boolean) => {
      const [LU, pivots, infos] = C._lu_with_info(self, pivot, !get_infos)
      return get_infos ? [LU, pivots, infos] : [LU, pivots]
    },
  ),
  stft: method(
    "Tensor.stft(self, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None)",
    (self: Tensor, ...args: StftArgs) => functional.stft(self, ...args),
  ),
  istft: method(
    'Tensor.istft(self, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False)',
    (self: Tensor, ...args: IstftArgs) => functional.istft(self, ...args),
  ),
  split: method(
    'Tensor.split(self, split_size, dim=0)',
    (self: Tensor, split_size: number | readonly number[] | Tensor, dim: number) => {
      const size = splitSize(split_size)
      return typeof size === 'number'
        ? C.split(self, size, dim)
        : C.split_with_sizes(self, size, dim)
    },
  ),
  unique: method(
    'Tensor.unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None)',
    (
      self: Tensor,
      sorted: boolean,
      return_inverse: boolean,
      return_counts: boolean,
      dim: number | null,
    ) => functional.unique(self, { sorted, return_inverse, return_counts, dim }),
  ),
  unique_consecutive: method(
    'Tensor.unique_consecutive(self, return_inverse=False, return_counts=False, dim=None)',
    (self: Tensor, return_inverse: boolean, return_counts: boolean, dim: number | null) =>
      functional.unique_consecutive(self, { return_inverse, return_counts, dim }),
  ),
  unflatten: method(
    'Tensor.unflatten(self, dim, sizes)',
    (self: Tensor, dim: number, sizes: readonly number[]) => {
      if (sizes.length === 0) throw new RuntimeError('unflatten: sizes must be non-empty')
      return C.unflatten(self, dim, sizes)
    },
  ),
  dim_order: method('Tensor.dim_order(self, *, ambiguity_check=False)', dim_order),
  to_sparse_coo: method('Tensor.to_sparse_coo(self)', (self: Tensor) => self.to_sparse()),
  module_load: method(
    'Tensor.module_load(self, other, assign=False)',
    (self: Tensor, other: Tensor, assign: boolean) =>
      assign ? other.detach() : self.copy_(other).detach(),
  ),
  __deepcopy__: method('Tensor.__deepcopy__(self, memo)', copyTensor),
  reinforce: method('Tensor.reinforce(self, reward)', (_self: Tensor) => {
    throw new RuntimeError(reinforceText)
  }),
  solve: method('Tensor.solve(self, other)', () => removed.solve()),
  lstsq: method('Tensor.lstsq(self, other)', () => removed.lstsq()),
  eig: method('Tensor.eig(self, eigenvectors=False)', () => removed.eig()),
  symeig: method('Tensor.symeig(self, eigenvectors=False)', () => removed.symeig()),
}
