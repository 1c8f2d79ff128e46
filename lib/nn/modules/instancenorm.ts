// Mirrors torch/nn/modules/instancenorm.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { warn } from '../../warnings.js'
import * as F from '../functional.js'
import { checkDim } from './_check.js'
import { bindForward } from './_layer.js'
import { _LazyNormBase, _NormBase } from './_norm_base.js'
import type { Module } from './module.js'

const init_InstanceNorm = initializer<
  [
    num_features: number,
    eps: number,
    momentum: number | null,
    affine: boolean,
    track_running_stats: boolean,
    device: Device | null,
    dtype: dtype | null,
    bias: boolean,
  ]
>()(
  '_InstanceNorm.__init__(self, num_features, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, device=None, dtype=None, *, bias=True)',
)

class _InstanceNorm extends _NormBase {
  constructor(...args: ArgumentsOf<typeof init_InstanceNorm>) {
    super(init_InstanceNorm(args))
  }

  /** The number of dimensions of one sample. */
  _get_no_batch_dim(): number {
    throw new NotImplementedError()
  }

  override _check_input_dim(input: Tensor): void {
    const unbatched = this._get_no_batch_dim()
    checkDim(input, unbatched, unbatched + 1)
  }

  _handle_no_batch_input(input: Tensor): Tensor {
    return this._apply_instance_norm(input.unsqueeze(0)).squeeze(0)
  }

  _apply_instance_norm(input: Tensor): Tensor {
    return F.instance_norm(
      input,
      this.running_mean,
      this.running_var,
      this.weight,
      this.bias,
      this.training || !this.track_running_stats,
      this.momentum ?? 0,
      this.eps,
    )
  }

  // Before 0.4 statistics were gathered by default.
  override _load_from_state_dict(...args: Parameters<Module['_load_from_state_dict']>): void {
    const [state_dict, prefix, { version }, , , , error_msgs] = args
    if (version === undefined && !this.track_running_stats) {
      const keys = ['running_mean', 'running_var']
        .map((name) => prefix + name)
        .filter((key) => Object.hasOwn(state_dict, key))
      if (keys.length > 0) error_msgs.push(unexpectedStatistics(keys, this._get_name()))
      for (const key of keys) delete state_dict[key]
    }
    super._load_from_state_dict(...args)
  }

  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    const unbatched = this._get_no_batch_dim()
    const dim = input.dim() - unbatched
    if (input.size(dim) !== this.num_features) {
      if (this.affine) {
        throw new ValueError(
          `expected input's size at dim=${dim} to match num_features (${this.num_features}), ` +
            `but got: ${input.size(dim)}.`,
        )
      }
      warn(
        `input's size at dim=${dim} does not match num_features. ` +
          'You can silence this warning by not passing in num_features, ' +
          'which is not used because affine=False',
      )
    }
    return dim === 0 ? this._handle_no_batch_input(input) : this._apply_instance_norm(input)
  }
}

function unexpectedStatistics(keys: readonly string[], name: string): string {
  const list = keys.map((key) => `"${key}"`).join(' and ')
  return (
    `Unexpected running stats buffer(s) ${list} for ${name} with track_running_stats=False. ` +
    'If state_dict is a checkpoint saved before 0.4.0, this may be expected because ' +
    `${name} does not track running stats by default since 0.4.0. ` +
    'Please remove these keys from state_dict. If the running stats are actually needed, ' +
    `instead set track_running_stats=True in ${name} to enable them. ` +
    `See the documentation of ${name} for details.`
  )
}

class InstanceNorm1d extends _InstanceNorm {
  override _get_no_batch_dim(): number {
    return 2
  }
}

class InstanceNorm2d extends _InstanceNorm {
  override _get_no_batch_dim(): number {
    return 3
  }
}

class InstanceNorm3d extends _InstanceNorm {
  override _get_no_batch_dim(): number {
    return 4
  }
}

// As in Python these are no InstanceNorm1d, InstanceNorm2d or InstanceNorm3d until their first call.
class LazyInstanceNorm1d extends _LazyNormBase(_InstanceNorm) {
  override _get_no_batch_dim(): number {
    return 2
  }
}

class LazyInstanceNorm2d extends _LazyNormBase(_InstanceNorm) {
  override _get_no_batch_dim(): number {
    return 3
  }
}

class LazyInstanceNorm3d extends _LazyNormBase(_InstanceNorm) {
  override _get_no_batch_dim(): number {
    return 4
  }
}

bindForward(_InstanceNorm, 'input')

/**
 * Normalises each channel of each sample of sequences `(N, C, L)` or `(C, L)` to mean 0 and variance 1,
 * `(x - mean) / √(variance + eps)`; `affine` scales and moves it then. With `track_running_stats` statistics are
 * gathered in training and used in evaluation.
 *
 * @example
 * nn.InstanceNorm1d(100, { affine: true })(torch.randn(20, 100, 40)).size() // torch.Size([20, 100, 40])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm1d.html
 */
const InstanceNorm1d_ = callable(InstanceNorm1d)
/**
 * Normalises each channel of each sample of images `(N, C, H, W)` or `(C, H, W)` to mean 0 and variance 1,
 * `(x - mean) / √(variance + eps)`; `affine` scales and moves it then. With `track_running_stats` statistics are
 * gathered in training and used in evaluation.
 *
 * @example
 * nn.InstanceNorm2d(100, { affine: true })(torch.randn(20, 100, 35, 45)).size() // torch.Size([20, 100, 35, 45])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm2d.html
 */
const InstanceNorm2d_ = callable(InstanceNorm2d)
/**
 * Normalises each channel of each sample of volumes `(N, C, D, H, W)` or `(C, D, H, W)` to mean 0 and variance 1,
 * `(x - mean) / √(variance + eps)`; `affine` scales and moves it then. With `track_running_stats` statistics are
 * gathered in training and used in evaluation.
 *
 * @example
 * nn.InstanceNorm3d(100, { affine: true })(torch.randn(20, 100, 5, 6, 7)).size() // torch.Size([20, 100, 5, 6, 7])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.InstanceNorm3d.html
 */
const InstanceNorm3d_ = callable(InstanceNorm3d)
/**
 * {@link InstanceNorm1d} without the argument `num_features`, which the first input tells: `(N, num_features, L)`.
 * `affine` and `track_running_stats` are true unless given. After the first call the module is an InstanceNorm1d.
 *
 * @example
 * const norm = nn.LazyInstanceNorm1d()
 * norm(torch.randn(20, 100, 40))
 * norm.num_features // 100
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyInstanceNorm1d.html
 */
const LazyInstanceNorm1d_ = callable(LazyInstanceNorm1d)
/**
 * {@link InstanceNorm2d} without the argument `num_features`, which the first input tells: `(N, num_features, H, W)`.
 * `affine` and `track_running_stats` are true unless given. After the first call the module is an InstanceNorm2d.
 *
 * @example
 * const norm = nn.LazyInstanceNorm2d()
 * norm(torch.randn(20, 100, 35, 45))
 * norm.num_features // 100
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyInstanceNorm2d.html
 */
const LazyInstanceNorm2d_ = callable(LazyInstanceNorm2d)
/**
 * {@link InstanceNorm3d} without the argument `num_features`, which the first input tells:
 * `(N, num_features, D, H, W)`. `affine` and `track_running_stats` are true unless given. After the first call the
 * module is an InstanceNorm3d.
 *
 * @example
 * const norm = nn.LazyInstanceNorm3d()
 * norm(torch.randn(20, 100, 5, 6, 7))
 * norm.num_features // 100
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyInstanceNorm3d.html
 */
const LazyInstanceNorm3d_ = callable(LazyInstanceNorm3d)
// Where their first call leads.
Object.assign(LazyInstanceNorm1d.prototype, { cls_to_become: InstanceNorm1d_ })
Object.assign(LazyInstanceNorm2d.prototype, { cls_to_become: InstanceNorm2d_ })
Object.assign(LazyInstanceNorm3d.prototype, { cls_to_become: InstanceNorm3d_ })
type InstanceNorm1d_ = InstanceNorm1d
type InstanceNorm2d_ = InstanceNorm2d
type InstanceNorm3d_ = InstanceNorm3d
type LazyInstanceNorm1d_ = LazyInstanceNorm1d
type LazyInstanceNorm2d_ = LazyInstanceNorm2d
type LazyInstanceNorm3d_ = LazyInstanceNorm3d

export {
  _InstanceNorm,
  InstanceNorm1d_ as InstanceNorm1d,
  InstanceNorm2d_ as InstanceNorm2d,
  InstanceNorm3d_ as InstanceNorm3d,
  LazyInstanceNorm1d_ as LazyInstanceNorm1d,
  LazyInstanceNorm2d_ as LazyInstanceNorm2d,
  LazyInstanceNorm3d_ as LazyInstanceNorm3d,
}
