// Mirrors torchvision/models/mnasnet.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr, pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { nn, type Tensor } from '../../index.js'
import { bindForward, layer } from '../../nn/modules/_layer.js'
import { warn } from '../../warnings.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import * as W from './_weights/mnasnet.js'

// Of a paper whose momentum is one minus PyTorch's.
const _BN_MOMENTUM = 1 - 0.9997

class _InvertedResidual extends nn.Module {
  declare apply_residual: boolean
  declare layers: nn.Sequential

  constructor(
    in_ch: number,
    out_ch: number,
    kernel_size: number,
    stride: number,
    expansion_factor: number,
    bn_momentum = 0.1,
  ) {
    super()
    if (stride !== 1 && stride !== 2) {
      throw new ValueError(`stride should be 1 or 2 instead of ${pyStr(stride)}`)
    }
    if (kernel_size !== 3 && kernel_size !== 5) {
      throw new ValueError(`kernel_size should be 3 or 5 instead of ${pyStr(kernel_size)}`)
    }
    const mid_ch = in_ch * expansion_factor
    const norm = (channels: number) => nn.BatchNorm2d(channels, { momentum: bn_momentum })
    this.apply_residual = in_ch === out_ch && stride === 1
    this.layers = nn.Sequential(
      nn.Conv2d(in_ch, mid_ch, 1, { bias: false }),
      norm(mid_ch),
      nn.ReLU({ inplace: true }),
      nn.Conv2d(mid_ch, mid_ch, kernel_size, {
        padding: Math.floor(kernel_size / 2),
        stride,
        groups: mid_ch,
        bias: false,
      }),
      norm(mid_ch),
      nn.ReLU({ inplace: true }),
      nn.Conv2d(mid_ch, out_ch, 1, { bias: false }),
      norm(out_ch),
    )
  }

  override forward(input: Tensor): Tensor {
    const out = this.layers(input)
    return this.apply_residual ? out.add(input) : out
  }
}
bindForward(_InvertedResidual, 'input')

function _stack(
  in_ch: number,
  out_ch: number,
  kernel_size: number,
  stride: number,
  exp_factor: number,
  repeats: number,
): nn.Sequential {
  if (repeats < 1) throw new ValueError(`repeats should be >= 1, instead got ${pyStr(repeats)}`)
  const blocks = Array.from({ length: repeats }, (_, i) => {
    const [channels, step] = i === 0 ? [in_ch, stride] : [out_ch, 1]
    return new _InvertedResidual(channels, out_ch, kernel_size, step, exp_factor, _BN_MOMENTUM)
  })
  return nn.Sequential(...blocks)
}

/** The multiple of `divisor` nearest to `val`, but rounded up unless that is below `round_up_bias` of it. */
export function _round_to_multiple_of(val: number, divisor: number, round_up_bias = 0.9): number {
  if (!(round_up_bias > 0 && round_up_bias < 1)) {
    throw new ValueError(
      `round_up_bias should be greater than 0.0 and smaller than 1.0 instead of ${pyStr(round_up_bias)}`,
    )
  }
  const nearest = Math.floor(Math.trunc(val + divisor / 2) / divisor) * divisor
  const rounded = Math.max(divisor, nearest)
  return rounded >= round_up_bias * val ? rounded : rounded + divisor
}

type Depths = [number, number, number, number, number, number, number, number]

function _get_depths(alpha: number): Depths {
  const depths = [32, 16, 24, 40, 80, 96, 192, 320]
  return depths.map((depth) => _round_to_multiple_of(depth * alpha, 8)) as Depths
}

// What comes before the third stack.
function stem(first: number, second: number, third: number): nn.Module[] {
  const momentum = _BN_MOMENTUM
  const three = { padding: 1, bias: false }
  return [
    nn.Conv2d(3, first, 3, { stride: 2, ...three }),
    nn.BatchNorm2d(first, { momentum }),
    nn.ReLU({ inplace: true }),
    nn.Conv2d(first, first, 3, { stride: 1, groups: first, ...three }),
    nn.BatchNorm2d(first, { momentum }),
    nn.ReLU({ inplace: true }),
    nn.Conv2d(first, second, 1, { padding: 0, stride: 1, bias: false }),
    nn.BatchNorm2d(second, { momentum }),
    _stack(second, third, 3, 2, 3, 3),
  ]
}

const initMNASNet = initializer<[alpha: number, num_classes: number, dropout: number]>()(
  'MNASNet.__init__(self, alpha, num_classes=1000, dropout=0.2)',
)

class MNASNet extends nn.Module {
  declare alpha: number
  declare num_classes: number
  declare layers: nn.Sequential
  declare classifier: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initMNASNet>) {
    const { alpha, num_classes, dropout } = initMNASNet(args)
    super()
    if (alpha <= 0) {
      throw new ValueError(`alpha should be greater than 0.0 instead of ${pyStr(alpha)}`)
    }
    this.alpha = alpha
    this.num_classes = num_classes
    const depths = _get_depths(alpha)
    this.layers = nn.Sequential(
      ...stem(depths[0], depths[1], depths[2]),
      _stack(depths[2], depths[3], 5, 2, 3, 3),
      _stack(depths[3], depths[4], 5, 2, 6, 3),
      _stack(depths[4], depths[5], 3, 1, 6, 2),
      _stack(depths[5], depths[6], 5, 2, 6, 4),
      _stack(depths[6], depths[7], 3, 1, 6, 1),
      nn.Conv2d(depths[7], 1280, 1, { padding: 0, stride: 1, bias: false }),
      nn.BatchNorm2d(1280, { momentum: _BN_MOMENTUM }),
      nn.ReLU({ inplace: true }),
    )
    this.classifier = nn.Sequential(
      nn.Dropout({ p: dropout, inplace: true }),
      nn.Linear(1280, num_classes),
    )
    for (const m of this.modules()) {
      if (m instanceof nn.Conv2d) {
        nn.init.kaiming_normal_(m.weight, { mode: 'fan_out', nonlinearity: 'relu' })
        if (m.bias !== null) nn.init.zeros_(m.bias)
      } else if (m instanceof nn.BatchNorm2d) {
        nn.init.ones_(m.weight as Tensor)
        nn.init.zeros_(m.bias as Tensor)
      } else if (m instanceof nn.Linear) {
        nn.init.kaiming_uniform_(m.weight, { mode: 'fan_out', nonlinearity: 'sigmoid' })
        nn.init.zeros_(m.bias as Tensor)
      }
    }
  }

  override forward(x: Tensor): Tensor {
    return this.classifier(this.layers(x).mean([2, 3]))
  }

  override _load_from_state_dict(...args: Parameters<nn.Module['_load_from_state_dict']>): void {
    const [, , local_metadata] = args
    const { version = null } = local_metadata as { version?: unknown }
    if (version !== 1 && version !== 2) {
      throw new ValueError(`version should be set to 1 or 2 instead of ${pyRepr(version)}`)
    }
    if (version === 1 && this.alpha !== 1) this.#becomeVersion1()
    super._load_from_state_dict(...args)
  }

  // Whose first layers had the same width whatever alpha was.
  #becomeVersion1(): void {
    const [, , third] = _get_depths(this.alpha)
    for (const [i, one] of stem(32, 16, third).entries()) this.layers.__setitem__(i, one as never)
    Object.assign(this, { _version: 1 })
    warn(
      'A new version of MNASNet model has been implemented. Your checkpoint was saved using the previous version. ' +
        'This checkpoint will load and work as before, but you may want to upgrade by training a newer model or ' +
        'transfer learning from an updated ImageNet checkpoint.',
    )
  }
}
Object.assign(MNASNet.prototype, { _version: 2 })

type Options = OptionsOf<typeof initMNASNet, 'alpha'>

function _mnasnet<E>(name: string, alpha: number, weights: E): Builder<MNASNet, E, Options> {
  return builder<E, Options>()(name, weights, (kwargs) => new MNASNet(alpha, kwargs as Options))
}

/**
 * MNASNet of half the width, from https://arxiv.org/abs/1807.11626.
 *
 * @example
 * const net = torchvision.models.mnasnet0_5({ num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.mnasnet0_5.html
 */
export const mnasnet0_5 = _mnasnet('mnasnet0_5', 0.5, W.MNASNet0_5_Weights)
/** MNASNet of three quarters of the width; see {@link mnasnet0_5}. */
export const mnasnet0_75 = _mnasnet('mnasnet0_75', 0.75, W.MNASNet0_75_Weights)
/** MNASNet; see {@link mnasnet0_5}. */
export const mnasnet1_0 = _mnasnet('mnasnet1_0', 1, W.MNASNet1_0_Weights)
/** MNASNet of 1.3 times the width; see {@link mnasnet0_5}. */
export const mnasnet1_3 = _mnasnet('mnasnet1_3', 1.3, W.MNASNet1_3_Weights)

/** The class of {@link mnasnet0_5}; `alpha` is the width. */
const MNASNet_ = layer(MNASNet, 'x')
type MNASNet_ = MNASNet

export * from './_weights/mnasnet.js'
export { MNASNet_ as MNASNet }
