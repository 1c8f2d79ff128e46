// Mirrors torch/serialization.py. What stands behind is in _serialization/.

export {
  get_crc32_options,
  get_default_load_endianness,
  get_default_mmap_options,
  LoadEndianness,
  MAP_PRIVATE,
  MAP_SHARED,
  set_crc32_options,
  set_default_load_endianness,
  set_default_mmap_options,
  skip_data,
} from './_serialization/config.js'
export type { LoadFile, SaveFile } from './_serialization/files.js'
export {
  add_safe_globals,
  clear_safe_globals,
  get_safe_globals,
  type SafeGlobalItem,
  safe_globals,
} from './_serialization/globals.js'
export { get_unsafe_globals_in_checkpoint, load } from './_serialization/load.js'
export {
  default_restore_location,
  location_tag,
  type MapLocation,
  register_package,
  validate_cuda_device,
} from './_serialization/location.js'
export { save } from './_serialization/save.js'
export { StorageType } from './_serialization/storage_types.js'
export * as default from './serialization.js'
