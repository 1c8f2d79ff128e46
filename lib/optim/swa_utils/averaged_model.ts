// Mirrors AveragedModel of torch/optim/swa_utils.py.

import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { deepcopy } from '../../copy.js'
import { tensor } from '../../creation.js'
import { int64 } from '../../dtype.js'
import { AssertionError } from '../../errors.js'
import { Module } from '../../nn/modules/module.js'
import type { Tensor } from '../../tensor.js'
import type { Device } from '../../types.js'
import {
  _get_foreach_kernels_supported_devices,
  _group_tensors_by_device_and_dtype,
} from '../../utils/_foreach_utils.js'
import { pairs } from '../lr_scheduler/_param_groups.js'
import { type AvgFn, get_swa_avg_fn, get_swa_multi_avg_fn, type MultiAvgFn } from './averages.js'

/** The keywords of {@link AveragedModel}. */
export interface AveragedModelOptions {
  /** Where the averages are kept; where the parameters are unless given. */
  device?: Device | null
  /** How one parameter is averaged. */
  avg_fn?: AvgFn | null
  /** How lists of parameters are averaged. */
  multi_avg_fn?: MultiAvgFn | null
  /** Whether buffers are averaged as well, instead of copied. */
  use_buffers?: boolean
}

const bindInit = python(
  'AveragedModel.__init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False)',
)

function* bothOf(model: Module): Iterable<Tensor> {
  yield* model.parameters()
  yield* model.buffers()
}

class AveragedModel<M extends Module = Module> extends Module {
  /** The copy of the model that has the averages. */
  declare module: M
  /** How many were averaged. */
  declare n_averaged: Tensor
  declare avg_fn: AvgFn | null
  declare multi_avg_fn: MultiAvgFn | null
  declare use_buffers: boolean

  constructor(
    model: M,
    device?: Device | null,
    avg_fn?: AvgFn | null,
    multi_avg_fn?: MultiAvgFn | null,
    use_buffers?: boolean,
  )
  constructor(model: M, options: AveragedModelOptions)
  constructor(...args: unknown[]) {
    super()
    const given = bindInit<Required<AveragedModelOptions> & { model: M }>(args)
    const { model, device, avg_fn, multi_avg_fn, use_buffers } = given
    if (avg_fn !== null && multi_avg_fn !== null) {
      throw new AssertionError('Only one of avg_fn and multi_avg_fn should be provided')
    }
    this.module = deepcopy(model)
    if (device !== null) this.module = this.module.to(device)
    this.register_buffer('n_averaged', tensor(0, { dtype: int64, device }))
    this.avg_fn = avg_fn
    this.multi_avg_fn = multi_avg_fn
    this.use_buffers = use_buffers
  }

  override forward(...args: Parameters<M['forward']>): ReturnType<M['forward']> {
    return (this.module as Module)(...args) as ReturnType<M['forward']>
  }

  /** Takes the parameters that the model has now into the averages. */
  update_parameters(model: Module): void {
    const { module, n_averaged, use_buffers } = this
    const own = [...(use_buffers ? bothOf(module) : this.parameters())]
    const theirs = [...(use_buffers ? bothOf(model) : model.parameters())]
    const first = n_averaged.item() === 0
    const averaged: Tensor[] = []
    const current: Tensor[] = []
    for (const [i, one] of own.slice(0, theirs.length).entries()) {
      const target = one.detach()
      const source = (theirs[i] as Tensor).detach().to(one.device)
      averaged.push(target)
      current.push(source)
      if (first) target.copy_(source)
    }
    if (!first) average(this, averaged, current)
    if (!use_buffers) {
      for (const [kept, now] of pairs([...module.buffers()], [...model.buffers()])) {
        kept.detach().copy_(now.detach().to(kept.device))
      }
    }
    n_averaged.add_(1)
  }
}

function average(model: AveragedModel, averaged: Tensor[], current: Tensor[]): void {
  const { avg_fn, multi_avg_fn, n_averaged } = model
  const oneByOne = (own: Tensor[], theirs: Tensor[], fn: AvgFn): void => {
    for (const [one, now] of pairs(own, theirs)) {
      one.copy_(fn(one, now, n_averaged.to(one.device)))
    }
  }
  if (multi_avg_fn === null && avg_fn !== null) {
    oneByOne(averaged, current, avg_fn)
    return
  }
  for (const { lists } of _group_tensors_by_device_and_dtype([averaged, current])) {
    const [own, theirs] = lists as [Tensor[], Tensor[]]
    const device = own[0]?.device
    if (!device) continue
    const fast = _get_foreach_kernels_supported_devices().includes(device.type)
    const fn = multi_avg_fn ?? (fast ? get_swa_multi_avg_fn() : null)
    if (fn) fn(own, theirs, n_averaged.to(device))
    else oneByOne(own, theirs, get_swa_avg_fn())
  }
}

/**
 * A copy of a model whose parameters are averages of what the model's were at each `update_parameters`: by default
 * their mean (stochastic weight averaging), else what `avg_fn(averaged, current, num_averaged)` gives for each
 * parameter or `multi_avg_fn` does to lists of them. `use_buffers` averages the buffers as well, `device` is where the
 * copy goes.
 *
 * @example
 * const swa_model = optim.swa_utils.AveragedModel(net)
 * // after every epoch of the last ones
 * swa_model.update_parameters(net)
 * optim.swa_utils.update_bn(loader, swa_model)
 * swa_model(input) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.swa_utils.AveragedModel.html
 */
const AveragedModel_ = callable(AveragedModel) as typeof AveragedModel & {
  <M extends Module>(
    model: M,
    device?: Device | null,
    avg_fn?: AvgFn | null,
    multi_avg_fn?: MultiAvgFn | null,
    use_buffers?: boolean,
  ): AveragedModel<M>
  <M extends Module>(model: M, options: AveragedModelOptions): AveragedModel<M>
}
type AveragedModel_<M extends Module = Module> = AveragedModel<M>

export { AveragedModel_ as AveragedModel }
