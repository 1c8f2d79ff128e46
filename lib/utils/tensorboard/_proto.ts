// Protocol buffers. What Python takes from tensorboard.compat.proto; protobufjs, loaded at first use, does the encoding.

import { createRequire } from 'node:module'
import { classText } from '../../_typename.js'
import { schema } from './_schema.js'

interface Type {
  encode(fields: object): { finish(): Uint8Array }
}

interface Protobufjs {
  parse(text: string, options: { keepCase: boolean }): { root: { lookupType(name: string): Type } }
}

let types: { lookupType(name: string): Type } | undefined

/** The bytes of a message of that type, as Python's `SerializeToString()` gives them. */
export function serialize(type: string, fields: object): Uint8Array {
  types ??= (createRequire(import.meta.url)('protobufjs') as Protobufjs).parse(schema, {
    keepCase: true,
  }).root
  return types.lookupType(type).encode(fields).finish()
}

/** A 64-bit integer: a number, or what protobufjs takes for a bigint. */
export type Int64 = number | { low: number; high: number; unsigned: boolean }

/** An int64 field of an integer. */
export function int64Field(value: number | bigint): Int64 {
  if (typeof value === 'number') return value
  const low = Number(BigInt.asIntN(32, value))
  return { low, high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: false }
}

/** The shape of a tensor. */
export interface TensorShapeProto {
  dim: { size: number }[]
}

/** A shape of those sizes. */
export function shapeProto(sizes: readonly number[]): TensorShapeProto {
  return { dim: sizes.map((size) => ({ size })) }
}

/** A tensor: its dtype by number and its values in the field for that dtype. */
export interface TensorProto {
  dtype: number
  tensor_shape?: TensorShapeProto
  float_val?: ArrayLike<number>
  double_val?: ArrayLike<number>
  int_val?: ArrayLike<number>
  string_val?: Uint8Array[]
  scomplex_val?: ArrayLike<number>
  int64_val?: Int64[]
  bool_val?: boolean[]
  dcomplex_val?: ArrayLike<number>
  half_val?: ArrayLike<number>
  uint32_val?: ArrayLike<number>
}

/** Counts of values between limits. */
export interface HistogramProto {
  min: number
  max: number
  num: number
  sum: number
  sum_squares: number
  bucket_limit: ArrayLike<number>
  bucket: ArrayLike<number>
}

/** An encoded picture. */
export interface ImageProto {
  height: number
  width: number
  colorspace: number
  encoded_image_string: Uint8Array
}

/** Encoded sound. */
export interface AudioProto {
  sample_rate: number
  num_channels: number
  length_frames: number
  encoded_audio_string: Uint8Array
  content_type: string
}

/** Which part of TensorBoard shows a value. */
export interface SummaryMetadata {
  plugin_data: { plugin_name: string; content?: Uint8Array }
  display_name?: string
  summary_description?: string
}

/** One value by its tag. */
export interface SummaryValue {
  tag: string
  simple_value?: number
  image?: ImageProto
  histo?: HistogramProto
  audio?: AudioProto
  tensor?: TensorProto
  metadata?: SummaryMetadata
}

/** The values of one call of a writer, ready to be written. */
export class Summary {
  readonly value: readonly SummaryValue[]

  constructor(fields: { value: readonly SummaryValue[] }) {
    this.value = fields.value
  }

  /** The bytes of the protocol buffer. */
  SerializeToString(): Uint8Array {
    return serialize('Summary', this)
  }
}

/** The fields of an {@link Event}. */
export interface EventFields {
  wall_time?: number
  step?: number | bigint
  file_version?: string
  graph_def?: Uint8Array
  summary?: Summary
  session_log?: { status: number }
  tagged_run_metadata?: { tag: string; run_metadata: Uint8Array }
  source_metadata?: { writer: string }
}

/** One record of an event file. */
export class Event {
  wall_time = 0
  step: number | bigint = 0
  readonly fields: EventFields

  constructor(fields: EventFields = {}) {
    const { wall_time, step, summary } = fields
    if (summary !== undefined && !(summary instanceof Summary)) {
      throw new TypeError(
        "Parameter to initialize message field must be dict or instance of same class: expected <class 'tensorboard.compat.proto.summary_pb2.Summary'> " +
          `got ${classText(summary)}.`,
      )
    }
    if (wall_time !== undefined) this.wall_time = wall_time
    if (step !== undefined) this.step = step
    this.fields = fields
  }

  /** The bytes of the protocol buffer. */
  SerializeToString(): Uint8Array {
    const { wall_time, step } = this
    return serialize('Event', { ...this.fields, wall_time, step: int64Field(step) })
  }
}
