// Parts that are wiped out. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { pyRepr } from '../../../_repr.js'
import { roundHalfEven } from '../../../_round.js'
import { tuple } from '../../../_tuple.js'
import { typeName } from '../../../_typename.js'
import { AttributeError, ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { layer } from '../../../nn/modules/_layer.js'
import { happens, randint, uniform } from '../_base.js'
import { isNumber, isSequence, isTensor } from '../_types.js'
import * as F from '../functional.js'
import { logOf, type Part, warnUnlessOrdered } from './crop.js'

const initErasing = initializer<
  [
    p: number,
    scale: readonly number[] | undefined,
    ratio: readonly number[] | undefined,
    value: number | 'random' | readonly number[],
    inplace: boolean,
  ]
>()('RandomErasing.__init__(self, p=0.5, scale=undefined, ratio=undefined, value=0, inplace=False)')

/** A rectangle and what to fill it with; null after ten tries that gave none within the image. */
export function drawErased(
  [c, height, width]: readonly [number, number, number],
  scale: readonly number[],
  ratio: readonly number[],
  value: readonly number[] | null,
): [...Part, v: Tensor] | null {
  const area = height * width
  const [low, high] = logOf(ratio)
  for (let n = 0; n < 10; n++) {
    const target = area * uniform(scale[0] as number, scale[1] as number)
    const aspect = torch.exp(torch.empty(1).uniform_(low, high)).item() as number
    const h = roundHalfEven(Math.sqrt(target * aspect))
    const w = roundHalfEven(Math.sqrt(target / aspect))
    if (!(h < height && w < width)) continue
    const dtype = torch.float32
    const v =
      value === null
        ? torch.empty([c, h, w], { dtype }).normal_()
        : torch.tensor([...value], { dtype }).view(-1, 1, 1)
    return [randint(0, height - h + 1), randint(0, width - w + 1), h, w, v]
  }
  return null
}

class RandomErasing extends nn.Module {
  declare p: number
  declare scale: readonly number[]
  declare ratio: readonly number[]
  declare value: number | 'random' | readonly number[]
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initErasing>) {
    const bound = initErasing(args)
    const { p, scale = tuple([0.02, 0.33]), ratio = tuple([0.3, 3.3]), value, inplace } = bound
    super()
    if (!isNumber(value) && typeof value !== 'string' && !isSequence(value)) {
      throw new TypeError('Argument value should be either a number or str or a sequence')
    }
    if (typeof value === 'string' && value !== 'random') {
      throw new ValueError("If value is str, it should be 'random'")
    }
    if (!isSequence(scale)) throw new TypeError('Scale should be a sequence')
    if (!isSequence(ratio)) throw new TypeError('Ratio should be a sequence')
    warnUnlessOrdered(scale, ratio)
    if ((scale[0] as number) < 0 || (scale[1] as number) > 1) {
      throw new ValueError('Scale should be between 0 and 1')
    }
    if (p < 0 || p > 1) {
      throw new ValueError('Random erasing probability should be between 0 and 1')
    }
    Object.assign(this, { p, scale, ratio, value, inplace })
  }

  /** Draws a rectangle and what to fill it with; ten tries, then the image itself. */
  static get_params(
    img: Tensor,
    scale: readonly number[],
    ratio: readonly number[],
    value: readonly number[] | null = null,
  ): [...Part, v: Tensor] {
    const [c, height, width] = [img.size(-3), img.size(-2), img.size(-1)]
    return drawErased([c, height, width], scale, ratio, value) ?? [0, 0, height, width, img]
  }

  override forward(img: Tensor): Tensor {
    if (!happens(this.p)) return img
    if (!isTensor(img)) {
      throw new AttributeError(`'${typeName(img)}' object has no attribute 'shape'`)
    }
    const { value, scale, ratio, inplace } = this
    const values = isNumber(value) ? [value] : typeof value === 'string' ? null : value
    if (values !== null && values.length !== 1 && values.length !== img.size(-3)) {
      throw new ValueError(
        'If value is a sequence, it should have either a single value or ' +
          `${img.size(-3)} (number of input channels)`,
      )
    }
    const [i, j, h, w, v] = RandomErasing.get_params(img, scale, ratio, values)
    return F.erase(img, i, j, h, w, v, inplace)
  }

  override __repr__(): string {
    const { p, scale, ratio, value, inplace } = this
    const shown = typeof value === 'string' ? value : pyRepr(value)
    return (
      `${this.constructor.name}(p=${pyRepr(p)}, scale=${pyRepr(scale)}, ratio=${pyRepr(ratio)}, ` +
      `value=${shown}, inplace=${pyRepr(inplace)})`
    )
  }
}

/**
 * With a probability, fills a random rectangle of a tensor image: with a number, one per channel, or `'random'` ones.
 *
 * @throws TypeError and ValueError for arguments that cannot be.
 *
 * @example
 * transforms.RandomErasing({ p: 1 })(torch.ones(3, 8, 8)).shape // torch.Size([3, 8, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomErasing.html
 */
const RandomErasing_ = layer(RandomErasing, 'img')

type RandomErasing_ = RandomErasing

export { RandomErasing_ as RandomErasing }
