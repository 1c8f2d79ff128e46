// What the formats of torch.save have in common.

import { pyRepr } from '../_repr.js'
import { Tuple } from '../_tuple.js'
import { typeName } from '../_typename.js'
import { FullUnpickler } from '../_unpickler.js'
import { type Globals, type Source, Unpickler } from '../_weights_only_unpickler.js'
import type { dtype } from '../dtype.js'
import { AssertionError, RuntimeError } from '../errors.js'
import type { MapLocation } from './location.js'
import { StorageType } from './storage_types.js'

/** What a file of before PyTorch 1.6 begins with. */
export const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn
export const PROTOCOL_VERSION = 1001

/** How `load` reads. */
export interface ReadOptions {
  readonly map_location: MapLocation
  readonly weights_only: boolean
  readonly encoding: string
}

/** The bytes of so many elements, which must be a number of them. */
export function bytesOfElements(numel: unknown, type: dtype): number {
  const bytes = Number(numel) * type.itemsize
  if (typeof numel === 'number' && Number.isSafeInteger(bytes) && bytes >= 0) return bytes
  throw new RuntimeError(`invalid number of elements of a storage: ${pyRepr(numel)}`)
}

/** The parts of a persistent id behind its first, which says that it is a storage. */
export function storageId(id: unknown): readonly unknown[] {
  if (id instanceof Tuple) return id.slice(1)
  throw new AssertionError(`saved_id must be a tuple, got ${typeName(id)}`)
}

export function dtypeOfStorage(type: unknown): dtype {
  if (type instanceof StorageType) return type.dtype
  throw new TypeError(`expected the class of a storage, but got '${typeName(type)}'`)
}

/** Reads one pickle. */
export function unpickle(
  source: Source,
  globals: Globals,
  { weights_only, encoding }: ReadOptions,
  persistentLoad?: (id: unknown) => unknown,
): unknown {
  const Reader = weights_only ? Unpickler : FullUnpickler
  return new Reader(source, globals, persistentLoad, encoding).load()
}
