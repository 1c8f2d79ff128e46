// The pruning methods for single elements. Part of torch/nn/utils/prune.py.

import { callable } from '../../../_callable.js'
import { abs, rand_like, topk } from '../../../_generated/torch_functions.js'
import { python } from '../../../_kwargs.js'
import { contiguous_format } from '../../../memory_format.js'
import type { Tensor } from '../../../tensor.js'
import { _validate_pruning_amount_init, countToPrune } from './_amount.js'
import { BasePruningMethod, type PruningType } from './base.js'

abstract class Unstructured extends BasePruningMethod {
  static PRUNING_TYPE: PruningType = 'unstructured'
  declare amount: number

  constructor(amount: number) {
    _validate_pruning_amount_init(amount)
    super()
    this.amount = amount
  }

  /** The indices, in the flat tensor, of the elements to prune. */
  protected abstract chosen(t: Tensor, count: number): Tensor

  override compute_mask(t: Tensor, default_mask: Tensor): Tensor {
    const count = countToPrune(this.amount, t.nelement())
    const mask = default_mask.clone({ memory_format: contiguous_format })
    if (count !== 0) mask.view(-1).index_put_([this.chosen(t, count)], 0)
    return mask
  }
}

const bindRandom = python('RandomUnstructured.__init__(self, amount)')

class RandomUnstructured extends Unstructured {
  constructor(amount: number | { amount: number })
  constructor(...args: unknown[]) {
    super(bindRandom<{ amount: number }>(args).amount)
  }

  protected override chosen(t: Tensor, count: number): Tensor {
    return topk(rand_like(t).view(-1), count).indices
  }
}

const bindL1 = python('L1Unstructured.__init__(self, amount)')

class L1Unstructured extends Unstructured {
  constructor(amount: number | { amount: number })
  constructor(...args: unknown[]) {
    super(bindL1<{ amount: number }>(args).amount)
  }

  protected override chosen(t: Tensor, count: number): Tensor {
    return topk(abs(t).view(-1), count, { largest: false }).indices
  }
}

/**
 * Prunes random elements; keeps the shape. An `amount` that is a whole number is how many, any other, between 0 and 1,
 * is a fraction.
 *
 * @example
 * new nn.utils.prune.RandomUnstructured(2).prune(torch.ones(2, 3)).sum() // tensor(4.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.RandomUnstructured.html
 */
const RandomUnstructured_ = callable(RandomUnstructured)
/**
 * Prunes the elements of the smallest magnitudes; keeps the shape. An `amount` that is a whole number is how many, any
 * other, between 0 and 1, is a fraction.
 *
 * @example
 * new nn.utils.prune.L1Unstructured(0.5).prune(torch.tensor([1, -4, 3, -2])) // tensor([ 0, -4, 3, 0])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.L1Unstructured.html
 */
const L1Unstructured_ = callable(L1Unstructured)
type RandomUnstructured_ = RandomUnstructured
type L1Unstructured_ = L1Unstructured

export { L1Unstructured_ as L1Unstructured, RandomUnstructured_ as RandomUnstructured }
