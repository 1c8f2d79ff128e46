// From the record of a run to the nodes of a graph, as GraphPy of torch/utils/tensorboard/_pytorch_graph.py does it from
// a trace of TorchScript.

import { floatRepr } from '../../_repr.js'
import { isOperator, type TraceNode, type Values } from './_execution_trace.js'
import { type NodeDef, node_proto } from './_proto_graph.js'

// Operators that TorchScript's traces show by what they call.
const transparent = new Set(
  [
    'convolution',
    'conv1d',
    'conv2d',
    'conv3d',
    'conv_transpose1d',
    'conv_transpose2d',
    'conv_transpose3d',
    'lstm_cell',
    'gru_cell',
    'rnn_tanh_cell',
    'rnn_relu_cell',
  ].map((name) => `aten::${name}`),
)

const isTensorType = (type: string): boolean => type.startsWith('Tensor')
const isListType = (type: string): boolean => type.startsWith('GenericList[')

/** The types in `GenericList[Int,Int]`. */
function elementTypes(list: string): string[] {
  const types: string[] = []
  let depth = 0
  let start = 'GenericList['.length
  for (let i = start; i < list.length; i++) {
    const char = list[i] as string
    if ('[('.includes(char)) depth++
    else if (')]'.includes(char) && depth > 0) depth--
    else if (depth === 0 && (char === ',' || char === ']')) {
      if (i > start) types.push(list.slice(start, i))
      start = i + 1
    }
  }
  return types
}

// A tensor's identity: the numbers of itself and of its storage. One alone may be used again for another tensor.
const keyOf = (value: unknown): string => (value as unknown[]).slice(0, 2).join(':')

function constantText(value: unknown, type: string): string {
  if (type === 'None') return '{}'
  if (type === 'Bool') return `{ value : ${Number(value)}}`
  if (type === 'Double') return `{ value : ${floatRepr(Number(value))}}`
  return type === 'Int' ? `{ value : ${String(value)}}` : `{ value :  ${String(value)} }`
}

/** What a model gave: the number of a tensor, or a list of them and of lists. */
export type Structure = number | Structure[]

/** Where an operator was called. */
interface Place {
  readonly scope: string
  /** In a module inside of the model, equal constants are one node. */
  readonly constants: Map<string, string> | null
}

export class GraphBuilder {
  readonly #children = new Map<number, TraceNode[]>()
  readonly #scopes: ReadonlyMap<string, string>
  readonly #root: string
  readonly #nodes: NodeDef[] = []
  readonly #taken = new Map<string, number>()
  /** The node that gave a tensor, and parameters that no node has used yet. */
  readonly #producers = new Map<string, string>()
  readonly #attributes = new Map<string, string>()
  readonly #marks: { name: string; key: string; shape: number[] }[] = []
  readonly #starts: TraceNode[] = []

  constructor(trace: readonly TraceNode[], scopes: ReadonlyMap<string, string>) {
    this.#scopes = scopes
    this.#root = scopes.get('') as string
    for (const node of trace) {
      const siblings = this.#children.get(node.ctrl_deps)
      if (siblings === undefined) this.#children.set(node.ctrl_deps, [node])
      else siblings.push(node)
    }
    for (const node of trace) this.#readMark(node)
  }

  /** The nodes, for a run that gave this. */
  build(result: Structure): NodeDef[] {
    let inputs = 0
    for (const { name, key, shape } of this.#marks) {
      if (name === 'input') {
        const node = this.#add(node_proto(`input/input.${++inputs}`, 'IO Node', [], shape))
        this.#producers.set(key, node)
      } else if (name.startsWith('attribute ')) {
        this.#attributes.set(key, name.slice('attribute '.length))
      }
    }
    for (const start of this.#starts) {
      this.#visit(start, { scope: this.#root, constants: null })
    }
    this.#output(result)
    return this.#nodes
  }

  // A single tensor, or as TorchScript has it a tuple, whatever is in it.
  #output(result: Structure): void {
    const marks = this.#marks.filter(({ name }) => name === 'output')
    const place = { scope: this.#root, constants: null }
    const nodeOf = (part: Structure): string => {
      if (typeof part !== 'number') {
        return this.#operation(place, 'prim::TupleConstruct', part.map(nodeOf), '{}', null)
      }
      const { key, shape } = marks[part] as { key: string; shape: number[] }
      return this.#tensor(key, shape, place)
    }
    const shape = typeof result === 'number' ? (marks[result]?.shape ?? null) : [1]
    this.#add(node_proto('output/output.1', 'IO Node', [nodeOf(result)], shape))
  }

  #childrenOf(node: TraceNode): readonly TraceNode[] {
    return this.#children.get(node.id) ?? []
  }

  #readMark(node: TraceNode): void {
    if (node.name === 'module ') this.#starts.push(node)
    if (!/^(input|output|attribute .*)$/.test(node.name)) return
    const [reader] = this.#childrenOf(node)
    if (reader?.name !== 'aten::is_same_size') return
    const key = keyOf(reader.inputs.values[0])
    this.#marks.push({ name: node.name, key, shape: reader.inputs.shapes[0] as number[] })
  }

  #visit(node: TraceNode, place: Place): void {
    for (const child of this.#childrenOf(node)) {
      if (child.name.startsWith('module ')) {
        const path = child.name.slice('module '.length)
        const scope = `${place.scope}/${this.#scopes.get(path) ?? path}`
        this.#visit(child, { scope, constants: new Map() })
      } else if (isOperator(child) && !transparent.has(child.name)) {
        this.#operator(child, place)
      } else {
        this.#visit(child, place)
      }
    }
  }

  #operator({ name, inputs, outputs }: TraceNode, place: Place): void {
    if (!outputs.types.some((type) => isTensorType(type) || isListType(type))) return
    const input = this.#arguments(inputs, place)
    for (const [i, type] of outputs.types.entries()) {
      const value = outputs.values[i]
      const shape = outputs.shapes[i]
      if (isTensorType(type)) {
        const node = this.#operation(place, name, input, '{}', shape as number[])
        this.#producers.set(keyOf(value), node)
      } else if (isListType(type)) {
        const list = this.#operation(place, name, input, '{}', null)
        for (const [j, element] of (value as unknown[]).entries()) {
          const size = (shape as number[][])[j] as number[]
          const node = this.#operation(place, 'prim::ListUnpack', [list], '{}', size)
          this.#producers.set(keyOf(element), node)
        }
      }
    }
  }

  #arguments({ values, shapes, types }: Values, place: Place): string[] {
    return values.map((value, i) => this.#argument(value, types[i] as string, shapes[i], place))
  }

  #argument(value: unknown, type: string, shape: unknown, place: Place): string {
    if (type.includes('nullptr')) return this.#constant('{}', 'None', place)
    if (isTensorType(type)) return this.#tensor(keyOf(value), shape as number[], place)
    if (isListType(type)) {
      const input = this.#arguments(
        { values: value as unknown[], shapes: shape as unknown[], types: elementTypes(type) },
        place,
      )
      return this.#operation(place, 'prim::ListConstruct', input, '{}', null)
    }
    const key = type === 'None' ? type : `${type} ${String(value)}`
    return this.#constant(constantText(value, type), key, place)
  }

  #constant(text: string, key: string, place: Place): string {
    const known = place.constants?.get(key)
    if (known !== undefined) return known
    const node = this.#operation(place, 'prim::Constant', [], text, null)
    place.constants?.set(key, node)
    return node
  }

  // What gave it; a parameter or buffer; else it comes from outside, such as a number that became a tensor.
  #tensor(key: string, shape: readonly number[], place: Place): string {
    const producer = this.#producers.get(key)
    if (producer !== undefined) return producer
    const attribute = this.#attributes.get(key)
    if (attribute === undefined) return this.#operation(place, 'prim::Constant', [], '{}', shape)
    const parts = attribute.split('.')
    const name = parts.pop() as string
    const scopes = parts.map((_, i) => this.#scopes.get(parts.slice(0, i + 1).join('.')) ?? '')
    const scope = [this.#root, ...scopes, name].join('/')
    const node = this.#add(
      node_proto(`${scope}/${name}`, 'prim::GetAttr', [], null, `{ name :  ${name} }`),
    )
    this.#producers.set(key, node)
    return node
  }

  #operation(
    { scope }: Place,
    op: string,
    input: readonly string[],
    attributes: string,
    shape: readonly number[] | null,
  ): string {
    const name = op.slice(op.indexOf('::') + 2)
    return this.#add(node_proto(`${scope}/${name}`, op, input, shape, attributes))
  }

  /** Keeps a node, with a number behind its name if that is taken. */
  #add(node: NodeDef): string {
    const { name } = node
    const count = this.#taken.get(name) ?? 0
    this.#taken.set(name, count + 1)
    if (count > 0) node.name = `${name}_${count}`
    this.#nodes.push(node)
    return node.name
  }
}
