// What threads say to each other: any value as a list of plain records, which a message port can carry.
//
// Note [Crossing threads]
// As in Python's pickle, data goes by value, and classes and functions by module and name (Note [Importable]). An
// instance goes as its class and its fields; the constructor does not run on the other side, and fields that are private
// by `#` are not seen: such a class has `__reduce__()`, which gives a function or class and what to call it with.
// Tensors go by number, through an exchange: their memory is shared, not copied. What occurs twice, or in a circle, is
// one thing on the other side too.

import { give, take } from '../../../_exchange.js'
import { isTensor } from '../../../_is_tensor.js'
import { isPlainObject } from '../../../_repr.js'
import { Singleton } from '../../../_singleton.js'
import { Tuple } from '../../../_tuple.js'
import { from_numpy, type NdArray } from '../../../numpy.js'
import { Generator } from '../../../random.js'
import { Size } from '../../../size.js'
import type { Tensor } from '../../../types.js'
import { cannotSend, Locator, type Named, type Place } from './locate.js'

/** A primitive as it is, anything else as the number of its record, in a list. */
export type Ref = unknown

/** What one value becomes: what kind it is of, and what the kind needs. */
export type Node =
  | readonly ['plain' | 'buffer', value: unknown]
  | readonly ['ndarray', tensor: Ref]
  | readonly ['list' | 'tuple' | 'size' | 'set', items: readonly Ref[]]
  | readonly ['dict', keys: readonly string[], values: readonly Ref[], bare: boolean]
  | readonly ['map', keys: readonly Ref[], values: readonly Ref[]]
  | readonly ['tensor', token: number, requires_grad: boolean, cls: Ref, fields: Ref]
  | readonly ['named', place: Place]
  | readonly ['instance', cls: Ref, fields: Ref]
  | readonly ['called', cls: Ref, fields: Ref]
  | readonly ['reduced', make: Ref, args: Ref, state: Ref]
  | readonly ['singleton', name: string]
  | readonly ['member', cls: Ref, name: string]
  | readonly ['generator', device: string, state: Ref]
  | readonly ['error', classes: readonly Ref[], text: ErrorText, fields: Ref]

/** What an error says. */
export interface ErrorText {
  readonly name: string
  readonly message: string
  readonly stack: string
}

/** A value on its way. */
export interface Encoded {
  readonly root: Ref
  readonly nodes: readonly Node[]
}

interface Reduces {
  __reduce__?: () => readonly [make: Named, args: readonly unknown[], state?: unknown]
}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

// Copied by the port, or shared.
const carried = new Set(['Date', 'RegExp', 'ArrayBuffer', 'SharedArrayBuffer', 'Boolean', 'String'])
const compound = new Set(['object', 'function', 'symbol'])
const isPrimitive = (value: unknown): boolean => value === null || !compound.has(typeof value)

/** The class whose prototype this is. */
function classOf(prototype: object | null): Named | null {
  const { constructor: cls } = (prototype ?? {}) as { constructor?: unknown }
  return typeof cls === 'function' ? (cls as Named) : null
}

// Its class is made at run time, one for each dtype and number of dimensions.
const isNdArray = (value: object): value is NdArray =>
  'pick' in value && 'stride' in value && ArrayBuffer.isView((value as NdArray).data)

const isJavaScripts = (prototype: object | null, name: string): boolean => {
  const cls = classOf(prototype)
  return cls === null || (cls.name === name && !Object.hasOwn(cls, '__module__') && isNative(cls))
}
const isNative = (cls: Named): boolean =>
  Function.prototype.toString.call(cls).includes('[native code]')

class Encoder {
  readonly nodes: Node[] = []
  readonly #exchange: number
  readonly #seen = new Map<unknown, Ref>()
  readonly #locator = new Locator()

  constructor(exchange: number) {
    this.#exchange = exchange
  }

  close(): void {
    this.#locator.close()
  }

  ref(value: unknown): Ref {
    if (isPrimitive(value)) return value
    if (typeof value === 'symbol') throw new TypeError("cannot pickle 'symbol' object")
    const known = this.#seen.get(value)
    if (known !== undefined) return known
    const at = this.nodes.length
    const ref = [at]
    this.#seen.set(value, ref)
    // Its place first, for what leads back to it.
    this.nodes.push(['plain', null])
    this.nodes[at] = this.#node(value as object)
    return ref
  }

  #refs(values: Iterable<unknown>): Ref[] {
    return Array.from(values, (value) => this.ref(value))
  }

  // Fields as a dict of their own: keys may be anything that a record may hold.
  #fields(value: object, wanted: (key: string, one: unknown) => boolean = () => true): Ref {
    const fields = Object.entries(value).filter(([key, one]) => wanted(key, one))
    return fields.length === 0 ? null : this.ref(Object.fromEntries(fields))
  }

  #node(value: object): Node {
    const { __reduce__ } = value as Reduces
    if (isTensor(value)) return this.#tensor(value)
    if (typeof __reduce__ === 'function') {
      const [make, args, state] = Reflect.apply(__reduce__, value, []) as ReturnType<
        NonNullable<Reduces['__reduce__']>
      >
      return ['reduced', this.ref(make), this.ref([...args]), this.ref(state)]
    }
    if (typeof value === 'function') return this.#function(value as Named)
    if (Array.isArray(value)) return this.#list(value)
    if (isPlainObject(value)) return this.#dict(value)
    if (ArrayBuffer.isView(value)) return [Buffer.isBuffer(value) ? 'buffer' : 'plain', value]
    if (isNdArray(value)) return ['ndarray', this.ref(from_numpy(value))]
    if (value instanceof Singleton) return ['singleton', String(value)]
    if (value instanceof Generator) {
      return ['generator', String(value.device), this.ref(value.get_state())]
    }
    return this.#instance(value)
  }

  #dict(value: Record<string, unknown>): Node {
    const keys = Object.keys(value)
    const values = keys.map((key) => this.ref(value[key]))
    return ['dict', keys, values, Object.getPrototypeOf(value) === null]
  }

  #list(value: unknown[]): Node {
    const prototype = Object.getPrototypeOf(value) as object
    if (value instanceof Size) return ['size', Array.from(value)]
    if (prototype === Tuple.prototype) return ['tuple', this.#refs(value)]
    if (isJavaScripts(prototype, 'Array')) {
      return value.every(isPrimitive) ? ['plain', value] : ['list', this.#refs(value)]
    }
    const cls = classOf(prototype) as Named
    // Results with names are made of a list, as any list of a class of its own.
    return ['reduced', this.ref(cls), this.ref([[...value]]), null]
  }

  #tensor(tensor: Tensor): Node {
    const token = give(this.#exchange, tensor)
    const cls = classOf(Object.getPrototypeOf(tensor) as object) as Named
    const fields = this.#fields(tensor, (key) => key !== '_h')
    const isPlain = cls.name === 'Tensor'
    return ['tensor', token, tensor.requires_grad, isPlain ? null : this.ref(cls), fields]
  }

  #function(value: Named): Node {
    const prototype = Object.getPrototypeOf(value) as object | null
    // An instance that can be called: it has nothing of Function.
    const isInstance = prototype !== null && !('apply' in prototype && 'bind' in prototype)
    if (!isInstance) return ['named', this.#locator.locate(value)]
    const cls = classOf(prototype)
    if (cls === null || !('__call__' in value)) {
      throw cannotSend(
        cls?.name ?? '<lambda>',
        'it is a function with a class, but without __call__',
      )
    }
    return ['called', this.ref(cls), this.#fields(value)]
  }

  #instance(value: object): Node {
    const tag = tagOf(value)
    const prototype = Object.getPrototypeOf(value) as object
    if (tag === 'Map' && isJavaScripts(prototype, 'Map')) {
      const map = value as Map<unknown, unknown>
      return ['map', this.#refs(map.keys()), this.#refs(map.values())]
    }
    if (tag === 'Set' && isJavaScripts(prototype, 'Set')) {
      return ['set', this.#refs(value as Set<unknown>)]
    }
    if (tag === 'Map' || tag === 'Set') {
      const items = [...(value as Iterable<unknown>)]
      return ['reduced', this.ref(classOf(prototype)), this.ref([items]), this.#fields(value)]
    }
    if (carried.has(tag)) return ['plain', value]
    if (tag === 'Error' || value instanceof Error) return this.#error(value as Error)
    const cls = classOf(prototype)
    if (cls === null || (isNative(cls) && !isProxyOfClass(cls))) {
      throw new TypeError(`cannot pickle '${cls?.name ?? tag}' object`)
    }
    // One of an enumeration: `static readonly BILINEAR = new InterpolationMode('bilinear')`.
    const member = Object.entries(cls).find(([, one]) => one === value)
    if (member) return ['member', this.ref(cls), member[0]]
    return ['instance', this.ref(cls), this.#fields(value)]
  }

  // Its class, and those above for where that cannot be had.
  #error(error: Error): Node {
    const classes: Ref[] = []
    let prototype = Object.getPrototypeOf(error) as object | null
    for (
      ;
      prototype && classOf(prototype) !== Object;
      prototype = Object.getPrototypeOf(prototype)
    ) {
      try {
        classes.push(this.ref(classOf(prototype)))
      } catch {
        // One without a name or a module.
      }
    }
    const { name, message, stack = String(error) } = error
    return ['error', classes, { name, message, stack }, this.#fields(error, isOfError)]
  }
}

const errorFields = new Set(['name', 'message', 'stack', 'cause'])
const isOfError = (key: string, one: unknown): boolean =>
  !errorFields.has(key) && typeof one !== 'function'

// A native class has its name in its text.
const isProxyOfClass = (cls: Named): boolean =>
  Function.prototype.toString.call(cls) === 'function () { [native code] }'

/** Makes records of a value; its tensors wait in the exchange. */
export function encode(value: unknown, exchange: number): Encoded {
  const encoder = new Encoder(exchange)
  try {
    const root = encoder.ref(value)
    return { root, nodes: encoder.nodes }
  } catch (error) {
    discard(encoder, exchange)
    throw error
  } finally {
    encoder.close()
  }
}

/** Lets go of what will not be read. */
export function discard({ nodes }: { readonly nodes: readonly Node[] }, exchange: number): void {
  for (const node of nodes) {
    if (node[0] === 'tensor') take(exchange, node[1])?.dispose()
  }
}

/** The modules that must be there before it is read. */
export function modulesOf({ nodes }: Encoded): string[] {
  const modules = nodes.flatMap((node) => (node[0] === 'named' ? [node[1].module] : []))
  return [...new Set(modules)]
}
