// The backends of scaled_dot_product_attention: what torch/nn/attention/__init__.py has of them. In the core, because
// torch.backends.cuda rests on it too.

import { withBlock } from './_contextlib.js'
import { python } from './_kwargs.js'
import { typeName } from './_typename.js'
import { AssertionError } from './errors.js'
import { native } from './native.js'

/**
 * The ways in which `scaled_dot_product_attention` can be computed; LibTorch's number as `value`.
 *
 * @example
 * nn.attention.SDPBackend.FLASH_ATTENTION.value // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.attention.SDPBackend.html
 */
export class SDPBackend {
  /** None was found. */
  static readonly ERROR = new SDPBackend('ERROR', -1)
  /** Step by step, as the formula says. */
  static readonly MATH = new SDPBackend('MATH', 0)
  static readonly FLASH_ATTENTION = new SDPBackend('FLASH_ATTENTION', 1)
  static readonly EFFICIENT_ATTENTION = new SDPBackend('EFFICIENT_ATTENTION', 2)
  static readonly CUDNN_ATTENTION = new SDPBackend('CUDNN_ATTENTION', 3)
  /** What an extension brings. */
  static readonly OVERRIDEABLE = new SDPBackend('OVERRIDEABLE', 4)

  private constructor(
    readonly name: string,
    readonly value: number,
  ) {}

  toString(): string {
    return `<SDPBackend.${this.name}: ${this.value}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// LibTorch's switches, in the order in which Python lists them.
const switches: readonly (readonly [name: string, backend: SDPBackend])[] = [
  ['cudnn_sdp', SDPBackend.CUDNN_ATTENTION],
  ['flash_sdp', SDPBackend.FLASH_ATTENTION],
  ['mem_efficient_sdp', SDPBackend.EFFICIENT_ATTENTION],
  ['math_sdp', SDPBackend.MATH],
  ['overrideable_sdp', SDPBackend.OVERRIDEABLE],
]

/** The backends that are switched on; in the order in which they are tried `with_priority`. */
export function _cur_sdpa_kernel_backends(with_priority = false): SDPBackend[] {
  const backends = switches.filter(([name]) => native.getSwitch(name)).map(([, one]) => one)
  if (!with_priority) return backends
  const order = native.getSdpPriority()
  return backends.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
}

/** Switches these backends on, in this order if `set_priority`, and all others off. */
export function _sdpa_kernel(backends: readonly SDPBackend[], set_priority = false): void {
  for (const [name, backend] of switches) native.setSwitch(name, backends.includes(backend))
  if (!set_priority) return
  const first = backends.map(({ value }) => value)
  native.setSdpPriority(...new Set([...first, ...native.getSdpPriority()]))
}

type SetPriority = boolean | { set_priority?: boolean }

const bindKernel = python('sdpa_kernel(backends, set_priority=False)')

/**
 * Lets `scaled_dot_product_attention` be computed by these backends only, as a block: with a function for the time of
 * that function, whose result it gives; `using _ = sdpa_kernel(...)` to the end of the block. With `set_priority` they
 * are tried in this order.
 *
 * @example
 * const { sdpa_kernel, SDPBackend } = nn.attention
 * const q = torch.randn(2, 4, 5, 8)
 * const out = sdpa_kernel([SDPBackend.MATH, SDPBackend.FLASH_ATTENTION], () =>
 *   F.scaled_dot_product_attention(q, q, q))
 * out.size() // torch.Size([2, 4, 5, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.attention.sdpa_kernel.html
 */
export function sdpa_kernel(
  backends: SDPBackend | readonly SDPBackend[],
  set_priority?: SetPriority,
): Disposable
export function sdpa_kernel<R>(backends: SDPBackend | readonly SDPBackend[], body: () => R): R
export function sdpa_kernel<R>(
  backends: SDPBackend | readonly SDPBackend[],
  set_priority: SetPriority,
  body: () => R,
): R
export function sdpa_kernel<R>(...args: unknown[]): R | Disposable {
  const last = args.at(-1)
  const body = typeof last === 'function' ? (last as () => R) : undefined
  const { backends, set_priority } = bindKernel<{
    backends: SDPBackend | readonly SDPBackend[]
    set_priority: boolean
  }>(body === undefined ? args : args.slice(0, -1))
  if (!Array.isArray(backends) && !(backends instanceof SDPBackend)) {
    throw new AssertionError(
      `Backend must be an instance of SDPBackend or a list of SDPBackend instances, got ${typeName(backends)}`,
    )
  }
  const list = [backends].flat() as SDPBackend[]
  const enter = (): (() => void) => {
    const previous = _cur_sdpa_kernel_backends(set_priority)
    _sdpa_kernel([...new Set(list)], set_priority)
    return () => _sdpa_kernel(previous, set_priority)
  }
  return withBlock(enter, body)
}
