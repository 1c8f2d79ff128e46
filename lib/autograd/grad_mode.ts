// Mirrors torch/autograd/grad_mode.py. Each is a function over a block, a `using` guard, or both.

import { withBlock } from '../_contextlib.js'
import { native } from '../native.js'

function gradMode(enabled: boolean): () => () => void {
  return () => {
    const before = native.isGradEnabled()
    native.setGradEnabled(enabled)
    return () => native.setGradEnabled(before)
  }
}

/**
 * Switches gradients off: `torch.no_grad(() => ...)` for the time of the function, whose result it gives;
 * `using _ = torch.no_grad()` to the end of the block.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.no_grad.html
 */
export function no_grad(): Disposable
export function no_grad<R>(body: () => R): R
export function no_grad<R>(body?: () => R): R | Disposable {
  return withBlock(gradMode(false), body)
}

/**
 * Switches gradients on again inside {@link no_grad}.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.enable_grad.html
 */
export function enable_grad(): Disposable
export function enable_grad<R>(body: () => R): R
export function enable_grad<R>(body?: () => R): R | Disposable {
  return withBlock(gradMode(true), body)
}

/**
 * Switches gradients on or off, at once: as a statement for good, with a function or `using` for a block.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad_mode.set_grad_enabled.html
 */
export function set_grad_enabled(mode: boolean): Disposable
export function set_grad_enabled<R>(mode: boolean, body: () => R): R
export function set_grad_enabled<R>(mode: boolean, body?: () => R): R | Disposable {
  return withBlock(gradMode(mode), body)
}

/**
 * Like {@link no_grad}, and faster: tensors made inside can never take part in a graph.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad_mode.inference_mode.html
 */
export function inference_mode(): Disposable
export function inference_mode(mode: boolean): Disposable
export function inference_mode<R>(body: () => R): R
export function inference_mode<R>(mode: boolean, body: () => R): R
export function inference_mode<R>(
  mode: boolean | (() => R) = true,
  body?: () => R,
): R | Disposable {
  const block = typeof mode === 'function' ? mode : body
  const enter = (): (() => void) => {
    native.pushInferenceMode(typeof mode === 'function' ? true : mode)
    return () => native.popInferenceMode()
  }
  return withBlock(enter, block)
}

/** Whether operators are recorded for backward. */
export function is_grad_enabled(): boolean {
  return native.isGradEnabled()
}

/** Whether {@link inference_mode} is on. */
export function is_inference_mode_enabled(): boolean {
  return native.isInferenceModeEnabled()
}
