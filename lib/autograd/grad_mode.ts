// Mirrors torch/autograd/grad_mode.py. Each is a function over a block, a `using` guard, or both.

import { withBlock } from '../_contextlib.js'
import { python } from '../_kwargs.js'
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

// What Python's classes do that switch one setting of the thread: at once, and back at the end of a block.
function threadSwitch(
  line: string,
  get: () => boolean,
  set: (enabled: boolean) => void,
): (...args: unknown[]) => unknown {
  const bind = python(line)
  return (...args) => {
    const last = args.at(-1)
    const body = typeof last === 'function' ? (last as () => unknown) : undefined
    const given = bind<Record<string, boolean>>(body === undefined ? args : args.slice(0, -1))
    const [enabled] = Object.values(given) as [boolean]
    return withBlock(() => {
      const before = get()
      set(enabled)
      return () => set(before)
    }, body)
  }
}

/** A setting for a block: with a function for its time, with `using` to the end of the block, alone for good. */
export interface ThreadSwitch<Keyword extends string> {
  (mode: boolean): Disposable
  (kw: Record<Keyword, boolean>): Disposable
  <R>(mode: boolean, body: () => R): R
}

/**
 * Whether backward may run on the threads of devices; else it runs on the calling one. It makes no difference without a
 * GPU.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad_mode.set_multithreading_enabled.html
 */
export const set_multithreading_enabled = threadSwitch(
  'set_multithreading_enabled.__init__(self, mode)',
  native.isMultithreadingEnabled,
  native.setMultithreadingEnabled,
) as ThreadSwitch<'mode'>

/**
 * Whether backward lays gradients out as the tensors that they belong to. Switched off, a gradient is taken as it
 * arrives, which saves a copy.
 *
 * @example enforce_grad_layout_policy(false, () => loss.backward())
 */
export const enforce_grad_layout_policy = threadSwitch(
  'enforce_grad_layout_policy.__init__(self, enable=True)',
  native.isGradLayoutEnforcementEnabled,
  native.setGradLayoutEnforcementEnabled,
) as ThreadSwitch<'enable'> & { (): Disposable; <R>(body: () => R): R }

/** Whether a view that was changed in place is made anew by repeating how it came about, not by its strides. */
export const _force_original_view_tracking = threadSwitch(
  '_force_original_view_tracking.__init__(self, mode)',
  native.isViewReplayEnabled,
  native.setViewReplayEnabled,
) as ThreadSwitch<'mode'>

/** Whether backward may run on the threads of devices; see {@link set_multithreading_enabled}. */
export function is_multithreading_enabled(): boolean {
  return native.isMultithreadingEnabled()
}

/** Whether views are made anew by repeating how they came about. */
export function is_view_replay_enabled(): boolean {
  return native.isViewReplayEnabled()
}
