// Mirrors torch/nn/modules/batchnorm.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import { checkDim } from './_check.js'
import { bindForward } from './_layer.js'
import { _LazyNormBase, _NormBase } from './_norm_base.js'
import type { Module } from './module.js'

const init_BatchNorm = initializer<
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
  '_BatchNorm.__init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True)',
)

class _BatchNorm extends _NormBase {
  constructor(...args: ArgumentsOf<typeof init_BatchNorm>) {
    super(init_BatchNorm(args))
  }

  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    const { training, track_running_stats, momentum, num_batches_tracked } = this
    let factor = momentum ?? 0
    if (training && track_running_stats && num_batches_tracked !== null) {
      num_batches_tracked.add_(1)
      // Without a momentum: the mean over all batches so far.
      if (momentum === null) factor = 1 / Number(num_batches_tracked.item())
    }
    const { running_mean, running_var } = this
    const usesStatistics = !training || track_running_stats
    return F.batch_norm(
      input,
      usesStatistics ? running_mean : null,
      usesStatistics ? running_var : null,
      this.weight,
      this.bias,
      training || (running_mean === null && running_var === null),
      factor,
      this.eps,
    )
  }
}

class BatchNorm1d extends _BatchNorm {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 2, 3)
  }
}

class BatchNorm2d extends _BatchNorm {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 4)
  }
}

class BatchNorm3d extends _BatchNorm {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 5)
  }
}

// As in Python these are no BatchNorm1d, BatchNorm2d or BatchNorm3d until their first call.
class LazyBatchNorm1d extends _LazyNormBase(_BatchNorm) {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 2, 3)
  }
}

class LazyBatchNorm2d extends _LazyNormBase(_BatchNorm) {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 4)
  }
}

class LazyBatchNorm3d extends _LazyNormBase(_BatchNorm) {
  override _check_input_dim(input: Tensor): void {
    checkDim(input, 5)
  }
}

const initSyncBatchNorm = initializer<
  [
    num_features: number,
    eps: number,
    momentum: number | null,
    affine: boolean,
    track_running_stats: boolean,
    process_group: null,
    device: Device | null,
    dtype: dtype | null,
    bias: boolean,
  ]
>()(
  'SyncBatchNorm.__init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, process_group=None, device=None, dtype=None, *, bias=True)',
)

class SyncBatchNorm extends _BatchNorm {
  declare process_group: null

  constructor(...args: ArgumentsOf<typeof initSyncBatchNorm>) {
    const { process_group, ...options } = initSyncBatchNorm(args)
    super(options)
    this.process_group = process_group
  }

  override _check_input_dim(input: Tensor): void {
    const dim = input.dim()
    if (dim < 2) throw new ValueError(`expected at least 2D input (got ${dim}D input)`)
  }

  _check_non_zero_input_channels(input: Tensor): void {
    if (input.size(1) === 0) {
      throw new ValueError('SyncBatchNorm number of input channels should be non-zero')
    }
  }

  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    this._check_non_zero_input_channels(input)
    if (this.training && this.track_running_stats && this.num_batches_tracked === null) {
      throw new AssertionError('num_batches_tracked must not be None')
    }
    return super.forward(input)
  }

  /** A module with all batch normalisations in it, itself included, made such ones; their tensors are kept. */
  static convert_sync_batchnorm(module: Module, process_group: null = null): Module {
    const output = module instanceof _BatchNorm ? synchronised(module, process_group) : module
    for (const [name, child] of [...module.named_children()]) {
      output.add_module(name, SyncBatchNorm.convert_sync_batchnorm(child, process_group))
    }
    return output
  }
}

function synchronised(module: _BatchNorm, process_group: null): SyncBatchNorm {
  const { num_features, eps, momentum, affine, track_running_stats, bias } = module
  const made = new SyncBatchNorm_(num_features, eps, momentum, affine, track_running_stats, {
    process_group,
    bias: bias !== null,
  })
  if (affine) {
    no_grad(() => {
      made.weight = module.weight
      made.bias = bias
    })
  }
  made.running_mean = module.running_mean
  made.running_var = module.running_var
  made.num_batches_tracked = module.num_batches_tracked
  made.training = module.training
  return made
}

bindForward(_BatchNorm, 'input')
bindForward(SyncBatchNorm, 'input')

/**
 * Batch normalisation of `(N, C)` or `(N, C, L)`: each channel to mean 0 and variance 1, then scaled and moved,
 * `(x - mean) / √(variance + eps) · weight + bias`.
 *
 * In training by the batch, whose statistics are gathered, `running = (1 - momentum) running + momentum batch`, or as
 * their mean where `momentum` is null; in evaluation by what was gathered.
 *
 * @example
 * nn.BatchNorm1d(100, { affine: false })(torch.randn(20, 100)).size() // torch.Size([20, 100])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm1d.html
 */
const BatchNorm1d_ = callable(BatchNorm1d)
/**
 * Batch normalisation of images `(N, C, H, W)`: each channel to mean 0 and variance 1, then scaled and moved.
 * See {@link BatchNorm1d}.
 *
 * @example
 * nn.BatchNorm2d(3)(torch.randn(20, 3, 35, 45)).size() // torch.Size([20, 3, 35, 45])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm2d.html
 */
const BatchNorm2d_ = callable(BatchNorm2d)
/**
 * Batch normalisation of volumes `(N, C, D, H, W)`. See {@link BatchNorm1d}.
 *
 * @example
 * nn.BatchNorm3d(100)(torch.randn(20, 100, 5, 6, 7)).size() // torch.Size([20, 100, 5, 6, 7])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm3d.html
 */
const BatchNorm3d_ = callable(BatchNorm3d)
/**
 * {@link BatchNorm1d} without the argument `num_features`, which the first input tells: `(N, num_features)` or
 * `(N, num_features, L)`. After it the module is a BatchNorm1d.
 *
 * @example
 * const norm = nn.LazyBatchNorm1d()
 * norm(torch.randn(20, 100)).size() // torch.Size([20, 100])
 * norm // BatchNorm1d(100, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyBatchNorm1d.html
 */
const LazyBatchNorm1d_ = callable(LazyBatchNorm1d)
/**
 * {@link BatchNorm2d} without the argument `num_features`, which the first input tells: `(N, num_features, H, W)`.
 * After it the module is a BatchNorm2d.
 *
 * @example
 * const norm = nn.LazyBatchNorm2d()
 * norm(torch.randn(20, 100, 35, 45))
 * norm.num_features // 100
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyBatchNorm2d.html
 */
const LazyBatchNorm2d_ = callable(LazyBatchNorm2d)
/**
 * {@link BatchNorm3d} without the argument `num_features`, which the first input tells: `(N, num_features, D, H, W)`.
 * After it the module is a BatchNorm3d.
 *
 * @example
 * const norm = nn.LazyBatchNorm3d()
 * norm(torch.randn(20, 100, 5, 6, 7))
 * norm.num_features // 100
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LazyBatchNorm3d.html
 */
const LazyBatchNorm3d_ = callable(LazyBatchNorm3d)
/**
 * Batch normalisation of `(N, C, *)` over all processes that train together. There is one here, so that it does what
 * {@link BatchNorm1d} does, for inputs of any number of dimensions from two on.
 *
 * @example
 * const net = nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8)))
 * net(torch.randn(4, 3, 9, 9)).size() // torch.Size([4, 8, 7, 7])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.SyncBatchNorm.html
 */
const SyncBatchNorm_ = callable(SyncBatchNorm)
// Where their first call leads.
Object.assign(LazyBatchNorm1d.prototype, { cls_to_become: BatchNorm1d_ })
Object.assign(LazyBatchNorm2d.prototype, { cls_to_become: BatchNorm2d_ })
Object.assign(LazyBatchNorm3d.prototype, { cls_to_become: BatchNorm3d_ })
type BatchNorm1d_ = BatchNorm1d
type BatchNorm2d_ = BatchNorm2d
type BatchNorm3d_ = BatchNorm3d
type LazyBatchNorm1d_ = LazyBatchNorm1d
type LazyBatchNorm2d_ = LazyBatchNorm2d
type LazyBatchNorm3d_ = LazyBatchNorm3d
type SyncBatchNorm_ = SyncBatchNorm

export {
  _BatchNorm,
  _LazyNormBase,
  _NormBase,
  BatchNorm1d_ as BatchNorm1d,
  BatchNorm2d_ as BatchNorm2d,
  BatchNorm3d_ as BatchNorm3d,
  LazyBatchNorm1d_ as LazyBatchNorm1d,
  LazyBatchNorm2d_ as LazyBatchNorm2d,
  LazyBatchNorm3d_ as LazyBatchNorm3d,
  SyncBatchNorm_ as SyncBatchNorm,
}
