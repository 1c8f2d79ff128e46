// The classes and functions that files may name: those of torch, and those that users allowed.

import { type Exit, splitBody, withBlock } from '../_contextlib.js'
import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { asDict, Dict, settle } from '../_pickled_dicts.js'
import { classText } from '../_typename.js'
import type { Globals, SafeGlobal } from '../_weights_only_unpickler.js'
import { device as makeDevice } from '../device.js'
import { dtypes } from '../dtype.js'
import { ValueError } from '../errors.js'
import { layouts } from '../layout.js'
import { Parameter } from '../nn/parameter.js'
import { UnpicklingError } from '../pickle.js'
import { qschemes } from '../qscheme.js'
import { Size } from '../size.js'
import { Tensor } from '../tensor.js'
import { dataBuilder, dataGlobals } from './data_globals.js'
import * as rebuild from './rebuild.js'
import { StorageType, storageTypeNames } from './storage_types.js'

/** A class or function that files may name; of a pair the second is its full name in Python. */
// biome-ignore lint/complexity/noBannedTypes: any class and any function.
export type Allowable = Function
export type SafeGlobalItem = Allowable | readonly [Allowable, string]

let allowed: ReadonlySet<SafeGlobalItem> = new Set()

interface Class {
  readonly prototype?: object
  readonly name: string
  readonly __module__?: string
}

function nameOf(item: SafeGlobalItem): [path: string, value: Class] {
  if (typeof item === 'function') {
    const { __module__ = '__main__', name } = item as Class
    return [`${__module__}.${name}`, item]
  }
  if (!Array.isArray(item))
    throw new TypeError(`expected a class or function, but got ${classText(item)}`)
  if (item.length !== 2) {
    throw new ValueError(
      `Expected tuple of length 2 (global, str of callable full path), but got tuple of length: ${item.length}`,
    )
  }
  const [value, path] = item as readonly [unknown, unknown]
  if (typeof path !== 'string') {
    throw new TypeError(
      `Expected second item in tuple to be str of callable full path, but got: ${classText(path)}`,
    )
  }
  if (typeof value !== 'function')
    throw new TypeError(`expected a class or function, but got ${classText(value)}`)
  return [path, value]
}

// Called with `new`; functions, and classes that are callable as Python's are, go without.
const isClass = (value: Class): boolean => /^class\b/.test(Function.prototype.toString.call(value))

function userGlobal(path: string, value: Class): SafeGlobal {
  const call = value as unknown as (...args: unknown[]) => unknown
  const made = value as unknown as new (...args: unknown[]) => unknown
  const settled = (args: readonly unknown[]): unknown[] => args.map(settle)
  return {
    path,
    call: (args) => (isClass(value) ? new made(...settled(args)) : call(...settled(args))),
    make() {
      if (value.prototype === undefined) throw new UnpicklingError(`${path} is not a class`)
      return Object.create(value.prototype) as object
    },
    build(object: object & { __setstate__?(state: unknown): void }, state) {
      if (typeof object.__setstate__ === 'function') object.__setstate__(settle(state))
      else rebuild.setState(object, state)
    },
  }
}

function userGlobals(): Map<string, [Class, SafeGlobal]> {
  const found = new Map<string, [Class, SafeGlobal]>()
  for (const item of allowed) {
    const [path, value] = nameOf(item)
    found.set(path, [value, userGlobal(path, value)])
  }
  return found
}

/** The full name that a class of users has in files; undefined if it was not allowed. */
export function pathOfClass(cls: unknown): string | undefined {
  for (const item of allowed) {
    const [path, value] = nameOf(item)
    if (value === cls) return path
  }
  return undefined
}

function latin1(args: readonly unknown[]): Uint8Array {
  const [text, encoding] = args
  if (typeof text !== 'string' || (encoding !== undefined && typeof encoding !== 'string')) {
    throw new TypeError(`encode() argument 'encoding' must be str, not ${classText(encoding)}`)
  }
  return encoding === 'latin1'
    ? Uint8Array.from(Buffer.from(text, 'latin1'))
    : Uint8Array.from(Buffer.from(text))
}

function bytearray(args: readonly unknown[]): Uint8Array {
  const [source, encoding] = args
  if (source === undefined) return new Uint8Array(0)
  if (ArrayBuffer.isView(source)) return Uint8Array.from(source as Uint8Array)
  if (typeof source === 'string') return latin1([source, encoding])
  throw new TypeError(`bytearray() cannot be made of ${classText(source)}`)
}

function counter(args: readonly unknown[]): Dict {
  const made = new Dict('Counter')
  if (args[0] === undefined) return made
  for (const [key, count] of asDict(args[0], 'a Counter').items) made.items.set(key, count)
  return made
}

// Files of Python 2 have the items as a list of pairs.
function orderedDict(args: readonly unknown[]): Dict {
  const made = new Dict('OrderedDict')
  const [items] = args
  if (items instanceof Dict) for (const [key, value] of items.items) made.items.set(key, value)
  else if (Array.isArray(items)) {
    for (const pair of items as unknown[]) {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new TypeError('an OrderedDict is made of pairs')
      }
      made.items.set(pair[0], pair[1])
    }
  } else if (items !== undefined) throw new TypeError(`${classText(items)} object is not iterable`)
  return made
}

function set(args: readonly unknown[]): Set<unknown> {
  const [items] = args
  if (items === undefined) return new Set()
  if (!Array.isArray(items)) throw new TypeError(`${classText(items)} object is not iterable`)
  return new Set(items)
}

function layoutOf([name]: readonly unknown[]): unknown {
  const found = layouts.find((layout) => String(layout) === name)
  if (found === undefined) throw new ValueError(`unknown layout ${String(name)}`)
  return found
}

function deviceOf([type, index]: readonly unknown[]): unknown {
  return index === undefined
    ? makeDevice(type as string)
    : makeDevice(type as string, index as number)
}

// A subclass of Tensor in a file; its functions get plain arguments here, so it cannot be anything but torch's own.
function fromType(args: readonly unknown[]): unknown {
  const [func, type, inner, state] = args as [SafeGlobal, SafeGlobal, readonly unknown[], unknown]
  if (typeof func?.call !== 'function' || !Array.isArray(inner)) {
    throw new UnpicklingError('_rebuild_from_type_v2: expected a function and its arguments')
  }
  const tensor = func.call(inner)
  if (!(tensor instanceof Tensor)) {
    throw new UnpicklingError('_rebuild_from_type_v2: the function did not give a tensor')
  }
  const cls = userGlobals().get(type?.path)?.[0]
  if (cls?.prototype instanceof Tensor) Object.setPrototypeOf(tensor, cls.prototype)
  const { __setstate__ } = tensor as { __setstate__?: (state: unknown) => void }
  if (cls !== undefined && typeof __setstate__ === 'function') {
    __setstate__.call(tensor, settle(state))
    return tensor
  }
  return rebuild.setState(tensor, state)
}

const legacyTensorClasses = [
  ...['Double', 'Float', 'Half', 'Long', 'Int', 'Short', 'Char', 'Byte', 'Bool', 'BFloat16'],
].map((name) => `torch.${name}Tensor`)

type Entry = [path: string, value: unknown]

function fixed(sparse: rebuild.SparseTensors): Map<string, unknown> {
  const call = (path: string, body: (args: readonly unknown[]) => unknown): Entry => [
    path,
    { path, call: body } satisfies SafeGlobal,
  ]
  const rebuilt = Object.entries({
    _rebuild_tensor: rebuild._rebuild_tensor,
    _rebuild_tensor_v2: rebuild._rebuild_tensor_v2,
    _rebuild_tensor_v3: rebuild._rebuild_tensor_v3,
    _rebuild_parameter: rebuild._rebuild_parameter,
    _rebuild_parameter_with_state: rebuild._rebuild_parameter_with_state,
    _rebuild_qtensor: rebuild._rebuild_qtensor,
    _rebuild_nested_tensor: rebuild._rebuild_nested_tensor,
    _rebuild_meta_tensor_no_storage: rebuild._rebuild_meta_tensor_no_storage,
    _rebuild_device_tensor_from_cpu_tensor: rebuild._rebuild_device_tensor_from_cpu_tensor,
    _rebuild_sparse_tensor: (args: readonly unknown[]) =>
      rebuild._rebuild_sparse_tensor(args, sparse),
  })
  const tensorClass = (path: string): Entry => [
    path,
    { path, call: null, make: () => C.empty([0]), build: rebuild.setTensorState },
  ]
  const parameter: SafeGlobal = {
    path: 'torch.nn.parameter.Parameter',
    call: rebuild._rebuild_parameter,
    make: ([data = null, requires_grad = true]) =>
      new Parameter(data as Tensor | null, requires_grad as boolean),
    build: rebuild.setTensorState,
  }
  return new Map<string, unknown>([
    call('collections.OrderedDict', orderedDict),
    call('collections.Counter', counter),
    [parameter.path, parameter],
    call('torch.serialization._get_layout', layoutOf),
    call('torch.Size', (args) => Size(args[0] as number[])),
    call('torch.device', deviceOf),
    call('_codecs.encode', latin1),
    call('builtins.bytearray', bytearray),
    call('builtins.set', set),
    call('builtins.complex', rebuild.complexOf),
    ...dtypes.filter((type) => type !== undefined).map((type): Entry => [String(type), type]),
    ...qschemes.map((scheme): Entry => [String(scheme), scheme]),
    ...['torch.Tensor', ...legacyTensorClasses].map(tensorClass),
    ...storageTypeNames.map((name): Entry => [`torch.${name}`, new StorageType(name)]),
    ['torch.storage.UntypedStorage', new StorageType('UntypedStorage')],
    ['torch.UntypedStorage', new StorageType('UntypedStorage')],
    ...rebuilt.map(([name, body]) => call(`torch._utils.${name}`, body)),
    call('torch._tensor._rebuild_from_type_v2', fromType),
  ])
}

/** What one file may name; sparse tensors in it are kept in `sparse`. More of what is data without `weights_only`. */
export function safeGlobalsFor(sparse: rebuild.SparseTensors, weights_only = true): Globals {
  const table = fixed(sparse)
  const users = userGlobals()
  return {
    find: (path) =>
      table.get(path) ?? users.get(path)?.[1] ?? (weights_only ? undefined : dataGlobals.get(path)),
    builder(object) {
      if (rebuild.isPlainTensor(object) || object instanceof Parameter)
        return rebuild.setTensorState
      for (const [cls, safe] of users.values()) {
        if (typeof object === 'object' && object !== null && object.constructor === cls) {
          return safe.build ?? null
        }
      }
      return weights_only ? null : dataBuilder(object)
    },
  }
}

/** Whether files may name a class or function, by its full name. */
export function isAllowed(path: string): boolean {
  return safeGlobalsFor(new rebuild.SparseTensors()).find(path) !== undefined
}

/**
 * Lets {@link load} make objects of these classes, and call these functions, where a file names them. Each has Python's
 * full name, `module.Class`: the second of a pair, or made of the static field `__module__` of a class (`__main__`
 * without) and its name.
 *
 * An object is made without its constructor, then gets its fields, or `__setstate__(state)`, as in Python.
 *
 * @example
 * class Config { hidden = 8 }
 * torch.serialization.add_safe_globals([[Config, 'model.Config']])
 * const buffer = new BytesIO()
 * torch.save(new Config(), buffer)
 * buffer.seek(0)
 * torch.load<Config>(buffer).hidden // 8
 * torch.serialization.clear_safe_globals()
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.add_safe_globals
 */
export const add_safe_globals = def(
  'add_safe_globals(safe_globals)',
  (safe_globals: readonly SafeGlobalItem[]): void => {
    for (const item of safe_globals) nameOf(item)
    allowed = new Set([...allowed, ...safe_globals])
  },
)

/**
 * The classes and functions that were allowed.
 *
 * @example
 * torch.serialization.get_safe_globals() // []
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.get_safe_globals
 */
export const get_safe_globals = def('get_safe_globals()', (): SafeGlobalItem[] => [...allowed])

/**
 * Forgets the classes and functions that were allowed.
 *
 * @example
 * torch.serialization.clear_safe_globals()
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.clear_safe_globals
 */
export const clear_safe_globals = def('clear_safe_globals()', (): void => {
  allowed = new Set()
})

const bindSafeGlobals = python('safe_globals.__init__(self, safe_globals)')

/**
 * {@link add_safe_globals} for a block.
 *
 * @example
 * class Config { hidden = 8 }
 * const buffer = new BytesIO()
 * torch.serialization.safe_globals([Config], () => torch.save(new Config(), buffer))
 * buffer.seek(0)
 * torch.serialization.safe_globals([Config], () => torch.load<Config>(buffer)).hidden // 8
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.safe_globals
 */
export function safe_globals(safe_globals: readonly SafeGlobalItem[]): Disposable
export function safe_globals<R>(safe_globals: readonly SafeGlobalItem[], body: () => R): R
export function safe_globals(...given: unknown[]): unknown {
  const [args, body] = splitBody<unknown>(given)
  const { safe_globals: items } = bindSafeGlobals<{ safe_globals: readonly SafeGlobalItem[] }>(args)
  return withBlock((): Exit => {
    add_safe_globals(items)
    return () => {
      allowed = new Set([...allowed].filter((item) => !items.includes(item)))
    }
  }, body)
}
