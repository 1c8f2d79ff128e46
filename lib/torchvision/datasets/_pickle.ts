// Reads the pickles that CIFAR comes in: data alone, and NumPy's arrays of bytes. Any other class is refused by name, and
// nothing of the file ever runs.

import { isPlainObject } from '../../_repr.js'
import { FullUnpickler } from '../../_unpickler.js'
import type { Globals, SafeGlobal, Source } from '../../_weights_only_unpickler.js'
import { UnpicklingError } from '../../pickle.js'

/** An array of bytes. */
export interface Bytes {
  readonly shape: readonly number[]
  readonly data: Uint8Array
}

/** An array while it is made: NumPy makes an empty one and sets its state. */
class PickledArray implements Bytes {
  shape: readonly number[] = []
  data: Uint8Array = new Uint8Array(0)
}

class PickledType {
  constructor(name: unknown) {
    if (name === 'u1') return
    throw new UnpicklingError(`only arrays of bytes are read, not of ${String(name)}`)
  }
}

function setState(array: PickledArray, state: unknown): void {
  const [, shape, , fortran, data] = Array.isArray(state) ? (state as unknown[]) : []
  if (!Array.isArray(shape) || typeof data !== 'string' || fortran !== false) {
    throw new UnpicklingError('only arrays of bytes in rows are read')
  }
  array.shape = shape as number[]
  array.data = Uint8Array.from(Buffer.from(data, 'latin1'))
  if (array.shape.reduce((product, one) => product * one, 1) !== array.data.length) {
    throw new UnpicklingError('an array and its shape differ')
  }
}

type Call = NonNullable<SafeGlobal['call']>

const calls: Readonly<Record<string, Call>> = {
  'numpy.core.multiarray._reconstruct': () => new PickledArray(),
  'numpy._core.multiarray._reconstruct': () => new PickledArray(),
  // How Python 3 writes bytes in old protocols: as a text of their numbers.
  '_codecs.encode': ([text]) => text,
  'numpy.dtype': ([name]) => new PickledType(name),
}

const globals: Globals = {
  find(path): SafeGlobal {
    if (path === 'numpy.ndarray') return { path, call: null }
    if (Object.hasOwn(calls, path)) return { path, call: calls[path] as Call }
    throw new UnpicklingError(`global '${path}' is forbidden`)
  },
  builder(object) {
    if (object instanceof PickledArray) return setState
    // The byte order, of which a byte has none.
    return object instanceof PickledType ? () => {} : null
  },
}

function sourceOf(bytes: Uint8Array): Source {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const read = (count: number): Buffer => {
    const part = all.subarray(at, at + count)
    at += part.length
    return part
  }
  return { read, readline: () => read((all.indexOf(10, at) + 1 || all.length) - at) }
}

/**
 * The dict in a pickle, Python 2's strings read as Latin-1.
 *
 * @throws UnpicklingError for a pickle that is broken or names a class other than NumPy's arrays.
 */
export function loadDict(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown
  try {
    value = new FullUnpickler(sourceOf(bytes), globals, undefined, 'latin1').load()
  } catch (error) {
    if (error instanceof UnpicklingError) throw error
    throw new UnpicklingError('the pickle is broken', { cause: error })
  }
  if (isPlainObject(value)) return value
  throw new UnpicklingError('a dict was expected')
}
