// Checked by tsc alone: what torch.autograd.functional gives has the form of inputs and outputs.

import { expectTypeOf } from 'expect-type'
import * as fwAD from '../../lib/autograd/forward_ad.js'
import * as A from '../../lib/autograd/functional.js'
import * as mode from '../../lib/autograd/grad_mode.js'
import { gradcheck, gradgradcheck } from '../../lib/autograd/gradcheck.js'
import { increment_version } from '../../lib/autograd/graph.js'
import * as nn from '../../lib/nn/index.js'
import type { Tensor } from '../../lib/types.js'
import { checkpoint } from '../../lib/utils/checkpoint.js'

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

expectTypeOf(gradcheck((a, b) => a.add(b), [x, y])).toEqualTypeOf<boolean>()
expectTypeOf(gradcheck((a) => [a, a], x, { fast_mode: true })).toEqualTypeOf<boolean>()
// Each parameter has the type of its input.
gradcheck((a, n, b) => a.mul(n).add(b), [x, 3, y])
// @ts-expect-error options are keywords
gradcheck((a) => a, x, 1e-6)
// @ts-expect-error only gradgradcheck takes gradients
gradcheck((a) => a, x, { grad_outputs: x })
expectTypeOf(gradgradcheck((a) => a, x, [x, null], { atol: 1 })).toEqualTypeOf<boolean>()
expectTypeOf(gradgradcheck((a) => a, x, { grad_outputs: x })).toEqualTypeOf<boolean>()

expectTypeOf(mode.set_multithreading_enabled(false)).toEqualTypeOf<Disposable>()
expectTypeOf(mode.set_multithreading_enabled({ mode: false })).toEqualTypeOf<Disposable>()
expectTypeOf(mode.enforce_grad_layout_policy(() => 3)).toEqualTypeOf<number>()
expectTypeOf(mode.enforce_grad_layout_policy(false, () => x)).toEqualTypeOf<Tensor>()
// @ts-expect-error the mode must be given
mode.set_multithreading_enabled()
expectTypeOf(x.grad_dtype).toEqualTypeOf<Tensor['dtype'] | null>()
increment_version([x, y])
// @ts-expect-error a number has no version
increment_version(1)

const block = nn.Linear(2, 2)
expectTypeOf(
  checkpoint((a) => a.exp(), x, { use_reentrant: false, determinism_check: 'none' }),
).toEqualTypeOf<Tensor>()
expectTypeOf(
  checkpoint((a, n) => [a, n] as [Tensor, number], x, 3, { use_reentrant: false }),
).toEqualTypeOf<[Tensor, number]>()
expectTypeOf(checkpoint(block, x, { use_reentrant: true })).toEqualTypeOf<Tensor>()
expectTypeOf(checkpoint(block, x)).toEqualTypeOf<Tensor>()
// @ts-expect-error a number is no input of a layer
checkpoint(block, 3, { use_reentrant: false })
