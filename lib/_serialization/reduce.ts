// What stands for each kind of object in a file: Tensor.__reduce_ex__ of torch/_tensor.py and its like.

import { kindOfDict } from '../_pickled_dicts.js'
import { Float, Global, type Reduced } from '../_pickler.js'
import { isComplex, isPlainObject } from '../_repr.js'
import { tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { device } from '../device.js'
import type { dtype } from '../dtype.js'
import { RuntimeError } from '../errors.js'
import * as layouts from '../layout.js'
import { is_lazy, Parameter, UninitializedParameter } from '../nn/parameter.js'
import { PicklingError } from '../pickle.js'
import * as qschemes from '../qscheme.js'
import { Size } from '../size.js'
import { TypedStorage } from '../storage.js'
import { Tensor } from '../tensor.js'
import { warn } from '../warnings.js'
import { config } from './config.js'
import { pathOfClass } from './globals.js'
import { hasStorageType } from './storage_types.js'

const known = new Map<string, Global>()

/** One object for each name, as classes are in Python. */
export function globalOf(module: string, name: string): Global {
  const path = `${module} ${name}`
  const found = known.get(path) ?? new Global(module, name)
  known.set(path, found)
  return found
}

const utils = (name: string): Global => globalOf('torch._utils', name)
const builtin = (name: string): Global => globalOf('__builtin__', name)

const orderedDict = (): Global => globalOf('collections', 'OrderedDict')

// Filled only where hooks are saved, which they never are.
class NoHooks {}

const tagOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

/** What torch.save writes for an object; null for lists, tuples and dicts, and for what it cannot save. */
export function reduce(value: object): Reduced | Global | null {
  if (value instanceof NoHooks) return { func: orderedDict(), args: [] }
  if (value instanceof Tensor) return reduceTensor(value)
  if ('_k' in value) return reduceSingleton(value as { _k: number } & object)
  if (value instanceof Size) return { func: globalOf('torch', 'Size'), args: [tuple(value)] }
  if (Array.isArray(value)) return null
  const tag = tagOf(value)
  if (tag === 'Set') return { func: builtin('set'), args: [[...(value as Set<unknown>)]] }
  if (tag === 'Uint8Array') return reduceBytes(value as Uint8Array)
  if (tag === 'Map' || isPlainObject(value)) return reduceDict(value)
  return reduceInstance(value)
}

function reduceSingleton(value: { _k: number } & object): Reduced | Global {
  const text = String(value)
  if (value instanceof device) {
    const { type, index } = value
    return { func: globalOf('torch', 'device'), args: index === null ? [type] : [type, index] }
  }
  if (layouts.layouts.includes(value as never)) {
    return { func: globalOf('torch.serialization', '_get_layout'), args: [text] }
  }
  if (typeName(value) === 'memory_format') {
    throw new TypeError("cannot pickle 'torch.memory_format' object")
  }
  return globalOf('torch', text.slice('torch.'.length))
}

// Protocol 2 has no opcode for bytes: they are text whose characters are the bytes.
function reduceBytes(value: Uint8Array): Reduced {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1')
  return { func: globalOf('_codecs', 'encode'), args: [text, 'latin1'] }
}

// Marks the metadata of a state dict: an OrderedDict, too.
class Ordered {
  constructor(readonly entries: [unknown, unknown][]) {}
}

function reduceDict(value: object): Reduced | null {
  if (isPlainObject(value) && isComplex(value)) {
    return { func: builtin('complex'), args: [new Float(value.re), new Float(value.im)] }
  }
  const kind = kindOfDict(value)
  const entries =
    tagOf(value) === 'Map' ? [...(value as Map<unknown, unknown>)] : Object.entries(value)
  if (kind === 'Counter') {
    return { func: globalOf('collections', 'Counter'), args: [new Map(entries)] }
  }
  const attributes = hidden(value)
  if (kind !== 'OrderedDict' && attributes === null) return null
  const ordered = { func: orderedDict(), args: [], entries }
  return attributes === null ? ordered : { ...ordered, state: attributes }
}

// What an OrderedDict has beside its items, such as the `_metadata` of a state dict: fields that are not enumerable.
function hidden(value: object): Map<string, unknown> | null {
  const names = Object.getOwnPropertyNames(value).filter(
    (name) => !Object.prototype.propertyIsEnumerable.call(value, name),
  )
  if (names.length === 0) return null
  return new Map(
    names.map((name) => {
      const field = (value as Record<string, unknown>)[name]
      return [name, name === '_metadata' ? metadataOf(field as object) : field]
    }),
  )
}

// The module itself is first in Python; objects have keys such as '0' before it.
function metadataOf(metadata: object): Ordered {
  const entries = Object.entries(metadata)
  return new Ordered([...entries].sort(([a], [b]) => Number(b === '') - Number(a === '')))
}

function reduceInstance(value: object): Reduced | null {
  if (value instanceof Ordered) return { func: orderedDict(), args: [], entries: value.entries }
  const path = pathOfClass(value.constructor)
  if (path === undefined) return null
  const { __getstate__ } = value as { __getstate__?: () => unknown }
  const state = typeof __getstate__ === 'function' ? __getstate__.call(value) : { ...value }
  return { func: globalAt(path), args: [], newobj: true, state }
}

function globalAt(path: string): Global {
  const dot = path.lastIndexOf('.')
  return globalOf(path.slice(0, Math.max(dot, 0)), path.slice(dot + 1))
}

// What users hung on a tensor; `_h` is the wrapper's own.
function stateOf(tensor: Tensor): Record<string, unknown> | null {
  const entries = Object.entries(tensor).filter(([key]) => key !== '_h')
  return entries.length === 0 ? null : Object.fromEntries(entries)
}

function reduceTensor(tensor: Tensor): Reduced {
  if (is_lazy(tensor)) return reduceLazy(tensor)
  const state = stateOf(tensor)
  if (tensor instanceof Parameter) {
    const args = [tensor.data, tensor.requires_grad, new NoHooks()]
    return state === null
      ? { func: utils('_rebuild_parameter'), args }
      : { func: utils('_rebuild_parameter_with_state'), args: [...args, state] }
  }
  const reduced = reducePlain(tensor)
  const cls = classOf(tensor)
  if (cls === null && state === null) return reduced
  return {
    func: globalOf('torch._tensor', '_rebuild_from_type_v2'),
    args: [reduced.func, cls ?? globalOf('torch', 'Tensor'), tuple(reduced.args), state ?? {}],
  }
}

function reduceLazy(tensor: Tensor): Reduced {
  const isParameter = tensor instanceof UninitializedParameter
  const name = isParameter ? 'UninitializedParameter' : 'UninitializedBuffer'
  return { func: globalOf('torch.nn.parameter', name), args: [tensor.requires_grad] }
}

function classOf(tensor: Tensor): Global | null {
  if (tensor.constructor === Tensor) return null
  const path = pathOfClass(tensor.constructor)
  if (path !== undefined) return globalAt(path)
  const name = typeName(tensor)
  throw new PicklingError(
    `Can't pickle <class '${name}'>: name the class by torch.serialization.add_safe_globals first`,
  )
}

function refuseSkipped(what: string): void {
  if (!config.skip_data) return
  throw new RuntimeError(
    `Cannot serialize ${what} under skip_data context manager, file an issue if you need this feature`,
  )
}

function reducePlain(tensor: Tensor): Reduced {
  if (tensor.is_nested) return reduceNested(tensor)
  const size = tuple(tensor.size())
  const { layout, dtype } = tensor
  if (tensor.is_meta) {
    if (config.skip_data) {
      warn('Serializing tensors on the meta device under skip_data context manager is a no-op')
    }
    const args = [dtype, size, tuple(tensor.stride()), tensor.requires_grad]
    return { func: utils('_rebuild_meta_tensor_no_storage'), args }
  }
  if (tensor.is_quantized) {
    refuseSkipped('qtensor')
    return reduceQuantized(tensor, size)
  }
  if (layout === layouts.sparse_coo) {
    const parts = [tensor._indices(), tensor._values(), tensor.size(), tensor.is_coalesced()]
    return { func: utils('_rebuild_sparse_tensor'), args: [layout, tuple(parts)] }
  }
  if (layout === layouts.sparse_csr || layout === layouts.sparse_bsr) {
    const parts = [tensor.crow_indices(), tensor.col_indices(), tensor.values(), tensor.size()]
    return { func: utils('_rebuild_sparse_tensor'), args: [layout, tuple<unknown>(parts)] }
  }
  if (layout === layouts.sparse_csc || layout === layouts.sparse_bsc) {
    const parts = [tensor.ccol_indices(), tensor.row_indices(), tensor.values(), tensor.size()]
    return { func: utils('_rebuild_sparse_tensor'), args: [layout, tuple<unknown>(parts)] }
  }
  return reduceStrided(tensor, size, dtype)
}

const typedStorage = (tensor: Tensor): TypedStorage =>
  new TypedStorage({ wrap_storage: tensor.untyped_storage(), dtype: tensor.dtype })

function reduceQuantized(tensor: Tensor, size: unknown): Reduced {
  const scheme = tensor.qscheme()
  let params: unknown
  if (scheme === qschemes.per_tensor_affine) {
    params = tuple<unknown>([scheme, new Float(tensor.q_scale()), tensor.q_zero_point()])
  } else if (
    scheme === qschemes.per_channel_affine ||
    scheme === qschemes.per_channel_affine_float_qparams
  ) {
    params = tuple<unknown>([
      qschemes.per_channel_affine,
      tensor.q_per_channel_scales(),
      tensor.q_per_channel_zero_points(),
      tensor.q_per_channel_axis(),
    ])
  } else {
    throw new RuntimeError(`Serialization is not supported for tensors of type ${scheme}`)
  }
  return {
    func: utils('_rebuild_qtensor'),
    args: [
      typedStorage(tensor),
      tensor.storage_offset(),
      size,
      tuple(tensor.stride()),
      params,
      tensor.requires_grad,
      new NoHooks(),
    ],
  }
}

function reduceNested(tensor: Tensor): Reduced {
  refuseSkipped('nested tensor')
  const args = [
    tensor.values(),
    tensor._nested_tensor_size(),
    tensor._nested_tensor_strides(),
    tensor._nested_tensor_storage_offsets(),
  ]
  return { func: utils('_rebuild_nested_tensor'), args }
}

function reduceStrided(tensor: Tensor, size: unknown, dtype: dtype): Reduced {
  const typed = hasStorageType(dtype)
  const args: unknown[] = [
    typed ? typedStorage(tensor) : tensor.untyped_storage(),
    tensor.storage_offset(),
    size,
    tuple(tensor.stride()),
    tensor.requires_grad,
    new NoHooks(),
  ]
  if (!typed) args.push(dtype)
  const metadata: Record<string, boolean> = {}
  if (tensor.is_conj()) metadata.conj = true
  if (tensor.is_neg()) metadata.neg = true
  if (Object.keys(metadata).length > 0) args.push(metadata)
  return { func: utils(typed ? '_rebuild_tensor_v2' : '_rebuild_tensor_v3'), args }
}
