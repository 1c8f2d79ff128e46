// Mirrors torch/utils/tensorboard/_proto_graph.py.

import { shapeProto, type TensorShapeProto } from './_proto.js'

interface AttrValue {
  s?: Uint8Array
  list?: { shape: TensorShapeProto[] }
}

/** A node of a graph, by the names of those that it reads. */
export interface NodeDef {
  name: string
  op: string
  input: string[]
  attr: Record<string, AttrValue>
}

/** The attributes of a node: some text, and the shape of what it gives. */
export function attr_value_proto(shape: readonly number[] | null, s: string): NodeDef['attr'] {
  const attr: NodeDef['attr'] = { attr: { s: new TextEncoder().encode(s) } }
  if (shape !== null) attr._output_shapes = { list: { shape: [shapeProto(shape)] } }
  return attr
}

/** A node. */
export function node_proto(
  name: string,
  op: string,
  input: readonly string[],
  outputsize: readonly number[] | null,
  attributes = '',
): NodeDef {
  return { name, op, input: [...input], attr: attr_value_proto(outputsize, attributes) }
}
