// Mirrors torch/utils/serialization/config.py and the functions of torch/serialization.py that set it.

import { type Exit, splitBody, withBlock } from '../_contextlib.js'
import { def } from '../_def.js'
import { python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { RuntimeError, ValueError } from '../errors.js'

/** Byte orders of files that do not tell theirs. */
export const LoadEndianness = Object.freeze({ NATIVE: 1, LITTLE: 2, BIG: 3 } as const)
export type LoadEndianness = (typeof LoadEndianness)[keyof typeof LoadEndianness]

/** `mmap.MAP_SHARED` of Python: what is written to a mapped tensor goes to the file. */
export const MAP_SHARED = 1
/** `mmap.MAP_PRIVATE` of Python: the file stays as it is. */
export const MAP_PRIVATE = 2

export const config = {
  endianness: null as LoadEndianness | null,
  mmap_flags: MAP_PRIVATE as number,
  compute_crc32: true,
  storage_alignment: 64,
  skip_data: false,
}

/**
 * The byte order that {@link load} takes for files that do not tell theirs; null is little-endian.
 *
 * @example
 * torch.serialization.get_default_load_endianness() // None
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.get_default_load_endianness
 */
export const get_default_load_endianness = def(
  'get_default_load_endianness()',
  (): LoadEndianness | null => config.endianness,
)

/**
 * Sets the byte order that {@link load} takes for files that do not tell theirs.
 *
 * @example
 * torch.serialization.set_default_load_endianness(torch.serialization.LoadEndianness.LITTLE)
 * torch.serialization.set_default_load_endianness(null)
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.set_default_load_endianness
 */
export const set_default_load_endianness = def(
  'set_default_load_endianness(endianness)',
  (endianness: LoadEndianness | null): void => {
    if (endianness !== null && !Object.values(LoadEndianness).includes(endianness)) {
      throw new TypeError('Invalid argument type in function set_default_load_endianness')
    }
    config.endianness = endianness
  },
)

/**
 * Whether {@link save} writes checksums.
 *
 * @example
 * torch.serialization.get_crc32_options() // True
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.get_crc32_options
 */
export const get_crc32_options = def('get_crc32_options()', (): boolean => config.compute_crc32)

/**
 * Sets whether {@link save} writes checksums. Without, saving is faster; zip tools may complain of such a file, and
 * {@link load} does not.
 *
 * @example
 * torch.serialization.set_crc32_options(false)
 * torch.serialization.set_crc32_options(true)
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.set_crc32_options
 */
export const set_crc32_options = def(
  'set_crc32_options(compute_crc32)',
  (compute_crc32: boolean): void => {
    config.compute_crc32 = Boolean(compute_crc32)
  },
)

/**
 * How {@link load} maps files: {@link MAP_PRIVATE} or {@link MAP_SHARED}.
 *
 * @example
 * torch.serialization.get_default_mmap_options() === torch.serialization.MAP_PRIVATE // True
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.get_default_mmap_options
 */
export const get_default_mmap_options = def(
  'get_default_mmap_options()',
  (): number => config.mmap_flags,
)

const bindMmapOptions = python('set_default_mmap_options.__init__(self, flags)')

/**
 * Sets how {@link load} maps files with `mmap: true`: as a statement for good, with a function or `using` for a block.
 * With `MAP_PRIVATE` a change of a tensor is a copy in memory; with `MAP_SHARED` it changes the file.
 *
 * @example
 * torch.serialization.set_default_mmap_options(torch.serialization.MAP_SHARED, () =>
 *   torch.serialization.get_default_mmap_options(),
 * ) // 1
 * torch.serialization.get_default_mmap_options() // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.set_default_mmap_options
 */
export function set_default_mmap_options(flags: number): Disposable
export function set_default_mmap_options<R>(flags: number, body: () => R): R
export function set_default_mmap_options(...given: unknown[]): unknown {
  const [args, body] = splitBody<unknown>(given)
  const { flags } = bindMmapOptions<{ flags: unknown }>(args)
  if (process.platform === 'win32') {
    throw new RuntimeError(
      'Changing the default mmap options is currently not supported for Windows',
    )
  }
  if (flags !== MAP_PRIVATE && flags !== MAP_SHARED) {
    throw new ValueError(
      'Invalid argument in function set_default_mmap_options, ' +
        `expected mmap.MAP_PRIVATE or mmap.MAP_SHARED, but got ${pyRepr(flags)}`,
    )
  }
  return withBlock(() => change('mmap_flags', flags), body)
}

const bindSkipData = python('skip_data.__init__(self, materialize_fake_tensors=False)')

/**
 * A block in which {@link save} leaves the space of the data empty, and {@link load} leaves what is in memory: the bytes
 * are to be written, or read, by other means. (Fake tensors, which the argument is about, do not exist here.)
 *
 * @example
 * const buffer = new BytesIO()
 * torch.serialization.skip_data(() => torch.save(torch.ones(2), buffer))
 * buffer.seek(0)
 * torch.load<Tensor>(buffer) // tensor([0., 0.])
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.skip_data
 */
export function skip_data(materialize_fake_tensors?: boolean): Disposable
export function skip_data<R>(body: () => R): R
export function skip_data<R>(materialize_fake_tensors: boolean, body: () => R): R
export function skip_data(...given: unknown[]): unknown {
  const [args, body] = splitBody<unknown>(given)
  bindSkipData(args)
  return withBlock(() => change('skip_data', true), body)
}

function change<K extends keyof typeof config>(key: K, value: (typeof config)[K]): Exit {
  const before = config[key]
  config[key] = value
  return () => {
    config[key] = before
  }
}
