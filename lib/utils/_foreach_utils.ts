// Mirrors torch/utils/_foreach_utils.py.

import type { device } from '../device.js'
import { Tensor } from '../tensor.js'

/** The kinds of devices whose tensors Python updates with `_foreach_` operators by default. */
export function _get_foreach_kernels_supported_devices(): string[] {
  return ['cuda', 'xpu', 'mtia', 'privateuseone']
}

/** The kinds of devices that have `_fused_` operators. */
export function _get_fused_kernels_supported_devices(): string[] {
  return ['mps', 'cuda', 'xpu', 'hpu', 'cpu', 'mtia', 'privateuseone']
}

/** Lists of tensors that belong together by position; `indices` say where they were in the whole lists. */
export interface TensorGroup<Lists extends readonly unknown[][]> {
  lists: Lists
  indices: number[]
}

/**
 * Splits lists of tensors by the device and dtype of the tensors of the first, as `_foreach_` operators need them.
 * Lists may be empty. Most often there is one group, which then is the lists themselves.
 */
export function _group_tensors_by_device_and_dtype<Lists extends readonly unknown[][]>(
  lists: Lists,
): TensorGroup<Lists>[] {
  const tensors = lists[0] as Tensor[]
  const groups = new Map<string, number[]>()
  for (const [i, tensor] of tensors.entries()) {
    const key = `${tensor.device} ${tensor.dtype}`
    const group = groups.get(key)
    if (group) group.push(i)
    else groups.set(key, [i])
  }
  const all = [...groups.values()]
  if (all.length === 1) return [{ lists, indices: all[0] as number[] }]
  return all.map((indices) => ({
    lists: lists.map((list) =>
      list.length === 0 ? [] : indices.map((i) => list[i]),
    ) as unknown as Lists,
    indices,
  }))
}

/** Whether `_foreach_` operators run on a device. */
export function _device_has_foreach_support(device: device): boolean {
  return [..._get_foreach_kernels_supported_devices(), 'cpu'].includes(device.type)
}

/** Whether `_foreach_` operators take these tensors: plain ones, no parameters. */
export function _has_foreach_support(tensors: readonly Tensor[], device: device): boolean {
  return (
    _device_has_foreach_support(device) &&
    tensors.every((tensor) => Object.getPrototypeOf(tensor) === Tensor.prototype)
  )
}
