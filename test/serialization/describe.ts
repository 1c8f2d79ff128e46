// What a value is, in JSON: describe() of scripts/golden/serialization.py.

import torch, { nn, type Tensor } from 'torch-node'
import { kindOfDict } from '../../lib/_pickled_dicts.js'
import { floatRepr } from '../../lib/_repr.js'
import { Tuple } from '../../lib/_tuple.js'
import type { NdArray } from '../../lib/numpy.js'

function hexOf(x: Tensor): string {
  if (x.numel() === 0) return ''
  if (x.numel() >= 1000) return 'long'
  const flat = x.detach().resolve_conj().resolve_neg().contiguous().view(-1).view(torch.uint8)
  return Buffer.from(flat.tolist() as number[]).toString('hex')
}

function describeTensor(x: Tensor): object {
  const told = {
    dtype: String(x.dtype),
    layout: String(x.layout),
    requires_grad: x.requires_grad,
    class: x.constructor.name,
  }
  if (x instanceof nn.UninitializedParameter) return told
  if (x.is_nested) return { ...told, parts: x.unbind().map((part) => describe(part)) }
  const placed = { ...told, size: [...x.size()], device: String(x.device) }
  if (x.layout === torch.sparse_coo) {
    const parts = [describe(x._indices()), describe(x._values())]
    return { ...placed, coalesced: x.is_coalesced(), parts }
  }
  if (x.layout !== torch.strided) return { ...placed, dense: describe(x.to_dense()) }
  const strided = { ...placed, stride: [...x.stride()], offset: x.storage_offset() }
  if (x.is_meta) return strided
  const nbytes = x.untyped_storage().nbytes()
  const whole = { ...strided, conj: x.is_conj(), neg: x.is_neg(), nbytes }
  if (!x.is_quantized) return { ...whole, bytes: hexOf(x) }
  const qscheme = String(x.qscheme())
  return { ...whole, qscheme, ints: describe(x.int_repr()), values: x.dequantize().tolist() }
}

function describeNumber(x: number): object {
  const isInt = Number.isSafeInteger(x) && !Object.is(x, -0)
  return isInt ? { int: String(x) } : { float: floatRepr(x) }
}

const entriesOf = (x: object): [unknown, unknown][] =>
  x instanceof Map ? [...x] : Object.entries(x)

function describeObject(x: object, seen: readonly unknown[]): unknown {
  const inner = [...seen, x]
  if (x instanceof torch.Tensor) return { tensor: describeTensor(x as Tensor) }
  if (x instanceof torch.TypedStorage) return { storage: [String(x.dtype), x.tolist()] }
  if (x instanceof torch.UntypedStorage) return { storage: ['torch.uint8', x.tolist()] }
  if (x instanceof torch.Size) return { size: [...x] }
  if (Array.isArray(x)) {
    const name = x instanceof Tuple ? 'tuple' : 'list'
    return { [name]: Array.from(x, (item) => describe(item, inner)) }
  }
  if ('stride' in x) {
    const { shape } = x as NdArray
    return { array: [shape, torch.from_numpy(x as NdArray).tolist()] }
  }
  if (x instanceof Set) return { set: [...x].sort() }
  if (x instanceof Uint8Array) return { bytes: Buffer.from(x).toString('hex') }
  if ('_k' in x) {
    const { __repr__ } = x as { __repr__?: () => string }
    const name = __repr__ ? 'device' : String(x.constructor.name)
    return { [name]: String(x) }
  }
  if ('re' in x) {
    const { re, im } = x as unknown as { re: number; im: number }
    return { complex: [re, im] }
  }
  const name = kindOfDict(x) ?? 'dict'
  const told = { [name]: entriesOf(x).map(([k, v]) => [describe(k), describe(v, inner)]) }
  const { _metadata } = x as { _metadata?: object }
  if (_metadata === undefined) return told
  return {
    ...told,
    metadata: { dict: entriesOf(_metadata).map(([k, v]) => [describe(k), describe(v)]) },
  }
}

export function describe(x: unknown, seen: readonly unknown[] = []): unknown {
  if (seen.includes(x)) return { cycle: true }
  switch (typeof x) {
    case 'number':
      return describeNumber(x)
    case 'bigint':
      return { int: String(x) }
    case 'string':
      return { str: Array.from(x, (char) => char.codePointAt(0)) }
    case 'object':
      return x === null ? null : describeObject(x, seen)
    default:
      return x
  }
}
