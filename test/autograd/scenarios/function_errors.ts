import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import { Function as AutogradFunction, type FunctionCtx } from 'torch-node/autograd/function'
import { fails, leaf, type Scenario } from './support.js'

const wrong = {
  few: (g: Tensor) => g,
  many: (g: Tensor) => [g, null, null],
  'too many': (g: Tensor) => [g, null, g],
  number: () => [3, null],
  'not tensor': (g: Tensor) => [g, g],
  none: () => [null, null],
  shape: () => [torch.ones(5), null],
}
type What = keyof typeof wrong

class Wrong extends AutogradFunction {
  static override forward(ctx: FunctionCtx<{ what: What }>, x: Tensor, what: What) {
    ctx.what = what
    return x.mul(2)
  }

  static override backward(ctx: FunctionCtx<{ what: What }>, g: Tensor) {
    return wrong[ctx.what](g)
  }
}

class Nothing extends AutogradFunction {}

class NoBackward extends AutogradFunction {
  static override forward(_ctx: FunctionCtx, x: Tensor) {
    return x.mul(2)
  }
}

class BadSave extends AutogradFunction {
  static override forward(ctx: FunctionCtx, x: Tensor) {
    ctx.save_for_backward(3 as never)
    return x.mul(2)
  }
}

class Changed extends AutogradFunction {
  static override forward(ctx: FunctionCtx, x: Tensor) {
    ctx.save_for_backward(x)
    return x.mul(2)
  }

  static override backward(ctx: FunctionCtx, g: Tensor) {
    return (ctx.saved_tensors[0] as Tensor).mul(g)
  }
}

export const function_errors: Scenario = (out) => {
  const x = leaf([2])
  for (const what of Object.keys(wrong) as What[]) {
    fails(out, () => Wrong.apply(x, what).sum().backward())
  }
  fails(out, () => Nothing.apply(x))
  fails(out, () => NoBackward.apply(x).sum().backward())
  fails(out, () => BadSave.apply(x))
  const y = x.mul(1)
  const z = Changed.apply(y)
  y.add_(1)
  fails(out, () => z.sum().backward())
}
