// What the transforms demand of outputs and inputs. Mirrors torch/_functorch/eager_transforms.py.

import { isTensor } from '../_is_tensor.js'
import { pyRepr } from '../_repr.js'
import { classText } from '../_typename.js'
import { RuntimeError } from '../errors.js'
import type { Tensor } from '../types.js'
import { tree_leaves } from '../utils/_pytree.js'

/** jacrev and jacfwd are for real functions. */
export function error_if_complex(func_name: string, args: unknown, is_input: boolean): void {
  const which = is_input ? 'inputs' : 'outputs'
  for (const [idx, arg] of tree_leaves(args).entries()) {
    if (isTensor(arg) && arg.dtype.is_complex) {
      throw new RuntimeError(
        `${func_name}: Expected all ${which} to be real but received complex tensor at flattened input idx: ${idx}`,
      )
    }
  }
}

export function assert_non_empty_tensor_output(
  output: readonly unknown[],
  api: string,
): asserts output is readonly Tensor[] {
  if (output.length === 0 || (output.length === 1 && (output[0] ?? null) === null)) {
    throw new RuntimeError(
      `${api}: Expected f to be a function that has non-empty output (got output = ${pyRepr(output)})`,
    )
  }
  for (const one of output) {
    if (!isTensor(one)) {
      throw new RuntimeError(
        `${api}: expected f(*primals) to return only tensors, got unsupported type ${classText(one)}`,
      )
    }
  }
}

export function assert_non_empty_list_of_tensors(
  output: readonly unknown[],
  api: string,
  argname: string,
): asserts output is readonly Tensor[] {
  if (output.length === 0) {
    throw new RuntimeError(`${api}: Expected ${argname} to contain at least one Tensor.`)
  }
  for (const one of output) {
    if (!isTensor(one)) {
      throw new RuntimeError(
        `${api}: Expected ${argname} to only contain Tensors, got ${classText(one)}`,
      )
    }
  }
}

/** The output and what else a function with `has_aux` gives. */
export function splitAux(output: unknown, api: string): [output: unknown, aux: unknown] {
  if (Array.isArray(output) && output.length === 2) return [output[0], output[1]]
  throw new RuntimeError(
    `${api}: output of function f should be a tuple: (output, aux) if has_aux is True`,
  )
}
