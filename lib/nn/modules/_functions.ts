// Mirrors torch/nn/modules/_functions.py, where it holds custom functions of modules.

import type { Gradients } from '../../autograd/_node.js'
import { type FunctionCtx, Function as TorchFunction } from '../../autograd/function.js'
import type { Tensor } from '../../tensor.js'

/** Gives back its arguments, in the graph behind one node of their own: the place for a module's backward hooks. */
export class BackwardHookFunction extends TorchFunction {
  static override forward(ctx: FunctionCtx, ...args: Tensor[]): Tensor[] {
    ctx.mark_non_differentiable(...args.filter((arg) => !arg.requires_grad))
    return args
  }

  static override backward(_ctx: FunctionCtx, ...args: Gradients): Gradients {
    return args
  }
}
