// What the autograd engine calls: runs the hooks of one place, and custom functions.
// Mirrors torch/csrc/autograd/python_hook.cpp.

import { isTensor } from '../_is_tensor.js'
import type { HooksDict } from '../_removable_handle.js'
import { typeName } from '../_typename.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import type { BackwardContext } from './_context.js'

type Hook = (...args: unknown[]) => unknown
type Hooks = HooksDict<Hook>
type Grad = Tensor | null

const nameOf = (hook: Hook): string => hook.name || '<lambda>'

// Python's checks of what one hook gave for one gradient; None leaves it.
function changed(original: Grad, result: unknown, hook: Hook): Grad {
  if (result === null || result === undefined) return original
  if (original === null) {
    throw new RuntimeError("can't replace a None gradient with a non-None value")
  }
  if (!isTensor(result)) {
    throw new TypeError(`expected Variable, but hook returned '${typeName(result)}'`)
  }
  native.checkHookResult(original, result, nameOf(hook))
  return result
}

function changedList(originals: readonly Grad[], result: unknown, hook: Hook): readonly Grad[] {
  if (result === null || result === undefined) return originals
  if (!Array.isArray(result)) {
    throw new TypeError(`expected tuple, but hook returned '${typeName(result)}'`)
  }
  if (result.length !== originals.length) {
    throw new RuntimeError(
      `hook '${nameOf(hook)}' has returned an incorrect number of values (got ${result.length}, but expected ${originals.length})`,
    )
  }
  return originals.map((original, i) =>
    result[i] === null || result[i] === undefined ? null : changed(original, result[i], hook),
  )
}

/** Where a script is, for anomaly detection: this library's own frames left out. */
function stack(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 64
  const lines = (new Error().stack ?? '').split('\n').slice(1)
  Error.stackTraceLimit = stackTraceLimit
  return lines.filter((line) => !line.includes(here)).join('\n')
}

// The folder that holds this library: `.../lib/` or `.../dist/`.
const here = new URL('..', import.meta.url).href

native.setAutogradCallbacks({
  tensorHooks(hooks: Hooks, grad: Grad): Grad {
    // A copy: a hook may end itself.
    for (const hook of [...hooks.values()]) grad = changed(grad, hook(grad), hook)
    return grad
  },
  postAccumulateHooks(hooks: Hooks, tensor: Tensor): void {
    for (const hook of [...hooks.values()]) hook(tensor)
  },
  preHooks(hooks: Hooks, gradOutputs: readonly Grad[]): readonly Grad[] {
    for (const hook of [...hooks.values()]) {
      gradOutputs = changedList(gradOutputs, hook(gradOutputs), hook)
    }
    return gradOutputs
  },
  postHooks(
    hooks: Hooks,
    gradInputs: readonly Grad[],
    gradOutputs: readonly Grad[],
  ): readonly Grad[] {
    for (const hook of [...hooks.values()]) {
      gradInputs = changedList(gradInputs, hook(gradInputs, gradOutputs), hook)
    }
    return gradInputs
  },
  backward: (ctx: BackwardContext, grads: readonly Grad[]) => ctx._runBackward(grads),
  jvp: (ctx: BackwardContext, grads: readonly Grad[]) => ctx._runJvp(grads),
  stack,
})
