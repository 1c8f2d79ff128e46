// Chains of operations, mixed. Mirrors torchvision/transforms/autoaugment.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { ValueError } from '../../../errors.js'
import torch, { type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { ImageTransform, modeOf, randint } from '../_base.js'
import { InterpolationMode } from '../_interpolation.js'
import { type Fill, type ImageOrTensor, type Interpolation, isTensor } from '../_types.js'
import * as F from '../functional.js'
import {
  _apply_op,
  colors,
  drawn,
  fillFor,
  geometric,
  limitsOf,
  magnitudeAt,
  type Space,
  signed,
  space,
} from './space.js'

const initMix = initializer<
  [
    severity: number,
    mixture_width: number,
    chain_depth: number,
    alpha: number,
    all_ops: boolean,
    interpolation: Interpolation | undefined,
    fill: Fill | null,
  ]
>()(
  'AugMix.__init__(self, severity=3, mixture_width=3, chain_depth=-1, alpha=1.0, all_ops=True, interpolation=undefined, fill=None)',
)

const parameterMax = 10

class AugMix extends ImageTransform {
  declare severity: number
  declare mixture_width: number
  declare chain_depth: number
  declare alpha: number
  declare all_ops: boolean
  declare interpolation: InterpolationMode
  declare fill: Fill | null

  constructor(...args: ArgumentsOf<typeof initMix>) {
    const { interpolation, ...settings } = initMix(args)
    super()
    const { severity } = settings
    if (!(severity >= 1 && severity <= parameterMax)) {
      throw new ValueError(
        `The severity must be between [1, ${parameterMax}]. Got ${severity} instead.`,
      )
    }
    Object.assign(this, settings)
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
  }

  override forward(orig_img: ImageOrTensor): ImageOrTensor {
    const fill = fillFor(orig_img, this.fill)
    const [, height, width] = F.get_dimensions(orig_img)
    const img = isTensor(orig_img) ? orig_img : F.pil_to_tensor(orig_img)
    const limits = {
      ...limitsOf(height, width),
      across: width / 3,
      down: height / 3,
      bits: [4, 4] as const,
    }
    const names = [...geometric, 'Posterize', 'Solarize', 'AutoContrast', 'Equalize']
    const ops = space(parameterMax, limits, this.all_ops ? [...names, ...colors] : names)
    const ones = Array.from({ length: Math.max(4 - img.ndim, 0) }, () => 1)
    const batch = img.reshape([...ones, ...img.shape])
    const dims = [batch.size(0), ...Array.from({ length: batch.ndim - 1 }, () => 1)]
    const { alpha, mixture_width } = this
    const weights = (count: number): Tensor => {
      const { device } = batch
      const alphas = Array.from({ length: count }, () => alpha)
      const params = torch.tensor(alphas, { device, dtype: torch.float32 })
      return torch.ops.aten._sample_dirichlet(params.expand(dims[0] as number, -1)) as Tensor
    }
    const m = weights(2)
    const combined = weights(mixture_width).mul(m.select(1, 1).view([dims[0] as number, -1]))
    const mix = m.select(1, 0).view(dims).mul(batch)
    for (let i = 0; i < mixture_width; i++) {
      mix.add_(
        combined
          .select(1, i)
          .view(dims)
          .mul(this.chained(batch, ops, fill)),
      )
    }
    const result = mix.view(img.shape).to(img.dtype)
    return isTensor(orig_img) ? result : F.to_pil_image(result)
  }

  private chained(batch: Tensor, ops: Space, fill: Fill | null): Tensor {
    const depth = this.chain_depth > 0 ? this.chain_depth : randint(1, 4)
    let result: ImageOrTensor = batch
    for (let i = 0; i < depth; i++) {
      const [name, magnitudes, both] = drawn(ops)
      const at = magnitudes === null ? null : randint(0, this.severity)
      const magnitude = signed(magnitudeAt(magnitudes, at), both)
      result = _apply_op(result, name, magnitude, this.interpolation, fill)
    }
    return result as Tensor
  }

  override __repr__(): string {
    const { severity, mixture_width, chain_depth, alpha, all_ops, interpolation, fill } = this
    return (
      `${this.constructor.name}(severity=${severity}, mixture_width=${mixture_width}, ` +
      `chain_depth=${chain_depth}, alpha=${floatText(alpha)}, all_ops=${pyRepr(all_ops)}, ` +
      `interpolation=${interpolation}, fill=${pyRepr(fill)})`
    )
  }
}

const floatText = (value: number): string => (Number.isInteger(value) ? `${value}.0` : `${value}`)

/**
 * Mixes an image with several that went through chains of random changes. Tensors are to be of bytes.
 *
 * @throws ValueError where `severity` is not from 1 to 10.
 *
 * @example
 * transforms.AugMix()(torch.zeros(3, 8, 8, { dtype: torch.uint8 })).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.AugMix.html
 */
const AugMix_ = layer(AugMix, 'orig_img')

type AugMix_ = AugMix

export { AugMix_ as AugMix }
