// Mirrors _legacy_load of torch/serialization.py: the formats of before PyTorch 1.6 and of before 0.1.10.

import { pyRepr } from '../_repr.js'
import { asciiText, type Globals } from '../_weights_only_unpickler.js'
import type { dtype } from '../dtype.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { TypedStorage, type UntypedStorage } from '../storage.js'
import { config } from './config.js'
import type { Input } from './files.js'
import {
  bytesOfElements,
  dtypeOfStorage,
  MAGIC_NUMBER,
  PROTOCOL_VERSION,
  type ReadOptions,
  storageId,
  unpickle,
} from './format.js'
import { safeGlobalsFor } from './globals.js'
import { restorer } from './location.js'
import { emptyStorage, partOf, readCount, readPieces, roomFor } from './memory.js'
import { SparseTensors } from './rebuild.js'
import { isTar, loadTar } from './tar.js'

// Reads the bytes of a storage, behind their number of elements.
function readStorage(input: Input, storage: UntypedStorage, type: dtype): void {
  const bytes = readCount(input) * type.itemsize
  if (bytes !== storage.nbytes()) {
    throw new RuntimeError(`storage has wrong byte size: expected ${storage.nbytes()} got ${bytes}`)
  }
  if (storage.device.type === 'meta') {
    input.position += bytes
    return
  }
  const onCpu = storage.device.type === 'cpu'
  const target = onCpu ? storage : emptyStorage(storage.nbytes())
  readPieces(input, target)
  if (!onCpu) storage.copy_(target)
}

function part(storage: UntypedStorage, type: dtype, offset: unknown, size: unknown): TypedStorage {
  const start = bytesOfElements(offset, type)
  const stop = start + bytesOfElements(size, type)
  const wrap_storage = partOf(storage, start, stop)
  return new TypedStorage({ wrap_storage, dtype: type })
}

export function loadLegacy(input: Input, options: ReadOptions): unknown {
  const sparse = new SparseTensors()
  const globals = safeGlobalsFor(sparse, options.weights_only)
  if (input.position === 0 && isTar(input)) return loadTar(input, globals, options)
  const result = loadPickles(input, globals, options)
  sparse.validate()
  return result
}

function loadPickles(input: Input, globals: Globals, options: ReadOptions): unknown {
  const plain = (): unknown => unpickle(input, globals, options)
  if (plain() !== MAGIC_NUMBER) throw new RuntimeError('Invalid magic number; corrupt file?')
  const version = plain()
  if (version !== PROTOCOL_VERSION) {
    throw new RuntimeError(`Invalid protocol version: ${pyRepr(version)}`)
  }
  plain() // sizes of C types, which no one asks for
  const restore = restorer(options.map_location)
  const storages = new Map<unknown, TypedStorage>()

  const persistentLoad = (id: unknown): TypedStorage => {
    const parts = storageId(id)
    if (parts.length !== 5) throw new ValueError('the id of a storage must have six parts')
    const [type, key, location, numel, view] = parts
    const dtype = dtypeOfStorage(type)
    let typed = storages.get(key)
    if (typed === undefined) {
      const empty = roomFor(input, bytesOfElements(numel, dtype))
      const wrap_storage = restore(empty, String(asciiText(location)))
      typed = new TypedStorage({ wrap_storage, dtype })
      storages.set(key, typed)
    }
    if (view === null) return typed
    if (!Array.isArray(view) || view.length !== 3) {
      throw new ValueError('the view of a storage must have three parts')
    }
    const [viewKey, offset, size] = view as unknown[]
    const known = storages.get(viewKey) ?? part(typed.untyped(), dtype, offset, size)
    storages.set(viewKey, known)
    return known
  }

  const result = unpickle(input, globals, options, persistentLoad)
  const keys = plain()
  if (!Array.isArray(keys)) throw new TypeError('the keys of storages must be a list')
  if (config.skip_data) return result
  for (const key of keys as unknown[]) {
    const typed = storages.get(key)
    if (typed === undefined) {
      throw new AssertionError(`storage key ${pyRepr(key)} not found in deserialized_objects`)
    }
    readStorage(input, typed.untyped(), typed.dtype)
  }
  return result
}
