// Mirrors torch/amp/grad_scaler.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { isTensor } from '../_is_tensor.js'
import { isPlainObject } from '../_repr.js'
import { float32, int32 } from '../dtype.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import type { Optimizer } from '../optim/optimizer.js'
import type { Tensor } from '../tensor.js'
import { warn } from '../warnings.js'
import { _MultiDeviceReplicator, unscaleGrads } from './_unscale.js'

/**
 * How far an optimizer is between two updates of the scale.
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#gradient-scaling
 */
export const OptState = { READY: 0, UNSCALED: 1, STEPPED: 2 } as const

/** What is known of an optimizer since the last update. */
export interface OptimizerState {
  stage: (typeof OptState)[keyof typeof OptState]
  found_inf_per_device: Map<string, Tensor>
}

/** What a scaler keeps, under Python's names. */
export interface GradScalerState {
  /** The present scale. */
  scale: number
  /** What it is multiplied by when it grows. */
  growth_factor: number
  /** What it is multiplied by when it shrinks. */
  backoff_factor: number
  /** After how many steps without an infinite gradient it grows. */
  growth_interval: number
  _growth_tracker: number
}

/** A tensor, or tensors in lists. */
type Outputs = Tensor | Iterable<Outputs>

const init = initializer<
  [
    device: string,
    init_scale: number,
    growth_factor: number,
    backoff_factor: number,
    growth_interval: number,
    enabled: boolean,
  ]
>()(
  "GradScaler.__init__(self, device='cuda', init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True)",
)

function assert(condition: unknown, text: string): asserts condition {
  if (!condition) throw new AssertionError(text)
}

class GradScaler {
  declare _device: string
  declare _enabled: boolean
  declare _init_scale: number
  /** Made by the first `scale`, where the outputs are. */
  declare _scale: Tensor | null
  declare _growth_factor: number
  declare _backoff_factor: number
  declare _growth_interval: number
  declare _init_growth_tracker: number
  declare _growth_tracker: Tensor | null
  declare _per_optimizer_states: Map<Optimizer, OptimizerState>

  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { device, enabled, growth_factor, backoff_factor } = given
    this._device = device
    this._enabled = enabled
    if (device === 'cuda' && enabled && !native.cudaIsAvailable()) {
      warn('torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.')
      this._enabled = false
    }
    if (!this._enabled) return
    assert(growth_factor > 1, 'The growth factor must be > 1.0.')
    assert(backoff_factor < 1, 'The backoff factor must be < 1.0.')
    this._init_scale = given.init_scale
    this._scale = null
    this._growth_factor = growth_factor
    this._backoff_factor = backoff_factor
    this._growth_interval = given.growth_interval
    this._init_growth_tracker = 0
    this._growth_tracker = null
    this._per_optimizer_states = new Map()
  }

  _check_scale_growth_tracker(funcname: string): [scale: Tensor, growth_tracker: Tensor] {
    const fix =
      'This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.'
    assert(this._scale, `Attempted ${funcname} but _scale is None.  ${fix}`)
    assert(this._growth_tracker, `Attempted ${funcname} but _growth_tracker is None.  ${fix}`)
    return [this._scale, this._growth_tracker]
  }

  _lazy_init_scale_growth_tracker(dev: Tensor['device']): Tensor {
    assert(this._growth_tracker === null, '_growth_tracker initialized before _scale')
    const scale = C.full([], this._init_scale, { dtype: float32, device: dev })
    this._scale = scale
    this._growth_tracker = C.full([], this._init_growth_tracker, { dtype: int32, device: dev })
    return scale
  }

  /** Multiplies a loss, or lists of tensors, by the scale. */
  scale<T extends Outputs>(outputs: T): T
  scale(outputs: Outputs): unknown {
    if (!this._enabled) return outputs
    if (isTensor(outputs)) {
      const scale = this._scale ?? this._lazy_init_scale_growth_tracker(outputs.device)
      return outputs.mul(scale.to({ device: outputs.device, non_blocking: true }))
    }
    let stash: _MultiDeviceReplicator | null = null
    const apply_scale = (value: unknown): unknown => {
      if (isTensor(value)) {
        stash ??= new _MultiDeviceReplicator(
          this._scale ?? this._lazy_init_scale_growth_tracker(value.device),
        )
        return value.mul(stash.get(value.device))
      }
      if (Array.isArray(value)) {
        // A tuple stays a tuple.
        const made = Object.setPrototypeOf([], Object.getPrototypeOf(value) as object) as unknown[]
        for (const one of value) made.push(apply_scale(one))
        return made
      }
      if (typeof (Object(value) as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') {
        throw new ValueError('outputs must be a Tensor or an iterable of Tensors')
      }
      return scaledEach(value as Iterable<unknown>, apply_scale)
    }
    return apply_scale(outputs)
  }

  /** Divides the gradients of an optimizer by the scale, for example to clip them before `step`. */
  unscale_(optimizer: Optimizer): void {
    if (!this._enabled) return
    const [scale] = this._check_scale_growth_tracker('unscale_')
    const state = stateOf(this._per_optimizer_states, optimizer)
    if (state.stage === OptState.UNSCALED) {
      throw new RuntimeError(
        'unscale_() has already been called on this optimizer since the last update().',
      )
    }
    if (state.stage === OptState.STEPPED) {
      throw new RuntimeError('unscale_() is being called after step().')
    }
    const inv_scale = scale.double().reciprocal().float()
    const found_inf = C.full([], 0, { dtype: float32, device: scale.device })
    state.found_inf_per_device = unscaleGrads(optimizer, inv_scale, found_inf, false)
    state.stage = OptState.UNSCALED
  }

  /** Steps the optimizer, with unscaled gradients, unless one of them is infinite or NaN. Further arguments go to its step. */
  step(optimizer: Optimizer, ...args: unknown[]): unknown {
    const step = (): unknown => Reflect.apply(optimizer.step, optimizer, args)
    if (!this._enabled) return step()
    const last = args.at(-1)
    if (isPlainObject(last) && 'closure' in last) {
      throw new RuntimeError('Closure use is not currently supported if GradScaler is enabled.')
    }
    this._check_scale_growth_tracker('step')
    const state = stateOf(this._per_optimizer_states, optimizer)
    if (state.stage === OptState.STEPPED) {
      throw new RuntimeError('step() has already been called since the last update().')
    }
    if (optimizer._step_supports_amp_scaling) return stepScaled(this, optimizer, state, step)
    if (state.stage === OptState.READY) this.unscale_(optimizer)
    const found = [...state.found_inf_per_device.values()]
    assert(found.length > 0, 'No inf checks were recorded for this optimizer.')
    const result = found.every((one) => one.item() === 0) ? step() : null
    state.stage = OptState.STEPPED
    return result
  }

  /** Makes the scale smaller if a gradient was infinite or NaN, larger after many steps without one; or sets it. */
  update(new_scale: number | Tensor | null = null): void {
    if (!this._enabled) return
    const [scale, growth_tracker] = this._check_scale_growth_tracker('update')
    if (typeof new_scale === 'number') scale.fill_(new_scale)
    else if (new_scale !== null) {
      const reason =
        'new_scale should be a float or a 1-element torch.cuda.FloatTensor or ' +
        'torch.FloatTensor with requires_grad=False.'
      assert(new_scale.device.type === this._device, reason)
      assert(new_scale.numel() === 1, reason)
      assert(!new_scale.requires_grad, reason)
      scale.copy_(new_scale)
    } else {
      const found = [...this._per_optimizer_states.values()].flatMap((state) =>
        [...state.found_inf_per_device.values()].map((one) =>
          one.to({ device: scale.device, non_blocking: true }),
        ),
      )
      const [combined, ...others] = found
      assert(combined, 'No inf checks were recorded prior to update.')
      for (const one of others) combined.add_(one)
      C._amp_update_scale_(
        scale,
        growth_tracker,
        combined,
        this._growth_factor,
        this._backoff_factor,
        this._growth_interval,
      )
    }
    this._per_optimizer_states = new Map()
  }

  _get_scale_async(): Tensor | null {
    return this._scale
  }

  /** The scale. On a GPU this waits for it. */
  get_scale(): number {
    if (!this._enabled) return 1
    return this._scale === null ? this._init_scale : (this._scale.item() as number)
  }

  /** What the scale is multiplied by when it grows. */
  get_growth_factor(): number {
    return this._growth_factor
  }
  /** Sets what {@link get_growth_factor} gives. */
  set_growth_factor(new_factor: number): void {
    this._growth_factor = new_factor
  }

  /** What the scale is multiplied by when it shrinks. */
  get_backoff_factor(): number {
    return this._backoff_factor
  }
  /** Sets what {@link get_backoff_factor} gives. */
  set_backoff_factor(new_factor: number): void {
    this._backoff_factor = new_factor
  }

  /** After how many steps without an infinite gradient the scale grows. */
  get_growth_interval(): number {
    return this._growth_interval
  }
  /** Sets what {@link get_growth_interval} gives. */
  set_growth_interval(new_interval: number): void {
    this._growth_interval = new_interval
  }

  _get_growth_tracker(): number {
    if (!this._enabled) return 0
    return this._growth_tracker === null
      ? this._init_growth_tracker
      : (this._growth_tracker.item() as number)
  }

  /** Whether it scales; else every method lets pass what it is given. */
  is_enabled(): boolean {
    return this._enabled
  }

  /** What it keeps; nothing if it is not enabled. */
  state_dict(): GradScalerState | Record<string, never> {
    if (!this._enabled) return {}
    return {
      scale: this.get_scale(),
      growth_factor: this._growth_factor,
      backoff_factor: this._backoff_factor,
      growth_interval: this._growth_interval,
      _growth_tracker: this._get_growth_tracker(),
    }
  }

  /** Takes up what `state_dict` gave. */
  load_state_dict(state_dict: GradScalerState | Record<string, never>): void {
    if (!this._enabled) return
    if (Object.keys(state_dict).length === 0) {
      throw new RuntimeError(
        'The source state dict is empty, possibly because it was saved ' +
          'from a disabled instance of GradScaler.',
      )
    }
    const { scale, growth_factor, backoff_factor, growth_interval, _growth_tracker } =
      state_dict as GradScalerState
    this._init_scale = scale
    this._scale?.fill_(scale)
    this._growth_factor = growth_factor
    this._backoff_factor = backoff_factor
    this._growth_interval = growth_interval
    this._init_growth_tracker = _growth_tracker
    this._growth_tracker?.fill_(_growth_tracker)
  }

  _check_inf_per_device(optimizer: Optimizer): Map<string, Tensor> {
    const [{ device }] = this._check_scale_growth_tracker('_check_inf_per_device')
    const one = C.full([], 1, { dtype: float32, device })
    const found_inf = C.full([], 0, { dtype: float32, device })
    const state = stateOf(this._per_optimizer_states, optimizer)
    state.found_inf_per_device = unscaleGrads(optimizer, one, found_inf, true)
    return state.found_inf_per_device
  }

  _found_inf_per_device(optimizer: Optimizer): Map<string, Tensor> {
    return stateOf(this._per_optimizer_states, optimizer).found_inf_per_device
  }
}

function stateOf(states: Map<Optimizer, OptimizerState>, optimizer: Optimizer): OptimizerState {
  let state = states.get(optimizer)
  if (state === undefined) {
    state = { stage: OptState.READY, found_inf_per_device: new Map() }
    states.set(optimizer, state)
  }
  return state
}

// A fused optimizer unscales and skips by itself: it finds the scale and what was found in two fields.
function stepScaled(
  self: GradScaler,
  optimizer: Optimizer,
  state: OptimizerState,
  step: () => unknown,
): unknown {
  if (state.stage === OptState.READY) self._check_inf_per_device(optimizer)
  const scaler = self._get_scale_async() as Tensor
  const found = [...state.found_inf_per_device.values()].map((one) =>
    one.to({ device: scaler.device, non_blocking: true }),
  )
  const given = optimizer.grad_scale
  optimizer.grad_scale =
    state.stage === OptState.UNSCALED ? (given ?? null) : given ? scaler.mul(given) : scaler
  optimizer.found_inf = found.length === 0 ? null : found.reduce((sum, one) => sum.add(one))
  const result = step()
  state.stage = OptState.STEPPED
  delete optimizer.grad_scale
  delete optimizer.found_inf
  return result
}

function* scaledEach(
  values: Iterable<unknown>,
  scale: (value: unknown) => unknown,
): Iterable<unknown> {
  for (const one of values) yield scale(one)
}

/**
 * Scales losses so that gradients of low precision do not vanish, unscales the gradients before a step, leaves out
 * steps with infinite gradients, and finds the scale by that.
 *
 * The scale starts at `init_scale` (65536). An infinite or NaN gradient multiplies it by `backoff_factor` (0.5);
 * `growth_interval` (2000) steps without one multiply it by `growth_factor` (2). With `enabled: false` all of it does
 * nothing.
 *
 * @example
 * const scaler = torch.amp.GradScaler('cpu', { init_scale: 1024 })
 * const loss = torch.autocast('cpu', () => loss_fn(net(input), target))
 * scaler.scale(loss).backward()
 * scaler.step(optimizer)
 * scaler.update()
 * scaler.get_scale() // 1024
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.cuda.amp.GradScaler
 */
const GradScaler_ = callable(GradScaler)
type GradScaler_ = GradScaler

export { GradScaler_ as GradScaler }
