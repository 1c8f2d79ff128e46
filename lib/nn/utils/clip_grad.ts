// Mirrors torch/nn/utils/clip_grad.py.

import { float } from '../../_builtins/conversion.js'
import { def } from '../../_def.js'
import { linalg_vector_norm as vector_norm } from '../../_generated/linalg.js'
import {
  _foreach_clamp_max_,
  _foreach_clamp_min_,
  _foreach_mul_,
  _foreach_norm,
  clamp,
  stack,
} from '../../_generated/torch_functions.js'
import { floatRepr } from '../../_repr.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { tensor } from '../../creation.js'
import { float32 } from '../../dtype.js'
import { RuntimeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import {
  _device_has_foreach_support,
  _group_tensors_by_device_and_dtype,
  _has_foreach_support,
} from '../../utils/_foreach_utils.js'
import { FutureWarning, warn } from '../../warnings.js'

/** One tensor or several. */
export type TensorOrTensors = Tensor | Iterable<Tensor>

function listOf(tensors: TensorOrTensors): Tensor[] {
  return tensors instanceof Tensor ? [tensors] : [...tensors]
}

function gradsOf(parameters: readonly Tensor[]): Tensor[] {
  return parameters.flatMap((p) => p.grad ?? [])
}

// Calls one of two for the tensors of each device and dtype.
function byGroups(
  tensors: Tensor[],
  foreach: boolean | null,
  together: (tensors: Tensor[]) => void,
  oneByOne: (tensors: Tensor[]) => void,
): void {
  for (const { lists } of _group_tensors_by_device_and_dtype([tensors])) {
    const [group] = lists as [Tensor[]]
    const { device } = group[0] as Tensor
    const able =
      foreach === null ? _has_foreach_support(group, device) : _device_has_foreach_support(device)
    if (foreach && !able) {
      throw new RuntimeError(
        `foreach=True was passed, but can't use the foreach API on ${device.type} tensors`,
      )
    }
    if (able && foreach !== false) together(group)
    else oneByOne(group)
  }
}

/**
 * The norm of tensors of any shapes as if they were one vector: the norm of their norms.
 *
 * @param norm_type - which p-norm; Infinity for the greatest magnitude.
 * @param error_if_nonfinite - throws where the norm is NaN or infinite.
 * @param foreach - computes all norms in one call; null where tensors allow it.
 * @returns the norm, a tensor `()`; 0 where there are no tensors.
 * @throws RuntimeError as `error_if_nonfinite` says.
 * @example
 * nn.utils.get_total_norm([torch.ones(2, 2), torch.ones(5)]) // tensor(3.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.get_total_norm.html
 */
export const _get_total_norm = def(
  '_get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None)',
  (
    tensors: TensorOrTensors,
    norm_type: number | string,
    error_if_nonfinite: boolean,
    foreach: boolean | null,
  ): Tensor =>
    no_grad(() => {
      const list = listOf(tensors)
      const order = float(norm_type)
      const [first] = list
      if (first === undefined) return tensor(0, { dtype: float32 })
      const norms: Tensor[] = []
      byGroups(
        list,
        foreach,
        (group) => norms.push(..._foreach_norm(group, order)),
        (group) => norms.push(...group.map((one) => vector_norm(one, order))),
      )
      const total_norm = vector_norm(stack(norms.map((norm) => norm.to(first.device))), order)
      if (error_if_nonfinite && !Number.isFinite(Number(total_norm.item()))) {
        throw new RuntimeError(
          `The total norm of order ${floatRepr(order)} for gradients from ` +
            '`parameters` is non-finite, so it cannot be clipped. To disable ' +
            'this error and scale the gradients by the non-finite norm anyway, ' +
            'set `error_if_nonfinite=False`',
        )
      }
      return total_norm
    }),
)

/**
 * Scales gradients in place by `max_norm / (total_norm + 1e-6)` where that is less than 1: the second half of
 * {@link clip_grad_norm_}, for a norm that is known, a tensor `()`.
 *
 * @example
 * const weight = nn.Parameter(torch.ones(2, 2))
 * weight.grad = torch.ones(2, 2)
 * nn.utils.clip_grads_with_norm_(weight, 1, torch.tensor(2))
 * weight.grad // tensor([[0.5000, 0.5000], [0.5000, 0.5000]])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.clip_grads_with_norm_.html
 */
export const _clip_grads_with_norm_ = def(
  '_clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None)',
  (
    parameters: TensorOrTensors,
    max_norm: number | string,
    total_norm: Tensor,
    foreach: boolean | null,
  ): void =>
    no_grad(() => {
      const grads = gradsOf(listOf(parameters))
      const most = float(max_norm)
      if (grads.length === 0) return
      // Python's `max_norm / tensor`, in its own two steps.
      const clip_coef = total_norm.add(1e-6).reciprocal().mul(most)
      const clamped = clamp(clip_coef, { max: 1 })
      const coefficient = (group: Tensor[]): Tensor => clamped.to((group[0] as Tensor).device)
      byGroups(
        grads,
        foreach,
        (group) => _foreach_mul_(group, coefficient(group)),
        (group) => {
          for (const grad of group) grad.mul_(coefficient(group))
        },
      )
    }),
)

/**
 * Scales the gradients of parameters in place so that the norm of all of them, as one vector, is at most `max_norm`.
 *
 * @param norm_type - which p-norm; Infinity for the greatest magnitude.
 * @param error_if_nonfinite - throws a RuntimeError where the norm is NaN or infinite, and clips nothing.
 * @param foreach - computes with a few calls for all gradients; null where they allow it.
 * @returns the norm before clipping, a tensor `()`.
 * @example
 * loss_fn(net(input), target).backward()
 * nn.utils.clip_grad_norm_(net.parameters(), { max_norm: 1 }).size() // torch.Size([])
 * optimizer.step()
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.clip_grad_norm_.html
 */
export const clip_grad_norm_ = def(
  'clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None)',
  (
    parameters: TensorOrTensors,
    max_norm: number | string,
    norm_type: number | string,
    error_if_nonfinite: boolean,
    foreach: boolean | null,
  ): Tensor => {
    const list = listOf(parameters)
    const isGenerator = Object.prototype.toString.call(parameters) === '[object Generator]'
    if (isGenerator && list.length === 0) {
      warn('`parameters` is an empty generator, no gradient clipping will occur.')
    }
    const total_norm = _get_total_norm(gradsOf(list), norm_type, error_if_nonfinite, foreach)
    _clip_grads_with_norm_(list, max_norm, total_norm, foreach)
    return total_norm
  },
)

/**
 * The old name of {@link clip_grad_norm_}.
 *
 * @deprecated by PyTorch; it warns. Use {@link clip_grad_norm_}.
 */
export const clip_grad_norm = def(
  'clip_grad_norm(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None)',
  (
    parameters: TensorOrTensors,
    max_norm: number | string,
    norm_type: number | string,
    error_if_nonfinite: boolean,
    foreach: boolean | null,
  ): Tensor => {
    warn(
      '`torch.nn.utils.clip_grad_norm` is now deprecated in favor of `torch.nn.utils.clip_grad_norm_`.',
      FutureWarning,
    )
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)
  },
)

/**
 * Clamps every element of the gradients of parameters, in place, to `[-clip_value, clip_value]`. Their shapes are of no
 * matter; parameters without a gradient are passed over.
 *
 * @example
 * const weight = nn.Parameter(torch.zeros(3))
 * weight.grad = torch.tensor([-2, 0.5, 3])
 * nn.utils.clip_grad_value_(weight, 1)
 * weight.grad // tensor([-1.0000, 0.5000, 1.0000])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.clip_grad_value_.html
 */
export const clip_grad_value_ = def(
  'clip_grad_value_(parameters, clip_value, foreach=None)',
  (parameters: TensorOrTensors, clip_value: number | string, foreach: boolean | null): void =>
    no_grad(() => {
      const list = listOf(parameters)
      const most = float(clip_value)
      byGroups(
        gradsOf(list),
        foreach,
        (group) => {
          _foreach_clamp_min_(group, -most)
          _foreach_clamp_max_(group, most)
        },
        (group) => {
          for (const grad of group) grad.clamp_(-most, most)
        },
      )
    }),
)
