// Mirrors torch.memory_format: one object per MemoryFormat of c10/core/MemoryFormat.h.

import { making, Singleton } from './_singleton.js'

/** The order of a dense tensor's dimensions in memory, such as `torch.channels_last`. */
export class memory_format extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('memory_format', code, name, token)
  }
}

export const contiguous_format = new memory_format(0, 'contiguous_format', making)
export const preserve_format = new memory_format(1, 'preserve_format', making)
export const channels_last = new memory_format(2, 'channels_last', making)
export const channels_last_3d = new memory_format(3, 'channels_last_3d', making)
export const legacy_contiguous_format = contiguous_format

/** Every memory format under its number in LibTorch. */
export const memory_formats: readonly memory_format[] = [
  contiguous_format,
  preserve_format,
  channels_last,
  channels_last_3d,
]
