// Mirrors torch/nn/utils/_named_member_accessor.py: the tensors of a module by their paths, to be swapped for others.

import { isTensor } from '../../_is_tensor.js'
import { pyRepr } from '../../_repr.js'
import { AttributeError, KeyError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { hasAttribute } from '../modules/_attributes.js'
import { splitPath } from '../modules/_members.js'
import { Module } from '../modules/module.js'

/** Stands for a tensor that a module does not have. */
export const _MISSING = Symbol('missing')

/** What a name of a module may stand for. */
export type Member = Tensor | null | typeof _MISSING

function checkTensor(value: unknown): asserts value is Member {
  if (value !== _MISSING && value !== null && !isTensor(value)) {
    throw new TypeError(`${pyRepr(value)} is not an instance of torch.Tensor`)
  }
}

function replace(dict: Record<string, unknown>, name: string, value: Member): Member {
  const before = dict[name] as Tensor | null
  if (value === _MISSING) delete dict[name]
  else dict[name] = value
  return before
}

/** Puts a tensor in the place of another, which it gives; {@link _MISSING} takes it away. */
export function swap_tensor(module: Module, name: string, tensor: Member): Member {
  checkTensor(tensor)
  if (name.includes('.')) throw new KeyError('tensor name can\'t contain "."')
  if (name === '') throw new KeyError('tensor name can\'t be empty string ""')
  if (name in module._parameters) return replace(module._parameters, name, tensor)
  if (name in module._buffers) return replace(module._buffers, name, tensor)
  const before: unknown = hasAttribute(module, name) ? Reflect.get(module, name) : _MISSING
  if (before !== _MISSING && before !== null && !isTensor(before)) {
    throw new TypeError(
      `attribute \`${name}\`: ${pyRepr(before)} is not an instance of torch.Tensor`,
    )
  }
  if (tensor !== _MISSING) Reflect.set(module, name, tensor)
  else if (before !== _MISSING) Reflect.deleteProperty(module, name)
  return before as Member
}

/** Finds the submodules of a module by their paths, and remembers them. */
export class NamedMemberAccessor {
  readonly #memo = new Map<string, Module>()

  constructor(readonly module: Module) {}

  get_submodule(name: string): Module {
    if (name === '') return this.module
    const known = this.#memo.get(name)
    if (known !== undefined) return known
    const [path, attr] = splitPath(name)
    const parent = this.get_submodule(path)
    if (!hasAttribute(parent, attr)) {
      throw new AttributeError(`${parent._get_name()} has no attribute \`${attr}\``)
    }
    const submodule: unknown = Reflect.get(parent, attr)
    if (!(submodule instanceof Module)) {
      throw new TypeError(
        `submodule \`${name}\`: ${pyRepr(submodule)} is not an instance of torch.nn.Module`,
      )
    }
    this.#memo.set(name, submodule)
    return submodule
  }

  /** Swaps these tensors in; gives those that were there. Swaps all back if one cannot be. */
  swap_tensors_dict(named_tensors: Iterable<readonly [string, Member]>): Map<string, Member> {
    const originals = new Map<string, Member>()
    try {
      for (const [path, tensor] of named_tensors) {
        originals.set(path, this.#swap(path, tensor))
      }
    } catch (error) {
      for (const [path, original] of originals) this.#swap(path, original)
      throw error
    }
    return originals
  }

  #swap(path: string, tensor: Member): Member {
    const [parent, attr] = splitPath(path)
    return swap_tensor(this.get_submodule(parent), attr, tensor)
  }

  /** Which names of tensors are missing in `keys`, and which are none. */
  check_keys(keys: Iterable<string>): [missing: string[], unexpected: string[]] {
    const given = new Set(keys)
    const valid = new Set<string>()
    for (const [name] of this.module.named_parameters({ remove_duplicate: false })) valid.add(name)
    for (const [name] of this.module.named_buffers({ remove_duplicate: false })) valid.add(name)
    return [
      [...valid].filter((name) => !given.has(name)).sort(),
      [...given].filter((name) => !valid.has(name)).sort(),
    ]
  }
}
