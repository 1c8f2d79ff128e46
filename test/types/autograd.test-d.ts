// Checked by tsc alone: what torch.autograd.functional gives has the form of inputs and outputs.

import { expectTypeOf } from 'expect-type'
import * as fwAD from '../../lib/autograd/forward_ad.js'
import * as A from '../../lib/autograd/functional.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor
declare const y: Tensor

type Pair = [Tensor, Tensor]

const one = (a: Tensor): Tensor => a.exp()
const add = (a: Tensor, b: Tensor): Tensor => a.add(b)
const both = (a: Tensor, b: Tensor): Pair => [a, b]

expectTypeOf(A.vjp(one, x)).toEqualTypeOf<[func_output: Tensor, vjp: Tensor]>()
expectTypeOf(A.vjp(add, [x, y], x)).toEqualTypeOf<[func_output: Tensor, vjp: Pair]>()
expectTypeOf(A.vjp(both, [x, y], [x, y], { strict: true })).toEqualTypeOf<
  [func_output: Pair, vjp: Pair]
>()
expectTypeOf(A.jvp(both, [x, y], null, true, false)).toEqualTypeOf<[func_output: Pair, jvp: Pair]>()
expectTypeOf(A.jvp({ func: both, inputs: x, v: y })).toEqualTypeOf<[func_output: Pair, jvp: Pair]>()
expectTypeOf(A.vhp(add, [x, y], { v: [x, y] })).toEqualTypeOf<[func_output: Tensor, vhp: Pair]>()
expectTypeOf(A.hvp((a) => a.sum(), x)).toEqualTypeOf<[func_output: Tensor, hvp: Tensor]>()
// Parameters are tensors without a word, a list literal is as long as it is.
expectTypeOf(A.vjp((a, b) => [a, b, a], [x, y])).toEqualTypeOf<
  [func_output: [Tensor, Tensor, Tensor], vjp: Pair]
>()
// @ts-expect-error an unknown keyword
A.vjp(one, x, { vectorize: true })
// @ts-expect-error a number is no input
A.vjp(one, 1)
// @ts-expect-error nor what a function may give
A.vjp(() => 1, x)
// @ts-expect-error given twice
A.vjp(one, x, x, { v: x })

expectTypeOf(A.jacobian(one, x)).toEqualTypeOf<Tensor>()
expectTypeOf(A.jacobian(add, [x, y])).toEqualTypeOf<Pair>()
expectTypeOf(A.jacobian((a) => [a, a], x)).toEqualTypeOf<Pair>()
expectTypeOf(A.jacobian(both, [x, y], { vectorize: true })).toEqualTypeOf<[Pair, Pair]>()
expectTypeOf(A.jacobian(one, x, true, false, true, 'forward-mode')).toEqualTypeOf<Tensor>()
// @ts-expect-error an unknown strategy
A.jacobian(one, x, { strategy: 'forward' })

expectTypeOf(A.hessian(one, x)).toEqualTypeOf<Tensor>()
expectTypeOf(A.hessian(add, [x, y], true)).toEqualTypeOf<[Pair, Pair]>()
expectTypeOf(A.hessian({ func: add, inputs: [x, y] as Pair })).toEqualTypeOf<[Pair, Pair]>()
// @ts-expect-error a list has no hessian
A.hessian(both, [x, y])

expectTypeOf(fwAD.make_dual(x, y)).toEqualTypeOf<Tensor>()
expectTypeOf(fwAD.make_dual({ tensor: x, tangent: y, level: 0 })).toEqualTypeOf<Tensor>()
expectTypeOf(fwAD.unpack_dual(x).tangent).toEqualTypeOf<Tensor | null>()
expectTypeOf(fwAD.unpack_dual(x, { level: 0 })[0]).toEqualTypeOf<Tensor>()
expectTypeOf(fwAD.dual_level(() => 3)).toEqualTypeOf<number>()
expectTypeOf(fwAD.dual_level()).toEqualTypeOf<Disposable>()
// @ts-expect-error the level is a keyword
fwAD.make_dual(x, y, 0)
