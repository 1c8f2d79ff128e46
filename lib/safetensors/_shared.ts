// Which tensors of a dict share memory, and which of their names to keep: of safetensors/torch.py.

import { pyRepr } from '../_repr.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'

type Tensors = Readonly<Record<string, Tensor>>

const bytesOf = (tensor: Tensor): bigint => BigInt(tensor.numel() * tensor.dtype.itemsize)

function endOf(tensor: Tensor): bigint {
  const start = BigInt(tensor.data_ptr())
  if (tensor.numel() === 0) return start
  let last = 0
  for (const [d, size] of tensor.size().entries())
    last += (size - 1) * (tensor.stride()[d] as number)
  return start + BigInt((last + 1) * tensor.dtype.itemsize)
}

// Views of one storage that do not overlap share nothing.
function apart(names: readonly string[], tensors: Tensors): string[][] {
  if (names.length < 2) return [[...names]]
  const areas = names.map((name) => {
    const tensor = tensors[name] as Tensor
    return { name, start: BigInt(tensor.data_ptr()), stop: endOf(tensor) }
  })
  areas.sort((a, b) => {
    if (a.start !== b.start) return a.start < b.start ? -1 : 1
    if (a.stop !== b.stop) return a.stop < b.stop ? -1 : 1
    return a.name < b.name ? -1 : 1
  })
  const groups: string[][] = []
  let last: bigint | null = null
  for (const { name, start, stop } of areas) {
    if (last === null || start >= last) groups.push([name])
    else groups.at(-1)?.push(name)
    last = stop
  }
  return groups
}

/** The names of tensors by the memory that they share. */
export function sharedNames(tensors: Tensors): string[][] {
  const byStorage = new Map<string, string[]>()
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor.is_meta) continue
    const storage = tensor.untyped_storage()
    if (storage.data_ptr() === 0 || storage.nbytes() === 0) continue
    const key = `${tensor.device} ${storage.data_ptr()} ${storage.nbytes()}`
    byStorage.set(key, [...(byStorage.get(key) ?? []), name])
  }
  return [...byStorage.values()].flatMap((names) => apart(names, tensors))
}

function isComplete(tensor: Tensor): boolean {
  const storage = tensor.untyped_storage()
  return tensor.data_ptr() === storage.data_ptr() && bytesOf(tensor) === BigInt(storage.nbytes())
}

/** For each name to keep the names of the same memory; `preferred` are kept where there is a choice. */
export function duplicateNames(
  tensors: Tensors,
  preferred: readonly string[] = [],
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const shared of sharedNames(tensors)) {
    const complete = shared.filter((name) => isComplete(tensors[name] as Tensor)).sort()
    const [first] = complete
    if (first === undefined) {
      throw new RuntimeError(
        'Error while trying to find names to remove to save state dict, but found no suitable name to keep' +
          ` for saving amongst: ${pyRepr(new Set(shared))}. None is covering the entire storage.Refusing to save/load the model` +
          ' since you could be storing much more memory than needed. Please refer to' +
          ' https://huggingface.co/docs/safetensors/torch_shared_tensors for more information. Or open an' +
          ' issue.',
      )
    }
    const kept = complete.find((name) => preferred.includes(name)) ?? first
    const others = shared.filter((name) => name !== kept).sort()
    if (others.length > 0) found.set(kept, others)
  }
  return found
}
