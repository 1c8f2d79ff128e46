// Mirrors torch/autograd/function.py.

import { isTensor } from '../_is_tensor.js'
import { native } from '../native.js'
import { asList, BackwardContext } from './_context.js'
import { FunctionClass } from './_function.js'
import { no_grad } from './grad_mode.js'

export { FunctionClass as Function }

/**
 * What a {@link FunctionClass} gets as its first argument: `save_for_backward`, `saved_tensors`, `mark_dirty`,
 * `needs_input_grad` and fields of one's own.
 *
 * @example
 * type Ctx = FunctionCtx<{ factor: number }>
 * class Scale extends torch.autograd.Function {
 *   static forward(ctx: Ctx, x: Tensor, factor: number) {
 *     ctx.factor = factor
 *     return x.mul(factor)
 *   }
 *   static backward(ctx: Ctx, grad: Tensor) {
 *     return [grad.mul(ctx.factor), null]
 *   }
 * }
 * const x = torch.ones(2).requires_grad_()
 * Scale.apply(x, 3).sum().backward()
 * x.grad // tensor([3., 3.])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#context-method-mixins
 */
export type FunctionCtx<Fields extends object = object> = BackwardContext & Fields
export const FunctionCtx = BackwardContext

/**
 * Wraps a `backward` that cannot be differentiated again: it runs without recording, and a second derivative throws.
 * `static backward = once_differentiable((ctx, grad) => ...)`, or as a decorator.
 *
 * @example
 * class Double extends torch.autograd.Function {
 *   static forward(_ctx: FunctionCtx, x: Tensor) { return x.mul(2) }
 *   static backward = torch.autograd.function.once_differentiable((_ctx: FunctionCtx, grad: Tensor) => grad.mul(2))
 * }
 * const x = torch.ones(2).requires_grad_()
 * Double.apply(x).sum().backward()
 * x.grad // tensor([2., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.function.once_differentiable.html
 */
export function once_differentiable<Args extends unknown[], R>(
  fn: (...args: Args) => R,
  _context?: ClassMethodDecoratorContext,
): (...args: Args) => R {
  return function (this: unknown, ...args: Args): R {
    const outputs = no_grad(() => fn.apply(this, args))
    if (!native.isGradEnabled()) return outputs
    if (!args.some((arg) => isTensor(arg) && arg.requires_grad)) return outputs
    const aliases = asList(outputs).map((output) =>
      isTensor(output) ? output.detach().requires_grad_() : null,
    )
    const failing = native.delayedError(
      'trying to differentiate twice a function that was marked with @once_differentiable',
      aliases,
    )
    return (Array.isArray(outputs) ? failing : failing[0]) as R
  }
}

/**
 * The old name of {@link FunctionClass} with a flag `inplace` for functions in place. New code extends
 * `torch.autograd.Function` and calls `ctx.mark_dirty`.
 *
 * @example
 * new torch.autograd.function.InplaceFunction(true).inplace // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.function.InplaceFunction.html
 */
export class InplaceFunction extends FunctionClass {
  inplace: boolean
  constructor(inplace = false) {
    super()
    this.inplace = inplace
  }
}
