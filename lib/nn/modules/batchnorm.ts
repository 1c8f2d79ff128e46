// Mirrors BatchNorm1d to BatchNorm3d of torch/nn/modules/batchnorm.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { empty, ones, zeros } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { long } from '../../dtype.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { bindForward } from './_layer.js'
import { Module } from './module.js'

const init_NormBase = initializer<
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
  '_NormBase.__init__(self, num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True)',
)

class _NormBase extends Module {
  declare num_features: number
  declare eps: number
  declare momentum: number | null
  declare affine: boolean
  declare track_running_stats: boolean
  declare weight: Parameter | null
  declare bias: Parameter | null
  declare running_mean: Tensor | null
  declare running_var: Tensor | null
  declare num_batches_tracked: Tensor | null

  constructor(...args: ArgumentsOf<typeof init_NormBase>) {
    super()
    const options = init_NormBase(args)
    const { num_features, affine, track_running_stats, bias, device, dtype } = options
    const size = [num_features]
    this.num_features = num_features
    this.eps = options.eps
    this.momentum = options.momentum
    this.affine = affine
    this.track_running_stats = track_running_stats
    const parameter = (): Parameter => new Parameter(empty(size, { device, dtype }))
    this.register_parameter('weight', affine ? parameter() : null)
    this.register_parameter('bias', affine && bias ? parameter() : null)
    const tracked = track_running_stats
    this.register_buffer('running_mean', tracked ? zeros(size, { device, dtype }) : null)
    this.register_buffer('running_var', tracked ? ones(size, { device, dtype }) : null)
    this.register_buffer('num_batches_tracked', tracked ? zeros([], { device, dtype: long }) : null)
    this.reset_parameters()
  }

  /** Forgets the statistics. */
  reset_running_stats(): void {
    if (!this.track_running_stats) return
    this.running_mean?.zero_()
    this.running_var?.fill_(1)
    this.num_batches_tracked?.zero_()
  }

  /** Forgets the statistics, sets weights to 1 and biases to 0. */
  reset_parameters(): void {
    this.reset_running_stats()
    if (this.weight !== null) init.ones_(this.weight)
    if (this.bias !== null) init.zeros_(this.bias)
  }

  _check_input_dim(_input: Tensor): void {
    throw new NotImplementedError()
  }

  // Version 2 added `num_batches_tracked`: states from before it have none.
  override _load_from_state_dict(...args: Parameters<Module['_load_from_state_dict']>): void {
    const [state_dict, prefix, { version }] = args
    const key = `${prefix}num_batches_tracked`
    const isOld = typeof version !== 'number' || version < 2
    if (isOld && this.track_running_stats && !Object.hasOwn(state_dict, key)) {
      const { num_batches_tracked } = this
      state_dict[key] =
        num_batches_tracked !== null && num_batches_tracked.device.type !== 'meta'
          ? num_batches_tracked
          : zeros([], { dtype: long })
    }
    super._load_from_state_dict(...args)
  }

  override extra_repr(): string {
    const { num_features, eps, momentum, affine, track_running_stats } = this
    return (
      `${num_features}, eps=${pyRepr(eps)}, momentum=${pyRepr(momentum)}, affine=${pyRepr(affine)}, ` +
      `bias=${pyRepr(this.bias !== null)}, track_running_stats=${pyRepr(track_running_stats)}`
    )
  }
}

class _BatchNorm extends _NormBase {
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
    const dim = input.dim()
    if (dim !== 2 && dim !== 3) throw new ValueError(`expected 2D or 3D input (got ${dim}D input)`)
  }
}

class BatchNorm2d extends _BatchNorm {
  override _check_input_dim(input: Tensor): void {
    const dim = input.dim()
    if (dim !== 4) throw new ValueError(`expected 4D input (got ${dim}D input)`)
  }
}

class BatchNorm3d extends _BatchNorm {
  override _check_input_dim(input: Tensor): void {
    const dim = input.dim()
    if (dim !== 5) throw new ValueError(`expected 5D input (got ${dim}D input)`)
  }
}

bindForward(_BatchNorm, 'input')
// What `_version` of torch/nn/modules/batchnorm.py says.
Object.assign(_NormBase.prototype, { _version: 2 })

/**
 * Batch normalisation of `(N, C)` or `(N, C, L)`: each channel to mean 0 and variance 1, then scaled and moved.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm1d.html
 */
const BatchNorm1d_ = callable(BatchNorm1d)
/**
 * Batch normalisation of images `(N, C, H, W)`: each channel to mean 0 and variance 1, then scaled and moved.
 * In training by the batch, whose statistics are gathered; in evaluation by what was gathered.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm2d.html
 */
const BatchNorm2d_ = callable(BatchNorm2d)
/**
 * Batch normalisation of volumes `(N, C, D, H, W)`.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BatchNorm3d.html
 */
const BatchNorm3d_ = callable(BatchNorm3d)
type BatchNorm1d_ = BatchNorm1d
type BatchNorm2d_ = BatchNorm2d
type BatchNorm3d_ = BatchNorm3d

export {
  _BatchNorm,
  _NormBase,
  BatchNorm1d_ as BatchNorm1d,
  BatchNorm2d_ as BatchNorm2d,
  BatchNorm3d_ as BatchNorm3d,
}
