// The other end of encode.ts: values from records. Note [Crossing threads]

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { callableInstance } from '../../../_callable.js'
import { take } from '../../../_exchange.js'
import { tuple } from '../../../_tuple.js'
import * as dtypes from '../../../dtype.js'
import * as layouts from '../../../layout.js'
import * as memoryFormats from '../../../memory_format.js'
import * as qschemes from '../../../qscheme.js'
import { Generator } from '../../../random.js'
import { Size } from '../../../size.js'
import type { Tensor } from '../../../types.js'
import { discard, type Encoded, type Node, type Ref } from './encode.js'
import { cannotSend, type Named, type Place, recall, remember, sourceOf, urlOf } from './locate.js'

const singletons: Readonly<Record<string, unknown>> = {
  ...dtypes,
  ...layouts,
  ...memoryFormats,
  ...qschemes,
}

type Namespace = Record<string, unknown>

const loaded = new Map<string, Namespace>()

/** Imports modules, for {@link decode} to find what is in them. */
export async function load(modules: readonly string[]): Promise<void> {
  await Promise.all(
    modules.map(async (module) => {
      if (module === 'global:' || loaded.has(module)) return
      loaded.set(module, (await import(urlOf(module))) as Namespace)
    }),
  )
}

const require = createRequire(import.meta.url)

// Without waiting: for what comes while a loop runs. It was loaded before, or Node can do it at once.
function namespaceOf(module: string): Namespace {
  if (module === 'global:') return globalThis as unknown as Namespace
  const known = loaded.get(module)
  if (known) return known
  const url = urlOf(module)
  const namespace = require(url.startsWith('file:') ? fileURLToPath(url) : url) as Namespace
  loaded.set(module, namespace)
  return namespace
}

function exportsOf({ module, name }: Place): Namespace {
  try {
    return namespaceOf(module)
  } catch (error) {
    // A script that is not done yet, or waits at its top level.
    throw cannotSend(name, `'${module}' cannot be loaded here (${(error as Error).message})`)
  }
}

const isNamed = (value: unknown, name: string): value is Named =>
  typeof value === 'function' && value.name === name

// By its name; or as the default or under another name; or of a class or of a CommonJS module's exports.
function* candidates(namespace: Namespace, name: string): Iterable<unknown> {
  yield namespace[name]
  const all = Object.values(namespace)
  yield* all
  for (const one of all) {
    if (typeof one !== 'function' && typeof one !== 'object') continue
    const part = one && Object.getOwnPropertyDescriptor(one, name)
    if (part && 'value' in part) yield part.value
  }
}

function isSame(value: Named, { source }: Place): boolean {
  const own = sourceOf(value)
  return source === null || own === null || own === source
}

/** The class or function at a place. */
function find(place: Place): Named {
  const known = recall(place)
  if (known) return known
  const { module, name } = place
  const namespace = exportsOf(place)
  const ofPackage = module.startsWith('torch-node:')
  const found = ofPackage && typeof namespace[name] === 'function' ? [namespace[name]] : []
  for (const one of [...found, ...candidates(namespace, name)] as Named[]) {
    // What lib is in TypeScript, dist is in JavaScript.
    const isIt = ofPackage
      ? found.length > 0 || isNamed(one, name)
      : isNamed(one, name) && isSame(one, place)
    if (!isIt) continue
    remember(one, place)
    return one
  }
  throw cannotSend(name, `'${module}' does not export it`)
}

type Kind<K extends Node[0]> = Extract<Node, readonly [K, ...unknown[]]>

interface Restores {
  __setstate__?: (state: unknown) => void
}

class Decoder {
  readonly #nodes: readonly Node[]
  readonly #made: unknown[] = []
  readonly #exchange: number

  constructor(nodes: readonly Node[], exchange: number) {
    this.#nodes = nodes
    this.#exchange = exchange
  }

  value(ref: Ref): unknown {
    if (!Array.isArray(ref)) return ref
    const [at] = ref as [number]
    if (!(at in this.#made)) this.#make(at, this.#nodes[at] as Node)
    return this.#made[at]
  }

  #values(refs: readonly Ref[]): unknown[] {
    return refs.map((ref) => this.value(ref))
  }

  // What can hold itself is noted before its parts are made.
  #make(at: number, node: Node): void {
    const note = <T>(made: T): T => {
      this.#made[at] = made
      return made
    }
    switch (node[0]) {
      case 'plain':
        // An array of this realm.
        note(Array.isArray(node[1]) ? Array.from(node[1]) : node[1])
        break
      case 'buffer': {
        const { buffer, byteOffset, byteLength } = node[1] as Uint8Array<ArrayBuffer>
        note(Buffer.from(buffer, byteOffset, byteLength))
        break
      }
      case 'ndarray':
        note((this.value(node[1]) as Tensor).numpy())
        break
      case 'list': {
        const list = note<unknown[]>([])
        for (const ref of node[1]) list.push(this.value(ref))
        break
      }
      case 'tuple':
        note(tuple(this.#values(node[1])))
        break
      case 'size':
        note(new Size(node[1] as number[]))
        break
      case 'set': {
        const set = note(new Set())
        for (const ref of node[1]) set.add(this.value(ref))
        break
      }
      case 'dict': {
        const [, keys, values, bare] = node
        const dict = note(bare ? (Object.create(null) as object) : {})
        for (const [i, key] of keys.entries()) define(dict, key, this.value(values[i]))
        break
      }
      case 'map': {
        const [, keys, values] = node
        const map = note(new Map())
        for (const [i, key] of keys.entries()) map.set(this.value(key), this.value(values[i]))
        break
      }
      case 'named':
        note(find(node[1]))
        break
      case 'singleton':
        note(singletons[node[1].replace('torch.', '')])
        break
      case 'member':
        note(Reflect.get(this.value(node[1]) as object, node[2]))
        break
      case 'generator':
        note(new Generator(node[1])).set_state(this.value(node[2]) as Tensor)
        break
      case 'tensor':
        this.#dress(note(take(this.#exchange, node[1]) as Tensor), node)
        break
      case 'instance': {
        const { prototype } = this.value(node[1]) as { prototype: object }
        this.#fill(note(Object.create(prototype) as object), node[2])
        break
      }
      case 'called': {
        const { prototype } = this.value(node[1]) as { prototype: object }
        type Called = { __call__(...args: unknown[]): unknown }
        const made: Called = callableInstance(prototype, (...args) => made.__call__(...args))
        this.#fill(note(made), node[2])
        break
      }
      case 'reduced':
        this.#reduced(at, node)
        break
      case 'error':
        this.#error(note(new Error()), node)
    }
  }

  #fill(made: object, fields: Ref): void {
    const own = (this.value(fields) ?? {}) as Record<string, unknown>
    for (const key of Object.keys(own)) define(made, key, own[key])
  }

  #dress(tensor: Tensor, [, , requires_grad, cls, fields]: Kind<'tensor'>) {
    if (cls !== null) {
      const { prototype } = this.value(cls) as { prototype: object }
      Object.setPrototypeOf(tensor, prototype)
    }
    if (requires_grad) tensor.requires_grad_()
    this.#fill(tensor, fields)
  }

  #reduced(at: number, [, make, args, state]: Kind<'reduced'>): void {
    const cls = this.value(make) as Named
    const given = this.value(args) as unknown[]
    // A class without a prototype is a function.
    const made: unknown = isClass(cls)
      ? Reflect.construct(cls as never, given)
      : Reflect.apply(cls as never, undefined, given)
    this.#made[at] = made
    if (state === null || state === undefined) return
    const { __setstate__ } = made as Restores
    if (typeof __setstate__ === 'function') Reflect.apply(__setstate__, made, [this.value(state)])
    else this.#fill(made as object, state)
  }

  // Of its own class where that is at hand, else of the nearest above.
  #error(made: Error, [, classes, { name, message, stack }, fields]: Kind<'error'>): void {
    const [prototype] = firstOf(
      classes,
      (ref) => (this.value(ref) as { prototype: object }).prototype,
    )
    if (prototype !== undefined) Object.setPrototypeOf(made, prototype)
    for (const [key, value] of Object.entries({ name, message, stack })) {
      Object.defineProperty(made, key, { value, writable: true, configurable: true })
    }
    // One with a class that is not at hand can do without its fields.
    firstOf([fields], (ref) => this.#fill(made, ref))
  }
}

// The first that works.
function firstOf<T, R>(items: readonly T[], make: (item: T) => R): [R] | [] {
  for (const item of items) {
    try {
      return [make(item)]
    } catch {
      // The next one.
    }
  }
  return []
}

const isClass = (value: Named): boolean => {
  const { prototype } = value as { prototype?: object }
  return prototype !== undefined && !Object.getOwnPropertyDescriptor(value, 'prototype')?.writable
}

function define(made: object, key: string, value: unknown): void {
  Object.defineProperty(made, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  })
}

/** The value behind records; it may be read once, for its tensors wait only for that. */
export function decode({ root, nodes }: Encoded, exchange: number): unknown {
  try {
    return new Decoder(nodes, exchange).value(root)
  } catch (error) {
    discard({ nodes }, exchange)
    throw error
  }
}
