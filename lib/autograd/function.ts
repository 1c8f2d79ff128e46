// Mirrors torch/autograd/function.py.

import { isTensor } from '../_is_tensor.js'
import { type Tuple, tuple } from '../_tuple.js'
import { NotImplementedError, RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { DeprecationWarning, FutureWarning, warn } from '../warnings.js'
import { type Gradients, Node } from './_node.js'
import { callUnderTransforms, unwrap_dead_wrappers } from './_transforms.js'
import { no_grad } from './grad_mode.js'

type Tensors = readonly (Tensor | null)[]

/** What a call of a custom function tells the addon (binding/autograd/function.cc). */
export interface FunctionCall {
  readonly name: string
  readonly args: readonly unknown[]
  readonly outputs: readonly unknown[]
  /** Whether the call gets a node in the graph. */
  readonly executable: boolean
  readonly setup_context: boolean
  readonly to_save: Tensors | null
  readonly saved_for_forward: Tensors | null
  readonly dirty_tensors: readonly Tensor[] | null
  readonly non_differentiable: readonly Tensor[] | null
  readonly materialize_grads: boolean
  readonly pure_view: boolean
}

/**
 * What `forward` and `backward` of one call share: tensors by {@link save_for_backward}, any other value as a field of
 * its own. It is the call's node in the graph too, the `grad_fn` of what `apply` gives.
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#context-method-mixins
 */
export class BackwardContext extends Node {
  /** The function that was called; on the prototype. */
  declare readonly _forward_cls: FunctionType
  /** For each argument of `forward` whether its gradient is wanted. */
  declare needs_input_grad: Tuple<boolean>
  /** Whether gradients that nobody computed arrive as zeros (else as null). */
  declare materialize_grads: boolean
  declare _is_pure_view: boolean
  declare to_save: Tensors | null
  declare saved_for_forward: Tensors | null
  declare dirty_tensors: readonly Tensor[] | null
  declare non_differentiable: readonly Tensor[] | null
  declare _savedTensorsGone: boolean

  /**
   * Keeps tensors for `backward`, which finds them as {@link saved_tensors}. At most once in a call, with arguments or
   * results of `forward`; null stays null.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.function.FunctionCtx.save_for_backward.html
   */
  save_for_backward(...tensors: Tensors): void {
    this.to_save = tensors
  }

  /** Keeps tensors for `jvp`, which finds them as {@link saved_tensors}. */
  save_for_forward(...tensors: Tensors): void {
    for (const tensor of tensors) {
      if (tensor !== null && !isTensor(tensor)) {
        throw new RuntimeError('save_for_forward expects all arguments to be tensors or None')
      }
    }
    this.saved_for_forward = tensors
  }

  /**
   * Says that `forward` changed these arguments in place; they must be among its results.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.function.FunctionCtx.mark_dirty.html
   */
  mark_dirty(...args: readonly Tensor[]): void {
    this.dirty_tensors = args
  }

  /**
   * Says that these results have no gradients; `backward` gets zeros for them.
   *
   * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.function.FunctionCtx.mark_non_differentiable.html
   */
  mark_non_differentiable(...args: readonly Tensor[]): void {
    this.non_differentiable = args
  }

  /** Does nothing: tensors that share memory are followed by themselves. Deprecated in Python. */
  mark_shared_storage(..._pairs: unknown[]): void {
    warn(
      'mark_shared_storage is deprecated. Tensors with shared storages are automatically tracked. Note that calls to `set_()` are not tracked',
      FutureWarning,
    )
  }

  /** Whether `backward` gets zeros (true, the default) or null where there is no gradient. */
  set_materialize_grads(value: boolean): void {
    this.materialize_grads = value
  }

  /**
   * What was saved, checked to be unchanged.
   *
   * @throws RuntimeError after the graph was let go, or where a saved tensor was changed in place.
   */
  get saved_tensors(): Tensor[] {
    if (this._savedTensorsGone) {
      throw new RuntimeError(
        'saved_tensors can only be accessed once when clear_saved_tensors_on_access=True is set on the autograd.Function. Either access saved_tensors only once, or set clear_saved_tensors_on_access=False.',
      )
    }
    if (this.saved_for_forward !== null) return this.saved_for_forward as Tensor[]
    if (this._n === undefined) return []
    const saved = native.savedTensors(this)
    if (this._forward_cls.clear_saved_tensors_on_access) {
      native.dropSavedTensors(this)
      this._savedTensorsGone = true
    }
    return saved
  }

  /** True: a function's node is there only where a gradient is wanted. */
  get requires_grad(): boolean {
    return true
  }

  /** The old name of {@link saved_tensors}. */
  get saved_variables(): Tensor[] {
    warn("'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning)
    return this.saved_tensors
  }

  /** Lets go of the saved tensors early, unless this backward keeps the graph. */
  maybe_clear_saved_tensors(): void {
    native.clearSavedTensors(this)
  }

  /** Runs `backward` as the engine does: one gradient for each result of `forward`. */
  apply(...grads: Gradients): unknown {
    const { boxed_grads_call } = this._forward_cls
    return userBackward(this._forward_cls)(this, ...(boxed_grads_call ? [[...grads]] : grads))
  }

  /** Runs `jvp` as forward mode does. */
  apply_jvp(...grads: Gradients): unknown {
    return this._forward_cls.jvp(this, ...grads)
  }

  _runBackward(grads: Gradients): readonly unknown[] {
    return asList(this.apply(...grads))
  }

  _runJvp(grads: Gradients): readonly unknown[] {
    return asList(this.apply_jvp(...grads))
  }

  override toString(): string {
    return super.toString().replace('<', '<torch.autograd.function.')
  }
}

// What a call starts with. On the prototype: few calls change any of it.
Object.assign(BackwardContext.prototype, {
  materialize_grads: true,
  _is_pure_view: false,
  to_save: null,
  saved_for_forward: null,
  dirty_tensors: null,
  non_differentiable: null,
  needs_input_grad: null,
  _savedTensorsGone: false,
})

/** The context of a custom function, with the fields that it keeps there: `FunctionCtx<{ exponent: number }>`. */
export type FunctionCtx<Fields extends object = object> = BackwardContext & Fields
export const FunctionCtx = BackwardContext

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value ?? null]
}

type AnyFunction = (...args: never[]) => unknown
// The arguments of `apply`: those of `forward`, without the context unless setup_context gets that.
type ApplyArguments<C> = C extends { forward: infer F extends AnyFunction }
  ? C extends { setup_context: AnyFunction }
    ? Parameters<F>
    : Parameters<F> extends [unknown, ...infer Rest]
      ? Rest
      : never
  : never
type ApplyResult<C> = C extends { forward: infer F extends AnyFunction } ? ReturnType<F> : never

/**
 * A function with a derivative of its own: a subclass has a static `forward(ctx, ...args)` and a static
 * `backward(ctx, ...grad_outputs)`, which gives one gradient (or null) for each argument. It is called by `apply`, which
 * may be detached. With a static `setup_context(ctx, inputs, output)`, `forward` gets no context.
 *
 * @example
 * class MyReLU extends torch.autograd.Function {
 *   static forward(ctx: FunctionCtx, input: Tensor) {
 *     ctx.save_for_backward(input)
 *     return input.clamp({ min: 0 })
 *   }
 *   static backward(ctx: FunctionCtx, grad_output: Tensor) {
 *     const [input] = ctx.saved_tensors
 *     const grad_input = grad_output.clone()
 *     grad_input.index_put_([input.lt(0)], 0)
 *     return grad_input
 *   }
 * }
 * const relu = MyReLU.apply
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.Function
 */
class FunctionClass extends BackwardContext {
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
   * Its parameters are `any` because no other type lets every subclass have its own; Python declares `Any`.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as said above.
  static forward(..._args: any[]): any {
    throw new NotImplementedError(
      'You must implement the forward function for custom autograd.Function.',
    )
  }

  /** Computes the gradients of the arguments from those of the results. */
  // biome-ignore lint/suspicious/noExplicitAny: as for forward.
  static backward(_ctx: any, ..._grad_outputs: any[]): any {
    throw new NotImplementedError(
      'You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.',
    )
  }

  /** The same as {@link backward}; a function has one of the two. */
  // biome-ignore lint/suspicious/noExplicitAny: as for forward.
  static vjp(ctx: any, ...grad_outputs: any[]): any {
    return FunctionClass.backward(ctx, ...grad_outputs)
  }

  /** Computes the tangents of the results from those of the arguments, for forward mode. */
  // biome-ignore lint/suspicious/noExplicitAny: as for forward.
  static jvp(_ctx: any, ..._grad_inputs: any[]): any {
    throw new NotImplementedError(
      'You must implement the jvp function for custom autograd.Function to use it with forward mode AD.',
    )
  }

  /** What `torch.vmap` does with the function. */
  // biome-ignore lint/suspicious/noExplicitAny: as for forward.
  static vmap(_info: any, _in_dims: any, ..._args: any[]): any {
    throw new NotImplementedError(
      'To use autograd.Function with vmap, you must either override the vmap staticmethod or set generate_vmap_rule=True.',
    )
  }

  /** Calls the function, with a place in the graph. Works detached: `const relu = MyReLU.apply`. */
  declare static apply: {
    <C extends typeof FunctionClass>(this: C, ...args: ApplyArguments<C>): ApplyResult<C>
    (this: void, ...args: unknown[]): Tensor
  }
}
export type FunctionType = typeof FunctionClass

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
    Object.assign(known.prototype, { _forward_cls: cls })
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
    output = setup === null ? cls.forward(ctx, ...args) : cls.forward(...args)
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

export { FunctionClass as Function }

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
