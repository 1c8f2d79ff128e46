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
 * `using _ = torch.no_grad()` to the end of the block. What is computed inside does not require gradients, and a
 * parameter may be changed in place.
 *
 * @example
 * const w = torch.ones(2).requires_grad_()
 * torch.no_grad(() => w.mul(2)) // tensor([2., 2.])
 * {
 *   using _ = torch.no_grad()
 *   w.add_(1)
 * }
 * w // tensor([2., 2.], requires_grad=True)
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
 * @example
 * const w = torch.ones(2).requires_grad_()
 * torch.no_grad(() => torch.enable_grad(() => w.mul(2)).requires_grad) // True
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
 * @example
 * const w = torch.ones(2).requires_grad_()
 * const training = false
 * torch.set_grad_enabled(training, () => w.mul(2)).requires_grad // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad_mode.set_grad_enabled.html
 */
export function set_grad_enabled(mode: boolean): Disposable
export function set_grad_enabled<R>(mode: boolean, body: () => R): R
export function set_grad_enabled<R>(mode: boolean, body?: () => R): R | Disposable {
  return withBlock(gradMode(mode), body)
}

/**
 * Like {@link no_grad}, and faster: tensors made inside can never take part in a graph. `inference_mode(false, ...)`
 * switches it off inside.
 *
 * @example
 * const y = torch.inference_mode(() => net(input))
 * y.is_inference() // True
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

/**
 * Whether operators are recorded for backward.
 *
 * @example
 * torch.no_grad(() => torch.is_grad_enabled()) // False
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_grad_enabled.html
 */
export function is_grad_enabled(): boolean {
  return native.isGradEnabled()
}

/**
 * Whether {@link inference_mode} is on.
 *
 * @example
 * torch.inference_mode(() => torch.is_inference_mode_enabled()) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.is_inference_mode_enabled.html
 */
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
 * @example
 * torch.autograd.set_multithreading_enabled(false, () => torch.autograd.is_multithreading_enabled()) // False
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
 * @example
 * const x = torch.ones(2).requires_grad_()
 * torch.autograd.enforce_grad_layout_policy(false, () => x.sum().backward())
 * x.grad // tensor([1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html
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

/**
 * Whether backward may run on the threads of devices; see {@link set_multithreading_enabled}.
 *
 * @example
 * torch.autograd.is_multithreading_enabled() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.grad_mode.set_multithreading_enabled.html
 */
export function is_multithreading_enabled(): boolean {
  return native.isMultithreadingEnabled()
}

/**
 * Whether views are made anew by repeating how they came about, rather than by their strides.
 *
 * @example
 * torch.autograd.is_view_replay_enabled() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html
 */
export function is_view_replay_enabled(): boolean {
  return native.isViewReplayEnabled()
}
