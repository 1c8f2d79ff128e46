// Where storages are, in files and on loading: the registry of torch/serialization.py.

import { def } from '../_def.js'
import { isMap } from '../_is_map.js'
import { python } from '../_kwargs.js'
import { typeName } from '../_typename.js'
import * as cuda from '../cuda/index.js'
import { type device, device as makeDevice } from '../device.js'
import { RuntimeError } from '../errors.js'
import { TypedStorage, UntypedStorage } from '../storage.js'
import type { Device } from '../types.js'

/** A storage, with elements of a dtype or as bytes. */
export type Storage = UntypedStorage | TypedStorage
/** Tells where a storage is, or nothing. */
export type Tagger = (storage: Storage) => string | null | undefined
/** Brings a storage of the CPU where a tag says, or gives nothing. */
export type Deserializer = (
  storage: UntypedStorage,
  location: string,
) => UntypedStorage | null | undefined

// Not an object of keywords.
type Places = Readonly<Record<string, string | device>> & {
  readonly [K in 'map_location' | 'weights_only' | 'mmap' | 'encoding' | 'pickle_module']?: never
}

/** What {@link load} takes for the place of storages: a device, a dict of tags, or a function. */
export type MapLocation =
  | device
  | string
  | Places
  | ReadonlyMap<string, string | device>
  | ((storage: UntypedStorage, location: string) => Storage | null | undefined)
  | null

interface Package {
  readonly priority: number
  readonly tagger: Tagger
  readonly deserializer: Deserializer
}

const registry: Package[] = [
  {
    priority: 10,
    tagger: (storage) => tag('cpu', storage),
    deserializer: (storage, location) => (location === 'cpu' ? storage : null),
  },
  {
    priority: 20,
    tagger: (storage) => tag('cuda', storage),
    deserializer: (storage, location) =>
      /^cuda(:|[0-9]|$)/.test(location) ? storage.to({ device: validateDevice(location) }) : null,
  },
  {
    priority: 22,
    tagger: (storage) => tag('meta', storage),
    deserializer: (storage, location) =>
      location === 'meta' ? new UntypedStorage(storage.nbytes(), { device: 'meta' }) : null,
  },
]

/**
 * Teaches {@link save} and {@link load} about devices: `tagger` tells where a storage is, `deserializer` brings it there;
 * each gives nothing for what is not its business. Those with the lowest priority are asked first. CPU (10), CUDA (20)
 * and meta (22) are there.
 *
 * @example
 * torch.serialization.register_package(
 *   15,
 *   () => null,
 *   (storage, location) => (location === 'elsewhere' ? storage : null),
 * )
 * const buffer = new BytesIO()
 * torch.save(torch.ones(1), buffer)
 * buffer.seek(0)
 * torch.load<Tensor>(buffer, { map_location: 'elsewhere' }) // tensor([1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/serialization.html#torch.serialization.register_package
 */
export const register_package = def(
  'register_package(priority, tagger, deserializer)',
  (priority: number, tagger: Tagger, deserializer: Deserializer): void => {
    registry.push({ priority, tagger, deserializer })
    registry.sort((a, b) => a.priority - b.priority)
  },
)

function tag(type: string, storage: Storage): string | null {
  const { device } = storage
  if (device.type !== type) return null
  return type === 'cuda' && device.index !== null ? `cuda:${device.index}` : type
}

function validateDevice(location: Device): device {
  const wanted = makeDevice(location)
  if (!cuda.is_available()) {
    throw new RuntimeError(
      'Attempting to deserialize object on a CUDA ' +
        'device but torch.cuda.is_available() is False. ' +
        'If you are running on a CPU-only machine, ' +
        "please use torch.load with map_location=torch.device('cpu') " +
        'to map your storages to the CPU.',
    )
  }
  const index = wanted.index ?? cuda.current_device()
  const count = cuda.device_count()
  if (index >= count) {
    throw new RuntimeError(
      'Attempting to deserialize object on CUDA device ' +
        `${index} but torch.cuda.device_count() is ${count}. ` +
        'Please use torch.load with map_location to map your storages ' +
        'to an existing device.',
    )
  }
  return makeDevice('cuda', index)
}

/**
 * The index of a CUDA device that a tag names; a RuntimeError where there is none.
 *
 * @example
 * const location = 'cuda:0'
 * if (torch.cuda.is_available()) torch.serialization.validate_cuda_device(location) // 0
 */
export const validate_cuda_device = def(
  'validate_cuda_device(location)',
  (location: string): number => validateDevice(location).index as number,
)

/**
 * The tag of where a storage is, as {@link save} writes it.
 *
 * @example
 * torch.serialization.location_tag(torch.ones(2).untyped_storage()) // 'cpu'
 */
export const location_tag = def('location_tag(storage)', (storage: Storage): string => {
  for (const { tagger } of registry) {
    const location = tagger(storage)
    if (location) return location
  }
  throw new RuntimeError(`don't know how to determine data location of ${nameOf(storage)}`)
})

const bindRestore = python('default_restore_location(storage, location)')

/**
 * Brings a storage where a tag says.
 *
 * @example
 * const storage = torch.ones(2).untyped_storage()
 * torch.serialization.default_restore_location(storage, 'cpu') === storage // True
 */
export function default_restore_location(storage: UntypedStorage, location: string): UntypedStorage
export function default_restore_location(...args: unknown[]): UntypedStorage {
  const { storage, location } = bindRestore<{ storage: UntypedStorage; location: string }>(args)
  for (const { deserializer } of registry) {
    const restored = deserializer(storage, location)
    if (restored !== null && restored !== undefined) return restored
  }
  throw new RuntimeError(
    `don't know how to restore data location of ${nameOf(storage)} (tagged with ${location})`,
  )
}

const nameOf = (storage: unknown): string =>
  storage instanceof UntypedStorage ? 'torch.storage.UntypedStorage' : typeName(storage)

const isDevice = (value: unknown): value is device =>
  typeof value === 'object' && value !== null && '_k' in value && 'type' in value

/** Whether all is to be made without data. */
export function isMetaLocation(map_location: MapLocation): boolean {
  return (
    map_location === 'meta' || (isDevice(map_location) && (map_location as device).type === 'meta')
  )
}

/** What brings each storage of a file where `map_location` says. */
export function restorer(
  map_location: MapLocation,
): (storage: UntypedStorage, location: string) => UntypedStorage {
  if (map_location === null) return default_restore_location
  if (typeof map_location === 'string' || isDevice(map_location)) {
    const place = String(map_location)
    return (storage) => default_restore_location(storage, place)
  }
  if (typeof map_location === 'function') {
    return (storage, location) => {
      const restored = map_location(storage, location)
      if (restored === null || restored === undefined) {
        return default_restore_location(storage, location)
      }
      if (restored instanceof TypedStorage) return restored.untyped()
      if (restored instanceof UntypedStorage) return restored
      throw new TypeError(
        `map_location must give a storage or None, but gave ${typeName(restored)}`,
      )
    }
  }
  if (typeof map_location !== 'object') {
    throw new TypeError(`'${typeName(map_location)}' object is not callable`)
  }
  const places = new Map(
    isMap(map_location)
      ? (map_location as ReadonlyMap<string, string | device>)
      : Object.entries(map_location as Record<string, string | device>),
  )
  return (storage, location) =>
    default_restore_location(storage, String(places.get(location) ?? location))
}
