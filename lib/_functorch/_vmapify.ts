// The rule that vmap makes of a custom function's own methods, by mapping each of them. Mirrors
// vmapify_autograd_function of torch/_functorch/autograd_function.py.

import { isTensor } from '../_is_tensor.js'
import { tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import type { BackwardContext } from '../autograd/_context.js'
import {
  FunctionClass,
  type FunctionType,
  methodsOf,
  setupContextOf,
} from '../autograd/_function.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { tree_flatten, tree_leaves, tree_unflatten } from '../utils/_pytree.js'
import { reductify } from './_reductify.js'
import { CtxCustomSave, CtxWithSavedTensors } from './_wrapped_ctx.js'
import { restore_vmap } from './vmap.js'

/** What one mapped call leaves on its context, by the class of the call: mapped calls can be nested. */
interface Kept {
  _pt_input_shapes: Map<FunctionType, (readonly number[] | null)[]>
  _pt_saved_tensors_bdims_stack: Map<FunctionType, unknown>
  _pt_out_dims: Map<FunctionType, unknown>
}
type Ctx = BackwardContext & Kept

function keep<K extends keyof Kept>(ctx: Ctx, field: K, key: FunctionType, value: unknown): void {
  if (!(field in ctx)) ctx[field] = new Map() as Ctx[K]
  ;(ctx[field] as Map<FunctionType, unknown>).set(key, value)
}

/** The outputs of a mapped function and their batch dimensions: a list of those if there are several. */
export function unpack_outputs(all: readonly unknown[]): [outputs: unknown, out_dims: unknown] {
  const out_dims = all.at(-1)
  return [Array.isArray(out_dims) ? all.slice(0, -1) : all[0], out_dims]
}

// The tangents of some inputs may be missing; then they have no batch dimension.
function get_tangents_in_dims(input_dims: unknown, tangents: readonly unknown[]): unknown {
  const [dims, spec] = tree_flatten(input_dims)
  const flat = tree_leaves(tuple(tangents))
  return tree_unflatten(
    dims.map((dim, i) => ((flat[i] ?? null) === null ? null : dim)),
    spec,
  )
}

function packed(outputs: unknown, last: unknown): unknown[] {
  if (isTensor(outputs)) return [outputs, last]
  if (Array.isArray(outputs)) return [...outputs, last]
  throw new TypeError(`Value after * must be an iterable, not ${typeName(outputs)}`)
}

/** The function that does for a batch what `cls` does for one sample; it gives its output's batch dimensions too. */
export function vmapify_autograd_function(
  cls: FunctionType,
  in_dims: unknown,
  batch_size: number,
  randomness: string,
): FunctionType {
  class Vmapped extends FunctionClass {
    static override generate_vmap_rule = true

    static override forward(...operands: unknown[]): unknown[] {
      const run = (...args: unknown[]): unknown => methodsOf(cls).forward(...args)
      return packed(...restore_vmap(run, in_dims, batch_size, randomness)(...operands))
    }

    // Mapped too: what it keeps, sizes say, must be that of one sample.
    static setup_context(ctx: Ctx, inputs: unknown[], all: readonly unknown[]): void {
      const [outputs, out_dims] = unpack_outputs(all)
      const inner = (inputs: readonly unknown[], outputs: unknown): void => {
        const saving = CtxCustomSave(ctx, native.peekInterpreterStack()[1])
        setupContextOf(cls)?.call(cls, saving.ctx, inputs, outputs)
        const shapes = inputs.map((input) => (isTensor(input) ? input.shape : null))
        keep(ctx, '_pt_input_shapes', Vmapped, shapes)
        keep(ctx, '_pt_saved_tensors_bdims_stack', Vmapped, saving.bdims())
      }
      const dims = tuple([in_dims, out_dims])
      restore_vmap(inner, dims, batch_size, randomness)(inputs, outputs)
      keep(ctx, '_pt_out_dims', Vmapped, out_dims)
    }

    static override jvp(ctx: Ctx, ...tangents: unknown[]): unknown[] {
      const run = (saved_tensors: unknown, tangents: readonly unknown[]): unknown =>
        methodsOf(cls).jvp(CtxWithSavedTensors(ctx, saved_tensors), ...tangents)
      const dims = tuple([
        ctx._pt_saved_tensors_bdims_stack.get(Vmapped),
        get_tangents_in_dims(in_dims, tangents),
      ])
      const [out, out_dims] = restore_vmap(
        run,
        dims,
        batch_size,
        randomness,
      )(tuple<Tensor>(ctx.saved_tensors), tuple(tangents))
      return [...reductify(out, out_dims, ctx._pt_out_dims.get(Vmapped), batch_size), null]
    }

    static override backward(ctx: Ctx, ...given: unknown[]): unknown[] {
      const grads = given.slice(0, -1)
      const out_dims = ctx._pt_out_dims.get(Vmapped)
      const dims = Array.isArray(out_dims) ? out_dims : [out_dims]
      const grad_dims = grads.map((grad, i) => ((grad ?? null) === null ? null : dims[i]))
      const run = (saved_tensors: unknown, grads: readonly unknown[]): unknown =>
        methodsOf(cls).backward(CtxWithSavedTensors(ctx, saved_tensors), ...grads)
      const bdims = tuple([ctx._pt_saved_tensors_bdims_stack.get(Vmapped), tuple(grad_dims)])
      const [grad_ins, grad_ins_dims] = restore_vmap(
        run,
        bdims,
        batch_size,
        randomness,
      )(tuple<Tensor>(ctx.saved_tensors), tuple(grads))
      const shapes = ctx._pt_input_shapes.get(Vmapped)
      return reductify(grad_ins, grad_ins_dims, in_dims, batch_size, shapes)
    }
  }
  Object.defineProperty(Vmapped, 'name', { value: `Vmapped${cls.name}` })
  return Vmapped
}
