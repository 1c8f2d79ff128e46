// Mirrors scalar, tensor_proto and text of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { float } from '../../../_builtins/conversion.js'
import * as C from '../../../_generated/torch_functions.js'
import { typeName } from '../../../_typename.js'
import * as dt from '../../../dtype.js'
import { AssertionError, AttributeError, ValueError } from '../../../errors.js'
import type { Tensor } from '../../../types.js'
import { type Arrayish, make_np } from '../_convert_np.js'
import {
  int64Field,
  Summary,
  type SummaryMetadata,
  serialize,
  shapeProto,
  type TensorProto,
} from '../_proto.js'

const DT = { FLOAT: 1, DOUBLE: 2, STRING: 7 }

const bindScalar = initializer<
  [
    name: string,
    tensor: Arrayish,
    collections: unknown,
    new_style: boolean,
    double_precision: boolean,
  ]
>()('scalar(name, tensor, collections=None, new_style=False, double_precision=False)', {
  dicts: ['tensor'],
})

function scalarValue(value: Arrayish): number {
  if (typeof value === 'number') return value
  const tensor = make_np(value).squeeze()
  if (tensor.dim() !== 0) {
    // The break of the line is in Python's text.
    throw new AssertionError(
      `Tensor should contain one element (0 dimensions).             Was given size: ${tensor.numel()} and ${tensor.dim()} dimensions.`,
    )
  }
  return float(tensor)
}

/**
 * A value over time. `new_style` writes it as a tensor, in float32 or with `double_precision` in float64; otherwise it is
 * a float32.
 *
 * @example
 * scalar('loss', 0.5).value[0].simple_value // 0.5
 *
 * @see https://docs.pytorch.org/docs/2.13/tensorboard.html
 */
export function scalar(...args: ArgumentsOf<typeof bindScalar>): Summary {
  const { name: tag, tensor: given, new_style, double_precision } = bindScalar(args)
  const value = scalarValue(given)
  if (!new_style) return new Summary({ value: [{ tag, simple_value: value }] })
  const tensor = double_precision
    ? { dtype: DT.DOUBLE, double_val: [value] }
    : { dtype: DT.FLOAT, float_val: [value] }
  return new Summary({ value: [{ tag, tensor, metadata: pluginMetadata('scalars') }] })
}

/** What says that a plugin shows a value. */
export function pluginMetadata(plugin_name: string, content?: Uint8Array): SummaryMetadata {
  return { plugin_data: content === undefined ? { plugin_name } : { plugin_name, content } }
}

/** One text or message as a tensor. */
export function stringTensor(value: Uint8Array, shape: readonly number[]): TensorProto {
  return { dtype: DT.STRING, string_val: [value], tensor_shape: shapeProto(shape) }
}

/** Numbers as a tensor of float32. */
export function floatTensor(values: ArrayLike<number>, shape: readonly number[]): TensorProto {
  return { dtype: DT.FLOAT, float_val: values, tensor_shape: shapeProto(shape) }
}

/**
 * The bits of a number in float32, as an integer: how half-precision values are written.
 *
 * @example half_to_int(1) // 1065353216
 */
export function half_to_int(f: number): number {
  return new Int32Array(new Float32Array([f]).buffer)[0] as number
}

/**
 * The number in float32 that has these bits; the inverse of {@link half_to_int}.
 *
 * @example int_to_half(1065353216) // 1
 */
export function int_to_half(i: number): number {
  return new Float32Array(new Int32Array([i]).buffer)[0] as number
}

type Values = Partial<TensorProto>
const flat = <T>(t: Tensor): T[] => t.flatten().tolist() as T[]
const halves = (t: Tensor): Values => ({ half_val: flat<number>(t).map(half_to_int) })
const ints = (t: Tensor): Values => ({ int_val: flat<number>(t) })
const complexes = (t: Tensor): Values => ({ scomplex_val: flat<number>(C.view_as_real(t)) })

// The number of the protocol buffers' type, and the field that takes the values.
const kinds = new Map<dt.dtype, [type: number, values: (t: Tensor) => Values]>([
  [dt.float16, [19, halves]],
  [dt.bfloat16, [14, halves]],
  [dt.float32, [DT.FLOAT, (t) => ({ float_val: flat(t) })]],
  [dt.float64, [DT.DOUBLE, (t) => ({ double_val: flat(t) })]],
  [dt.int8, [6, ints]],
  [dt.uint8, [4, (t) => ({ uint32_val: flat(t) })]],
  [dt.int16, [5, ints]],
  [dt.int32, [3, ints]],
  [dt.int64, [9, (t) => ({ int64_val: flat<number | bigint>(t).map(int64Field) })]],
  [dt.complex64, [8, complexes]],
  [dt.bool, [10, (t) => ({ bool_val: flat(t) })]],
  [dt.complex128, [18, (t) => ({ dcomplex_val: flat(C.view_as_real(t)) })]],
])

const bindTensor = initializer<[tag: string, tensor: Tensor]>()('tensor_proto(tag, tensor)')

/**
 * A whole tensor.
 *
 * @example
 * tensor_proto('weights', torch.ones(2, 3)).value[0].tag // 'weights'
 */
export function tensor_proto(...args: ArgumentsOf<typeof bindTensor>): Summary {
  const { tag, tensor } = bindTensor(args)
  if (typeof tensor?.numel !== 'function') {
    throw new AttributeError(`'${typeName(tensor)}' object has no attribute 'numel'`)
  }
  if (tensor.numel() * tensor.itemsize >= 2 ** 31) {
    throw new ValueError("tensor is bigger than protocol buffer's hard limit of 2GB in size")
  }
  const kind = kinds.get(tensor.dtype)
  if (kind === undefined) {
    throw new ValueError(`${tag} has unsupported tensor dtype ${tensor.dtype}`)
  }
  const [dtype, values] = kind
  const proto = { dtype, tensor_shape: shapeProto(tensor.shape), ...values(tensor) }
  return new Summary({ value: [{ tag, metadata: pluginMetadata('tensor'), tensor: proto }] })
}

const bindText = initializer<[tag: string, text: string]>()('text(tag, text)')

/**
 * A text, which TensorBoard reads as Markdown.
 *
 * @example
 * text('notes', '**bold**').value[0].tag // 'notes/text_summary'
 */
export function text(...args: ArgumentsOf<typeof bindText>): Summary {
  const { tag, text } = bindText(args)
  if (typeof text !== 'string') {
    throw new AttributeError(`'${typeName(text)}' object has no attribute 'encode'`)
  }
  const metadata = pluginMetadata('text', serialize('TextPluginData', { version: 0 }))
  const tensor = stringTensor(new TextEncoder().encode(text), [1])
  return new Summary({ value: [{ tag: `${tag}/text_summary`, metadata, tensor }] })
}
