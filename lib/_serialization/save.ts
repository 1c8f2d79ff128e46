// Mirrors save, _save and _legacy_save of torch/serialization.py.

import { python } from '../_kwargs.js'
import { type Global, OwnString, Pickler } from '../_pickler.js'
import { type dtype, uint8 } from '../dtype.js'
import { RuntimeError } from '../errors.js'
import { native } from '../native.js'
import { TypedStorage, UntypedStorage } from '../storage.js'
import type { Tensor } from '../types.js'
import { config } from './config.js'
import { asWritable, give, pathOf, type SaveFile, withOutput } from './files.js'
import { MAGIC_NUMBER, PROTOCOL_VERSION } from './format.js'
import { location_tag, type Storage } from './location.js'
import { forPieces, letGo } from './memory.js'
import { globalOf, reduce } from './reduce.js'
import { storageTypeName } from './storage_types.js'

// One storage as pickles have it: what its class, its bytes and its elements are.
interface Described {
  readonly storage: UntypedStorage
  readonly type: Global
  readonly dtype: dtype
  readonly numel: number
}

function describe(value: Storage): Described {
  if (value instanceof TypedStorage) {
    const { dtype } = value
    const type = globalOf('torch', storageTypeName(dtype))
    return { storage: value.untyped(), type, dtype, numel: value.size() }
  }
  const type = globalOf('torch.storage', 'UntypedStorage')
  return { storage: value, type, dtype: uint8, numel: value.nbytes() }
}

// No memory may be two things: the file has it once, as elements of one dtype.
class SeenDtypes {
  readonly #dtypes = new Map<number | bigint, dtype>()

  check({ storage, dtype }: Described): void {
    const at = storage.device.type === 'meta' ? 0 : storage.data_ptr()
    if (at === 0) return
    const before = this.#dtypes.get(at)
    if (before !== undefined && before !== dtype) {
      throw new RuntimeError(
        'Cannot save multiple tensors or storages that view the same data as different types',
      )
    }
    this.#dtypes.set(at, dtype)
  }
}

const isStorage = (value: object): value is Storage =>
  value instanceof TypedStorage || value instanceof UntypedStorage

function bytesOf(storage: UntypedStorage): Tensor {
  return native.storageTensor(storage.cpu()._on._h)
}

function saveZip(obj: unknown, f: SaveFile, byteorder: boolean): void {
  const path = pathOf(f)
  const file = path === null ? asWritable(f) : null
  const seen = new SeenDtypes()
  const keys = new Map<number | bigint, OwnString>()
  const storages = new Map<string, UntypedStorage>()
  const pickle = new Pickler({
    reduce,
    persistentId(value) {
      if (!isStorage(value)) return null
      const described = describe(value)
      const { storage, type, numel } = described
      seen.check(described)
      const key = keys.get(storage._cdata) ?? new OwnString(String(keys.size))
      keys.set(storage._cdata, key)
      storages.set(key.value, storage)
      return ['storage', type, key, location_tag(storage), numel]
    },
  }).dump(obj)
  const records: [string, Uint8Array | Tensor | number][] = [
    ['data.pkl', pickle],
    ['.format_version', Buffer.from('1')],
    ['.storage_alignment', Buffer.from(String(config.storage_alignment))],
  ]
  if (byteorder) records.push(['byteorder', Buffer.from('little')])
  for (const [key, storage] of storages) {
    const content = config.skip_data ? storage.nbytes() : bytesOf(storage)
    records.push([`data/${key}`, content])
  }
  if (path !== null) letGo(path)
  const written = native.zipWrite(
    path,
    config.compute_crc32,
    config.storage_alignment,
    records.map(([name]) => name),
    records.map(([, content]) => content),
  )
  if (file !== null) give(file, written as Uint8Array)
}

const sysInfo = {
  protocol_version: PROTOCOL_VERSION,
  little_endian: true,
  type_sizes: { short: 2, int: 4, long: 4 },
}

function saveLegacy(obj: unknown, f: SaveFile): void {
  if (config.skip_data) {
    throw new RuntimeError('Cannot use skip_data=True with _use_new_zipfile_serialization=False')
  }
  const plain = (value: unknown): Buffer =>
    new Pickler({ reduce: () => null, persistentId: () => null }).dump(value)
  const seen = new SeenDtypes()
  const storages = new Map<string, Described>()
  const pickle = new Pickler({
    reduce,
    persistentId(value) {
      if (!isStorage(value)) return null
      const described = describe(value)
      const { storage, type, numel } = described
      seen.check(described)
      const key = String(storage._cdata)
      if (!storages.has(key)) storages.set(key, described)
      return ['storage', type, key, location_tag(storage), numel, null]
    },
  }).dump(obj)
  const keys = [...storages.keys()].sort()
  withOutput(f, (write) => {
    for (const head of [MAGIC_NUMBER, PROTOCOL_VERSION, sysInfo]) write(plain(head))
    write(pickle)
    write(plain(keys))
    for (const key of keys) {
      const { storage, dtype } = storages.get(key) as Described
      const count = Math.floor(storage.nbytes() / dtype.itemsize)
      const size = Buffer.allocUnsafe(8)
      size.writeBigInt64LE(BigInt(count))
      write(size)
      forPieces(storage.cpu(), write, 0, count * dtype.itemsize)
    }
  })
}

const bindSave = python(
  'save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True, _disable_byteorder_record=False)',
  { dicts: ['f'] },
)

interface SaveOptions {
  /** Python's; nothing else is there. */
  pickle_module?: null
  /** Files are always of protocol 2, which every Python reads. */
  pickle_protocol?: number
  /** False writes the format of before PyTorch 1.6. */
  _use_new_zipfile_serialization?: boolean
  _disable_byteorder_record?: boolean
}

/**
 * Saves a value to a file that Python's `torch.load` reads as well: tensors, parameters, state dicts of modules and
 * optimizers, numbers, strings, bytes (a `Uint8Array`), lists, tuples, dicts (objects and Maps), sets, complex numbers,
 * sizes, dtypes, devices. Tensors keep their strides, and memory that some of them share stays shared; all of that
 * memory is saved, also for a small view of it.
 *
 * A whole number is saved as an int. Modules are not saved, their `state_dict()` is.
 *
 * @param f - a path, a file URL, or an object with `write`, such as a {@link BytesIO}.
 * @throws PicklingError for what cannot be saved.
 *
 * @example
 * const net = nn.Linear(2, 1)
 * const buffer = new BytesIO()
 * torch.save(net.state_dict(), buffer)
 * buffer.seek(0)
 * Object.keys(torch.load<object>(buffer)) // ['weight', 'bias']
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.save.html
 */
export function save(
  obj: unknown,
  f: SaveFile,
  pickle_module: null,
  pickle_protocol?: number,
  _use_new_zipfile_serialization?: boolean,
  _disable_byteorder_record?: boolean,
): void
export function save(obj: unknown, f: SaveFile, options?: SaveOptions): void
export function save(options: SaveOptions & { obj: unknown; f: SaveFile }): void
export function save(...args: unknown[]): void {
  const bound = bindSave<{
    obj: unknown
    f: SaveFile
    _use_new_zipfile_serialization: boolean
    _disable_byteorder_record: boolean
  }>(args)
  const { obj, f } = bound
  if (pathOf(f) === null) asWritable(f)
  if (bound._use_new_zipfile_serialization) saveZip(obj, f, !bound._disable_byteorder_record)
  else saveLegacy(obj, f)
}
