// Leads custom functions through the function transforms. Mirrors torch/_functorch/autograd_function.py.

import { isTensor } from '../_is_tensor.js'
import { pyRepr } from '../_repr.js'
import { Tuple, tuple } from '../_tuple.js'
import { classText } from '../_typename.js'
import type { BackwardContext } from '../autograd/_context.js'
import {
  FunctionClass,
  type FunctionType,
  methodsOf,
  setupContextOf,
  singleLevelApply,
} from '../autograd/_function.js'
import { setCustomFunctionCall } from '../autograd/_transforms.js'
import { _set_fwd_grad_enabled } from '../autograd/forward_ad.js'
import { enable_grad } from '../autograd/grad_mode.js'
import { RuntimeError } from '../errors.js'
import { type Interpreter, native, type VmapInterpreter } from '../native.js'
import type { Tensor } from '../types.js'
import {
  _broadcast_to_and_flatten,
  tree_flatten,
  tree_leaves,
  tree_unflatten,
} from '../utils/_pytree.js'
import { unpack_outputs, vmapify_autograd_function } from './_vmapify.js'
import { dispatch_functorch, lower, mapTensors } from './pyfunctorch.js'
import { enable_single_level_autograd_function } from './utils.js'
import { tupleSpec, tupleText, unwrap_batched, wrap_batched } from './vmap.js'

type Operands = readonly unknown[]
type Dim = number | null

const seeDocs =
  'For more details, please see https://pytorch.org/docs/main/notes/extending.func.html'

/** What a custom function's `vmap` learns of the map: how many samples there are, and what random operators shall do. */
export class VmapInfo extends Tuple<unknown> {
  /** How many samples are mapped over. */
  get batch_size(): number {
    return this[0] as number
  }
  /** What random operators do: `'error'`, `'different'` or `'same'`. */
  get randomness(): string {
    return this[1] as string
  }
  override toString(): string {
    return `VmapInfo(batch_size=${this.batch_size}, randomness=${pyRepr(this.randomness)})`
  }
}

/** Calls a custom function under the innermost transform, which calls it under the next; in the end, by itself. */
function custom_function_call(cls: FunctionType, ...given: unknown[]): unknown {
  if (!native.areTransformsActive()) return cls.apply(...given)
  const [interpreter, operands] = dispatch_functorch(given)
  switch (interpreter[0]) {
    case 'Vmap':
      return custom_function_call_vmap(interpreter, cls, operands)
    case 'Functionalize':
      // Python's rule takes one argument more than it gets.
      if (operands.length === 0) {
        throw new TypeError(
          "custom_function_call_functionalize() missing 1 required positional argument: 'generate_vmap_rule'",
        )
      }
      throw new RuntimeError('NYI: Functionalize rule for custom_function_call')
    default:
      return custom_function_call_grad(interpreter, cls, operands)
  }
}

function custom_function_call_grad(
  interpreter: Interpreter,
  cls: FunctionType,
  operands: Operands,
): unknown {
  const Generated = generate_single_level_function(interpreter, cls)
  return enable_single_level_autograd_function(() => singleLevelApply(Generated, operands))
}

/** The function that has a node in the graph of one layer, and calls `cls` under the layers below. */
function generate_single_level_function(interpreter: Interpreter, cls: FunctionType): FunctionType {
  const level = interpreter[1]
  class Generated extends FunctionClass {
    static override forward(...operands: unknown[]): unknown {
      const unwrapped = mapTensors((x) => native.unwrapForGrad(x, level), operands)
      // Custom functions run without recording; the layers below shall record.
      const output = enable_grad(() =>
        _set_fwd_grad_enabled(true, () =>
          lower(interpreter, () => custom_function_call(cls, ...unwrapped)),
        ),
      )
      const wrap = (x: Tensor): Tensor => native.wrapForGrad(x, level)
      return wrap_outputs_maintaining_identity(output, unwrapped, operands, wrap)
    }

    static setup_context(ctx: unknown, inputs: unknown, output: unknown): void {
      setupContextOf(cls)?.call(cls, ctx, inputs, output)
    }

    static override backward(ctx: BackwardContext, ...grads: unknown[]): unknown {
      return methodsOf(cls).backward(ctx, ...grads)
    }

    static override jvp(ctx: BackwardContext, ...tangents: unknown[]): unknown {
      return methodsOf(cls).jvp(ctx, ...tangents)
    }
  }
  Object.defineProperty(Generated, 'name', { value: `${cls.name}Generated` })
  return Generated
}

const NO_OUT_DIMS = 'not specified'

/** Wraps the outputs; one that is an input, changed in place, stays the very tensor that was given. */
function wrap_outputs_maintaining_identity(
  outputs: unknown,
  unwrapped_inputs: Operands,
  orig_inputs: Operands,
  wrap_fn: (output: Tensor, out_dim: Dim) => Tensor,
  out_dims: unknown = NO_OUT_DIMS,
): unknown {
  const originals = tree_leaves(orig_inputs)
  const inputs = new Map(tree_leaves(unwrapped_inputs).map((x, i) => [x, originals[i]]))
  const [flat, spec] = tree_flatten(outputs)
  const dims = out_dims === NO_OUT_DIMS ? [] : _broadcast_to_and_flatten(out_dims, spec)
  if (dims === null) {
    throw new RuntimeError(
      `The autograd.Function's vmap staticmethod returned an incompatible (output, out_dims) tuple. Expected out_dims=${tupleText(out_dims)} to be compatible with the structure of \`output\`. out_dims has structure ${tupleSpec(out_dims)[1]} but output has structure ${tupleSpec(outputs)[1]}. ${seeDocs}`,
    )
  }
  const wrapped = flat.map((output, i) => {
    if (!isTensor(output)) return output
    return inputs.get(output) ?? wrap_fn(output, (dims[i] ?? null) as Dim)
  })
  return tree_unflatten(wrapped, spec)
}

function custom_function_call_vmap(
  interpreter: VmapInterpreter,
  cls: FunctionType,
  operands: Operands,
): unknown {
  const overridden = cls.vmap !== FunctionClass.vmap
  if (cls.generate_vmap_rule) {
    if (!overridden) return custom_function_call_vmap_generate_rule(interpreter, cls, operands)
    throw new RuntimeError(
      `You tried to vmap over ${cls.name}, but it has both generate_vmap_rule=True and an overridden vmap staticmethod. Please set generate_vmap_rule=False or delete the overridden vmap staticmethod to avoid ambiguity. ${seeDocs}`,
    )
  }
  if (!overridden) {
    throw new RuntimeError(
      `You tried to vmap over ${cls.name}, but it does not have vmap support. Please override and implement the vmap staticmethod or set generate_vmap_rule=True. ${seeDocs}`,
    )
  }
  return custom_function_call_vmap_helper(interpreter, cls, operands)
}

function validate_vmap_returns_tuple_of_two_elements(
  result: unknown,
): asserts result is [output: unknown, out_dims: unknown] {
  const base =
    'Expected the vmap staticmethod to have two returns, an output and out_dims with pytree structure compatible with the output. '
  if (!Array.isArray(result)) throw new RuntimeError(`${base}Got a ${classText(result)} instead`)
  if (result.length !== 2) throw new RuntimeError(`${base}Got ${result.length} returns instead`)
}

/** Calls the function's own `vmap`, unless nothing is mapped. */
function custom_function_call_vmap_helper(
  interpreter: VmapInterpreter,
  cls: FunctionType,
  operands: Operands,
): unknown {
  const [, level, batch_size, randomness] = interpreter
  const info = new VmapInfo()
  info.push(batch_size, randomness)
  const [unwrapped, in_dims] = unwrap_batched(tuple(operands), level)
  if (tree_leaves(in_dims).every((dim) => dim === null)) {
    return lower(interpreter, () => custom_function_call(cls, ...operands))
  }
  const result: unknown = lower(interpreter, () => methodsOf(cls).vmap(info, in_dims, ...unwrapped))
  validate_vmap_returns_tuple_of_two_elements(result)
  const wrap = (output: Tensor, dim: Dim): Tensor =>
    dim === null ? output : native.addBatchDim(output, dim, level)
  return wrap_outputs_maintaining_identity(result[0], unwrapped, operands, wrap, result[1])
}

/** Maps the function's own operators. */
function custom_function_call_vmap_generate_rule(
  interpreter: VmapInterpreter,
  cls: FunctionType,
  operands: Operands,
): unknown {
  const [, level, batch_size, randomness] = interpreter
  const [unwrapped, in_dims] = unwrap_batched(tuple(operands), level)
  const vmapped = vmapify_autograd_function(cls, in_dims, batch_size, randomness)
  const all = lower(interpreter, () => custom_function_call(vmapped, ...unwrapped))
  const [outputs, out_dims] = unpack_outputs(all as unknown[])
  return wrap_batched(outputs, out_dims, level)
}

setCustomFunctionCall((cls, args) => custom_function_call(cls, ...args))
