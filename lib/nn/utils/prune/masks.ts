// The pruning methods whose masks are given. Part of torch/nn/utils/prune.py.

import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import { AssertionError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import { BasePruningMethod, type PruningType } from './base.js'

class Identity extends BasePruningMethod {
  static PRUNING_TYPE: PruningType = 'unstructured'

  override compute_mask(_t: Tensor, default_mask: Tensor): Tensor {
    return default_mask
  }
}

const bind = python('CustomFromMask.__init__(self, mask)')

class CustomFromMask extends BasePruningMethod {
  static PRUNING_TYPE: PruningType = 'global'
  declare mask: Tensor

  constructor(mask: Tensor | { mask: Tensor })
  constructor(...args: unknown[]) {
    const { mask } = bind<{ mask: Tensor }>(args)
    super()
    this.mask = mask
  }

  override compute_mask(_t: Tensor, default_mask: Tensor): Tensor {
    const { mask } = this
    if (String(default_mask.shape) !== String(mask.shape)) {
      throw new AssertionError(
        `default_mask shape ${default_mask.shape} must match self.mask shape ${mask.shape}`,
      )
    }
    return default_mask.mul(mask.to({ dtype: default_mask.dtype }))
  }
}

/**
 * Prunes nothing, and makes all that pruning needs, with a mask of ones; keeps the shape.
 *
 * @example
 * new nn.utils.prune.Identity().prune(torch.ones(3)) // tensor([1., 1., 1.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.Identity.html
 */
const Identity_ = callable(Identity)
/**
 * Prunes by a mask that is given: 1 for what stays. It has the shape of the tensor, or an AssertionError is thrown.
 *
 * @example
 * new nn.utils.prune.CustomFromMask(torch.tensor([0, 1, 0])).prune(torch.ones(3)) // tensor([0., 1., 0.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.CustomFromMask.html
 */
const CustomFromMask_ = callable(CustomFromMask)
type Identity_ = Identity
type CustomFromMask_ = CustomFromMask

export { CustomFromMask_ as CustomFromMask, Identity_ as Identity }
