// Mirrors torchvision/ops/deform_conv.py. The kernel is written with operators.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { def } from '../../_def.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { RuntimeError, ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { type OutputSize, pair } from './roi_align.js'

type Pair = readonly [number, number]

interface Geometry {
  stride: Pair
  padding: Pair
  dilation: Pair
}

// What each weight sees at each output, `(N, C, kh * kw, oh * ow)`: values between pixels, 0 outside of the image.
function columnsOf(
  input: Tensor,
  offset: Tensor,
  mask: Tensor | null,
  [kh, kw]: Pair,
  groups: number,
  { stride, padding, dilation }: Geometry,
): Tensor {
  const [n, c, h, w] = input.shape as unknown as [number, number, number, number]
  const [oh, ow] = [offset.size(-2), offset.size(-1)]
  const options = { dtype: input.dtype, device: input.device }
  const steps = (count: number, step: number): Tensor => torch.arange(count, options).mul(step)
  const rows = steps(kh, dilation[0]).view(kh, 1, 1, 1).add(steps(oh, stride[0]).view(oh, 1))
  const columns = steps(kw, dilation[1]).view(kw, 1, 1).add(steps(ow, stride[1]))
  // (N * groups, kh, kw, 2, oh, ow), of which the third are moves down and to the right
  const moves = offset.reshape(n * groups, kh, kw, 2, oh, ow)
  const y = moves.select(3, 0).add(rows).sub(padding[0])
  const x = moves.select(3, 1).add(columns).sub(padding[1])
  const normal = (at: Tensor, size: number): Tensor => at.mul(2).add(1).div(size).sub(1)
  const grid = torch.stack([normal(x, w), normal(y, h)], { dim: -1 })
  const maps = input.reshape(n * groups, c / groups, h, w)
  const sampled = nn.functional.grid_sample(maps, grid.reshape(n * groups, kh * kw * oh, ow, 2), {
    mode: 'bilinear',
    padding_mode: 'zeros',
    align_corners: false,
  })
  const seen = sampled.reshape(n, groups, c / groups, kh * kw, oh * ow)
  const masked = mask?.reshape(n, groups, 1, kh * kw, oh * ow)
  return (masked ? seen.mul(masked) : seen).reshape(n, c, kh * kw, oh * ow)
}

/**
 * A convolution whose weights look at places that `offset` moves, `(N, 2 * groups * kh * kw, oh, ow)`, each time down and
 * to the right; `mask` `(N, groups * kh * kw, oh, ow)` says how much each counts. See https://arxiv.org/abs/1811.11168.
 *
 * Written with operators, not as a kernel: results may differ from torchvision's in the last bits.
 *
 * @throws RuntimeError for offsets of another shape.
 *
 * @example
 * const x = torch.rand(4, 3, 10, 10)
 * const weight = torch.rand(5, 3, 3, 3)
 * torchvision.ops.deform_conv2d(x, torch.rand(4, 18, 8, 8), weight).size() // torch.Size([4, 5, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.deform_conv2d.html
 */
export const deform_conv2d = def(
  'deform_conv2d(input, offset, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), mask=None)',
  deformConv2d,
) as {
  (
    input: Tensor,
    offset: Tensor,
    weight: Tensor,
    bias?: Tensor | null,
    stride?: OutputSize,
    padding?: OutputSize,
    dilation?: OutputSize,
    mask?: Tensor | null,
  ): Tensor
  (input: Tensor, offset: Tensor, weight: Tensor, options: DeformOptions): Tensor
  (
    input: Tensor,
    offset: Tensor,
    weight: Tensor,
    bias: Tensor | null,
    options: DeformOptions,
  ): Tensor
}

interface DeformOptions {
  bias?: Tensor | null
  stride?: OutputSize
  padding?: OutputSize
  dilation?: OutputSize
  mask?: Tensor | null
}

function deformConv2d(
  input: Tensor,
  offset: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: OutputSize,
  padding: OutputSize,
  dilation: OutputSize,
  mask: Tensor | null,
): Tensor {
  const [out_channels, in_group, kh, kw] = weight.shape as unknown as [
    number,
    number,
    number,
    number,
  ]
  const n = input.size(0)
  const offset_groups = Math.floor(offset.size(1) / (2 * kh * kw))
  if (offset_groups === 0) {
    throw new RuntimeError(
      'the shape of the offset tensor at dimension 1 is not valid. It should ' +
        'be a multiple of 2 * weight.size[2] * weight.size[3].\n' +
        `Got offset.shape[1]=${offset.size(1)}, while 2 * weight.size[2] * weight.size[3]=${2 * kh * kw}`,
    )
  }
  const geometry = { stride: pair(stride), padding: pair(padding), dilation: pair(dilation) }
  const columns = columnsOf(input, offset, mask, [kh, kw], offset_groups, geometry)
  const groups = input.size(1) / in_group
  const grouped = columns.reshape(n, groups, in_group * kh * kw, -1)
  const weights = weight.reshape(groups, out_channels / groups, in_group * kh * kw)
  const [oh, ow] = [offset.size(-2), offset.size(-1)]
  const out = torch.matmul(weights, grouped).reshape(n, out_channels, oh, ow)
  return bias === null ? out : out.add(bias.view(-1, 1, 1))
}

const initDeformConv2d = initializer<
  [
    in_channels: number,
    out_channels: number,
    kernel_size: OutputSize,
    stride: OutputSize,
    padding: OutputSize,
    dilation: OutputSize,
    groups: number,
    bias: boolean,
  ]
>()(
  'DeformConv2d.__init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True)',
)

class DeformConv2d extends nn.Module {
  declare in_channels: number
  declare out_channels: number
  declare kernel_size: Pair
  declare stride: Pair
  declare padding: Pair
  declare dilation: Pair
  declare groups: number
  declare weight: nn.Parameter
  declare bias: nn.Parameter | null

  constructor(...args: ArgumentsOf<typeof initDeformConv2d>) {
    const { in_channels, out_channels, groups, bias, ...sizes } = initDeformConv2d(args)
    super()
    if (in_channels % groups !== 0) {
      throw new ValueError('in_channels must be divisible by groups')
    }
    if (out_channels % groups !== 0) {
      throw new ValueError('out_channels must be divisible by groups')
    }
    const pairs = Object.entries(sizes).map(([key, size]) => [key, tuple(pair(size))] as const)
    Object.assign(this, { in_channels, out_channels, groups }, Object.fromEntries(pairs))
    const [kh, kw] = this.kernel_size
    this.weight = nn.Parameter(torch.empty([out_channels, in_channels / groups, kh, kw]))
    if (bias) this.bias = nn.Parameter(torch.empty([out_channels]))
    else this.register_parameter('bias', null)
    this.reset_parameters()
  }

  /** Draws weights and biases anew. */
  reset_parameters(): void {
    nn.init.kaiming_uniform_(this.weight, { a: Math.sqrt(5) })
    if (this.bias === null) return
    const [fan_in] = nn.init._calculate_fan_in_and_fan_out(this.weight)
    const bound = 1 / Math.sqrt(fan_in)
    nn.init.uniform_(this.bias, -bound, bound)
  }

  override forward(input: Tensor, offset: Tensor, mask: Tensor | null = null): Tensor {
    const { weight, bias, stride, padding, dilation } = this
    return deform_conv2d(input, offset, weight, bias, { stride, padding, dilation, mask })
  }

  override __repr__(): string {
    const { in_channels, out_channels, groups, bias } = this
    const shown = (key: 'padding' | 'dilation', usual: number): string => {
      const size = this[key]
      return size.every((one) => one === usual) ? '' : `, ${key}=${pyRepr(size)}`
    }
    return (
      `${this._get_name()}(${in_channels}, ${out_channels}, kernel_size=${pyRepr(this.kernel_size)}, ` +
      `stride=${pyRepr(this.stride)}${shown('padding', 0)}${shown('dilation', 1)}` +
      `${groups === 1 ? '' : `, groups=${groups}`}${bias === null ? ', bias=False' : ''})`
    )
  }
}

/**
 * {@link deform_conv2d} as a module, which has the weights and takes the offsets: `conv(input, offset, mask)`.
 *
 * @throws ValueError where channels cannot be divided by `groups`.
 *
 * @example
 * const conv = torchvision.ops.DeformConv2d(3, 5, 3, { padding: 1 })
 * conv(torch.rand(1, 3, 8, 8), torch.zeros(1, 18, 8, 8)).size() // torch.Size([1, 5, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.DeformConv2d.html
 */
const DeformConv2d_ = layer(DeformConv2d, 'input, offset, mask=None')
type DeformConv2d_ = DeformConv2d

export { DeformConv2d_ as DeformConv2d }
