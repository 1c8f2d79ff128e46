// Checked by tsc alone: what the generated declarations accept and refuse.

import { expectTypeOf } from 'expect-type'
import * as _fft from '../../lib/_generated/fft.js'
import * as _linalg from '../../lib/_generated/linalg.js'
import * as _nn from '../../lib/_generated/nn.js'
import * as C from '../../lib/_generated/torch_functions.js'
import torch from '../../lib/index.js'
import type { dtype, Generator, Tensor } from '../../lib/types.js'

declare const x: Tensor
declare const y: Tensor
declare const float32: dtype
declare const generator: Generator

// Any number of positional arguments, the rest by keyword.
expectTypeOf(x.sum()).toEqualTypeOf<Tensor>()
expectTypeOf(x.sum(1)).toEqualTypeOf<Tensor>()
expectTypeOf(x.sum([0, 1], true, { dtype: float32 })).toEqualTypeOf<Tensor>()
expectTypeOf(x.sum(1, { keepdim: true })).toEqualTypeOf<Tensor>()
expectTypeOf(x.sum({ dim: 1, keepdim: true, dtype: null })).toEqualTypeOf<Tensor>()
expectTypeOf(x.sum({ dtype: undefined })).toEqualTypeOf<Tensor>()
expectTypeOf(C.conv2d(x, y, { stride: 2, padding: [1, 1] })).toEqualTypeOf<Tensor>()
expectTypeOf(C.conv2d(x, y, null, 2, 'same')).toEqualTypeOf<Tensor>()
expectTypeOf(C.conv2d({ input: x, weight: y })).toEqualTypeOf<Tensor>()
// @ts-expect-error an unknown keyword
x.sum(1, { keepdims: true })
// @ts-expect-error a keyword of the wrong type
x.sum(1, { keepdim: 1 })
// @ts-expect-error keepdim needs a dim
x.sum({ keepdim: true })
// @ts-expect-error a required argument is missing
C.conv2d(x, { stride: 2 })
// @ts-expect-error too many
x.relu(1)

// Numbers stand for tensors just where Python's parser takes them.
expectTypeOf(C.add(1, x)).toEqualTypeOf<Tensor>()
expectTypeOf(C.mul(x, 2n)).toEqualTypeOf<Tensor>()
expectTypeOf(x.add(y, { alpha: { re: 0, im: 1 } })).toEqualTypeOf<Tensor>()
expectTypeOf(C.pow(2, x)).toEqualTypeOf<Tensor>()
// @ts-expect-error matmul takes tensors only
C.matmul(x, 2)

// Sizes as a list or spread out, keywords last.
expectTypeOf(C.zeros(5, 3)).toEqualTypeOf<Tensor>()
expectTypeOf(C.zeros([5, 3])).toEqualTypeOf<Tensor>()
expectTypeOf(C.zeros(5, 3, { dtype: float32, device: 'cpu' })).toEqualTypeOf<Tensor>()
expectTypeOf(C.zeros({ size: [5, 3] })).toEqualTypeOf<Tensor>()
expectTypeOf(C.rand(2, 3, { generator, requires_grad: true })).toEqualTypeOf<Tensor>()
expectTypeOf(x.view(-1, 16)).toEqualTypeOf<Tensor>()
expectTypeOf(x.view(float32)).toEqualTypeOf<Tensor>()
expectTypeOf(x.permute(2, 0, 1)).toEqualTypeOf<Tensor>()
// @ts-expect-error sizes are ints
C.zeros('5')
// @ts-expect-error two positional parameters leave no room for a spread
C.full(2, 3, 1)

// Results: fields by name, lists, plain values.
expectTypeOf(C.max(x)).toEqualTypeOf<Tensor>()
expectTypeOf(C.max(x, y)).toEqualTypeOf<Tensor>()
const [values, indices] = x.max(1)
expectTypeOf(values).toEqualTypeOf<Tensor>()
expectTypeOf(indices).toEqualTypeOf<Tensor>()
expectTypeOf(C.topk(x, 3, { largest: false }).indices).toEqualTypeOf<Tensor>()
expectTypeOf(_linalg.linalg_svd(x).Vh).toEqualTypeOf<Tensor>()
expectTypeOf(x.chunk(2)).toEqualTypeOf<Tensor[]>()
expectTypeOf(C.allclose(x, y)).toEqualTypeOf<boolean>()
expectTypeOf(x.q_scale()).toEqualTypeOf<number>()
expectTypeOf(C.result_type(x, 1)).toEqualTypeOf<dtype>()
// @ts-expect-error only the form with a dim has fields
C.max(x).indices.dim

// In place gives the tensor's own type.
interface Marked extends Tensor {
  mark: string
}
declare const marked: Marked
expectTypeOf(marked.add_(1).mark).toEqualTypeOf<string>()
expectTypeOf(marked.add(1)).toEqualTypeOf<Tensor>()

// Handwritten bindings, native modules, words that TypeScript reserves.
expectTypeOf(x.to('cpu', float32, { non_blocking: true })).toEqualTypeOf<Tensor>()
expectTypeOf(x.to(float32).to(y)).toEqualTypeOf<Tensor>()
expectTypeOf(_nn.gelu(x, { approximate: 'tanh' })).toEqualTypeOf<Tensor>()
expectTypeOf(_fft.fft_fft(x, { norm: 'ortho' })).toEqualTypeOf<Tensor>()
expectTypeOf(C.var(x, 0, { correction: 0 })).toEqualTypeOf<Tensor>()
expectTypeOf(C.var_mean(x, [0, 1])).toEqualTypeOf<[Tensor, Tensor]>()

// Deprecated forms of tutorials.
expectTypeOf(torch.ones(2).add_(-0.1, torch.ones(2))).toEqualTypeOf<Tensor>()
expectTypeOf(torch.add(torch.ones(2), 2, torch.ones(2))).toEqualTypeOf<Tensor>()
// @ts-expect-error the last is a tensor
torch.ones(2).add_(1, 2)
