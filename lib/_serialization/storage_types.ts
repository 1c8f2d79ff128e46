// Names of storage classes in files: one for each dtype of old; newer dtypes are saved as bytes.

import { type dtype, dtypes, uint8 } from '../dtype.js'
import { KeyError } from '../errors.js'

const legacy = [
  ...['float64', 'float32', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'],
  ...['bfloat16', 'complex128', 'complex64', 'qint8', 'qint32', 'quint8', 'quint4x2', 'quint2x4'],
]
const byName = new Map<string, dtype>()
const byDtype = new Map<dtype, string>()
for (const type of dtypes) {
  if (type === undefined || !legacy.includes(String(type).replace('torch.', ''))) continue
  const name = `${type.scalarType}Storage`
  byName.set(name, type)
  byDtype.set(type, name)
}

/** Whether tensors of a dtype are saved as elements, not as bytes with a dtype. */
export const hasStorageType = (type: dtype): boolean => byDtype.has(type)

/** The name of the storage class of a dtype, such as `FloatStorage`. */
export function storageTypeName(type: dtype): string {
  const name = byDtype.get(type)
  if (name === undefined) throw new KeyError(`pickle storage type for dtype '${type}' not found`)
  return name
}

/** What stands in a file for a storage class. */
export class StorageType {
  readonly dtype: dtype
  /** @param name - such as `FloatStorage`; a KeyError for another. */
  constructor(name: string) {
    const type = name === 'UntypedStorage' ? uint8 : byName.get(name)
    if (type === undefined) throw new KeyError(name)
    this.dtype = type
  }
  toString(): string {
    return `StorageType(dtype=${this.dtype})`
  }
}

/** The names of all storage classes of old. */
export const storageTypeNames: readonly string[] = [...byName.keys()]
