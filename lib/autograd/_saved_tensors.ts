// The hooks of saved tensors of torch/autograd/graph.py.

import { splitBody, withBlock } from '../_contextlib.js'
import { python } from '../_kwargs.js'
import type { device } from '../device.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'

function push<Packed>(
  pack_hook: (tensor: Tensor) => Packed,
  unpack_hook: (packed: Packed) => Tensor,
): () => void {
  native.pushSavedTensorHooks(pack_hook, unpack_hook as (packed: never) => Tensor)
  return () => native.popSavedTensorHooks()
}

/**
 * Inside the block, tensors that the graph saves for backward go through `pack_hook`, whose result is kept in their
 * place; `unpack_hook` gives the tensor back when backward needs it.
 *
 * @example
 * const x = torch.tensor([1, 2], { dtype: torch.float, requires_grad: true })
 * const { saved_tensors_hooks } = torch.autograd.graph
 * const y = saved_tensors_hooks((t) => t.half(), (t) => t.float(), () => x.square())
 * y.sum().backward()
 * x.grad // tensor([2., 4.])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.graph.saved_tensors_hooks
 */
export function saved_tensors_hooks<Packed>(
  pack_hook: (tensor: Tensor) => Packed,
  unpack_hook: (packed: Packed) => Tensor,
): Disposable
export function saved_tensors_hooks<Packed, R>(
  pack_hook: (tensor: Tensor) => Packed,
  unpack_hook: (packed: Packed) => Tensor,
  body: () => R,
): R
export function saved_tensors_hooks<Packed, R>(
  pack_hook: (tensor: Tensor) => Packed,
  unpack_hook: (packed: Packed) => Tensor,
  body?: () => R,
): R | Disposable {
  return withBlock(() => push(pack_hook, unpack_hook), body)
}

interface SaveOnCpuOptions {
  /** Whether the copies are page-locked, which makes them faster and asynchronous. */
  pin_memory?: boolean | undefined
  /** The accelerator that is asked whether memory can be page-locked. */
  device_type?: string | undefined
}

const bindSaveOnCpu = python("save_on_cpu(pin_memory=False, device_type='cuda')")

/**
 * Inside the block, tensors that the graph saves for backward are kept on the CPU and go back to their device when
 * backward needs them: less memory of the GPU for more time. `pin_memory` keeps them where the GPU copies from quickly.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const y = torch.autograd.graph.save_on_cpu(() => x.exp().sum())
 * y.backward()
 * x.grad // tensor([2.7183, 2.7183])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.graph.save_on_cpu
 */
export function save_on_cpu(pin_memory?: boolean, device_type?: string): Disposable
export function save_on_cpu(kw: SaveOnCpuOptions): Disposable
export function save_on_cpu<R>(body: () => R): R
export function save_on_cpu<R>(kw: SaveOnCpuOptions | boolean, body: () => R): R
export function save_on_cpu<R>(...given: unknown[]): R | Disposable {
  const [args, body] = splitBody<R>(given)
  const { pin_memory } = bindSaveOnCpu<{ pin_memory: boolean; device_type: string }>(args)
  const pack = (tensor: Tensor): [device, Tensor] => {
    if (!pin_memory) return [tensor.device, tensor.cpu()]
    const pinned = native.cudaIsAvailable() && !tensor.is_sparse
    const packed = tensor.new_empty(tensor.size(), { device: 'cpu', pin_memory: pinned })
    packed.copy_(tensor, { non_blocking: pinned })
    return [tensor.device, packed]
  }
  const unpack = ([device, tensor]: [device, Tensor]): Tensor =>
    tensor.to(device, { non_blocking: pin_memory })
  return withBlock(() => push(pack, unpack), body)
}

/**
 * Inside the block, hooks of saved tensors are refused with this message: for code that would not work with them.
 *
 * @throws RuntimeError with the message, from {@link saved_tensors_hooks} inside.
 *
 * @example
 * const { disable_saved_tensors_hooks, saved_tensors_hooks } = torch.autograd.graph
 * let message = ''
 * disable_saved_tensors_hooks('no hooks here', () => {
 *   try {
 *     saved_tensors_hooks((t) => t, (t) => t, () => input.exp())
 *   } catch (error) {
 *     message = (error as Error).message
 *   }
 * })
 * message // 'no hooks here'
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.graph.disable_saved_tensors_hooks
 */
export function disable_saved_tensors_hooks(error_message: string): Disposable
export function disable_saved_tensors_hooks<R>(error_message: string, body: () => R): R
export function disable_saved_tensors_hooks<R>(
  error_message: string,
  body?: () => R,
): R | Disposable {
  return withBlock(() => {
    const before = native.savedTensorHooksDisabled()
    native.disableSavedTensorHooks(error_message)
    return () => native.disableSavedTensorHooks(before)
  }, body)
}
