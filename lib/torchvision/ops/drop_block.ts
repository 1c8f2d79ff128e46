// Mirrors torchvision/ops/drop_block.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { def } from '../../_def.js'
import { floatRepr, pyRepr, pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'

const { functional: F } = nn

interface Options {
  p: number
  block_size: number
  inplace: boolean
  eps: number
  training: boolean
}

// Of 4 dimensions, or of 5; the last `ndim - 2` are those of the blocks.
function dropBlock(input: Tensor, ndim: 4 | 5, options: Options): Tensor {
  const { p, inplace, eps, training } = options
  if (p < 0 || p > 1) {
    throw new ValueError(`drop probability has to be between 0 and 1, but got ${pyStr(p)}.`)
  }
  if (input.ndim !== ndim) {
    throw new ValueError(`input should be ${ndim} dimensional. Got ${input.ndim} dimensions.`)
  }
  if (!training || p === 0) return input
  const [N, C, ...sizes] = input.shape as unknown as [number, number, ...number[]]
  const block_size = Math.min(options.block_size, ...sizes)
  if (block_size % 2 === 0) {
    throw new ValueError(`block size should be odd. Got ${block_size} which is even.`)
  }
  // The centres of blocks, so many that p of all elements are dropped.
  const centres = sizes.map((size) => size - block_size + 1)
  const product = (factors: readonly number[], first = 1): number =>
    factors.reduce((all, one) => all * one, first)
  const gamma = product(sizes, p) / (block_size ** sizes.length * product(centres))
  const { dtype, device } = input
  const drawn = torch.empty([N, C, ...centres], { dtype, device }).bernoulli_(gamma)
  const padding = Math.floor(block_size / 2)
  const padded = F.pad(drawn, Array<number>(2 * sizes.length).fill(padding), { value: 0 })
  const pool = ndim === 4 ? F.max_pool2d : F.max_pool3d
  const noise = torch.sub(1, pool(padded, { kernel_size: block_size, stride: 1, padding }))
  const normalize_scale = torch.div(noise.numel(), torch.add(noise.sum(), eps))
  return inplace ? input.mul_(noise).mul_(normalize_scale) : input.mul(noise).mul(normalize_scale)
}

/**
 * Sets blocks of `block_size` x `block_size` of images `(N, C, H, W)` to 0, so many that an element is dropped with
 * probability `p`, and scales the others up: DropBlock, https://arxiv.org/abs/1810.12890.
 *
 * @throws ValueError for a `p` outside of 0 to 1, other dimensions, or an even block size.
 *
 * @example
 * torchvision.ops.drop_block2d(torch.ones(1, 2, 8, 8), 0.5, 3).size() // torch.Size([1, 2, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.drop_block2d.html
 */
export const drop_block2d = def(
  'drop_block2d(input, p, block_size, inplace=False, eps=1e-06, training=True)',
  (
    input: Tensor,
    p: number,
    block_size: number,
    inplace: boolean,
    eps: number,
    training: boolean,
  ): Tensor => dropBlock(input, 4, { p, block_size, inplace, eps, training }),
)

/**
 * {@link drop_block2d} with cubes, for videos `(N, C, D, H, W)`.
 *
 * @example
 * torchvision.ops.drop_block3d(torch.ones(1, 2, 4, 8, 8), 0.5, 3).size() // torch.Size([1, 2, 4, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.drop_block3d.html
 */
export const drop_block3d = def(
  'drop_block3d(input, p, block_size, inplace=False, eps=1e-06, training=True)',
  (
    input: Tensor,
    p: number,
    block_size: number,
    inplace: boolean,
    eps: number,
    training: boolean,
  ): Tensor => dropBlock(input, 5, { p, block_size, inplace, eps, training }),
)

const initDropBlock = initializer<[p: number, block_size: number, inplace: boolean, eps: number]>()(
  'DropBlock2d.__init__(self, p, block_size, inplace=False, eps=1e-06)',
)

class DropBlock2d extends nn.Module {
  declare p: number
  declare block_size: number
  declare inplace: boolean
  declare eps: number

  constructor(...args: ArgumentsOf<typeof initDropBlock>) {
    const options = initDropBlock(args)
    super()
    Object.assign(this, options)
  }

  override forward(input: Tensor): Tensor {
    const { p, block_size, inplace, eps, training } = this
    return drop_block2d(input, p, block_size, inplace, eps, training)
  }

  override __repr__(): string {
    const { p, block_size, inplace } = this
    const name = this._get_name()
    return `${name}(p=${floatRepr(p)}, block_size=${block_size}, inplace=${pyRepr(inplace)})`
  }
}

class DropBlock3d extends DropBlock2d {
  override forward(input: Tensor): Tensor {
    const { p, block_size, inplace, eps, training } = this
    return drop_block3d(input, p, block_size, inplace, eps, training)
  }
}

/**
 * {@link drop_block2d} as a module.
 *
 * @example
 * torchvision.ops.DropBlock2d(0.1, 7) // DropBlock2d(p=0.1, block_size=7, inplace=False)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.DropBlock2d.html
 */
const DropBlock2d_ = layer(DropBlock2d, 'input')
/** {@link drop_block3d} as a module. */
const DropBlock3d_ = layer(DropBlock3d, 'input')
type DropBlock2d_ = DropBlock2d
type DropBlock3d_ = DropBlock3d

export { DropBlock2d_ as DropBlock2d, DropBlock3d_ as DropBlock3d }
