// Mirrors torch.layout: one object per Layout of c10/core/Layout.h.

import { making, Singleton } from './_singleton.js'

/**
 * How the elements of a tensor are kept, such as `torch.strided`. Each is one object.
 *
 * @example
 * torch.ones(2).layout // torch.strided
 *
 * @see https://docs.pytorch.org/docs/2.13/tensor_attributes.html#torch.layout
 */
export class layout extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('layout', code, name, token)
  }
}

/** All elements in one piece of memory, with a stride for each dimension: dense tensors. */
export const strided = new layout(0, 'strided', making)
/** Values with their coordinates: {@link torch.sparse_coo_tensor}. */
export const sparse_coo = new layout(1, 'sparse_coo', making)
/** Compressed rows: {@link torch.sparse_csr_tensor}. */
export const sparse_csr = new layout(2, 'sparse_csr', making)
export const _mkldnn = new layout(3, '_mkldnn', making)
/** Compressed columns: {@link torch.sparse_csc_tensor}. */
export const sparse_csc = new layout(4, 'sparse_csc', making)
/** Compressed rows of blocks: {@link torch.sparse_bsr_tensor}. */
export const sparse_bsr = new layout(5, 'sparse_bsr', making)
/** Compressed columns of blocks: {@link torch.sparse_bsc_tensor}. */
export const sparse_bsc = new layout(6, 'sparse_bsc', making)
/** Tensors of several lengths, one after the other: nested tensors. */
export const jagged = new layout(7, 'jagged', making)

/** Every layout under its number in LibTorch. */
export const layouts: readonly layout[] = [
  strided,
  sparse_coo,
  sparse_csr,
  _mkldnn,
  sparse_csc,
  sparse_bsr,
  sparse_bsc,
  jagged,
]
