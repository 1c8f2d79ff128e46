// The contexts of torch/autograd/function.py: what one call of a custom function keeps.

import { isTensor } from '../_is_tensor.js'
import type { Tuple } from '../_tuple.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { DeprecationWarning, FutureWarning, warn } from '../warnings.js'
import { type Gradients, Node } from './_node.js'

type Tensors = readonly (Tensor | null)[]

/** A static method of a custom function as the engine calls it. */
export type Body = (ctx: BackwardContext, ...values: unknown[]) => unknown

// What a context asks of the class that was called.
interface ForwardClass {
  readonly boxed_grads_call: boolean
  readonly clear_saved_tensors_on_access: boolean
  readonly jvp: (...args: never[]) => unknown
}

/** One value, or several in a list, as a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value ?? null]
}

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
  declare readonly _forward_cls: ForwardClass
  /** The `backward` or `vjp` of that class; on the prototype. */
  declare readonly _get_user_fn: () => Body
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
    return this._get_user_fn()(this, ...(boxed_grads_call ? [[...grads]] : grads))
  }

  /** Runs `jvp` as forward mode does. */
  apply_jvp(...grads: Gradients): unknown {
    return (this._forward_cls.jvp as Body)(this, ...grads)
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
