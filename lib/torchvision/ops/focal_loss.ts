// Mirrors torchvision/ops/focal_loss.py.

import { def } from '../../_def.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { type Reduction, reduceLoss } from './_utils.js'

/**
 * The loss of RetinaNet, https://arxiv.org/abs/1708.02002, for logits and targets of 0 and 1 of any shape: a binary cross
 * entropy in which what is told apart well already counts little, the less the larger `gamma` is. `alpha` weighs ones
 * against zeros; -1 leaves that out.
 *
 * @throws ValueError for another `alpha`, or another `reduction` than `'none'`, `'mean'` and `'sum'`.
 *
 * @example
 * const inputs = torch.tensor([2.5, -1.5])
 * torchvision.ops.sigmoid_focal_loss(inputs, torch.tensor([1.0, 1.0], { dtype: torch.float }))
 * // tensor([0.0001, 0.2844])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.sigmoid_focal_loss.html
 */
export const sigmoid_focal_loss = def(
  "sigmoid_focal_loss(inputs, targets, alpha=0.25, gamma=2, reduction='none')",
  (inputs: Tensor, targets: Tensor, alpha: number, gamma: number, reduction: Reduction): Tensor => {
    if (!(alpha >= 0 && alpha <= 1) && alpha !== -1) {
      throw new ValueError(
        `Invalid alpha value: ${pyStr(alpha)}. alpha must be in the range [0,1] or -1 for ignore.`,
      )
    }
    const p = torch.sigmoid(inputs)
    const { binary_cross_entropy_with_logits } = nn.functional
    const ce_loss = binary_cross_entropy_with_logits(inputs, targets, { reduction: 'none' })
    const others = torch.sub(1, targets)
    const p_t = p.mul(targets).add(torch.sub(1, p).mul(others))
    const loss = ce_loss.mul(torch.sub(1, p_t).pow(gamma))
    if (alpha < 0) return reduceLoss(loss, reduction, false)
    const alpha_t = torch.mul(alpha, targets).add(torch.mul(1 - alpha, others))
    return reduceLoss(alpha_t.mul(loss), reduction, false)
  },
)
