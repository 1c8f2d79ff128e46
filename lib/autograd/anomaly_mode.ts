// Mirrors torch/autograd/anomaly_mode.py.

import { splitBody, withBlock } from '../_contextlib.js'
import { python } from '../_kwargs.js'
import { native } from '../native.js'
import { warn } from '../warnings.js'

/**
 * Whether anomaly detection is on.
 *
 * @example
 * torch.autograd.detect_anomaly(() => torch.is_anomaly_enabled()) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#anomaly-detection
 */
export const is_anomaly_enabled = (): boolean => native.isAnomalyEnabled()

/**
 * Whether anomaly detection looks for NaN.
 *
 * @example
 * torch.autograd.detect_anomaly(false, () => torch.is_anomaly_check_nan_enabled()) // False
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#anomaly-detection
 */
export const is_anomaly_check_nan_enabled = (): boolean => native.isAnomalyCheckNanEnabled()

/**
 * Switches anomaly detection on or off, for all threads; {@link detect_anomaly} does so for a block.
 *
 * @example
 * torch.set_anomaly_enabled(true, false)
 * torch.set_anomaly_enabled(false)
 * torch.is_anomaly_enabled() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#anomaly-detection
 */
export function set_anomaly_enabled(enabled: boolean, check_nan = true): void {
  native.setAnomalyEnabled(enabled, check_nan)
}

function enter(mode: boolean, check_nan: boolean): () => void {
  const before = [is_anomaly_enabled(), is_anomaly_check_nan_enabled()] as const
  set_anomaly_enabled(mode, check_nan)
  return () => set_anomaly_enabled(...before)
}

interface DetectOptions {
  /** Whether a gradient with NaN is an error. */
  check_nan?: boolean | undefined
}

const bindDetect = python('detect_anomaly(check_nan=True)')
const bindSet = python('set_detect_anomaly(mode, check_nan=True)')

/**
 * Inside the block every node of the graph remembers where the script made it: an error in backward comes with a
 * warning that shows the call of the forward pass. A backward that gives NaN is a RuntimeError, unless `check_nan` is
 * false. Slow: for debugging only.
 *
 * @example
 * const x = torch.zeros(1).requires_grad_()
 * let message = ''
 * try {
 *   torch.autograd.detect_anomaly(() => x.sqrt().mul(0).sum().backward())
 * } catch (error) {
 *   message = (error as Error).message
 * }
 * message // 'Function 'SqrtBackward0' returned nan values in its 0th output.'
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.detect_anomaly
 */
export function detect_anomaly(check_nan?: boolean | DetectOptions): Disposable
export function detect_anomaly<R>(body: () => R): R
export function detect_anomaly<R>(check_nan: boolean | DetectOptions, body: () => R): R
export function detect_anomaly<R>(...given: unknown[]): R | Disposable {
  const [args, body] = splitBody<R>(given)
  const { check_nan } = bindDetect<{ check_nan: boolean }>(args)
  warn(
    'Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.',
  )
  return withBlock(() => enter(true, check_nan), body)
}

/**
 * Switches anomaly detection on or off at once; as a block, until its end. See {@link detect_anomaly}.
 *
 * @example
 * torch.autograd.set_detect_anomaly(true, () => torch.is_anomaly_enabled()) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.set_detect_anomaly
 */
export function set_detect_anomaly(mode: boolean, check_nan?: boolean | DetectOptions): Disposable
export function set_detect_anomaly<R>(mode: boolean, body: () => R): R
export function set_detect_anomaly<R>(
  mode: boolean,
  check_nan: boolean | DetectOptions,
  body: () => R,
): R
export function set_detect_anomaly<R>(...given: unknown[]): R | Disposable {
  const [args, body] = splitBody<R>(given)
  const { mode, check_nan } = bindSet<{ mode: boolean; check_nan: boolean }>(args)
  return withBlock(() => enter(mode, check_nan), body)
}
