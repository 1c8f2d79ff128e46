// Mirrors torchvision/ops/stochastic_depth.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { def } from '../../_def.js'
import { floatRepr, pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'

/** What is dropped together: the whole batch, or each of its rows by itself. */
export type StochasticDepthMode = 'batch' | 'row'

/**
 * Sets the whole input to 0 with probability `p`, or rows of it, and divides the others by `1 - p`: the branch of a
 * residual network then is left out, see https://arxiv.org/abs/1603.09382. Without `training` it gives its input.
 *
 * @throws ValueError for a `p` outside of 0 to 1, or another mode.
 *
 * @example
 * torchvision.ops.stochastic_depth(torch.ones(2, 3), 0.5, 'row', { training: false }).sum() // tensor(6.)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.stochastic_depth.html
 */
export const stochastic_depth = def(
  'stochastic_depth(input, p, mode, training=True)',
  (input: Tensor, p: number, mode: StochasticDepthMode, training: boolean): Tensor => {
    if (p < 0 || p > 1) {
      throw new ValueError(`drop probability has to be between 0 and 1, but got ${pyStr(p)}`)
    }
    if (mode !== 'batch' && mode !== 'row') {
      throw new ValueError(`mode has to be either 'batch' or 'row', but got ${pyStr(mode)}`)
    }
    if (!training || p === 0) return input
    const survival_rate = 1 - p
    const size = Array<number>(input.ndim).fill(1)
    if (mode === 'row') size[0] = input.size(0)
    const noise = torch.empty(size, { dtype: input.dtype, device: input.device })
    noise.bernoulli_(survival_rate)
    if (survival_rate > 0) noise.div_(survival_rate)
    return input.mul(noise)
  },
)

const initStochasticDepth = initializer<[p: number, mode: StochasticDepthMode]>()(
  'StochasticDepth.__init__(self, p, mode)',
)

class StochasticDepth extends nn.Module {
  declare p: number
  declare mode: StochasticDepthMode

  constructor(...args: ArgumentsOf<typeof initStochasticDepth>) {
    const { p, mode } = initStochasticDepth(args)
    super()
    this.p = p
    this.mode = mode
  }

  override forward(input: Tensor): Tensor {
    return stochastic_depth(input, this.p, this.mode, this.training)
  }

  override __repr__(): string {
    return `${this._get_name()}(p=${floatRepr(this.p)}, mode=${this.mode})`
  }
}

/**
 * {@link stochastic_depth} as a module.
 *
 * @example
 * torchvision.ops.StochasticDepth(0.2, 'row') // StochasticDepth(p=0.2, mode=row)
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.StochasticDepth.html
 */
const StochasticDepth_ = layer(StochasticDepth, 'input')
type StochasticDepth_ = StochasticDepth

export { StochasticDepth_ as StochasticDepth }
