// The custom functions of torch/autograd/function.py and how they are called.

import { isTensor } from '../_is_tensor.js'
import { tuple } from '../_tuple.js'
import { NotImplementedError, RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { DeprecationWarning, warn } from '../warnings.js'
import { asList, BackwardContext, type Body } from './_context.js'
import { callUnderTransforms, unwrap_dead_wrappers } from './_transforms.js'

type AnyFunction = (...args: never[]) => unknown
// The arguments of `apply`: those of `forward`, without the context unless setup_context gets that.
type ApplyArguments<C> = C extends { forward: infer F extends AnyFunction }
  ? C extends { setup_context: AnyFunction }
    ? Parameters<F>
    : Parameters<F> extends [unknown, ...infer Rest]
      ? Rest
      : unknown[]
  : never
type ApplyResult<C> = C extends { forward: infer F extends AnyFunction } ? ReturnType<F> : never

declare const nobody: unique symbol
// void alone would allow any receiver, and so wrong arguments of a class's own `apply`.
// biome-ignore lint/suspicious/noConfusingVoidType: the receiver of a detached call
type Detached = void | { readonly [nobody]: never }

/**
 * A function with a derivative of its own: a subclass has a static `forward(ctx, ...args)` and a static
 * `backward(ctx, ...grad_outputs)`, which gives one gradient (or null) for each argument. It is called by `apply`,
 * which may be detached. With a static `setup_context(ctx, inputs, output)`, `forward` gets no context.
 *
 * @example
 * type Ctx = torch.autograd.function.FunctionCtx
 * class MyReLU extends torch.autograd.Function {
 *   static forward(ctx: Ctx, input: Tensor) {
 *     ctx.save_for_backward(input)
 *     return input.clamp({ min: 0 })
 *   }
 *   static backward(ctx: Ctx, grad_output: Tensor) {
 *     const [input] = ctx.saved_tensors
 *     return grad_output.mul(input.gt(0))
 *   }
 * }
 * const x = torch.tensor([-1, 2], { dtype: torch.float, requires_grad: true })
 * MyReLU.apply(x).sum().backward()
 * x.grad // tensor([0., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.Function
 */
export class FunctionClass extends BackwardContext {
  /** Whether `backward` gets its gradients in one list, which it may empty to free them early. */
  static boxed_grads_call = false
  /** Whether what was saved is let go when `backward` reads it: then it can be read once. */
  static clear_saved_tensors_on_access = false
  /** Whether `torch.vmap` may be led through the function's own operators. */
  static generate_vmap_rule = false

  constructor() {
    super()
    warn(
      `<class '${new.target.name}'> should not be instantiated. Methods on autograd functions are all static, so you should invoke them on the class itself. Instantiating an autograd function will raise an error in a future version of PyTorch.`,
      DeprecationWarning,
    )
  }

  /**
   * Computes the results. Runs without recording.
   *
   * Its parameters are `never` so that every subclass may have its own.
   */
  static forward(..._args: never[]): unknown {
    throw new NotImplementedError(
      'You must implement the forward function for custom autograd.Function.',
    )
  }

  /** Computes the gradients of the arguments from those of the results. */
  static backward(_ctx: never, ..._grad_outputs: never[]): unknown {
    throw new NotImplementedError(
      'You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.',
    )
  }

  /** The same as {@link backward}; a function has one of the two. */
  static vjp(ctx: never, ...grad_outputs: never[]): unknown {
    return FunctionClass.backward(ctx, ...grad_outputs)
  }

  /** Computes the tangents of the results from those of the arguments, for forward mode. */
  static jvp(_ctx: never, ..._grad_inputs: never[]): unknown {
    throw new NotImplementedError(
      'You must implement the jvp function for custom autograd.Function to use it with forward mode AD.',
    )
  }

  /** What `torch.vmap` does with the function. */
  static vmap(_info: never, _in_dims: never, ..._args: never[]): unknown {
    throw new NotImplementedError(
      'To use autograd.Function with vmap, you must either override the vmap staticmethod or set generate_vmap_rule=True.',
    )
  }

  /** Calls the function, with a place in the graph. Works detached: `const relu = MyReLU.apply`. */
  declare static apply: {
    (this: Detached, ...args: unknown[]): Tensor
    <C extends typeof FunctionClass>(this: C, ...args: ApplyArguments<C>): ApplyResult<C>
  }
}
export type FunctionType = typeof FunctionClass

type Method = (...args: unknown[]) => unknown
/** A function's static methods as they are called, whatever the parameters that it declares. */
export const methodsOf = (
  cls: FunctionType,
): Record<'forward' | 'backward' | 'jvp' | 'vmap', Method> => cls as never

// Not declared: whether a class has its own says whether its forward gets a context.
function setup_context(_ctx: unknown, _inputs: unknown, _output: unknown): never {
  throw new NotImplementedError('setup_context is not implemented.')
}

/** The function's own `setup_context`, null where it has none. */
export function setupContextOf(cls: FunctionType): typeof setup_context | null {
  const { setup_context: own } = cls as unknown as { setup_context: typeof setup_context }
  return own === setup_context ? null : own
}

function userBackward(cls: FunctionType): FunctionType['backward'] {
  const ownBackward = cls.backward !== FunctionClass.backward
  const ownVjp = cls.vjp !== FunctionClass.vjp
  if (ownBackward && ownVjp) {
    throw new RuntimeError(
      "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. You should only implement one of them.",
    )
  }
  return ownVjp ? cls.vjp : cls.backward
}

const contexts = new WeakMap<FunctionType, new () => BackwardContext>()

/** The class of a function's contexts, `MyReLUBackward`. */
function contextOf(cls: FunctionType): new () => BackwardContext {
  let known = contexts.get(cls)
  if (known === undefined) {
    known = class extends BackwardContext {}
    Object.defineProperty(known, 'name', { value: `${cls.name}Backward` })
    const _get_user_fn = () => userBackward(cls) as Body
    Object.assign(known.prototype, { _forward_cls: cls, _get_user_fn })
    contexts.set(cls, known)
  }
  return known
}

/** Calls a function on the layer where its arguments are: `_SingleLevelFunction.apply` of Python. */
export function singleLevelApply(cls: FunctionType, args: readonly unknown[]): unknown {
  const Context = contextOf(cls)
  const ctx = new Context()
  let any = false
  ctx.needs_input_grad = tuple(
    args.map((arg) => {
      const needs = isTensor(arg) && arg.requires_grad
      any ||= needs
      return needs
    }),
  )
  const executable = any && native.isGradEnabled()
  const setup = setupContextOf(cls)
  const before = native.enterFunction()
  let output: unknown
  try {
    output = methodsOf(cls).forward(...(setup === null ? [ctx, ...args] : args))
    setup?.call(cls, ctx, tuple(args), output)
  } finally {
    native.leaveFunction(before)
  }
  const outputs = native.finishFunction(ctx, {
    name: `${cls.name}Backward`,
    args,
    outputs: asList(output),
    executable,
    setup_context: setup !== null,
    to_save: ctx.to_save,
    saved_for_forward: ctx.saved_for_forward,
    dirty_tensors: ctx.dirty_tensors,
    non_differentiable: ctx.non_differentiable,
    materialize_grads: ctx.materialize_grads,
    pure_view: ctx._is_pure_view,
  })
  // They live on in the graph, or not at all.
  ctx.to_save = null
  ctx.saved_for_forward = null
  ctx.dirty_tensors = null
  ctx.non_differentiable = null
  return Array.isArray(output) ? outputs : outputs[0]
}

function call(cls: FunctionType, args: readonly unknown[]): unknown {
  if (!native.wereTransformsUsed()) return singleLevelApply(cls, args)
  if (!native.areTransformsActive()) return singleLevelApply(cls, unwrap_dead_wrappers(args))
  if (setupContextOf(cls) === null) {
    throw new RuntimeError(
      'In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, ...), it must override the setup_context staticmethod. For more details, please see https://pytorch.org/docs/main/notes/extending.func.html',
    )
  }
  return callUnderTransforms(cls, args)
}

const applies = new WeakMap<FunctionType, (...args: unknown[]) => unknown>()

// A getter: what it gives knows its class, so that it can be detached.
Object.defineProperty(FunctionClass, 'apply', {
  get(this: FunctionType) {
    let apply = applies.get(this)
    if (apply === undefined) {
      apply = (...args) => call(this, args)
      applies.set(this, apply)
    }
    return apply
  },
  configurable: true,
})
Object.defineProperty(FunctionClass, 'setup_context', {
  value: setup_context,
  writable: true,
  configurable: true,
})
Object.defineProperty(FunctionClass, 'name', { value: 'Function' })
