// Unscaling of gradients for GradScaler of torch/amp/grad_scaler.py.

import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { typeName } from '../_typename.js'
import { no_grad } from '../autograd/grad_mode.js'
import { float16 } from '../dtype.js'
import { AssertionError, ValueError } from '../errors.js'
import type { Optimizer } from '../optim/optimizer.js'
import type { Tensor } from '../tensor.js'

/** Copies of a tensor on every device that asks for one. */
export class _MultiDeviceReplicator {
  readonly master: Tensor
  readonly _per_device_tensors: Map<string, Tensor>

  constructor(master_tensor: Tensor) {
    this.master = master_tensor
    this._per_device_tensors = new Map()
  }

  get(device: Tensor['device']): Tensor {
    const key = String(device)
    const known = this._per_device_tensors.get(key)
    if (known) return known
    const made = this.master.to({ device, non_blocking: true, copy: true })
    this._per_device_tensors.set(key, made)
    return made
  }
}

// What of a gradient is unscaled: of a sparse one the values.
function unscalable(param: Tensor, grad: Tensor, allow_fp16: boolean): Tensor {
  const half = grad.dtype === float16
  if (half && !allow_fp16) throw new ValueError('Attempting to unscale FP16 gradients.')
  if (!grad.is_sparse) return grad
  if (!half) return grad._values()
  // Values of one place are summed first, which may overflow.
  const coalesced = grad.coalesce()
  param.grad = coalesced
  return coalesced._values()
}

/** Multiplies all gradients by `inv_scale`; gives, for each device, whether one of them is infinite or NaN. */
export function unscaleGrads(
  { param_groups }: Optimizer,
  inv_scale: Tensor,
  found_inf: Tensor,
  allow_fp16: boolean,
): Map<string, Tensor> {
  const inverses = new _MultiDeviceReplicator(inv_scale)
  const found = new _MultiDeviceReplicator(found_inf)
  no_grad(() => {
    const lists = new Map<string, [Tensor, ...Tensor[]]>()
    for (const param of param_groups.flatMap(({ params }) => params)) {
      if (!isTensor(param)) {
        throw new AssertionError(`expected param to be torch.Tensor, got ${typeName(param)}`)
      }
      const { grad } = param
      if (!grad) continue
      const one = unscalable(param, grad, allow_fp16)
      const key = `${one.device} ${one.dtype}`
      const list = lists.get(key)
      if (list) list.push(one)
      else lists.set(key, [one])
    }
    for (const grads of lists.values()) {
      const { device } = grads[0]
      C._amp_foreach_non_finite_check_and_unscale_(grads, found.get(device), inverses.get(device))
    }
  })
  return found._per_device_tensors
}
