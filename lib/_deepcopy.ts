// Python's copy.deepcopy.

import { _neg_view } from './_generated/torch_functions.js'
import { isPlainObject } from './_repr.js'
import { no_grad } from './autograd/grad_mode.js'
import { RuntimeError } from './errors.js'
import type { Tensor } from './types.js'

/** What was copied already, by the original: what is shared stays shared. */
export type Memo = Map<unknown, unknown>

interface Copyable {
  __deepcopy__?: (memo: Memo) => unknown
}

/**
 * A copy of a value and of all that it holds: tensors with their memory, modules, lists, dicts. What has a method
 * `__deepcopy__(memo)` is asked for its copy. Functions and objects of other classes stay the same objects: JavaScript
 * cannot copy what they keep to themselves.
 */
export function deepcopy<T>(value: T, memo: Memo = new Map()): T {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value
  if (memo.has(value)) return memo.get(value) as T
  const { __deepcopy__ } = value as Copyable
  if (typeof __deepcopy__ === 'function') {
    const copy = Reflect.apply(__deepcopy__, value, [memo]) as T
    memo.set(value, copy)
    return copy
  }
  return copyContainer(value, memo) as T
}

function copyContainer(value: object, memo: Memo): unknown {
  const remember = <C extends object>(copy: C): C => {
    memo.set(value, copy)
    return copy
  }
  if (Array.isArray(value)) {
    // Tuples, sizes and named results stay what they are.
    const prototype = Object.getPrototypeOf(value) as object
    const copy = remember(Object.setPrototypeOf([], prototype) as unknown[])
    for (const item of value) copy.push(deepcopy(item as unknown, memo))
    return copy
  }
  if (isPlainObject(value)) {
    const copy = remember({})
    // What is not enumerable too, such as the metadata of a state dict.
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor
      if ('value' in descriptor) descriptor.value = deepcopy(descriptor.value as unknown, memo)
      Object.defineProperty(copy, key, descriptor)
    }
    return copy
  }
  const tag = Object.prototype.toString.call(value)
  if (tag === '[object Map]') {
    const copy = remember(new Map<unknown, unknown>())
    for (const [key, item] of value as Map<unknown, unknown>) {
      copy.set(deepcopy(key, memo), deepcopy(item, memo))
    }
    return copy
  }
  if (tag === '[object Set]') {
    const copy = remember(new Set<unknown>())
    for (const item of value as Set<unknown>) copy.add(deepcopy(item, memo))
    return copy
  }
  if (ArrayBuffer.isView(value) && 'slice' in value) {
    return remember((value as Uint8Array).slice())
  }
  return value
}

/** Mirrors `Tensor.__deepcopy__` of torch/_tensor.py. Tensors on one storage have copies on one storage. */
export function copyTensor(self: Tensor, memo: Memo): Tensor {
  if (!self.is_leaf) {
    throw new RuntimeError(
      'Only Tensors created explicitly by the user ' +
        '(graph leaves) support the deepcopy protocol at the moment.  ' +
        'If you were attempting to deepcopy a module, this may be because ' +
        'of a torch.nn.utils.weight_norm usage, ' +
        'see https://github.com/pytorch/pytorch/pull/103001',
    )
  }
  if (memo.has(self)) return memo.get(self) as Tensor
  const copy = no_grad(() => copyValues(self, memo))
  if (self.requires_grad) copy.requires_grad_()
  memo.set(self, copy)
  if (self.grad !== null) copy.grad = deepcopy(self.grad, memo)
  for (const key of Object.keys(self)) {
    if (key !== '_h') Reflect.set(copy, key, deepcopy(Reflect.get(self, key) as unknown, memo))
  }
  return copy
}

function copyValues(self: Tensor, memo: Memo): Tensor {
  const hasStorage = String(self.layout) === 'torch.strided' && !self.is_nested
  if (!hasStorage || self.is_quantized || self.device.type === 'meta') return self.clone()
  const { nbytes, pointer } = memoryOf(self)
  // One storage is one object in Python; here its address tells.
  const key = `memory at ${pointer}`
  const known = nbytes > 0 ? (memo.get(key) as Tensor | undefined) : undefined
  const memory = known ?? wholeMemory(self, nbytes).clone()
  if (nbytes > 0) memo.set(key, memory)
  const copy = self.new_empty([])
  copy.set_(memory.view(self.dtype), self.storage_offset(), self.size(), self.stride())
  // Lazy conjugation and negation are marks on the tensor, not in the memory.
  const conjugated = self.is_conj() ? copy.conj_physical() : copy
  return self.is_neg() ? conjugated.neg() : conjugated
}

function memoryOf(self: Tensor): { nbytes: number; pointer: number | bigint } {
  const storage = self.untyped_storage()
  return { nbytes: storage.nbytes(), pointer: storage.data_ptr() }
}

// All elements of the storage as they lie there.
function wholeMemory(self: Tensor, nbytes: number): Tensor {
  const unconjugated = self.is_conj() ? self.conj() : self
  const plain = self.is_neg() ? _neg_view(unconjugated) : unconjugated
  return plain.as_strided([Math.floor(nbytes / self.element_size())], [1], 0)
}
