// Mirrors torch/_tensor_str.py: the text of tensors.

import { get_default_dtype } from './_default_dtype.js'
import * as C from './_generated/torch_functions.js'
import { PRINT_OPTS } from './_printoptions.js'
import { floatRepr, pyRepr } from './_repr.js'
import { type ElementKind, type Nested, tensorBody } from './_tensor_body.js'
import { tuple } from './_tuple.js'
import * as types from './dtype.js'
import { RuntimeError } from './errors.js'
import * as layouts from './layout.js'
import { native, Wrapper } from './native.js'
import * as qschemes from './qscheme.js'
import type { Tensor } from './types.js'

export { get_printoptions, PRINT_OPTS, printoptions, set_printoptions } from './_printoptions.js'

const tupleText = (sizes: Iterable<number>): string => pyRepr(tuple(sizes))

// The elements to print: all of them, or in each long dimension those at both edges.
function elements(self: Tensor, summarize: boolean): Nested {
  const { edgeitems } = PRINT_OPTS
  let shown = self
  if (summarize) {
    for (let dim = 0; dim < self.dim(); dim++) {
      const size = self.size(dim)
      if (size <= 2 * edgeitems) continue
      const start = shown.narrow(dim, 0, edgeitems)
      shown = C.cat([start, shown.narrow(dim, size - edgeitems, edgeitems)], dim)
    }
  }
  return shown.dim() === 0 ? shown.item() : (shown.tolist() as Nested)
}

// Types of which no kernel reads an element.
const opaque: ReadonlySet<unknown> = new Set([
  ...types.dtypes.slice(types.bits1x8.code, types.bits16.code + 1),
  ...types.dtypes.slice(types.uint1.code, types.int7.code + 1),
])

function kindOf({ dtype }: Tensor): ElementKind {
  if (dtype === types.float8_e8m0fnu) return 'e8m0'
  if (dtype.is_complex) return 'complex'
  return dtype.is_floating_point ? 'float' : 'plain'
}

function _tensor_str(self: Tensor, indent: number): string {
  if (self.numel() === 0) return '[]'
  const summarize = self.numel() > PRINT_OPTS.threshold
  let shown = self._is_zerotensor() ? self.clone() : self
  if (shown.is_neg()) shown = shown.resolve_neg()
  if (shown.is_conj()) shown = shown.resolve_conj()
  // Two values in a byte, which no kernel reads: Python shows the bytes of a list.
  if (shown.dtype === types.float4_e2m1fn_x2 && shown.dim() > 0) shown = shown.view(types.uint8)
  // This throws what Python throws.
  if (opaque.has(shown.dtype)) shown.reshape(-1).select(0, 0).item()
  return tensorBody(elements(shown, summarize), self.shape, kindOf(self), summarize, indent)
}

function _add_suffixes(
  text: string,
  suffixes: readonly string[],
  indent: number,
  force_newline: boolean,
): string {
  let result = text
  let newline = force_newline
  let lineLength = text.length - text.lastIndexOf('\n') + 1
  for (const suffix of suffixes) {
    if (newline || lineLength + suffix.length + 2 > PRINT_OPTS.linewidth) {
      result += `,\n${' '.repeat(indent)}${suffix}`
      lineLength = indent + suffix.length
      newline = false
    } else {
      result += `, ${suffix}`
      lineLength += suffix.length + 2
    }
  }
  return `${result})`
}

// A part of a sparse tensor, `indices=tensor([[0, 1]])`.
function part(name: string, part: Tensor, is_meta: boolean, indent: number): string {
  const prefix = `${name}=tensor(`
  const self = part.detach()
  const text = is_meta ? '...' : _tensor_str(self, indent + prefix.length)
  const size = is_meta || self.numel() === 0 ? `, size=${tupleText(self.shape)}` : ''
  return `${prefix}${text}${size})`
}

function sparseParts(self: Tensor): [name: string, tensor: Tensor][] {
  if (self.is_sparse) {
    return [
      ['indices', self._indices()],
      ['values', self._values()],
    ]
  }
  const byRow = self.layout === layouts.sparse_csr || self.layout === layouts.sparse_bsr
  return [
    byRow ? ['crow_indices', self.crow_indices()] : ['ccol_indices', self.ccol_indices()],
    byRow ? ['col_indices', self.col_indices()] : ['row_indices', self.row_indices()],
    ['values', self.values()],
  ]
}

function quantization(self: Tensor): string[] {
  const scheme = self.qscheme()
  const suffixes = [`quantization_scheme=${scheme}`]
  if (scheme === qschemes.per_tensor_affine || scheme === qschemes.per_tensor_symmetric) {
    suffixes.push(`scale=${floatRepr(self.q_scale())}`, `zero_point=${self.q_zero_point()}`)
  } else {
    suffixes.push(`scale=${self.q_per_channel_scales()}`)
    suffixes.push(`zero_point=${self.q_per_channel_zero_points()}`)
    suffixes.push(`axis=${self.q_per_channel_axis()}`)
  }
  return suffixes
}

const compressed: ReadonlySet<unknown> = new Set([
  layouts.sparse_csr,
  layouts.sparse_csc,
  layouts.sparse_bsr,
  layouts.sparse_bsc,
])

// The name of the function that made a tensor; null for none.
function gradFnName(inp: Tensor): string | null {
  try {
    return inp.grad_fn?.name().split('::').at(-1) ?? null
  } catch (error) {
    // A view that was made and changed without grad mode has none that could be asked for.
    if (error instanceof RuntimeError) return 'Invalid'
    throw error
  }
}

function hasDefaultDtype({ dtype }: Tensor): boolean {
  const standard = get_default_dtype()
  const complex = standard === types.float64 ? types.complex128 : types.complex64
  return dtype === standard || dtype === complex || dtype === types.int64 || dtype === types.bool
}

interface Contents {
  readonly text: string
  readonly suffixes: readonly string[]
}

function sparseContents(self: Tensor, indent: number): Contents {
  const { is_meta } = self
  const suffixes = [`size=${tupleText(self.shape)}`]
  if (!is_meta) suffixes.push(`nnz=${self._nnz()}`)
  if (!hasDefaultDtype(self)) suffixes.push(`dtype=${self.dtype}`)
  const parts = sparseParts(self).map(([name, one]) => part(name, one, is_meta, indent))
  return { text: parts.join(`,\n${' '.repeat(indent)}`), suffixes }
}

function quantizedContents(self: Tensor, indent: number): Contents {
  const suffixes = [`size=${tupleText(self.shape)}`]
  if (!hasDefaultDtype(self)) suffixes.push(`dtype=${self.dtype}`)
  suffixes.push(...quantization(self))
  return { text: _tensor_str(self.dequantize(), indent), suffixes }
}

function nestedContents(self: Tensor): Contents {
  const parts = self.unbind().map((one) => String(one).replace(/^/gm, '  '))
  return { text: `[\n${parts.join(',\n')}\n]`, suffixes: [] }
}

// What has no elements to show: its size, and its type wherever `torch.tensor` would not find it.
function emptyContents(self: Tensor, text: string, sized: boolean): Contents {
  const suffixes = sized ? [`size=${tupleText(self.shape)}`] : []
  if (self.dtype !== get_default_dtype()) suffixes.push(`dtype=${self.dtype}`)
  return { text, suffixes }
}

function denseContents(self: Tensor, indent: number): Contents {
  const suffixes = PRINT_OPTS.edgeitems === 0 ? [`size=${tupleText(self.shape)}`] : []
  if (!hasDefaultDtype(self)) suffixes.push(`dtype=${self.dtype}`)
  const dense = self.layout === layouts.strided ? self : self.to_dense()
  return { text: _tensor_str(dense, indent), suffixes }
}

function contentsOf(self: Tensor, indent: number): Contents {
  if (self.is_sparse || compressed.has(self.layout)) return sparseContents(self, indent)
  if (self.is_quantized) return quantizedContents(self, indent)
  if (self.is_nested) return nestedContents(self)
  if (self.is_meta) return emptyContents(self, '...', true)
  if (self.numel() === 0) return emptyContents(self, '[]', self.dim() !== 1)
  return denseContents(self, indent)
}

// A subclass of Tensor prints under its own name; a plain Parameter adds its own first line.
function prefixOf(inp: Tensor): string {
  if (inp.is_nested) return 'nested_tensor('
  const { constructor: cls } = inp
  const plain = cls === Wrapper.prototype.constructor || cls.name === 'Parameter'
  return `${plain ? 'tensor' : cls.name}(`
}

// A dual number of forward-mode differentiation is printed as its two parts.
function unpackDual(inp: Tensor): { primal: Tensor; tangent: Tensor | null } {
  const { dtype } = inp
  const mayBeDual =
    (dtype.is_floating_point || dtype.is_complex) &&
    inp.layout === layouts.strided &&
    !inp.is_nested
  if (!mayBeDual) return { primal: inp, tangent: null }
  const { primal, tangent } = C._unpack_dual(inp, 0) as { primal: Tensor; tangent: Tensor | null }
  return { primal: tangent === null ? inp : primal, tangent }
}

// Slicing for the text must leave no trace on the tape.
function withoutGrad<R>(body: () => R): R {
  const before = native.isGradEnabled()
  native.setGradEnabled(false)
  try {
    return body()
  } finally {
    native.setGradEnabled(before)
  }
}

/** What Python's `format(tensor, '')` gives, and with it `f'{tensor}'`: of a 0-d tensor, its item. */
export function _format(self: Tensor): string {
  if (self.dim() > 0 || self.is_meta) return _str(self)
  const item = self.item()
  return self.dtype.is_floating_point ? floatRepr(Number(item)) : pyRepr(item)
}

// A tensor of a function transform: what it wraps, indented.
function _functorch_wrapper_str_intern(tensor: Tensor, level: number): string {
  const functional = native.isFunctionalTensor(tensor)
  if (functional) native.syncFunctionalTensor(tensor)
  const value = String(native.getUnwrapped(tensor))
  if (functional) return `FunctionalTensor(lvl=${level}, value=\\\n${value})`
  const indented = value.replace(/^(?=.*\S)/gm, '    ')
  if (native.isGradTrackingTensor(tensor)) {
    return `GradTrackingTensor(lvl=${level}, value=\n${indented}\n)`
  }
  const bdim = native.maybeGetBdim(tensor)
  return `BatchedTensor(lvl=${level}, bdim=${bdim}, value=\n${indented}\n)`
}

// The operators that make the text are not part of a transform.
function withoutTransforms<R>(body: () => R): R {
  const before = native.setTransformsExcluded(true)
  try {
    return body()
  } finally {
    native.setTransformsExcluded(before)
  }
}

/** The text of a tensor, as Python's `repr` gives it. */
export function _str(inp: Tensor): string {
  const level = native.maybeGetLevel(inp._h)
  return withoutTransforms(() =>
    level === -1 ? _str_intern(inp) : _functorch_wrapper_str_intern(inp, level),
  )
}

function _str_intern(inp: Tensor): string {
  const prefix = prefixOf(inp)
  const suffixes: string[] = []
  if (inp.device.type !== 'cpu') suffixes.push(`device='${inp.device}'`)
  const { tangent, ...contents } = withoutGrad(() => {
    const { primal, tangent } = unpackDual(inp)
    return { tangent, ...contentsOf(primal, prefix.length) }
  })
  suffixes.push(...contents.suffixes)
  if (inp.layout !== layouts.strided) suffixes.push(`layout=${inp.layout}`)
  const name = gradFnName(inp)
  if (name !== null) suffixes.push(`grad_fn=<${name}>`)
  else if (inp.requires_grad) suffixes.push('requires_grad=True')
  if (tangent !== null) suffixes.push(`tangent=${_format(tangent)}`)
  return _add_suffixes(prefix + contents.text, suffixes, prefix.length, inp.is_sparse)
}
