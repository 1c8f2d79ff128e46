// Mirrors torch/_vmap_internals.py: the vmap that autograd itself works with, of one dimension, the first, in arguments
// and results.

import { _add_batch_dim, _remove_batch_dim } from './_generated/torch_functions.js'
import { isTensor } from './_is_tensor.js'
import { pyRepr } from './_repr.js'
import { typeName } from './_typename.js'
import { ValueError } from './errors.js'
import { native } from './native.js'
import type { Tensor } from './types.js'

/** Tensors in lists, as deep as may be. */
export type Nested = Tensor | null | readonly Nested[]

function flatten(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value]
}

function mapTensors(value: Nested, body: (tensor: Tensor) => Tensor): Nested {
  if (isTensor(value)) return body(value)
  return value === null ? null : value.map((item) => mapTensors(item, body))
}

function checkInput(arg: unknown, name: string): asserts arg is Tensor {
  const call = `vmap(${name}, in_dims=0, ...)(<inputs>): `
  if (!isTensor(arg)) {
    throw new ValueError(
      `${call}Got in_dim=0 for an input but the input is of type <class '${typeName(arg)}'>. We cannot vmap over ` +
        'non-Tensor arguments, please use None as the respective in_dim',
    )
  }
  if (arg.dim() === 0) {
    throw new ValueError(
      `${call}Got in_dim=0 for some input, but that input is a Tensor of dimensionality 0 so expected in_dim to ` +
        'satisfy 0 <= in_dim < 0.',
    )
  }
}

function batchSize(args: readonly Tensor[]): number {
  const sizes = args.map((arg) => arg.size(0))
  if (sizes.some((size) => size !== sizes[0])) {
    throw new ValueError(
      'vmap: Expected all tensors to have the same size in the mapped dimension, got sizes ' +
        `${pyRepr(sizes)} for the mapped dimension`,
    )
  }
  return sizes[0] as number
}

function checkOutputs(outputs: unknown, name: string): void {
  const wrong = `vmap(${name}, ...): \`${name}\` must only return Tensors, got type`
  if (isTensor(outputs)) return
  if (!Array.isArray(outputs)) {
    throw new ValueError(`${wrong} <class '${typeName(outputs)}'> as the return.`)
  }
  for (const [i, output] of outputs.entries()) {
    if (isTensor(output)) continue
    throw new ValueError(`${wrong} <class '${typeName(output)}'> for return ${i}.`)
  }
}

/**
 * `func` for a batch: it sees arguments without their first dimension, and is called once for all of them.
 *
 * @param allow_none_pass_through - whether a list of results may have nulls, as gradients of unused inputs are.
 */
export function _vmap<R extends Tensor | readonly (Tensor | null)[]>(
  func: (...args: never[]) => R,
  allow_none_pass_through = false,
): (...args: Nested[]) => R {
  return (...args) => {
    const level = native.vmapModeIncrementNesting()
    try {
      const flat = flatten(args)
      for (const arg of flat) checkInput(arg, func.name)
      const size = batchSize(flat as Tensor[])
      const batched = mapTensors(args, (arg) => _add_batch_dim(arg, 0, level))
      const outputs = func(...(batched as never[]))
      if (!allow_none_pass_through) checkOutputs(outputs, func.name)
      return mapTensors(outputs, (out) => _remove_batch_dim(out, level, size, 0)) as R
    } finally {
      native.vmapModeDecrementNesting()
    }
  }
}
