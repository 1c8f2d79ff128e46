// The pruning methods for whole channels. Part of torch/nn/utils/prune.py.

import { callable } from '../../../_callable.js'
import { kthvalue, rand, topk, zeros_like } from '../../../_generated/torch_functions.js'
import { python } from '../../../_kwargs.js'
import type { NormOrder } from '../../../functional/norm.js'
import type { Tensor } from '../../../tensor.js'
import {
  _compute_norm,
  _validate_pruning_amount_init,
  checkChannels,
  countToPrune,
} from './_amount.js'
import { BasePruningMethod, type PruningType } from './base.js'

abstract class Structured extends BasePruningMethod {
  static PRUNING_TYPE: PruningType = 'structured'
  declare amount: number
  declare dim: number

  constructor(amount: number, dim: number) {
    _validate_pruning_amount_init(amount)
    super()
    this.amount = amount
    this.dim = dim
  }

  /** Which of the channels stay, as an index of their dimension. */
  protected abstract kept(t: Tensor, channels: number, count: number): Tensor

  override compute_mask(t: Tensor, default_mask: Tensor): Tensor {
    const { dim } = this
    checkChannels(t, dim)
    const channels = t.size(dim)
    const count = countToPrune(this.amount, channels)
    if (count === 0) return default_mask
    const mask = zeros_like(t)
    const part = new Array<':' | Tensor>(t.dim()).fill(':')
    part[dim < 0 ? dim + t.dim() : dim] = this.kept(t, channels, count)
    mask.index_put_(part, 1)
    return mask.mul_(default_mask.to({ dtype: mask.dtype }))
  }
}

const bindRandom = python('RandomStructured.__init__(self, amount, dim=-1)')

class RandomStructured extends Structured {
  constructor(amount: number, dim?: number)
  constructor(options: { amount: number; dim?: number })
  constructor(...args: unknown[]) {
    const { amount, dim } = bindRandom<{ amount: number; dim: number }>(args)
    super(amount, dim)
  }

  protected override kept(_t: Tensor, channels: number, count: number): Tensor {
    const prob = rand(channels)
    return prob.gt(kthvalue(prob, count).values)
  }
}

const bindLn = python('LnStructured.__init__(self, amount, n, dim=-1)')

class LnStructured extends Structured {
  declare n: NormOrder

  constructor(amount: number, n: NormOrder, dim?: number)
  constructor(amount: number, options: { n: NormOrder; dim?: number })
  constructor(options: { amount: number; n: NormOrder; dim?: number })
  constructor(...args: unknown[]) {
    const { amount, n, dim } = bindLn<{ amount: number; n: NormOrder; dim: number }>(args)
    super(amount, dim)
    this.n = n
  }

  protected override kept(t: Tensor, channels: number, count: number): Tensor {
    const norm = _compute_norm(t, this.n, this.dim)
    return topk(norm, channels - count, { largest: true }).indices
  }
}

/**
 * Prunes random channels of a dimension of a tensor, which has two or more; keeps the shape. An `amount` that is a
 * whole number is how many, any other, between 0 and 1, is a fraction.
 *
 * @example
 * new nn.utils.prune.RandomStructured(1, 0).prune(torch.ones(3, 2)).sum() // tensor(4.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.RandomStructured.html
 */
const RandomStructured_ = callable(RandomStructured)
/**
 * Prunes the channels of a dimension with the smallest n-norms, of a tensor that has two dimensions or more; keeps the
 * shape. An `amount` that is a whole number is how many, any other, between 0 and 1, is a fraction.
 *
 * @example
 * const method = new nn.utils.prune.LnStructured(0.5, 2, 0)
 * method.prune(torch.tensor([[1, 2], [3, 4]], { dtype: torch.float })) // tensor([[0., 0.], [3., 4.]])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.LnStructured.html
 */
const LnStructured_ = callable(LnStructured)
type RandomStructured_ = RandomStructured
type LnStructured_ = LnStructured

export { LnStructured_ as LnStructured, RandomStructured_ as RandomStructured }
