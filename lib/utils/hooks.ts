// Mirrors torch/utils/hooks.py.

import { len } from '../_builtins/iteration.js'
import { tuple } from '../_tuple.js'
import type { Gradients } from '../autograd/_node.js'
import { is_grad_enabled } from '../autograd/grad_mode.js'
import { RuntimeError } from '../errors.js'
import { BackwardHookFunction } from '../nn/modules/_functions.js'
import { Tensor } from '../tensor.js'
import { warn } from '../warnings.js'

export { type HooksDict, moveToFront, RemovableHandle } from '../_removable_handle.js'

/** `hook(module, grad_input, grad_output)`; what it gives takes the place of `grad_input`. */
type UserHook<M> = (module: M, grad_input: Gradients, grad_output: Gradients) => unknown
/** `hook(module, grad_output)`; what it gives takes the place of `grad_output`. */
type UserPreHook<M> = (module: M, grad_output: Gradients) => unknown

// Values at their places in a list of that size, null at all others.
function packWithNone(indices: readonly number[], values: Gradients, size: number): Gradients {
  const all = new Array<Tensor | null>(size).fill(null)
  for (const [i, at] of indices.entries()) all[at] = values[i] ?? null
  return tuple(all)
}

function unpackNone(indices: readonly number[], values: Gradients): Gradients {
  return indices.map((at) => values[at] ?? null)
}

function checkedLength(given: unknown, expected: Gradients, what: string, of: string): Gradients {
  const got = len(given as Gradients)
  if (got !== expected.length) {
    throw new RuntimeError(
      `Backward ${what} returned an invalid number of ${of}, got ${got}, but expected ${expected.length}`,
    )
  }
  return given as Gradients
}

/**
 * The full backward hooks of one call of a module: a node before its inputs and one behind its outputs catch the
 * gradients, and once both are there the hooks run. What is no tensor among inputs and outputs counts as null.
 * `module.register_full_backward_hook` makes it.
 *
 * @example
 * let shape: number[] | undefined
 * const handle = net.register_full_backward_hook((_module, _grad_input, [grad]) => { shape = grad?.shape })
 * net(input).sum().backward()
 * shape // torch.Size([3, 2])
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook
 */
export class BackwardHook<M = unknown> {
  grad_outputs: Gradients | null = null
  n_outputs = -1
  output_tensors_index: readonly number[] | null = null
  n_inputs = -1
  input_tensors_index: readonly number[] | null = null

  constructor(
    readonly module: M,
    readonly user_hooks: readonly UserHook<M>[],
    readonly user_pre_hooks: readonly UserPreHook<M>[],
  ) {}

  /** Leads the arguments of a call through a node, where the hooks wait for the gradients that go out. */
  setup_input_hook(args: readonly unknown[]): readonly unknown[] {
    // Of this name, which errors tell.
    const hook = (grad_input: Gradients): Gradients | null => this.#replaceInputs(grad_input)
    const [result, indices] = applyOnTensors(hook, args)
    this.n_inputs = args.length
    this.input_tensors_index = indices
    return result
  }

  /** Leads what a call gives through a node, which notes the gradients that come in. */
  setup_output_hook(output: unknown): unknown {
    const args: readonly unknown[] = Array.isArray(output) ? output : [output]
    const hook = (_: Gradients, grad_output: Gradients): Gradients => this.#noteOutputs(grad_output)
    const [result, indices] = applyOnTensors(hook, args)
    this.n_outputs = args.length
    this.output_tensors_index = indices
    return Array.isArray(output) ? result : result[0]
  }

  #replaceInputs(grad_input: Gradients): Gradients | null {
    const { grad_outputs, input_tensors_index: indices } = this
    // Where gradients reach the inputs by another way than the outputs, as in a double backward.
    if (grad_outputs === null || indices === null) return null
    let result = packWithNone(indices, grad_input, this.n_inputs)
    for (const hook of this.user_hooks) {
      const out = hook(this.module, result, grad_outputs) ?? null
      if (out !== null) result = checkedLength(out, result, 'hook', 'grad_input')
    }
    this.grad_outputs = null
    return unpackNone(indices, result)
  }

  #noteOutputs(grad_output: Gradients): Gradients {
    const indices = this.output_tensors_index ?? []
    let grads = packWithNone(indices, grad_output, this.n_outputs)
    for (const hook of this.user_pre_hooks) {
      const out = hook(this.module, grads) ?? null
      if (out !== null) grads = checkedLength(out, grads, 'pre hook', 'grad_output')
    }
    this.grad_outputs = grads
    if (this.input_tensors_index === null) this.#runWithoutInputs(grads)
    return unpackNone(indices, grads)
  }

  // No input is to get a gradient, so nothing else would call the hooks.
  #runWithoutInputs(grad_outputs: Gradients): void {
    warn(
      'Full backward hook is firing when gradients are computed ' +
        'with respect to module outputs since no inputs require gradients. See ' +
        'https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook ' +
        'for more details.',
    )
    const grad_inputs = packWithNone([], [], this.n_inputs)
    for (const hook of this.user_hooks) {
      const out = hook(this.module, grad_inputs, grad_outputs) ?? null
      if (out === null || (Array.isArray(out) && out.every((one) => one === null))) continue
      throw new RuntimeError(
        'Backward hook for Modules where no input requires ' +
          'gradient should always return None or None for all gradients.',
      )
    }
    this.grad_outputs = null
  }
}

// Puts one node with a hook behind all the tensors of a list; gives the list with what comes out, and where the tensors
// are in it. No node where nothing of it is recorded.
function applyOnTensors(
  hook: (grad_input: Gradients, grad_output: Gradients) => Gradients | null,
  args: readonly unknown[],
): [result: readonly unknown[], indices: readonly number[] | null] {
  const indices = [...args.keys()].filter((i) => args[i] instanceof Tensor)
  const tensors = indices.map((i) => args[i] as Tensor)
  if (!(is_grad_enabled() && tensors.some((one) => one.requires_grad))) return [args, null]
  const passed = BackwardHookFunction.apply(...tensors)
  const grad_fns = passed.map((one) => one.grad_fn)
  const grad_fn = grad_fns.find((one) => one?.name() === 'BackwardHookFunctionBackward')
  if (!grad_fn) {
    throw new RuntimeError(
      'Error while setting up backward hooks. Please open ' +
        'an issue with a code sample to reproduce this.',
    )
  }
  grad_fn.register_hook(hook)
  const result = [...args]
  for (const [i, at] of indices.entries()) result[at] = passed[i]
  // Of the same class: a list with named fields stays one.
  return [Object.setPrototypeOf(result, Object.getPrototypeOf(args) as object), indices]
}
