// Mirrors torch.memory_format: one object per MemoryFormat of c10/core/MemoryFormat.h.

import { making, Singleton } from './_singleton.js'

/**
 * The order of a dense tensor's dimensions in memory, such as `torch.channels_last`. Each is one object.
 *
 * @example
 * const x = torch.zeros(1, 3, 2, 2).to({ memory_format: torch.channels_last })
 * x.stride() // [12, 1, 6, 3]
 *
 * @see https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.memory_format
 */
export class memory_format extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('memory_format', code, name, token)
  }
}

/** The last dimension changes fastest. */
export const contiguous_format = new memory_format(0, 'contiguous_format', making)
/** As the argument's, where that is dense and does not overlap, else {@link contiguous_format}. */
export const preserve_format = new memory_format(1, 'preserve_format', making)
/** Batches of images (N, C, H, W) with the channels of a pixel together: NHWC. */
export const channels_last = new memory_format(2, 'channels_last', making)
/** Batches of volumes (N, C, D, H, W) with the channels of a voxel together: NDHWC. */
export const channels_last_3d = new memory_format(3, 'channels_last_3d', making)
/** The old name of {@link contiguous_format}. */
export const legacy_contiguous_format = contiguous_format

/** Every memory format under its number in LibTorch. */
export const memory_formats: readonly memory_format[] = [
  contiguous_format,
  preserve_format,
  channels_last,
  channels_last_3d,
]
