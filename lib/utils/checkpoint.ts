// Mirrors torch/utils/checkpoint.py. Its two kinds are in _checkpoint/.

import { withBlock } from '../_contextlib.js'
import { isKeywords } from '../_kwargs.js'
import { is_grad_enabled } from '../autograd/grad_mode.js'
import * as cuda from '../cuda/index.js'
import { RuntimeError, ValueError } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { warn } from '../warnings.js'
import { type MetadataOf, newFrame, runForward } from './_checkpoint/frame.js'
import { CheckpointFunction } from './_checkpoint/reentrant.js'
import { capture } from './_checkpoint/state.js'

export { CheckpointError } from './_checkpoint/frame.js'
export { GraphExecGroup } from './_checkpoint/group.js'
export {
  CheckpointFunction,
  check_backward_validity,
  detach_variable,
} from './_checkpoint/reentrant.js'
export { DefaultDeviceType, get_device_states, set_device_states } from './_checkpoint/state.js'

/** Runs a function inside a block: `(body) => torch.no_grad(body)`. */
export type Context = <R>(body: () => R) => R

/** The keywords of {@link checkpoint}. */
export interface CheckpointOptions {
  /** Which kind: true for backward inside backward, false for hooks of saved tensors. To be given always. */
  use_reentrant?: boolean | null | undefined
  /** Whether the second run draws the same random numbers. */
  preserve_rng_state?: boolean | undefined
  /** Gives the blocks in which the function runs first, and again. */
  context_fn?: (() => readonly [forward: Context, recompute: Context]) | undefined
  /** What must be equal in both runs: shapes, dtypes and devices, or nothing. */
  determinism_check?: 'default' | 'none' | undefined
  /** Whether the second run ends when all that is needed has been computed. */
  early_stop?: boolean | undefined
}

const run: Context = (body) => body()

/**
 * Two blocks that do nothing: the default `context_fn` of {@link checkpoint}, whose blocks surround the first run and
 * the second.
 *
 * @example
 * const x = torch.ones(3, 4).requires_grad_()
 * const { checkpoint, noop_context_fn } = torch.utils.checkpoint
 * checkpoint(net, x, { use_reentrant: false, context_fn: noop_context_fn }) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export function noop_context_fn(): readonly [forward: Context, recompute: Context] {
  return [run, run]
}

let earlyStop: boolean | null = null

/**
 * Whether the second run of functions that are checkpointed inside the block ends early, as soon as backward has what
 * it needs; that is the default. Only for `use_reentrant: false`.
 *
 * @example
 * const x = torch.ones(2).requires_grad_()
 * const { checkpoint, set_checkpoint_early_stop } = torch.utils.checkpoint
 * const y = set_checkpoint_early_stop(false, () => checkpoint((t) => t.exp(), x, { use_reentrant: false }))
 * y.sum().backward()
 * x.grad // tensor([2.7183, 2.7183])
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html#torch.utils.checkpoint.set_checkpoint_early_stop
 */
export function set_checkpoint_early_stop(enable: boolean): Disposable
export function set_checkpoint_early_stop<R>(enable: boolean, body: () => R): R
export function set_checkpoint_early_stop<R>(enable: boolean, body?: () => R): R | Disposable {
  return withBlock(() => {
    const before = earlyStop
    earlyStop = enable
    return () => {
      earlyStop = before
    }
  }, body)
}

const checks: Readonly<Record<string, MetadataOf>> = {
  default: ({ shape, dtype, device }: Tensor) => ({ shape, dtype, device }),
  none: null,
}

type AnyFunction = (...args: never[]) => unknown

function warnUnsaid(name: string, since: string): void {
  warn(
    `torch.utils.${name}: the use_reentrant parameter should be passed explicitly. ${since} use_reentrant=False is recommended, but if you need to preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on the differences between the two variants.`,
  )
}

/**
 * Runs a function without keeping what its backward needs; backward runs it again. Less memory for more time. The
 * results are the same where the function does the same in both runs; a CheckpointError says where it did not. Say
 * `use_reentrant: false`.
 *
 * @param args - its arguments, then {@link CheckpointOptions}; with `use_reentrant: false` further keywords are the
 *   function's own.
 *
 * @example
 * const x = torch.ones(3, 4).requires_grad_()
 * const h = torch.utils.checkpoint.checkpoint(net, x, { use_reentrant: false })
 * h.sum().backward()
 * x.grad // (3, 4)
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html#torch.utils.checkpoint.checkpoint
 */
export function checkpoint<A extends readonly unknown[], R>(
  fn: (...args: [...A]) => R,
  ...args: [...A, kw: CheckpointOptions & Record<string, unknown>]
): R
export function checkpoint<A extends readonly unknown[], R>(
  fn: (...args: [...A]) => R,
  ...args: [...A]
): R
export function checkpoint(fn: AnyFunction, ...given: unknown[]): unknown {
  const last = given.at(-1)
  const keywords = isKeywords(last) ? (last as CheckpointOptions & Record<string, unknown>) : {}
  const args = isKeywords(last) ? given.slice(0, -1) : given
  const {
    use_reentrant,
    preserve_rng_state = true,
    context_fn = noop_context_fn,
    determinism_check = 'default',
    early_stop = true,
    ...rest
  } = keywords
  if (use_reentrant === undefined || use_reentrant === null) {
    warnUnsaid(
      'checkpoint',
      'Starting in PyTorch 2.9, calling checkpoint without use_reentrant will raise an exception.',
    )
  }
  if (use_reentrant === false) {
    const metadataOf = checks[determinism_check]
    if (metadataOf === undefined) {
      throw new ValueError(
        `determinism_check should be one of ['default', 'none'], but got ${determinism_check}`,
      )
    }
    if (Object.keys(rest).length > 0) args.push(rest)
    const options = { preserve_rng_state, context_fn, metadataOf, early_stop }
    return withoutReentrant(fn as (...args: unknown[]) => unknown, args, options)
  }
  if (Object.keys(rest).length > 0) {
    throw new ValueError(`Unexpected keyword arguments: ${Object.keys(rest).join(',')}`)
  }
  if (context_fn !== noop_context_fn) {
    throw new ValueError(
      'Passing `context_fn` or `debug` is only supported when use_reentrant=False.',
    )
  }
  return CheckpointFunction.apply(
    fn as (...args: unknown[]) => unknown,
    preserve_rng_state,
    ...args,
  )
}

function withoutReentrant(
  fn: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  options: {
    preserve_rng_state: boolean
    context_fn: () => readonly [Context, Context]
    metadataOf: MetadataOf
    early_stop: boolean
  },
): unknown {
  const { preserve_rng_state, context_fn, metadataOf, early_stop } = options
  const [forward, recompute] = context_fn()
  const hadGpu = cuda.is_initialized()
  if (!is_grad_enabled()) return fn(...args)
  const replay = capture(args, preserve_rng_state)
  const frame = newFrame(
    (again) => replay(() => recompute(() => fn(...again))),
    args,
    earlyStop ?? early_stop,
    metadataOf,
  )
  const result = runForward(frame, () => forward(() => fn(...args)))
  frame.forwardCompleted = true
  if (preserve_rng_state && !hadGpu && cuda.is_initialized()) {
    throw new RuntimeError(
      "PyTorch's device state was initialized in the forward pass of a Checkpoint, which is not allowed. Please open an issue if you need this feature.",
    )
  }
  return result
}

type Step = (input: Tensor) => Tensor

/**
 * Runs modules one after the other, in `segments` of about the same length, each but the last a checkpoint.
 *
 * @param functions - an `nn.Sequential` or a list.
 *
 * @example
 * const x = torch.ones(3, 4).requires_grad_()
 * torch.utils.checkpoint.checkpoint_sequential(net, 2, x, { use_reentrant: false }) // (3, 2)
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html#torch.utils.checkpoint.checkpoint_sequential
 */
export function checkpoint_sequential(
  functions: Iterable<Step> | { children(): Iterable<Step> },
  segments: number,
  input: Tensor,
  kw: { use_reentrant?: boolean | null; preserve_rng_state?: boolean } = {},
): Tensor {
  const { use_reentrant, preserve_rng_state = true, ...rest } = kw
  if (use_reentrant === undefined || use_reentrant === null) {
    warnUnsaid(
      'checkpoint.checkpoint_sequential',
      'In version 2.9 we will raise an exception if use_reentrant is not passed.',
    )
  }
  if (Object.keys(rest).length > 0) {
    throw new ValueError(`Unexpected keyword arguments: ${Object.keys(rest).join(',')}`)
  }
  const steps = [...('children' in functions ? functions.children() : functions)]
  const segment = (start: number, end?: number): Step => {
    const own = steps.slice(start, end)
    return (x) => own.reduce((value, step) => step(value), x)
  }
  const size = Math.floor(steps.length / segments)
  if (size === 0) throw new ValueError('range() arg 3 must not be zero')
  let start = 0
  for (let i = 0; i < segments - 1; i++, start += size) {
    const options = { use_reentrant: use_reentrant ?? true, preserve_rng_state }
    input = checkpoint(segment(start, start + size), input, options)
  }
  return segment(start)(input)
}

export * as default from './checkpoint.js'
