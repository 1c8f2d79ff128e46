// ParameterList and ParameterDict of torch/nn/modules/container.py.

import { callable } from '../../_callable.js'
import { isKeywords } from '../../_kwargs.js'
import { sliceIndices } from '../../_sequence.js'
import { typeName } from '../../_typename.js'
import { AttributeError, IndexError, KeyError, RuntimeError, ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { Parameter } from '../parameter.js'
import { bracketsTakeNames, rawOf, typename } from './_attributes.js'
import { entriesOf, isIterable, place } from './_container.js'
import { Module } from './module.js'

function asParameter(value: unknown): unknown {
  return value instanceof Tensor && !(value instanceof Parameter) ? new Parameter(value) : value
}

// `kind` names the type of the elements, which the two classes show differently.
function line(key: string | number, value: unknown, kind: (tensor: Tensor) => string): string {
  if (!(value instanceof Tensor)) return `  (${key}): Object of type: ${typeName(value)}`
  const what = value instanceof Parameter ? 'Parameter' : 'Tensor'
  const where = value.device.type === 'cuda' ? ` (${value.device})` : ''
  return `  (${key}): ${what} containing: [${kind(value)} of size ${value.size().join('x')}${where}]`
}

// A function, because a private method is not on copies, which no constructor makes.
function keyOf({ _size: size }: { _size: number }, idx: number): string {
  if (!Number.isInteger(idx) || idx < -size || idx >= size) {
    throw new IndexError(`index ${idx} is out of range`)
  }
  return String(idx < 0 ? idx + size : idx)
}

class ParameterList<V = Parameter> extends Module {
  [index: number]: V
  [slice: `${string}:${string}`]: ParameterList<V>
  declare _size: number

  constructor(
    values: Iterable<V | Tensor> | { values?: Iterable<V | Tensor> | null } | null = null,
  ) {
    super()
    this._size = 0
    const given = isKeywords(values) ? (values as { values?: Iterable<V> }).values : values
    if (given) this.extend(given as Iterable<V>)
  }

  __getitem__(idx: number): V
  __getitem__(idx: string): ParameterList<V>
  __getitem__(idx: number | string): V | ParameterList<V> {
    if (typeof idx === 'number') return Reflect.get(this, keyOf(this, idx)) as V
    const out = new (this.constructor as typeof ParameterList<V>)()
    return out.extend((sliceIndices(idx, this._size) ?? []).map((i) => this[i] as V))
  }

  __setitem__(idx: number | string, param: V | Tensor): void {
    place(this, keyOf(this, Number(idx)), asParameter(param))
  }

  __len__(): number {
    return this._size
  }

  override get length(): number {
    return this._size
  }

  *[Symbol.iterator](): IterableIterator<V> {
    for (let i = 0; i < this._size; i++) yield this.__getitem__(i)
  }

  /** Adds a value at the end; a tensor becomes a parameter. */
  append(value: V | Tensor): this {
    this._size += 1
    this.__setitem__(this._size - 1, value)
    return this
  }

  /** Adds values at the end. */
  extend(values: Iterable<V | Tensor>): this {
    if (!isIterable(values) || values instanceof Tensor) {
      throw new TypeError(
        `ParameterList.extend should be called with an iterable, but got ${typeName(values)}`,
      )
    }
    for (const value of [...values]) this.append(value)
    return this
  }

  override forward(): never {
    throw new RuntimeError('ParameterList should not be called.')
  }

  override extra_repr(): string {
    return Array.from(this, (value, i) => line(i, value, ({ dtype }) => String(dtype))).join('\n')
  }
}

type Entries<V> =
  | Readonly<Record<string, V>>
  | ReadonlyMap<string, V>
  | ParameterDict<V>
  | Iterable<readonly [string, V]>

class ParameterDict<V = Parameter> extends Module {
  declare _keys: Set<string>

  constructor(parameters: Entries<V | Tensor> | null = null) {
    super()
    this._keys = new Set()
    if (parameters !== null) this.update(parameters)
  }

  __getitem__(key: string): V {
    if (!this._keys.has(key)) {
      throw new AttributeError(`'${this._get_name()}' object has no attribute '${key}'`)
    }
    return Reflect.get(this, key) as V
  }

  __setitem__(key: string, value: V | Tensor): void {
    if (typeof key !== 'string') {
      throw new TypeError(
        'Index given to ParameterDict cannot be used as a key as it is not a string ' +
          `(type is '${typeName(key)}'). Open an issue on github if you need non-string keys.`,
      )
    }
    this._keys.add(key)
    place(this, key, asParameter(value))
  }

  __delitem__(key: string): void {
    if (!this._keys.delete(key)) throw new KeyError(key)
    delete rawOf(this)._parameters[key]
    Reflect.deleteProperty(rawOf(this), key)
  }

  __len__(): number {
    return this._keys.size
  }

  override get length(): number {
    return this._keys.size
  }

  __contains__(key: string): boolean {
    return this._keys.has(key)
  }

  /** Its keys, as iterating over a dict of Python gives them. */
  [Symbol.iterator](): IterableIterator<string> {
    return this.keys()
  }

  /** A new dict of the same parameters. */
  copy(): ParameterDict<V> {
    return new ParameterDict<V>(new Map(this.items()))
  }

  /** The value of a key, which gets `value` if it has none. */
  setdefault(key: string, value: V | Tensor): V {
    if (!this._keys.has(key)) this.__setitem__(key, value)
    return this.__getitem__(key)
  }

  /** Takes all out. */
  clear(): void {
    for (const key of [...this._keys]) this.__delitem__(key)
  }

  /** Takes one out. */
  pop(key: string): V {
    const value = this.__getitem__(key)
    this.__delitem__(key)
    return value
  }

  /** Takes the last one out. */
  popitem(): [string, V] {
    const key = [...this._keys].at(-1)
    if (key === undefined) throw new KeyError('dictionary is empty')
    return [key, this.pop(key)]
  }

  /** A new dict with these keys, all with the value `defaultValue`. */
  fromkeys<D = null>(keys: Iterable<string>, defaultValue: D | null = null): ParameterDict<D> {
    return new ParameterDict<D>(Array.from(keys, (key) => [key, defaultValue as D] as const))
  }

  /** The value of a key, or `value` where there is none. */
  get(key: string, value: V | null = null): V | null {
    return this._keys.has(key) ? this.__getitem__(key) : value
  }

  keys(): IterableIterator<string> {
    return this._keys.keys()
  }

  *items(): IterableIterator<[string, V]> {
    for (const key of this._keys) yield [key, this.__getitem__(key)]
  }

  *values(): IterableIterator<V> {
    for (const key of this._keys) yield this.__getitem__(key)
  }

  /** Adds or replaces entries; those of a plain object in the order of their keys, as Python does with a dict. */
  update(parameters: Entries<V | Tensor>): void {
    if (parameters instanceof ParameterDict) {
      for (const [key, value] of parameters.items()) this.__setitem__(key, value)
      return
    }
    const entries = entriesOf(parameters)
    if (entries) {
      const list = [...entries] as [string, V | Tensor][]
      if (isKeywords(parameters)) list.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
      for (const [key, value] of list) this.__setitem__(key, value)
      return
    }
    if (!isIterable(parameters)) {
      throw new TypeError(
        `ParametersDict.update should be called with an iterable of key/value pairs, but got ${typeName(parameters)}`,
      )
    }
    let at = 0
    for (const pair of parameters as Iterable<readonly [string, V | Tensor]>) {
      if (!isIterable(pair)) {
        throw new TypeError(
          `ParameterDict update sequence element #${at} should be Iterable; is${typeName(pair)}`,
        )
      }
      if (pair.length !== 2) {
        throw new ValueError(
          `ParameterDict update sequence element #${at} has length ${String((pair as readonly unknown[]).length)}; 2 is required`,
        )
      }
      this.__setitem__(pair[0], pair[1])
      at++
    }
  }

  override forward(): never {
    throw new RuntimeError('ParameterDict should not be called.')
  }

  override extra_repr(): string {
    return Array.from(this.items(), ([key, value]) => line(key, value, typename)).join('\n')
  }
}
Object.assign(ParameterDict.prototype, { [bracketsTakeNames]: true })

/**
 * A list whose tensors become parameters of the module: `weights[0]`, `for (const weight of weights)`. Other values are
 * kept as they are. It cannot be called.
 *
 * @example
 * const weights = nn.ParameterList([torch.zeros(2, 3), torch.zeros(3)])
 * weights[0].size() // torch.Size([2, 3])
 * weights.length // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ParameterList.html
 */
const ParameterList_ = callable(ParameterList) as typeof ParameterList &
  (<V = Parameter>(...args: ConstructorParameters<typeof ParameterList<V>>) => ParameterList<V>)
/**
 * A dict whose tensors become parameters of the module: `weights['left']`. Takes an object, whose keys are sorted as
 * Python sorts those of a dict, a Map or pairs. Other values are kept as they are. It cannot be called.
 *
 * @example
 * const weights = nn.ParameterDict({ left: torch.zeros(2, 3), right: torch.zeros(3) })
 * weights['left'].size() // torch.Size([2, 3])
 * weights.__len__() // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ParameterDict.html
 */
const ParameterDict_ = callable(ParameterDict) as {
  new <V = Parameter>(parameters?: Entries<V | Tensor> | null): ParameterDict_<V>
  <V = Parameter>(parameters?: Entries<V | Tensor> | null): ParameterDict_<V>
  readonly prototype: ParameterDict
}
type ParameterList_<V = Parameter> = ParameterList<V>
type ParameterDict_<V = Parameter> = ParameterDict<V> & Record<string, V>

export { ParameterDict_ as ParameterDict, ParameterList_ as ParameterList }
