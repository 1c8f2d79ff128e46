// The averages that AveragedModel can keep. Part of torch/optim/swa_utils.py.

import * as C from '../../_generated/torch_functions.js'
import { pyStr } from '../../_repr.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import type { MaybeTensor } from '../_common.js'
import { minus, over, plus, times } from '../_scalars.js'
import { pairs } from '../lr_scheduler/_param_groups.js'

/** Gives the new average of one parameter, from the old one, the parameter and how many were averaged before. */
export type AvgFn = (averaged: Tensor, current: Tensor, num_averaged: MaybeTensor) => Tensor

/** Updates the averages of a list of parameters in place. */
export type MultiAvgFn = (averaged: Tensor[], current: Tensor[], num_averaged: MaybeTensor) => void

function checkDecay(decay: number): void {
  if (decay >= 0 && decay <= 1) return
  throw new ValueError(
    `Invalid decay value ${pyStr(decay)} provided. Please provide a value in [0,1] range.`,
  )
}

// What `_foreach_lerp_` takes.
function canLerp([first]: readonly Tensor[]): boolean {
  return first !== undefined && (first.is_floating_point() || first.is_complex())
}

/**
 * An exponential moving average of lists of parameters, a `multi_avg_fn` for {@link AveragedModel}:
 * `averaged * decay + current * (1 - decay)`, in place. A `decay` outside of 0 to 1 is a ValueError.
 *
 * @example
 * const ema_model = optim.swa_utils.AveragedModel(net, { multi_avg_fn: get_ema_multi_avg_fn(0.999) })
 * ema_model.update_parameters(net)
 * ema_model.n_averaged // tensor(1)
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html#weight-averaging-swa-and-ema
 */
export function get_ema_multi_avg_fn(decay = 0.999): MultiAvgFn {
  checkDecay(decay)
  return (averaged, current) =>
    no_grad(() => {
      if (canLerp(averaged)) C._foreach_lerp_(averaged, current, 1 - decay)
      else {
        for (const [ema, model] of pairs(averaged, current)) {
          ema.copy_(ema.mul(decay).add(model.mul(1 - decay)))
        }
      }
    })
}

/**
 * The mean of lists of parameters over all updates, a `multi_avg_fn` for {@link AveragedModel}: with `n` updates
 * before, `averaged + (current - averaged) / (n + 1)`, in place.
 *
 * @example
 * const averaged = [torch.zeros(2)]
 * get_swa_multi_avg_fn()(averaged, [torch.ones(2)], 1)
 * averaged[0] // tensor([0.5000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html#weight-averaging-swa-and-ema
 */
export function get_swa_multi_avg_fn(): MultiAvgFn {
  return (averaged, current, num_averaged) =>
    no_grad(() => {
      const count = plus(num_averaged, 1)
      if (canLerp(averaged)) {
        C._foreach_lerp_(averaged, current, over(1, count) as number)
        return
      }
      const diffs = C._foreach_sub(current, averaged)
      if (count instanceof Tensor) {
        C._foreach_addcdiv_(
          averaged,
          diffs,
          averaged.map(() => count),
        )
      } else C._foreach_add_(averaged, diffs, { alpha: 1 / count })
    })
}

/**
 * An exponential moving average of one parameter, an `avg_fn` for {@link AveragedModel}:
 * `decay * averaged + (1 - decay) * current`. A `decay` outside of 0 to 1 is a ValueError.
 *
 * @example
 * get_ema_avg_fn(0.75)(torch.zeros(2), torch.ones(2), 1) // tensor([0.2500, 0.2500])
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html#weight-averaging-swa-and-ema
 */
export function get_ema_avg_fn(decay = 0.999): AvgFn {
  checkDecay(decay)
  return (averaged, current) =>
    no_grad(() => plus(times(decay, averaged), times(1 - decay, current)) as Tensor)
}

/**
 * The mean of one parameter over all updates, an `avg_fn` for {@link AveragedModel}.
 *
 * @example
 * get_swa_avg_fn()(torch.zeros(2), torch.ones(2), 1) // tensor([0.5000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/optim.html#weight-averaging-swa-and-ema
 */
export function get_swa_avg_fn(): AvgFn {
  return (averaged, current, num_averaged) =>
    no_grad(() => plus(averaged, over(minus(current, averaged), plus(num_averaged, 1))) as Tensor)
}
