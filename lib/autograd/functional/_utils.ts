// The helpers of torch/autograd/functional.py: lists of tensors in and out, and the checks of `strict`.

import { zeros_like } from '../../_generated/torch_functions.js'
import { isTensor } from '../../_is_tensor.js'
import { typeName } from '../../_typename.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { grad } from '../graph.js'

/** Calls what a user gave as a function. */
export function call(func: unknown, args: readonly Tensor[]): unknown {
  if (typeof func !== 'function') {
    throw new TypeError(`'${typeName(func)}' object is not callable`)
  }
  return func(...args)
}

/** Whether a value was a list, and its tensors. */
export function _as_tuple(
  inp: unknown,
  arg_name: string,
  fn_name: string | null,
): [isTuple: boolean, tensors: readonly Tensor[]] {
  const isTuple = Array.isArray(inp)
  const list: readonly unknown[] = isTuple ? inp : [inp]
  for (const [i, el] of list.entries()) {
    if (isTensor(el)) continue
    const which = isTuple ? `value at index ${i}` : `given ${arg_name}`
    throw new TypeError(
      `The ${arg_name} given to ${fn_name ?? 'None'} must be either a Tensor or a tuple of Tensors but the ${which} ` +
        `has type <class '${typeName(el)}'>.`,
    )
  }
  return [isTuple, list as readonly Tensor[]]
}

/** One tensor again where a list was made of one. */
export function _tuple_postprocess<T>(res: readonly T[], toUnpack: boolean): T | readonly T[] {
  return toUnpack ? res : (res[0] as T)
}

/** The same for both levels of a jacobian. */
export function _nested_postprocess(
  res: readonly (readonly Tensor[])[],
  [outer, inner]: readonly [boolean, boolean],
): unknown {
  const rows = res.map((row) => _tuple_postprocess(row, inner))
  return _tuple_postprocess<unknown>(rows, outer)
}

/**
 * Inputs that require a gradient. They are always new objects: so the inputs can be told from the same tensors that the
 * function may have captured.
 */
export function _grad_preprocess(
  inputs: readonly Tensor[],
  create_graph: boolean,
  need_graph: boolean,
): Tensor[] {
  return inputs.map((inp) => {
    if (!create_graph || !inp.requires_grad) return inp.detach().requires_grad_(need_graph)
    // There are no views of sparse tensors.
    return inp.is_sparse ? inp.clone() : inp.view_as(inp)
  })
}

/** Results without a history, unless it was asked for. */
export function _grad_postprocess(
  results: readonly Tensor[],
  create_graph: boolean,
): readonly Tensor[] {
  return create_graph ? results : results.map((result) => result.detach())
}

/** Whether the vector fits what it is multiplied with. */
export function _validate_v(
  v: readonly Tensor[],
  other: readonly Tensor[],
  isOtherTuple: boolean,
): void {
  if (other.length !== v.length) {
    throw new RuntimeError(
      isOtherTuple
        ? `v is a tuple of invalid length: should be ${other.length} but got ${v.length}.`
        : 'The given v should contain a single Tensor.',
    )
  }
  for (const [i, el] of v.entries()) {
    const wanted = (other[i] as Tensor).shape
    if (String(el.shape) === String(wanted)) continue
    const entry = isOtherTuple ? `Entry ${i} in ` : ''
    throw new RuntimeError(`${entry}v has invalid size: should be ${wanted} but got ${el.shape}.`)
  }
}

/** What a tensor that must require a gradient is, for the text of the error. */
export type Role = 'outputs' | 'grad_inputs' | 'jacobian' | 'hessian'

const independent: Readonly<Record<Role, (i: number) => string>> = {
  hessian: (i) =>
    `The hessian of the user-provided function with respect to input ${i} is independent of the input. This is not ` +
    'allowed in strict mode. You should ensure that your function is thrice differentiable and that the hessian ' +
    'depends on the inputs.',
  jacobian: (i) =>
    'While computing the hessian, found that the jacobian of the user-provided function with respect to input ' +
    `${i} is independent of the input. This is not allowed in strict mode. You should ensure that your function is ` +
    'twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function ' +
    'for example).',
  grad_inputs: (i) =>
    `The gradient with respect to input ${i} is independent of the inputs of the user-provided function. This is ` +
    'not allowed in strict mode.',
  outputs: (i) =>
    `Output ${i} of the user-provided function does not require gradients. The outputs must be computed in a ` +
    'differentiable manner from the input when running in strict mode.',
}

/** In strict mode, throws for a tensor that depends on no input. */
export function _check_requires_grad(
  tensors: readonly (Tensor | null)[],
  role: Role,
  strict: boolean,
): void {
  if (!strict) return
  for (const [i, tensor] of tensors.entries()) {
    if (tensor === null) {
      throw new RuntimeError(
        `The output of the user-provided function is independent of input ${i}. This is not allowed in strict mode.`,
      )
    }
    if (!tensor.requires_grad) throw new RuntimeError(independent[role](i))
  }
}

/** Options of {@link _autograd_grad}. */
export interface GradOptions {
  create_graph?: boolean
  retain_graph?: boolean
  is_grads_batched?: boolean
}

/** `grad`, where outputs that have no gradient are left out: null for each input if none has one. */
export function _autograd_grad(
  outputs: readonly (Tensor | null)[],
  inputs: readonly Tensor[],
  grad_outputs: readonly Tensor[] | null,
  options: GradOptions = {},
): (Tensor | null)[] {
  const used: Tensor[] = []
  const gradients: (Tensor | null)[] = []
  for (const [i, out] of outputs.entries()) {
    if (out === null || !out.requires_grad) continue
    used.push(out)
    gradients.push(grad_outputs?.[i] ?? null)
  }
  if (used.length === 0) return inputs.map(() => null)
  return grad(used, inputs, gradients, { allow_unused: true, ...options })
}

/** Which of the backward passes a gradient comes from, for the text of the error. */
export type Stage = 'back' | 'back_trick' | 'double_back' | 'double_back_trick'

const missing: Readonly<Record<Stage, (i: number) => string>> = {
  back: (i) =>
    `The output of the user-provided function is independent of input ${i}. This is not allowed in strict mode.`,
  back_trick: (i) =>
    `The gradient with respect to the input is independent of entry ${i} in the grad_outputs when using the double ` +
    'backward trick to compute forward mode gradients. This is not allowed in strict mode.',
  double_back: (i) =>
    `The jacobian of the user-provided function is independent of input ${i}. This is not allowed in strict mode.`,
  double_back_trick: (i) =>
    `The hessian of the user-provided function is independent of entry ${i} in the grad_jacobian. This is not ` +
    'allowed in strict mode as it prevents from using the double backward trick to replace forward mode AD.',
}

/** Zeros for what has no gradient; in strict mode an error. */
export function _fill_in_zeros(
  grads: readonly (Tensor | null)[],
  refs: readonly Tensor[],
  strict: boolean,
  create_graph: boolean,
  stage: Stage,
): Tensor[] {
  return grads.map((gradient, i) => {
    if (gradient === null) {
      if (strict) throw new RuntimeError(missing[stage](i))
      return zeros_like(refs[i] as Tensor)
    }
    if (strict && create_graph && !gradient.requires_grad) {
      const what = stage.includes('double') ? 'hessian' : 'jacobian'
      throw new RuntimeError(
        `The ${what} of the user-provided function is independent of input ${i}. This is not allowed in strict mode ` +
          'when create_graph=True.',
      )
    }
    return gradient
  })
}
