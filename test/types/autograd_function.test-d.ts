// Checked by tsc alone: `forward` types `apply`, with a context or with setup_context, bound or detached.

import { expectTypeOf } from 'expect-type'
import {
  Function as AutogradFunction,
  type FunctionCtx,
  once_differentiable,
} from '../../lib/autograd/function.js'
import torch from '../../lib/index.js'
import type { Tensor } from '../../lib/types.js'

declare const x: Tensor

class Scale extends AutogradFunction {
  static override forward(ctx: FunctionCtx<{ factor: number }>, x: Tensor, factor: number) {
    ctx.factor = factor
    ctx.save_for_backward(x, null)
    return x.mul(factor)
  }

  static override backward(ctx: FunctionCtx<{ factor: number }>, g: Tensor) {
    expectTypeOf(ctx.factor).toEqualTypeOf<number>()
    expectTypeOf(ctx.saved_tensors).toEqualTypeOf<Tensor[]>()
    return [g.mul(ctx.factor), null]
  }
}

expectTypeOf(Scale.apply(x, 2)).toEqualTypeOf<Tensor>()
// @ts-expect-error the context is not given by the caller
Scale.apply({} as FunctionCtx, x, 2)
// @ts-expect-error a factor is missing
Scale.apply(x)
// @ts-expect-error a factor is a number
Scale.apply(x, '2')
// @ts-expect-error there is no third argument
Scale.apply(x, 2, 3)

class Several extends torch.autograd.Function {
  static override forward(_ctx: FunctionCtx, x: Tensor, dim?: number): [Tensor, number] {
    return [x.sum(dim ?? 0), 7]
  }
}
expectTypeOf(Several.apply(x)).toEqualTypeOf<[Tensor, number]>()
expectTypeOf(Several.apply(x, 1)).toEqualTypeOf<[Tensor, number]>()

class Setup extends AutogradFunction {
  static override forward(x: Tensor, exponent: number) {
    return x.pow(exponent)
  }

  static setup_context(ctx: FunctionCtx, [x]: [Tensor, number], _output: Tensor) {
    ctx.save_for_backward(x)
  }

  static override backward = once_differentiable((_ctx: FunctionCtx, g: Tensor) => [g, null])
}
expectTypeOf(Setup.apply(x, 3)).toEqualTypeOf<Tensor>()
// @ts-expect-error forward has no context here, and an exponent
Setup.apply(x)

// Detached it knows no class: any arguments, one tensor.
const relu = Scale.apply
expectTypeOf(relu(x, 2)).toEqualTypeOf<Tensor>()

// @ts-expect-error only tensors are saved
;(ctx: FunctionCtx) => ctx.save_for_backward(3)
