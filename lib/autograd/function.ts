// Mirrors torch/autograd/function.py.

import { isTensor } from '../_is_tensor.js'
import { native } from '../native.js'
import { asList, BackwardContext } from './_context.js'
import { FunctionClass } from './_function.js'
import { no_grad } from './grad_mode.js'

export { FunctionClass as Function }

/** The context of a custom function, with the fields that it keeps there: `FunctionCtx<{ exponent: number }>`. */
export type FunctionCtx<Fields extends object = object> = BackwardContext & Fields
export const FunctionCtx = BackwardContext

/**
 * Wraps a `backward` that cannot be differentiated again: it runs without recording, and a second derivative throws.
 * `static backward = once_differentiable((ctx, grad) => ...)`, or as a decorator.
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

/** The old name of {@link FunctionClass} with a flag for functions in place. */
export class InplaceFunction extends FunctionClass {
  inplace: boolean
  constructor(inplace = false) {
    super()
    this.inplace = inplace
  }
}
