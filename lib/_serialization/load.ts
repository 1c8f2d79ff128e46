// Mirrors load and _load of torch/serialization.py.

import { def } from '../_def.js'
import { python } from '../_kwargs.js'
import { isPlainObject } from '../_repr.js'
import { asciiText, get_globals_in_pkl } from '../_weights_only_unpickler.js'
import { RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import { UnpicklingError } from '../pickle.js'
import { load_file } from '../safetensors/torch.js'
import { TypedStorage, UntypedStorage } from '../storage.js'
import type { Tensor } from '../types.js'
import { warn } from '../warnings.js'
import { config, LoadEndianness, MAP_SHARED } from './config.js'
import { BytesInput, type LoadFile, type Opened, pathOf, withInput } from './files.js'
import { bytesOfElements, dtypeOfStorage, type ReadOptions, storageId, unpickle } from './format.js'
import { isAllowed, safeGlobalsFor } from './globals.js'
import { loadLegacy } from './legacy.js'
import { isMetaLocation, type MapLocation, restorer } from './location.js'
import { byteswap, emptyStorage, mapFile, partOf, storageOf } from './memory.js'
import { explain, UNSAFE_MESSAGE } from './messages.js'
import { SparseTensors } from './rebuild.js'

/** An opened zip archive of torch.save. */
class Archive {
  readonly #id: number
  readonly records: ReadonlySet<string>

  constructor({ path, bytes }: Opened) {
    this.#id = native.zipOpen(path ?? (bytes as Uint8Array))
    this.records = new Set(native.zipRecords(this.#id))
  }
  close(): void {
    native.zipClose(this.#id)
  }
  read(name: string): Buffer {
    return Buffer.from(native.zipRecord(this.#id, name).buffer)
  }
  text(name: string): string | null {
    return this.records.has(name) ? this.read(name).toString('latin1') : null
  }
  storage(name: string, bytes: number): UntypedStorage {
    return storageOf(native.zipStorage(this.#id, name, bytes))
  }
  offset(name: string): number {
    return native.zipRecordOffset(this.#id, name)
  }
  get isTorchScript(): boolean {
    return this.records.has('constants.pkl')
  }
}

function withArchive<R>(file: Opened, body: (archive: Archive) => R): R {
  const archive = new Archive(file)
  try {
    return body(archive)
  } finally {
    archive.close()
  }
}

function isZip({ input }: Opened): boolean {
  const start = input.position
  const magic = input.read(4).toString('latin1')
  input.position = start
  return magic === 'PK\x03\x04'
}

// Whether the elements of a file are to be turned round.
function isForeignOrder(archive: Archive): boolean {
  const order = archive.text('byteorder')
  if (order === null) return config.endianness === LoadEndianness.BIG
  if (order !== 'little' && order !== 'big') {
    throw new ValueError(`Unknown endianness type: ${order}`)
  }
  return order === 'big'
}

function loadZip(archive: Archive, options: ReadOptions, whole: UntypedStorage | null): unknown {
  const restore = restorer(options.map_location)
  const isMeta = isMetaLocation(options.map_location)
  const foreign = isForeignOrder(archive)
  const loaded = new Map<unknown, TypedStorage>()

  const bytesAt = (name: string, nbytes: number): UntypedStorage => {
    if (isMeta) return new UntypedStorage(nbytes, { device: 'meta' })
    if (config.skip_data) return emptyStorage(nbytes)
    if (whole === null) return archive.storage(name, nbytes)
    const offset = archive.offset(name)
    return partOf(whole, offset, offset + nbytes)
  }

  const persistentLoad = (id: unknown): TypedStorage => {
    const parts = storageId(id)
    if (parts.length !== 4) throw new ValueError('the id of a storage must have five parts')
    const [type, key, location, numel] = parts
    const found = loaded.get(key)
    if (found) return found
    const dtype = dtypeOfStorage(type)
    const storage = bytesAt(`data/${String(key)}`, bytesOfElements(numel, dtype))
    if (foreign && !isMeta) byteswap(storage, dtype)
    const wrap_storage = isMeta ? storage : restore(storage, String(asciiText(location)))
    const typed = new TypedStorage({ wrap_storage, dtype })
    if (typed.data_ptr() !== 0) loaded.set(key, typed)
    return typed
  }

  const sparse = new SparseTensors()
  const pickle = new BytesInput(archive.read('data.pkl'))
  const globals = safeGlobalsFor(sparse, options.weights_only)
  const result = unpickle(pickle, globals, options, persistentLoad)
  sparse.validate()
  return result
}

function refuseTorchScript(weights_only: boolean): never {
  warn(
    "'torch.load' received a zip file that looks like a TorchScript archive" +
      " dispatching to 'torch.jit.load' (call 'torch.jit.load' directly to" +
      ' silence this warning)',
  )
  throw new RuntimeError(
    weights_only
      ? `Cannot use \`\`weights_only=True\`\` with TorchScript archives passed to \`\`torch.load\`\`. ${UNSAFE_MESSAGE}`
      : 'TorchScript archives cannot be loaded: there is no torch.jit here',
  )
}

function loadFile(f: LoadFile, mmap: boolean, options: ReadOptions): unknown {
  return withInput(f, (file) => {
    if (!isZip(file)) {
      if (mmap) {
        const name = typeof f === 'string' ? `${f}, ` : ''
        throw new RuntimeError(
          'mmap can only be used with files saved with ' +
            `\`torch.save(${name}_use_new_zipfile_serialization=True), ` +
            'please torch.save your checkpoint with this option in order to use mmap.',
        )
      }
      return loadLegacy(file.input, options)
    }
    return withArchive(file, (archive) => {
      if (archive.isTorchScript) return refuseTorchScript(options.weights_only)
      if (mmap && file.path === null) {
        throw new ValueError('f must be a file path in order to use the mmap argument')
      }
      const shared = config.mmap_flags === MAP_SHARED && process.platform !== 'win32'
      const whole = mmap ? mapFile(file.path as string, shared) : null
      const result = loadZip(archive, options, whole)
      file.input.position = file.input.size
      return result
    })
  })
}

function loadSafetensors(path: string, map_location: MapLocation): Record<string, Tensor> {
  const isFunction = typeof map_location === 'function'
  const isDict =
    map_location !== null && typeof map_location === 'object' && !('_k' in map_location)
  if (isFunction || isDict) {
    throw new RuntimeError(
      `Loading safetensors file with ${isDict ? 'dict' : 'callable'} map_location is not supported. ` +
        'Use a device string or torch.device instead.',
    )
  }
  return load_file(path, map_location === null ? 'cpu' : String(map_location))
}

const truths = new Set(['1', 'y', 'yes', 'true'])
const isSet = (name: string): boolean => truths.has((process.env[name] ?? '0').toLowerCase())

function isWeightsOnly(given: boolean | null, pickle_module: unknown): boolean {
  const forced = isSet('TORCH_FORCE_WEIGHTS_ONLY_LOAD')
  const forcedOff = isSet('TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD')
  if (forced && forcedOff) {
    throw new RuntimeError(
      'Only one of `TORCH_FORCE_WEIGHTS_ONLY_LOAD` or `TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD` ' +
        'should be set, but both were set.',
    )
  }
  if (forced) return true
  if (given !== null) return given
  if (!forcedOff) return pickle_module === null
  warn(
    'Environment variable TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD detected, since the' +
      '`weights_only` argument was not explicitly passed to `torch.load`, forcing weights_only=False.',
  )
  return false
}

const bindLoad = python(
  'load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, encoding=None, **pickle_load_args)',
  { dicts: ['f'] },
)

const optionNames = new Set([
  ...['f', 'map_location', 'pickle_module', 'weights_only', 'mmap', 'encoding', 'progress'],
  ...['check_hash', 'file_name', 'model_dir', 'url'],
])

/** Arguments whose last is a dict of locations, not keywords, made such that it is not taken for keywords. */
export function withPlaces(args: readonly unknown[], at: number): readonly unknown[] {
  const last = args[at]
  if (args.length !== at + 1 || !isPlainObject(last)) return args
  if (Object.keys(last).every((key) => optionNames.has(key))) return args
  return [...args.slice(0, at), new Map(Object.entries(last))]
}

interface LoadOptions {
  /** Where storages go: a device, a dict of tags, or a function of a storage and its tag. */
  map_location?: MapLocation
  /** Python's; nothing else is there. */
  pickle_module?: null
  /** False reads more of what is data: NumPy's, other protocols of pickles. Code is never run. */
  weights_only?: boolean | null
  /** Map the file and read tensors when they are looked at. */
  mmap?: boolean | null
  /** Of strings in files of Python 2: `'utf-8'`, `'latin1'` or `'bytes'`. */
  encoding?: string | null
}

/**
 * Loads what `torch.save` saved, here or in Python, in all of its formats. Dicts come back as plain objects, or as Maps
 * where not all keys are strings; tuples as arrays that print and save as tuples; floats as numbers; ints beyond 2^53
 * as bigints.
 *
 * Only data is ever read and no code of a file runs. A class or function that is not allowed is refused by its name; see
 * {@link add_safe_globals}. `weights_only: false` reads more of what is data: pickles of protocols 3 to 5, NumPy's numbers
 * and arrays (as of `Tensor.numpy`), `defaultdict` and `argparse.Namespace` (as objects). Of sparse and nested tensors the
 * indices are checked, which Python does not do.
 *
 * @param f - a path, a file URL, bytes, or an object with `read`, `seek` and `tell`, such as a {@link BytesIO}.
 * @param map_location - a device for all tensors, a dict from the tags in the file to other ones, or a function that
 * gets each storage, on the CPU, and its tag.
 * @throws UnpicklingError for a file that holds what is not allowed; FileNotFoundError; RuntimeError for a broken file.
 *
 * @example
 * const buffer = new BytesIO()
 * torch.save({ step: 3, weight: torch.ones(2) }, buffer)
 * buffer.seek(0)
 * const checkpoint = torch.load<{ step: number; weight: Tensor }>(buffer, { map_location: 'cpu' })
 * checkpoint.weight // tensor([1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.load.html
 */
export function load<T = unknown>(
  f: LoadFile,
  map_location: MapLocation,
  pickle_module: null,
  options?: Omit<LoadOptions, 'map_location' | 'pickle_module'>,
): T
export function load<T = unknown>(
  f: LoadFile,
  map_location: MapLocation,
  options?: Omit<LoadOptions, 'map_location'>,
): T
export function load<T = unknown>(f: LoadFile, options?: LoadOptions): T
export function load<T = unknown>(options: LoadOptions & { f: LoadFile }): T
export function load(...args: unknown[]): unknown {
  const { f, map_location, pickle_module, ...bound } = bindLoad<{
    f: LoadFile
    map_location: MapLocation
    pickle_module: unknown
    weights_only: boolean | null
    mmap: boolean | null
    encoding: string | null
    pickle_load_args: object
  }>(withPlaces(args, 1))
  const weights_only = isWeightsOnly(bound.weights_only, pickle_module)
  if (weights_only && pickle_module !== null) {
    throw new RuntimeError('Can not safely load weights when explicit pickle_module is specified')
  }
  const { encoding } = bound
  if (weights_only && (encoding !== null || Object.keys(bound.pickle_load_args).length > 0)) {
    warn('pickle_load_args only works if `weights_only=False`.')
  }
  const options = { map_location, weights_only, encoding: encoding ?? 'utf-8' }
  if (pathOf(f)?.endsWith('.safetensors')) {
    return loadSafetensors(pathOf(f) as string, map_location)
  }
  try {
    return loadFile(f, bound.mmap === true, options)
  } catch (error) {
    throw error instanceof UnpicklingError ? explain(error, weights_only) : error
  }
}

/**
 * The names of the classes and functions in a file that {@link load} refuses.
 *
 * @example
 * const buffer = new BytesIO()
 * torch.save(torch.ones(2), buffer)
 * buffer.seek(0)
 * torch.serialization.get_unsafe_globals_in_checkpoint(buffer) // []
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.get_unsafe_globals_in_checkpoint
 */
export const get_unsafe_globals_in_checkpoint = def(
  'get_unsafe_globals_in_checkpoint(f)',
  (f: LoadFile): string[] =>
    withInput(f, (file) => {
      if (!isZip(file)) {
        throw new ValueError('Expected input to be a checkpoint returned by torch.save')
      }
      return withArchive(file, (archive) => {
        if (archive.isTorchScript) {
          throw new ValueError(
            'Expected input to be a checkpoint returned by torch.save but got a torchscript checkpoint',
          )
        }
        const names = get_globals_in_pkl(new BytesInput(archive.read('data.pkl')))
        return [...names].filter((name) => !isAllowed(name))
      })
    }),
)
