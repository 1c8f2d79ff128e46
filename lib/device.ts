// Mirrors torch.device.

import { callable } from './_callable.js'
import { splitBody, withBlock } from './_contextlib.js'
import { nativeParser } from './_parser.js'
import { kinds } from './_singleton.js'
import { native } from './native.js'
import type { Device } from './types.js'

const parse = nativeParser<{ device?: unknown; type?: unknown; index?: number }>('device', [
  'device(Device device)',
  'device(c10::string_view type, int64_t index=-1)',
])

class DeviceClass {
  readonly _k: number
  /** The index for the addon, -1 where none is given. */
  readonly _i: number
  /** `'cpu'`, `'cuda'`, `'meta'`, ... */
  readonly type: string
  /** Which one of several; null where that is left open. */
  readonly index: number | null

  constructor(type: Device, index?: number | null)
  constructor(kw: { type: Device; index?: number | null | undefined })
  constructor(...args: unknown[]) {
    const { device, type = device, index } = parse(args)
    const [code, i, name] = native.parseDevice(type, index ?? null)
    this._k = kinds.device * 256 + code
    this._i = i
    this.type = name
    this.index = i < 0 ? null : i
  }

  /** Whether both are the same place; `cuda` and `cuda:0` are not. */
  equals(other: unknown): boolean {
    return (
      typeof other === 'object' &&
      other !== null &&
      (other as DeviceClass)._k === this._k &&
      (other as DeviceClass)._i === this._i
    )
  }

  toString(): string {
    return this.index === null ? this.type : `${this.type}:${this.index}`
  }

  /** Python's `repr`: `device(type='cuda', index=0)`. */
  __repr__(): string {
    const index = this.index === null ? '' : `, index=${this.index}`
    return `device(type='${this.type}'${index})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.__repr__()
  }
}

interface DeviceConstructor {
  new (type: Device, index?: number | null): DeviceClass
  new (kw: { type: Device; index?: number | null | undefined }): DeviceClass
  (type: Device, index?: number | null): DeviceClass
  (kw: { type: Device; index?: number | null | undefined }): DeviceClass
  /** Python's `with torch.device(d):` for factory functions inside `body`. */
  <R>(type: Device, body: () => R): R
  <R>(type: Device, index: number, body: () => R): R
  readonly prototype: DeviceClass
}

function call(_cls: unknown, _self: unknown, args: unknown[]): unknown {
  const [given, body] = splitBody(args)
  const made = new DeviceClass(...(given as [Device]))
  return body === undefined ? made : withDevice(made, body)
}

/**
 * A place where tensors live: `torch.device('cuda:0')`, `torch.device('cuda', 0)`, `torch.device('cpu')`. `a.equals(b)`
 * compares two; those of tensors are one object for each place. A RuntimeError for a kind that does not exist.
 *
 * With a function at the end, factory functions inside of it put tensors there: Python's `with torch.device('meta'):`.
 *
 * @example
 * const device = torch.device(torch.cuda.is_available() ? 'cuda:0' : 'cpu')
 * torch.device('cuda', 1).index // 1
 * torch.zeros(2).device.equals(torch.device('cpu')) // True
 * torch.device('meta', () => nn.Linear(2, 2)).weight.device.type // 'meta'
 *
 * @see https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.device
 */
export const device: DeviceConstructor = callable(DeviceClass, call) as unknown as DeviceConstructor
export type device = DeviceClass

// One object per place, so that `a.device === b.device` where both are the same.
const known = new Map<number, device>()

/** The device that the addon names by a number, and how it is written. */
export function deviceOf(key: number, text: () => string): device {
  let found = known.get(key)
  if (found === undefined) {
    found = device(text())
    known.set(key, found)
  }
  return found
}

let defaultDevice: device | null = null

/**
 * Where factory functions put tensors when they are given no device.
 *
 * @example
 * torch.get_default_device().type // 'cpu'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.get_default_device.html
 */
export function get_default_device(): device {
  if (defaultDevice === null) return device('cpu')
  if (defaultDevice.type !== 'cuda' || defaultDevice.index !== null) return defaultDevice
  return device('cuda', native.cudaCurrentDevice())
}

/**
 * Makes factory functions put tensors on a device unless told otherwise; null goes back to the CPU.
 *
 * @example
 * torch.set_default_device('meta')
 * const x = torch.zeros(2)
 * torch.set_default_device(null)
 * x.device.type // 'meta'
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.set_default_device.html
 */
export function set_default_device(d: Device | null): void {
  const next = d === null ? null : device(d)
  native.setDefaultDevice(next)
  defaultDevice = next
}

/** Python's `with torch.device(d):` as a function: factory functions inside `body` put tensors on `d`. */
export function withDevice<R>(d: Device, body: () => R): R {
  return withBlock(() => {
    const before = defaultDevice
    set_default_device(d)
    return () => set_default_device(before)
  }, body) as R
}
