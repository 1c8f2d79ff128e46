// Contexts that stand for another one, but for a few fields of their own. Mirrors WrappedCtx, CtxWithSavedTensors and
// CtxCustomSave of torch/_functorch/autograd_function.py.

import { pyRepr } from '../_repr.js'
import { tuple } from '../_tuple.js'
import type { BackwardContext } from '../autograd/_context.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'
import { unwrap_batched } from './vmap.js'

type Tensors = readonly (Tensor | null)[]

const wrapped = new WeakSet<object>()

function checkFree(ctx: BackwardContext, reserved: readonly string[]): void {
  const names = [...reserved, '_pt_reserved_attrs', '_pt_inner_ctx']
  if (wrapped.has(ctx) || !names.some((name) => name in ctx)) return
  throw new RuntimeError(
    `PyTorch reserves the ${pyRepr(tuple(names))} field on ctx. Please name your fields on ctx something else to avoid name collision.`,
  )
}

function WrappedCtx(ctx: BackwardContext, own: Readonly<Record<string, unknown>>): BackwardContext {
  const made = new Proxy(ctx, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return own[name as string]
      const value: unknown = Reflect.get(ctx, name, ctx)
      // Methods know the addon's context only, not what stands for it; a function that a script keeps is its own.
      return typeof value === 'function' && !Object.hasOwn(ctx, name) ? value.bind(ctx) : value
    },
    set: (_, name, value) => Reflect.set(ctx, name, value, ctx),
  })
  wrapped.add(made)
  return made
}

/** A context with other saved tensors. */
export function CtxWithSavedTensors(ctx: BackwardContext, saved_tensors: unknown): BackwardContext {
  checkFree(ctx, ['_pt_new_saved_tensors'])
  return WrappedCtx(ctx, { saved_tensors })
}

/** A context that saves what the batched tensors of a level hold, and where their batch dimensions were. */
export function CtxCustomSave(
  ctx: BackwardContext,
  level: number,
): { ctx: BackwardContext; bdims: () => unknown } {
  checkFree(ctx, ['_pt_saved_tensors_bdims', '_pt_current_level'])
  let bdims: unknown = tuple()
  const unwrap = (tensors: Tensors): Tensors => {
    const [values, dims] = unwrap_batched(tuple(tensors), level)
    bdims = dims
    return values
  }
  const own = {
    save_for_backward: (...tensors: Tensors) => ctx.save_for_backward(...unwrap(tensors)),
    save_for_forward: (...tensors: Tensors) => ctx.save_for_forward(...unwrap(tensors)),
  }
  return { ctx: WrappedCtx(ctx, own), bdims: () => bdims }
}
