// Mirrors torch.layout: one object per Layout of c10/core/Layout.h.

import { making, Singleton } from './_singleton.js'

/** How a tensor's elements lie in memory, such as `torch.strided`. */
export class layout extends Singleton {
  /** @internal */
  constructor(code: number, name: string, token: typeof making) {
    super('layout', code, name, token)
  }
}

export const strided = new layout(0, 'strided', making)
export const sparse_coo = new layout(1, 'sparse_coo', making)
export const sparse_csr = new layout(2, 'sparse_csr', making)
export const _mkldnn = new layout(3, '_mkldnn', making)
export const sparse_csc = new layout(4, 'sparse_csc', making)
export const sparse_bsr = new layout(5, 'sparse_bsr', making)
export const sparse_bsc = new layout(6, 'sparse_bsc', making)
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
