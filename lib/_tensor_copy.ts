// How tensors are copied: Tensor.__deepcopy__ of torch/_tensor.py.

import { no_grad } from './autograd/grad_mode.js'
import { deepcopy, type Memo } from './copy.js'
import { RuntimeError } from './errors.js'
import { type Handle, native } from './native.js'
import type { Tensor } from './types.js'

export interface CopyMethods {
  /** What `copy.deepcopy` gives: its own memory, which copies of views of the same memory share. Only for leaves. */
  __deepcopy__(memo: Memo): this
  /** What `copy.copy` gives: another tensor of the same memory. */
  __copy__(): this
}

type Handled = { readonly _h: Handle }
type Storages = Map<number | bigint, Tensor>

// Copies of memory, as bytes, are kept in the memo under the name that Python has for them.
function storageCopy(tensor: Tensor & Handled, memo: Memo): Tensor {
  const storages = (memo.get('torch') as Storages | undefined) ?? (new Map() as Storages)
  memo.set('torch', storages)
  const key = native.storageKey(tensor._h)
  const known = storages.get(key)
  if (known) return known
  const made = native.storageTensor(tensor._h).clone()
  storages.set(key, made)
  return made
}

function copyOf(tensor: Tensor & Handled, memo: Memo): Tensor {
  const whole = tensor.is_meta || tensor.is_quantized || tensor.is_nested
  if (whole || String(tensor.layout) !== 'torch.strided') return tensor.clone()
  const bytes = storageCopy(tensor, memo)
  const { itemsize, dtype } = tensor
  const elements = Math.floor(bytes.numel() / itemsize)
  const made = bytes
    .narrow(0, 0, elements * itemsize)
    .view(dtype)
    // Its data: a view would be tied to the bytes.
    .as_strided(tensor.size(), tensor.stride(), tensor.storage_offset()).data
  if (tensor.is_conj()) return made.conj_physical()
  return tensor.is_neg() ? made.neg() : made
}

// Its class and what users hung on it; `_h` is the wrapper's own.
function dress(made: Tensor, tensor: Tensor, copied: (value: unknown) => unknown): void {
  Object.setPrototypeOf(made, Object.getPrototypeOf(tensor) as object)
  for (const [key, value] of Object.entries(tensor)) {
    if (key !== '_h') Object.defineProperty(made, key, property(copied(value)))
  }
}

const property = (value: unknown): PropertyDescriptor => ({
  value,
  writable: true,
  enumerable: true,
  configurable: true,
})

export const copyMethods: Readonly<
  Record<string, (this: Tensor & Handled, ...args: never[]) => Tensor>
> = {
  __deepcopy__(memo: Memo): Tensor {
    if (!this.is_leaf) {
      throw new RuntimeError(
        'Only Tensors created explicitly by the user ' +
          '(graph leaves) support the deepcopy protocol at the moment.  ' +
          'If you were attempting to deepcopy a module, this may be because ' +
          'of a torch.nn.utils.weight_norm usage, ' +
          'see https://github.com/pytorch/pytorch/pull/103001',
      )
    }
    if (memo.has(this)) return memo.get(this) as Tensor
    const made = no_grad(() => copyOf(this, memo))
    memo.set(this, made)
    if (this.requires_grad) made.requires_grad_()
    const { grad } = this
    if (grad) made.grad = deepcopy(grad, memo)
    dress(made, this, (value) => deepcopy(value, memo))
    return made
  },

  __copy__(): Tensor {
    const made = this.detach()
    made.requires_grad_(this.requires_grad)
    dress(made, this, (value) => value)
    return made
  },
}
