// Mirrors torch/utils/_pytree.py, as far as torch.func needs it: nested containers, taken apart and put together.
//
// Containers are arrays, tuples and named results, plain objects and Maps; anything else is a leaf, null too.

import { isMap } from '../_is_map.js'
import { isComplex, isPlainObject, pyRepr } from '../_repr.js'
import { Tuple } from '../_tuple.js'
import { namedTuples } from '../return_types.js'
import { Size } from '../size.js'

/** A kind of container. */
interface NodeType {
  /** As Python's class is called. */
  readonly name: string
  /** Kinds of one family stand for each other: tuples are arrays here. */
  readonly family: string
  children(node: object): unknown[]
  /** What beside the children makes the container: the keys of a dict. */
  context(node: object): unknown[] | null
  build(children: unknown[], context: readonly unknown[] | null): object
  /** As {@link treespec_pprint} shows it. */
  text(children: readonly string[], context: readonly unknown[] | null): string
}

function sequenceType(name: string, build: (items: unknown[]) => object): NodeType {
  return {
    name,
    family: 'sequence',
    children: (node) => Array.from(node as unknown[]),
    context: () => null,
    build,
    text: (children) => {
      if (name === 'list') return `[${children.join(', ')}]`
      return children.length === 1 ? `(${children[0]},)` : `(${children.join(', ')})`
    },
  }
}

const listType = sequenceType('list', (items) => items)
const tupleType = sequenceType('tuple', (items) => Tuple.from(items))
const sizeType = sequenceType('Size', (items) => Size(items as number[]))

function namedType(name: string, fields: readonly string[]): NodeType {
  return {
    ...sequenceType(name, namedTuples(name, fields)),
    family: name,
    text: (children) =>
      `torch.return_types.${name}(\n${fields.map((field, i) => `${field}=${children[i]}`).join(',\n')})`,
  }
}

function dictType(
  entries: (node: object) => [unknown, unknown][],
  build: NodeType['build'],
): NodeType {
  return {
    name: 'dict',
    family: 'dict',
    children: (node) => entries(node).map(([, value]) => value),
    context: (node) => entries(node).map(([key]) => key),
    build,
    text: (children, keys) =>
      `{${children.map((child, i) => `${pyRepr(keys?.[i])}: ${child}`).join(', ')}}`,
  }
}

function pairs(children: unknown[], keys: readonly unknown[] | null): [unknown, unknown][] {
  return children.map((child, i) => [keys?.[i], child])
}

const objectType = dictType(
  (node) => Object.entries(node),
  (children, keys) => Object.fromEntries(pairs(children, keys) as [string, unknown][]),
)
const mapType = dictType(
  (node) => Array.from(node as Map<unknown, unknown>),
  (children, keys) => new Map(pairs(children, keys)),
)

function nodeTypeOf(tree: unknown): NodeType | null {
  if (typeof tree !== 'object' || tree === null) return null
  if (Array.isArray(tree)) return arrayType(tree)
  if (isPlainObject(tree)) return isComplex(tree) ? null : objectType
  return isMap(tree) ? mapType : null
}

function arrayType(tree: unknown[]): NodeType {
  if (tree instanceof Tuple) {
    const { name, fields } = tree.constructor as { name: string; fields?: readonly string[] }
    return fields === undefined ? tupleType : namedType(name, fields)
  }
  return tree instanceof Size ? sizeType : listType
}

/** How a tree is built: what stands between its root and its leaves. */
export class TreeSpec {
  /** @internal */
  constructor(
    readonly type: NodeType | null,
    readonly context: readonly unknown[] | null,
    readonly children: readonly TreeSpec[],
  ) {}

  /** How many leaves the tree has. */
  get num_leaves(): number {
    return this.type === null ? 1 : this.children.reduce((sum, child) => sum + child.num_leaves, 0)
  }

  /** Whether two trees are built alike. */
  equals(other: TreeSpec): boolean {
    return (
      this.matches(other.type, other.context, other.children.length) &&
      this.children.every((child, i) => child.equals(other.children[i] as TreeSpec))
    )
  }

  /** @internal */
  matches(type: NodeType | null, context: readonly unknown[] | null, count: number): boolean {
    return (
      this.type?.family === type?.family &&
      this.children.length === count &&
      (this.context ?? []).every((key, i) => key === context?.[i])
    )
  }

  toString(): string {
    return this.#text(0)
  }

  #text(indent: number): string {
    if (this.type === null) return '*'
    const inner = indent + 2
    const children = this.children.map((child) => child.#text(inner))
    const context = this.context === null ? 'None' : pyRepr(this.context)
    return `TreeSpec(${this.type.name}, ${context}, [${children.join(`,\n${' '.repeat(inner)}`)}])`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

const leaf = new TreeSpec(null, null, [])

/** The leaves of a tree, from left to right, and how it is built. */
export function tree_flatten(tree: unknown): [leaves: unknown[], spec: TreeSpec] {
  const leaves: unknown[] = []
  return [leaves, flattenInto(tree, leaves)]
}

function flattenInto(tree: unknown, leaves: unknown[]): TreeSpec {
  const type = nodeTypeOf(tree)
  if (type === null) {
    leaves.push(tree)
    return leaf
  }
  const node = tree as object
  const children = type.children(node).map((child) => flattenInto(child, leaves))
  return new TreeSpec(type, type.context(node), children)
}

/** The tree of these leaves that is built like this. */
export function tree_unflatten(leaves: Iterable<unknown>, treespec: TreeSpec): unknown {
  const next = leaves[Symbol.iterator]()
  const build = (spec: TreeSpec): unknown =>
    spec.type === null
      ? next.next().value
      : spec.type.build(
          spec.children.map((child) => build(child)),
          spec.context,
        )
  return build(treespec)
}

/** The leaves of a tree, from left to right. */
export function tree_leaves(tree: unknown): unknown[] {
  return tree_flatten(tree)[0]
}

/** The tree with `func` applied to each leaf. */
export function tree_map(func: (leaf: unknown) => unknown, tree: unknown): unknown {
  const [leaves, spec] = tree_flatten(tree)
  return tree_unflatten(
    leaves.map((one) => func(one)),
    spec,
  )
}

/** Calls `func` with each leaf; gives the tree itself. */
export function tree_map_<T>(func: (leaf: unknown) => void, tree: T): T {
  for (const one of tree_leaves(tree)) func(one)
  return tree
}

/** A short text of how a tree is built, with `*` for leaves: `(*, [*, *])`. */
export function treespec_pprint(treespec: TreeSpec): string {
  if (treespec.type === null) return '*'
  return treespec.type.text(treespec.children.map(treespec_pprint), treespec.context)
}

/**
 * The leaves of `tree` where it is built as `treespec` says, or ends earlier: such a leaf then counts for all below it.
 * Null where the two do not fit.
 */
export function _broadcast_to_and_flatten(tree: unknown, treespec: TreeSpec): unknown[] | null {
  const type = nodeTypeOf(tree)
  if (type === null) return Array.from({ length: treespec.num_leaves }, () => tree)
  const node = tree as object
  const children = type.children(node)
  if (!treespec.matches(type, type.context(node), children.length)) return null
  const leaves: unknown[] = []
  for (const [i, child] of children.entries()) {
    const flat = _broadcast_to_and_flatten(child, treespec.children[i] as TreeSpec)
    if (flat === null) return null
    leaves.push(...flat)
  }
  return leaves
}
