// The class autocast of torch/amp/autocast_mode.py.

import { get_autocast_dtype, set_autocast_dtype } from '../_autocast.js'
import { callableInstance } from '../_callable.js'
import { withBlock } from '../_contextlib.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import { is_bf16_supported } from '../cuda/_bf16.js'
import { bfloat16, type dtype, float16 } from '../dtype.js'
import { RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { warn } from '../warnings.js'
import { blockClass } from './_block.js'

type AnyFunction = (...args: never[]) => unknown

/** The keywords of {@link autocast}. */
export interface AutocastOptions {
  /** The type of lower precision; the device's own unless given: bfloat16 on the CPU, float16 on a GPU. */
  dtype?: dtype | null
  /** Whether the block does anything (true). */
  enabled?: boolean
  /** Whether a parameter is cast once for the whole block. */
  cache_enabled?: boolean | null
}

type Options = Required<AutocastOptions> & { device_type: string }

/**
 * Whether a kind of device, such as `'cpu'` or `'cuda'`, has it.
 *
 * @example
 * torch.amp.is_autocast_available('cpu') // True
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.amp.autocast_mode.is_autocast_available
 */
export function is_autocast_available(device_type: string): boolean {
  return native.isAutocastAvailable(device_type)
}

/** Throws unless a kind of device is given by its name. */
export function checkDeviceType(device_type: unknown): asserts device_type is string {
  if (typeof device_type === 'string') return
  throw new ValueError(
    `Expected \`device_type\` of type \`str\`, got: \`<class '${typeName(device_type)}'>\``,
  )
}

// Whether the block can do what it is to do; warns where it cannot.
function supports(device: string, fast_dtype: dtype): boolean {
  if (device === 'cuda') {
    if (!native.cudaIsAvailable()) {
      warn('CUDA is not available or torch_xla is imported. Disabling autocast.')
      return false
    }
    if (fast_dtype === bfloat16 && !is_bf16_supported()) {
      throw new RuntimeError(
        'Current CUDA Device does not support bfloat16. Please switch dtype to float16.',
      )
    }
    return true
  }
  const supported = [bfloat16, float16]
  if (supported.includes(fast_dtype)) return true
  const name = device.toUpperCase()
  warn(
    `In ${name} autocast, but the target dtype is not supported. Disabling autocast.\n` +
      `${name} Autocast only supports dtypes of ${supported.join(', ')} currently.`,
  )
  return false
}

const bindInit = python(
  'autocast.__init__(self, device_type, dtype=None, enabled=True, cache_enabled=None)',
)

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface autocast {
  /** A function that runs `func` inside the block: Python's `@torch.autocast('cpu')`. */
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  <F extends AnyFunction>(func: F, context?: unknown): F
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class autocast implements Disposable {
  declare readonly device: string
  declare readonly fast_dtype: dtype
  declare readonly _enabled: boolean
  declare readonly _cache_enabled: boolean
  // How to leave the blocks that `__enter__` has entered.
  declare private readonly _exits: (() => void)[]

  constructor(device_type: string, options?: AutocastOptions)
  constructor(
    device_type: string,
    dtype: dtype | null,
    enabled?: boolean,
    cache_enabled?: boolean | null,
  )
  constructor(...args: unknown[]) {
    const { device_type: device, dtype, enabled, cache_enabled } = bindInit<Options>(args)
    checkDeviceType(device)
    const fast_dtype = dtype ?? get_autocast_dtype(device)
    if (!is_autocast_available(device)) {
      throw new RuntimeError(`User specified an unsupported autocast device_type '${device}'`)
    }
    const _cache_enabled = cache_enabled ?? native.isAutocastCacheEnabled()
    const _enabled = enabled && supports(device, fast_dtype)
    const self = callableInstance<autocast>(new.target.prototype, (func: unknown) =>
      autocast_decorator(self, func as AnyFunction),
    )
    // biome-ignore lint/correctness/noConstructorReturn: the instance is a function, which only returning makes possible.
    return Object.assign(self, { device, fast_dtype, _enabled, _cache_enabled, _exits: [] })
  }

  /** Enters the block; gives what leaves it. */
  _enter(): () => void {
    const { device, fast_dtype, _enabled, _cache_enabled } = this
    const cached = native.isAutocastCacheEnabled()
    const enabled = native.isAutocastEnabled(device)
    const before = native.getAutocastDtype(device)
    native.setAutocastEnabled(device, _enabled)
    // Not the native one: what was given may be no dtype.
    set_autocast_dtype(device, fast_dtype)
    native.autocastIncrementNesting()
    native.setAutocastCacheEnabled(_cache_enabled)
    return () => {
      if (native.autocastDecrementNesting() === 0) native.clearAutocastCache()
      native.setAutocastEnabled(device, enabled)
      native.setAutocastDtype(device, before)
      native.setAutocastCacheEnabled(cached)
    }
  }

  __enter__(): this {
    this._exits.push(this._enter())
    return this
  }

  __exit__(..._error: unknown[]): boolean {
    this._exits.pop()?.()
    return false
  }

  /**
   * `using` asks for this once, where the block starts, and so enters it; what it gives leaves the block. An instance that
   * is only kept, or only called, is never entered by that.
   */
  get [Symbol.dispose](): () => void {
    const exit = this._enter()
    let open = true
    return () => {
      if (open) exit()
      open = false
    }
  }
}

/**
 * A function that runs `func` inside a block of {@link autocast}: what calling an instance with a function gives.
 *
 * @example
 * const forward = torch.autocast('cpu')((x: Tensor) => net(x))
 * forward(input).dtype // torch.bfloat16
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.autocast
 */
export function autocast_decorator<F extends AnyFunction>(
  autocast_instance: { _enter(): () => void },
  func: F,
): F {
  if (typeof func !== 'function') {
    throw new TypeError(
      `autocast()(func) requires a callable, but got ${typeName(func)}. ` +
        'Did you mean to use autocast as a context manager? For example:\n' +
        '    with torch.autocast(device_type=...):\n' +
        '        output = model(input)',
    )
  }
  const decorated = function (this: unknown, ...args: unknown[]): unknown {
    return withBlock(
      () => autocast_instance._enter(),
      () => Reflect.apply(func, this, args) as unknown,
    )
  }
  Object.defineProperty(decorated, 'name', { value: func.name, configurable: true })
  return decorated as unknown as F
}

/** The class {@link autocast}: an instance, or with a function the function's result. */
export interface AutocastClass {
  new (device_type: string, options?: AutocastOptions): autocast
  new (
    device_type: string,
    dtype: dtype | null,
    enabled?: boolean,
    cache_enabled?: boolean | null,
  ): autocast
  new (options: AutocastOptions & { device_type: string }): autocast
  <R>(device_type: string, body: () => R): R
  <R>(device_type: string, options: AutocastOptions, body: () => R): R
  <R>(device_type: string, dtype: dtype | null, body: () => R): R
  <R>(device_type: string, dtype: dtype | null, enabled: boolean, body: () => R): R
  <R>(options: AutocastOptions & { device_type: string }, body: () => R): R
  (device_type: string, options?: AutocastOptions): autocast
  (
    device_type: string,
    dtype: dtype | null,
    enabled?: boolean,
    cache_enabled?: boolean | null,
  ): autocast
  (options: AutocastOptions & { device_type: string }): autocast
  readonly prototype: autocast
}

/**
 * A block in which operators choose their precision: those that gain from it, such as matrix products and convolutions,
 * compute in `dtype`; those that need range, such as losses, in float32.
 *
 * With a function it runs that and gives its result; `using` makes a block of what follows; an instance that is called
 * with a function gives one that runs inside the block.
 *
 * @example
 * const out = torch.autocast('cpu', { dtype: torch.bfloat16 }, () => net(input))
 * out.dtype // torch.bfloat16
 *
 * const forward = torch.autocast('cpu')((x: Tensor) => net(x))
 * forward(input).dtype // torch.bfloat16
 * {
 *   using _ = torch.autocast('cpu')
 *   loss_fn(net(input), target)
 * }
 *
 * @see https://docs.pytorch.org/docs/2.13/amp.html#torch.autocast
 */
const autocast_ = blockClass<typeof autocast, AutocastClass>(autocast)
type autocast_ = autocast

export { autocast_ as autocast }
