// What a module holds: lookup by path, iteration, and what is done to all of it. Part of torch/nn/modules/module.py.

import { typeName } from '../../../_typename.js'
import { AttributeError, ValueError } from '../../../errors.js'
import type { Tensor } from '../../../tensor.js'
import { Parameter } from '../../parameter.js'
import { hasAttribute, isModule } from '../_attributes.js'
import {
  attribute,
  type MemberOptions,
  namedMembers,
  namedModules,
  type Pair,
  splitPath,
  values,
} from '../_members.js'
import { items } from '../_registry.js'
import { bind } from '../_signatures.js'
import type { Module } from '../module.js'
import { ModuleBase, whole } from './base.js'

export class ModuleMembers extends ModuleBase {
  /** The module at a dotted path: `net.get_submodule('layers.0.conv')`. */
  get_submodule(target: string | { target: string }): Module
  get_submodule(...given: unknown[]): Module {
    const { target } = bind.get_submodule<{ target: string }>(given)
    let module = whole(this)
    for (const item of target === '' ? [] : target.split('.')) {
      module = attribute(module, item)
      if (!isModule(module)) throw new AttributeError(`\`${item}\` is not an nn.Module`)
    }
    return module
  }

  /** Puts a module at a dotted path; `strict` demands that there is one already. */
  set_submodule(target: string, module: Module, strict?: boolean): void
  set_submodule(target: string, module: Module, options: { strict?: boolean }): void
  set_submodule(...given: unknown[]): void {
    const { target, module, strict } = bind.set_submodule<{
      target: string
      module: Module
      strict: boolean
    }>(given)
    if (target === '') throw new ValueError('Cannot set the submodule without a target name!')
    if (!isModule(module)) {
      throw new ValueError(`\`module\` is not an nn.Module, found <class '${typeName(module)}'>`)
    }
    const [path, name] = splitPath(target)
    const parent = this.get_submodule(path)
    if ((strict || hasAttribute(parent, name)) && !isModule(attribute(parent, name))) {
      throw new AttributeError(`\`${name}\` is not an nn.Module`)
    }
    Reflect.set(parent, name, module)
  }

  /** The parameter at a dotted path. */
  get_parameter(target: string | { target: string }): Parameter
  get_parameter(...given: unknown[]): Parameter {
    const { target } = bind.get_parameter<{ target: string }>(given)
    const [path, name] = splitPath(target)
    const param = attribute<Parameter>(this.get_submodule(path), name)
    if (!(param instanceof Parameter)) {
      throw new AttributeError(`\`${name}\` is not an nn.Parameter`)
    }
    return param
  }

  /** The buffer at a dotted path. */
  get_buffer(target: string | { target: string }): Tensor
  get_buffer(...given: unknown[]): Tensor {
    const { target } = bind.get_buffer<{ target: string }>(given)
    const [path, name] = splitPath(target)
    const module = this.get_submodule(path)
    const buffer = attribute<Tensor>(module, name)
    if (!items(module._buffers).has(name)) throw new AttributeError(`\`${name}\` is not a buffer`)
    return buffer
  }

  /** Its parameters, each once. */
  parameters(recurse?: boolean | { recurse?: boolean }): IterableIterator<Parameter>
  parameters(...given: unknown[]): IterableIterator<Parameter> {
    const { recurse } = bind.parameters<{ recurse: boolean }>(given)
    return values(this.named_parameters('', recurse))
  }

  /** Its parameters with their paths. */
  named_parameters(
    prefix?: string,
    recurse?: boolean,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Parameter>>
  named_parameters(options: MemberOptions): IterableIterator<Pair<Parameter>>
  named_parameters(...given: unknown[]): IterableIterator<Pair<Parameter>> {
    const options = bind.named_parameters<Required<MemberOptions>>(given)
    return namedMembers(whole(this), (module) => items(module._parameters), options)
  }

  /** Its buffers, each once. */
  buffers(recurse?: boolean | { recurse?: boolean }): IterableIterator<Tensor>
  buffers(...given: unknown[]): IterableIterator<Tensor> {
    const { recurse } = bind.buffers<{ recurse: boolean }>(given)
    return values(this.named_buffers('', recurse))
  }

  /** Its buffers with their paths. */
  named_buffers(
    prefix?: string,
    recurse?: boolean,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Tensor>>
  named_buffers(options: MemberOptions): IterableIterator<Pair<Tensor>>
  named_buffers(...given: unknown[]): IterableIterator<Pair<Tensor>> {
    const options = bind.named_buffers<Required<MemberOptions>>(given)
    return namedMembers(whole(this), (module) => items(module._buffers), options)
  }

  /** The modules right under it, each once. */
  *children(): IterableIterator<Module> {
    for (const [, module] of this.named_children()) yield module
  }

  /** The modules right under it with their names. */
  *named_children(): IterableIterator<Pair<Module>> {
    const memo = new Set<Module>()
    for (const [name, module] of items(this._modules)) {
      if (!module || memo.has(module)) continue
      memo.add(module)
      yield [name, module]
    }
  }

  /** Itself and all modules below, each once. */
  modules(remove_duplicate?: boolean | { remove_duplicate?: boolean }): IterableIterator<Module>
  modules(...given: unknown[]): IterableIterator<Module> {
    const { remove_duplicate } = bind.modules<{ remove_duplicate: boolean }>(given)
    return values(this.named_modules(null, '', remove_duplicate))
  }

  /** Itself and all modules below with their paths. */
  named_modules(
    memo?: Set<Module> | null,
    prefix?: string,
    remove_duplicate?: boolean,
  ): IterableIterator<Pair<Module>>
  named_modules(options: {
    memo?: Set<Module> | null
    prefix?: string
    remove_duplicate?: boolean
  }): IterableIterator<Pair<Module>>
  named_modules(...given: unknown[]): IterableIterator<Pair<Module>> {
    const { memo, prefix, remove_duplicate } = bind.named_modules<{
      memo: Set<Module> | null
      prefix: string
      remove_duplicate: boolean
    }>(given)
    return namedModules(whole(this), memo ?? new Set(), prefix, remove_duplicate)
  }

  /** Calls `fn` with every module in it, itself last; often to initialise. */
  apply(fn: (module: Module) => void): this {
    for (const module of this.children()) module.apply(fn)
    fn(whole(this))
    return this
  }

  /** Sets training mode, which dropout and batch normalisation look at, for it and all modules below. */
  train(mode?: boolean | { mode?: boolean }): this
  train(...given: unknown[]): this {
    const { mode } = bind.train<{ mode: boolean }>(given)
    if (typeof mode !== 'boolean') throw new ValueError('training mode is expected to be boolean')
    this.training = mode
    for (const module of this.children()) module.train(mode)
    return this
  }

  /** Leaves training mode. */
  eval(): this {
    return this.train(false)
  }

  /** Says whether autograd records what is done with the parameters. */
  requires_grad_(requires_grad?: boolean | { requires_grad?: boolean }): this
  requires_grad_(...given: unknown[]): this {
    const { requires_grad } = bind.requires_grad_<{ requires_grad: boolean }>(given)
    for (const param of this.parameters()) param.requires_grad_(requires_grad)
    return this
  }

  /** Drops the gradients of the parameters, or fills them with zeros. */
  zero_grad(set_to_none?: boolean | { set_to_none?: boolean }): void
  zero_grad(...given: unknown[]): void {
    const { set_to_none } = bind.zero_grad<{ set_to_none: boolean }>(given)
    for (const param of this.parameters()) {
      const { grad } = param
      if (!grad) continue
      if (set_to_none) {
        param.grad = null
        continue
      }
      if (grad.grad_fn) grad.detach_()
      else grad.requires_grad_(false)
      grad.zero_()
    }
  }
}
