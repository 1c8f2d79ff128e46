// Mirrors torch/nn/modules/container.py; those of parameters are in _parameter_containers.ts.

import { callable } from '../../_callable.js'
import { isKeywords } from '../../_kwargs.js'
import { sliceIndices } from '../../_sequence.js'
import { typeName } from '../../_typename.js'
import { AssertionError, IndexError, KeyError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { FutureWarning, warn } from '../../warnings.js'
import { isModule } from './_attributes.js'
import { entriesOf, isIterable, place } from './_container.js'
import { _addindent } from './_members.js'
import { items } from './_registry.js'
import { Module } from './module.js'

/** A module that makes one tensor of what it gets, as nearly all layers do. */
export interface Layer extends Module {
  // biome-ignore lint/suspicious/noExplicitAny: see Module.forward.
  forward(...input: any[]): Tensor
}

// What Sequential and ModuleList share: children under '0', '1', ... that keep those names in order.
abstract class Numbered<M extends Module> extends Module {
  /** The named module takes the place of one that is there. */
  __setitem__(idx: number | string, module: M): void {
    const name = [...items(this._modules).keys()][positionOf(this, Number(idx))] as string
    place(this, name, module)
  }

  __delitem__(idx: number | string): void {
    const modules = listOf(this)
    const gone =
      typeof idx === 'string' ? sliceIndices(idx, modules.length) : [positionOf(this, idx)]
    renumber(
      this,
      modules.filter((_, i) => !gone?.includes(i)),
    )
  }

  __len__(): number {
    return items(this._modules).size
  }

  override get length(): number {
    return this.__len__()
  }

  *[Symbol.iterator](): IterableIterator<M> {
    for (const module of items(this._modules).values()) yield module as M
  }
}

// Free functions, because a method would be an attribute whose name no child may have.
function listOf<M extends Module>(self: Numbered<M>): M[] {
  return [...items(self._modules).values()] as M[]
}

function positionOf<M extends Module>(self: Numbered<M>, idx: number): number {
  const size = self.__len__()
  if (!Number.isInteger(idx) || idx < -size || idx >= size) {
    throw new IndexError(`index ${idx} is out of range`)
  }
  return idx < 0 ? idx + size : idx
}

// After a removal or an insertion the names are counted anew.
function renumber<M extends Module>(self: Numbered<M>, modules: readonly M[]): void {
  for (const name of [...items(self._modules).keys()]) delete self._modules[name]
  for (const [i, module] of modules.entries()) self._modules[i] = module
}

function insertAt<M extends Module>(self: Numbered<M>, index: number, module: M): void {
  const modules = listOf(self)
  modules.splice(index, 0, module)
  renumber(self, modules)
}

class Sequential extends Numbered<Layer> {
  [index: number]: Layer
  [slice: `${string}:${string}`]: Sequential

  constructor(...modules: Module[])
  constructor(modules: Readonly<Record<string, Module>> | ReadonlyMap<string, Module>)
  constructor(...args: unknown[]) {
    super()
    const entries = args.length === 1 ? entriesOf(args[0]) : null
    if (entries) for (const [name, module] of entries) this.add_module(name, module as Module)
    else for (const [i, module] of args.entries()) this.add_module(String(i), module as Module)
  }

  __getitem__(idx: number): Layer
  __getitem__(idx: string): Sequential
  __getitem__(idx: number | string): Layer | Sequential {
    if (typeof idx === 'number') return listOf(this)[positionOf(this, idx)] as Layer
    const entries = [...items(this._modules)]
    const picked = sliceIndices(idx, entries.length) ?? []
    const chosen = new Map(picked.map((i) => entries[i] as [string, Module]))
    return new (this.constructor as typeof Sequential)(chosen)
  }

  override forward(input: Tensor): Tensor {
    let result = input
    for (const module of items(this._modules).values()) result = (module as Layer)(result)
    return result
  }

  /** Adds a module at the end. */
  append(module: Module): this {
    this.add_module(String(this.__len__()), module)
    return this
  }

  /** Puts a module before the one at `index`. */
  insert(index: number, module: Module): this {
    const size = this.__len__()
    if (!isModule(module)) {
      throw new AssertionError("module should be of type: <class 'torch.nn.modules.module.Module'>")
    }
    if (index < -size || index > size) throw new IndexError(`Index out of range: ${index}`)
    insertAt(this, index < 0 ? index + size : index, module as Layer)
    return this
  }

  /** Adds the modules of another sequence at the end. */
  extend(sequential: Iterable<Module>): this {
    for (const module of [...sequential]) this.append(module)
    return this
  }

  /** Takes a module out, or a slice of them. */
  pop(key: number): Layer
  pop(key: string): Sequential
  pop(key: number | string): Layer | Sequential {
    const value = this.__getitem__(key as number)
    this.__delitem__(key)
    return value
  }

  /** Both one after the other: Python's `a + b`. */
  __add__(other: Sequential): Sequential {
    return new Sequential_().__iadd__(this).__iadd__(other)
  }

  /** Adds the modules of another Sequential: Python's `a += b`. */
  __iadd__(other: Sequential): this {
    if (!(other instanceof Sequential)) {
      throw new ValueError(
        `add operator supports only objects of Sequential class, but <class '${typeName(other)}'> is given.`,
      )
    }
    return this.extend(other)
  }

  /** Itself several times, the same modules again: Python's `a * 3`. */
  __mul__(other: number): Sequential {
    checkFactor(this, other)
    const combined = new Sequential_()
    for (let i = 0; i < other; i++) combined.extend(this)
    return combined
  }

  /** Repeats its modules: Python's `a *= 3`. */
  __imul__(other: number): this {
    checkFactor(this, other)
    const modules = listOf(this)
    for (let i = 1; i < other; i++) this.extend(modules)
    return this
  }
}

function checkFactor(module: Module, factor: unknown): void {
  const type = `<class '${module._get_name()}'>`
  if (!Number.isInteger(factor)) {
    throw new TypeError(
      `unsupported operand type(s) for *: ${type} and <class '${typeName(factor)}'>`,
    )
  }
  if ((factor as number) <= 0) {
    throw new ValueError(`Non-positive multiplication factor ${String(factor)} for ${type}`)
  }
}

class ModuleList<M extends Module = Layer> extends Numbered<M> {
  [index: number]: M
  [slice: `${string}:${string}`]: ModuleList<M>

  constructor(modules: Iterable<M> | { modules?: Iterable<M> | null } | null = null) {
    super()
    const given = isKeywords(modules) ? (modules as { modules?: Iterable<M> }).modules : modules
    if (given) this.extend(given as Iterable<M>)
  }

  __getitem__(idx: number): M
  __getitem__(idx: string): ModuleList<M>
  __getitem__(idx: number | string): M | ModuleList<M> {
    const modules = listOf(this)
    if (typeof idx === 'number') return modules[positionOf(this, idx)] as M
    const picked = sliceIndices(idx, modules.length) ?? []
    const Class = this.constructor as new (modules: M[]) => ModuleList<M>
    return new Class(picked.map((i) => modules[i] as M))
  }

  /** Adds a module at the end. */
  append(module: M): this {
    this.add_module(String(this.__len__()), module)
    return this
  }

  /** Puts a module before the one at `index`. */
  insert(index: number, module: M): void {
    insertAt(this, index, module)
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<M>): this {
    if (!isIterable(modules)) {
      throw new TypeError(
        `ModuleList.extend should be called with an iterable, but got ${typeName(modules)}`,
      )
    }
    for (const module of [...modules]) this.append(module)
    return this
  }

  /** Takes a module out, or a slice of them. */
  pop(key: number): M
  pop(key: string): ModuleList<M>
  pop(key: number | string): M | ModuleList<M> {
    const value = this.__getitem__(key as number)
    this.__delitem__(key)
    return value
  }

  /** Its modules and others in a new list: Python's `a + b`. */
  __add__(other: Iterable<M>): ModuleList<M> {
    return new ModuleList_<M>([...this, ...other])
  }

  /** Adds modules at the end: Python's `a += b`. */
  __iadd__(modules: Iterable<M>): this {
    return this.extend(modules)
  }

  // Equal neighbours print once, with their number.
  override __repr__(): string {
    const blocks: { text: string; from: number; to: number }[] = []
    for (const [i, module] of listOf(this).entries()) {
      const text = String(module)
      const last = blocks.at(-1)
      if (last?.text === text) last.to = i
      else blocks.push({ text, from: i, to: i })
    }
    if (blocks.length === 0) return `${this._get_name()}()`
    const lines = blocks.map(({ text, from, to }) =>
      _addindent(
        from === to ? `(${from}): ${text}` : `(${from}-${to}): ${to - from + 1} x ${text}`,
        2,
      ),
    )
    return `${this._get_name()}(\n  ${lines.join('\n  ')}\n)`
  }
}

/** Modules by name. */
type Modules<M extends Module> =
  | ModuleDict<M>
  | ReadonlyMap<string, M>
  | Iterable<readonly [string, M]>
  | Readonly<Record<string, M>>

class ModuleDict<M extends Module = Layer> extends Module {
  constructor(modules: Modules<M> | null = null) {
    super()
    if (modules !== null) this.update(modules)
  }

  __getitem__(key: string): M {
    if (!this.__contains__(key)) throw new KeyError(key)
    return items(this._modules).get(key) as M
  }

  __setitem__(key: number | string, module: M): void {
    this.add_module(String(key), module)
  }

  __delitem__(key: number | string): void {
    if (!this.__contains__(String(key))) throw new KeyError(String(key))
    delete this._modules[String(key)]
  }

  __len__(): number {
    return items(this._modules).size
  }

  override get length(): number {
    return this.__len__()
  }

  __contains__(key: string): boolean {
    return items(this._modules).has(key)
  }

  /** Its keys, as iterating over a dict of Python gives them. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.keys()
  }

  /** Takes all modules out. */
  clear(): void {
    for (const key of [...this.keys()]) delete this._modules[key]
  }

  /** Takes a module out. */
  pop(key: string): M {
    const module = this.__getitem__(key)
    this.__delitem__(key)
    return module
  }

  keys(): IterableIterator<string> {
    return items(this._modules).keys()
  }

  items(): IterableIterator<[string, M]> {
    return items(this._modules).entries() as IterableIterator<[string, M]>
  }

  values(): IterableIterator<M> {
    return items(this._modules).values() as IterableIterator<M>
  }

  /** Adds or replaces modules by their keys: from an object, a Map, another ModuleDict, or pairs. */
  update(modules: Modules<M>): void {
    const entries = modules instanceof ModuleDict ? modules.items() : entriesOf(modules)
    if (entries) {
      for (const [key, module] of entries) this.add_module(key, module as M)
      return
    }
    if (!isIterable(modules)) {
      throw new TypeError(
        `ModuleDict.update should be called with an iterable of key/value pairs, but got ${typeName(modules)}`,
      )
    }
    let at = 0
    for (const pair of modules as Iterable<readonly [string, M]>) {
      if (!isIterable(pair)) {
        throw new TypeError(
          `ModuleDict update sequence element #${at} should be Iterable; is${typeName(pair)}`,
        )
      }
      if (pair.length !== 2) {
        throw new ValueError(
          `ModuleDict update sequence element #${at} has length ${String((pair as readonly unknown[]).length)}; 2 is required`,
        )
      }
      this.add_module(pair[0], pair[1])
      at++
    }
  }
}

class Container extends Module {
  constructor(modules: Readonly<Record<string, Module>> = {}) {
    super()
    if (new.target === Container) {
      warn(
        '`nn.Container` is deprecated. All of its functionality is now implemented in `nn.Module`. ' +
          'Subclass that instead.',
        FutureWarning,
      )
    }
    for (const [key, value] of Object.entries(modules)) this.add_module(key, value)
  }
}

/**
 * Modules by keyword, which every {@link Module} can hold in its fields.
 *
 * @deprecated {@link Module} does the same.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html
 */
const Container_ = callable(Container)
// The modules that Sequential was called with, under their names; those that only the program knows have none.
type Listed<M extends readonly unknown[]> = {
  [K in keyof M as K extends `${number}` ? K : never]: M[K]
}
type Named<M extends object> = string extends keyof M ? unknown : M
/**
 * Modules one after the other: each gets what the one before gave. Takes modules, or one object or Map that names them.
 * `net[0]`, `net[-1]` and slices, `net['0:2']`, give them back.
 *
 * @example
 * const net = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
 * net[0].weight.size() // torch.Size([128, 784])
 * net(torch.randn(64, 784)).size() // torch.Size([64, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Sequential.html
 */
const Sequential_ = callable(Sequential) as typeof Sequential & {
  <M extends readonly Module[]>(...modules: M): Sequential & Listed<M>
  <M extends Readonly<Record<string, Module>>>(modules: M): Sequential & Named<M>
  (modules: ReadonlyMap<string, Module>): Sequential
}
/**
 * A list of modules, which are registered: `layers[0]`, `layers['1:3']`, `for (const layer of layers)`. It has no
 * `forward` of its own.
 *
 * @example
 * class Net extends nn.Module {
 *   layers = nn.ModuleList([nn.Linear(4, 8), nn.Linear(8, 2)])
 *   forward(x: Tensor) {
 *     for (const layer of this.layers) x = layer(x)
 *     return x
 *   }
 * }
 * new Net()(torch.randn(3, 4)).size() // torch.Size([3, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ModuleList.html
 */
const ModuleList_ = callable(ModuleList) as typeof ModuleList &
  (<M extends Module = Layer>(
    ...args: ConstructorParameters<typeof ModuleList<M>>
  ) => ModuleList<M>)
/**
 * A dict of modules, which are registered: `choices['conv']`. Takes an object, a Map or pairs, and keeps their order;
 * that of an object begins with its keys that are whole numbers. It has no `forward` of its own.
 *
 * @example
 * const choices = nn.ModuleDict({ conv: nn.Conv2d(10, 10, 3), pool: nn.MaxPool2d(3) })
 * choices['pool'](torch.randn(1, 10, 9, 9)).size() // torch.Size([1, 10, 3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ModuleDict.html
 */
const ModuleDict_ = callable(ModuleDict) as {
  new <M extends Module = Layer>(modules?: Modules<M> | null): ModuleDict_<M>
  <M extends Module = Layer>(modules?: Modules<M> | null): ModuleDict_<M>
  readonly prototype: ModuleDict
}
type Container_ = Container
type Sequential_ = Sequential
type ModuleList_<M extends Module = Layer> = ModuleList<M>
type ModuleDict_<M extends Module = Layer> = ModuleDict<M> & Readonly<Record<string, M>>

export { ParameterDict, ParameterList } from './_parameter_containers.js'
export {
  Container_ as Container,
  ModuleDict_ as ModuleDict,
  ModuleList_ as ModuleList,
  Sequential_ as Sequential,
}
