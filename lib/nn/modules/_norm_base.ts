// _NormBase and _LazyNormBase of torch/nn/modules/batchnorm.py: what batch and instance normalisation share.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { ones, zeros } from '../../_generated/torch_functions.js'
import { pyRepr } from '../../_repr.js'
import { long } from '../../dtype.js'
import { AssertionError, NotImplementedError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { type Parameter, UninitializedBuffer, UninitializedParameter } from '../parameter.js'
import { registerAffine, resetAffine } from './_affine.js'
import { bindMethod } from './_layer.js'
import { type LazyModule, LazyModuleMixin } from './lazy.js'
import { Module } from './module.js'

/** What all of them take besides `num_features`. */
export interface NormOptions {
  eps: number
  momentum: number | null
  affine: boolean
  track_running_stats: boolean
  bias: boolean
  device: Device | null
  dtype: dtype | null
}

export abstract class _NormBase extends Module {
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

  constructor(options: NormOptions & { num_features: number }) {
    super()
    const { num_features, affine, track_running_stats, bias, device, dtype } = options
    const size = [num_features]
    this.num_features = num_features
    this.eps = options.eps
    this.momentum = options.momentum
    this.affine = affine
    this.track_running_stats = track_running_stats
    registerAffine(this, size, { weight: affine, bias: affine && bias }, { device, dtype })
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
    resetAffine(this)
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

// What `_version` of torch/nn/modules/batchnorm.py says.
Object.assign(_NormBase.prototype, { _version: 2 })

const init_LazyNormBase = initializer<
  [
    eps: number,
    momentum: number | null,
    affine: boolean,
    track_running_stats: boolean,
    device: Device | null,
    dtype: dtype | null,
    bias: boolean,
  ]
>()(
  '_LazyNormBase.__init__(self, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True)',
)

// biome-ignore lint/suspicious/noExplicitAny: TypeScript wants mixins to take `any[]`.
type NormConstructor = new (...args: any[]) => _NormBase

/** Makes a normalisation one that learns `num_features` from its first input. */
export function _LazyNormBase<B extends NormConstructor>(Base: B) {
  class LazyNorm extends LazyModuleMixin<NormConstructor>(Base) {
    constructor(...args: ArgumentsOf<typeof init_LazyNormBase>) {
      const options = init_LazyNormBase(args)
      const { affine, track_running_stats, bias, device, dtype } = options
      const none = { affine: false, track_running_stats: false, bias: false }
      super({ ...options, ...none, num_features: 0 })
      this.affine = affine
      this.track_running_stats = track_running_stats
      if (affine) {
        this.weight = new UninitializedParameter({ device, dtype })
        if (bias) this.bias = new UninitializedParameter({ device, dtype })
      }
      if (track_running_stats) {
        this.running_mean = new UninitializedBuffer({ device, dtype })
        this.running_var = new UninitializedBuffer({ device, dtype })
        this.num_batches_tracked = zeros([], { device, dtype: long })
      }
    }

    override reset_parameters(): void {
      if (!this.has_uninitialized_params() && this.num_features !== 0) super.reset_parameters()
    }

    /** Infers `num_features` from the input, and sets the parameters and statistics to their beginnings. */
    override initialize_parameters(input: Tensor): void {
      if (!this.has_uninitialized_params()) return
      this.num_features = input.size(1)
      const shape = [this.num_features]
      if (this.affine) {
        materialize('weight', this.weight, shape)
        if (this.bias !== null) materialize('bias', this.bias, shape)
      }
      if (this.track_running_stats) {
        ;(this.running_mean as UninitializedBuffer).materialize(shape)
        ;(this.running_var as UninitializedBuffer).materialize(shape)
      }
      this.reset_parameters()
    }
  }
  Object.defineProperty(LazyNorm, 'name', { value: '_LazyNormBase' })
  bindMethod(LazyNorm, 'initialize_parameters', 'input')
  return LazyNorm as unknown as new (
    ...args: ArgumentsOf<typeof init_LazyNormBase>
  ) => InstanceType<B> & LazyModule
}

function materialize(name: string, param: Parameter | null, shape: readonly number[]): void {
  if (!(param instanceof UninitializedParameter)) {
    throw new AssertionError(`self.${name} must be an UninitializedParameter`)
  }
  param.materialize(shape)
}
