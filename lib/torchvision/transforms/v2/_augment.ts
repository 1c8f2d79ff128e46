// Mirrors torchvision/transforms/v2/_augment.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { tuple } from '../../../_tuple.js'
import { ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { tree_flatten, tree_unflatten } from '../../../utils/_pytree.js'
import {
  BoundingBoxes,
  Mask,
  Image as TVImage,
  type TVTensor,
  Video,
  wrap,
} from '../../tv_tensors/index.js'
import { randint } from '../_base.js'
import { part } from '../_tensor/geometry.js'
import { warnUnlessOrdered } from '../_transforms/crop.js'
import { drawErased } from '../_transforms/erase.js'
import { isNumber, isPIL, isSequence, isTensor, kindOf } from '../_types.js'
import { _RandomApplyTransform, type Params, Transform } from './_transform.js'
import { checkLabelsGetter, type LabelsGetter, labelsOf, query_chw, query_size } from './_utils.js'
import { is_pure_tensor } from './functional/_utils.js'
import * as F from './functional/index.js'

const initErasing = initializer<
  [
    p: number,
    scale: readonly number[] | undefined,
    ratio: readonly number[] | undefined,
    value: number | 'random' | readonly number[],
    inplace: boolean,
  ]
>()(
  'RandomErasing.__init__(self, p=0.5, scale=undefined, ratio=undefined, value=0.0, inplace=False)',
)

class RandomErasing extends _RandomApplyTransform {
  declare scale: readonly number[]
  declare ratio: readonly number[]
  declare value: number[] | null
  declare inplace: boolean

  constructor(...args: ArgumentsOf<typeof initErasing>) {
    const bound = initErasing(args)
    const { p, scale = tuple([0.02, 0.33]), ratio = tuple([0.3, 3.3]), value, inplace } = bound
    super(p)
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
    this.scale = scale
    this.ratio = ratio
    this.value = isNumber(value) ? [value] : isSequence(value) ? [...value] : null
    this.inplace = inplace
  }

  protected override get floatFields(): readonly string[] {
    return ['scale', 'ratio', 'value']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [c, height, width] = query_chw(flat_inputs)
    const { scale, ratio, value } = this
    if (value !== null && value.length !== 1 && value.length !== c) {
      throw new ValueError(
        `If value is a sequence, it should have either a single value or ${c} (number of inpt channels)`,
      )
    }
    const drawn = drawErased([c, height, width], scale, ratio, value)
    if (drawn === null) return { v: null }
    const [i, j, h, w, v] = drawn
    return { i, j, h, w, v }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { i, j, h, w, v } = params as { i: number; j: number; h: number; w: number; v: Tensor }
    return v === null ? inpt : this._call_kernel(F.erase, inpt, i, j, h, w, v, this.inplace)
  }
}

const initMix = initializer<
  [alpha: number, num_classes: number | null, labels_getter: LabelsGetter]
>()("MixUp.__init__(self, *, alpha=1.0, num_classes=None, labels_getter='default')")

interface _BaseMixUpCutMix {
  (images: Tensor, labels: Tensor): [Tensor, Tensor]
  <T>(sample: T): T
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
abstract class _BaseMixUpCutMix extends Transform {
  declare alpha: number
  declare num_classes: number | null
  declare _labels_getter: LabelsGetter

  constructor(...args: ArgumentsOf<typeof initMix>) {
    const { alpha, num_classes, labels_getter } = initMix(args)
    super()
    this.alpha = alpha
    this.num_classes = num_classes
    this._labels_getter = checkLabelsGetter(labels_getter)
  }

  protected override get floatFields(): readonly string[] {
    return ['alpha']
  }

  /** A weight from the Beta distribution. */
  protected draw(): number {
    const { alpha } = this
    const params = torch.tensor([[alpha, alpha]], { dtype: torch.float32 })
    const drawn = torch.ops.aten._sample_dirichlet(params) as Tensor
    return drawn.select(-1, 0).item() as number
  }

  override forward(...inputs: unknown[]): unknown {
    const sample = inputs.length > 1 ? inputs : inputs[0]
    const [flat, spec] = tree_flatten(sample)
    const needed = this._needs_transform_list(flat)
    const isWrong = (one: unknown): boolean =>
      isPIL(one) || one instanceof BoundingBoxes || one instanceof Mask
    if (flat.some(isWrong)) {
      throw new ValueError(
        `${this.constructor.name}() does not support PIL images, bounding boxes, keypoints and masks.`,
      )
    }
    const labels = labelsOf(this._labels_getter, sample)
    this.checkLabels(labels)
    const params = {
      labels,
      batch_size: labels.size(0),
      ...this.make_params(flat.filter((_, i) => needed[i])),
    }
    needed[flat.indexOf(labels)] = true
    return tree_unflatten(
      flat.map((one, i) => (needed[i] ? this.transform(one, params) : one)),
      spec,
    )
  }

  private checkLabels(labels: unknown): asserts labels is Tensor {
    if (!isTensor(labels)) {
      throw new ValueError(`The labels must be a tensor, but got ${kindOf(labels)} instead.`)
    }
    if (labels.ndim !== 1 && labels.ndim !== 2) {
      throw new ValueError(
        'labels should be index based with shape (batch_size,) ' +
          'or probability based with shape (batch_size, num_classes), ' +
          `but got a tensor of shape ${labels.shape} instead.`,
      )
    }
    const { num_classes } = this
    if (labels.ndim === 2 && num_classes !== null && labels.size(-1) !== num_classes) {
      throw new ValueError(
        'When passing 2D labels, the number of elements in last dimension must match num_classes: ' +
          `${labels.size(-1)} != ${num_classes}. You can Leave num_classes to None.`,
      )
    }
    if (labels.ndim === 1 && num_classes === null) {
      throw new ValueError('num_classes must be passed if the labels are index-based (1D)')
    }
  }

  /** Whether a value is a batch of images; a ValueError where it is one of another size. */
  protected isBatch(inpt: unknown, batch_size: number): boolean {
    const isVideo = inpt instanceof Video
    if (!(isVideo || inpt instanceof TVImage || is_pure_tensor(inpt))) return false
    const { ndim } = inpt as Tensor
    const expected = isVideo ? 5 : 4
    if (ndim !== expected) {
      throw new ValueError(
        `Expected a batched input with ${expected} dims, but got ${ndim} dimensions instead.`,
      )
    }
    if ((inpt as Tensor).size(0) !== batch_size) {
      throw new ValueError(
        'The batch size of the image or video does not match the batch size of the labels: ' +
          `${(inpt as Tensor).size(0)} != ${batch_size}.`,
      )
    }
    return true
  }

  protected mixedLabels(label: Tensor, lam: number): Tensor {
    const hot = label.ndim === 1 ? nn.functional.one_hot(label, this.num_classes as number) : label
    const float = hot.is_floating_point() ? hot : hot.float()
    return float
      .roll(1, 0)
      .mul_(1 - lam)
      .add_(float.mul(lam))
  }
}

const keep = (output: Tensor, inpt: unknown): Tensor =>
  is_pure_tensor(inpt) ? output : wrap(output, { like: inpt as TVTensor })

class MixUp extends _BaseMixUpCutMix {
  override make_params(): Params {
    return { lam: this.draw() }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { lam, labels, batch_size } = params as {
      lam: number
      labels: Tensor
      batch_size: number
    }
    if (inpt === labels) return this.mixedLabels(labels, lam)
    if (!this.isBatch(inpt, batch_size)) return inpt
    const images = inpt as Tensor
    const mixed = images
      .roll(1, 0)
      .mul_(1 - lam)
      .add_(images.mul(lam))
    return keep(mixed, inpt)
  }
}

class CutMix extends _BaseMixUpCutMix {
  override make_params(flat_inputs: unknown[]): Params {
    const lam = this.draw()
    const [height, width] = query_size(flat_inputs)
    const x = randint(0, width)
    const y = randint(0, height)
    const r = 0.5 * Math.sqrt(1 - lam)
    const halfWidth = Math.trunc(r * width)
    const halfHeight = Math.trunc(r * height)
    const [x1, y1] = [Math.max(x - halfWidth, 0), Math.max(y - halfHeight, 0)]
    const [x2, y2] = [Math.min(x + halfWidth, width), Math.min(y + halfHeight, height)]
    return { box: [x1, y1, x2, y2], lam: 1 - ((x2 - x1) * (y2 - y1)) / (width * height) }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const { lam, labels, batch_size, box } = params as {
      lam: number
      labels: Tensor
      batch_size: number
      box: [number, number, number, number]
    }
    if (inpt === labels) return this.mixedLabels(labels, lam)
    if (!this.isBatch(inpt, batch_size)) return inpt
    const [x1, y1, x2, y2] = box
    const images = inpt as Tensor
    const output = torch.clone(images)
    part(output, y1, y2, x1, x2).copy_(part(images.roll(1, 0), y1, y2, x1, x2))
    return keep(output, inpt)
  }
}

/** Fills a random rectangle, with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomErasing.html */
const RandomErasing_ = callable(RandomErasing)
/**
 * Mixes each image of a batch with another, and their labels too.
 *
 * @throws ValueError for labels that are none, or a batch of another size.
 *
 * @example
 * const mixup = v2.MixUp({ num_classes: 10 })
 * mixup(torch.rand(4, 3, 8, 8), torch.tensor([1, 2, 3, 4]))[1].shape // torch.Size([4, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.MixUp.html
 */
const MixUp_ = callable(MixUp)
/**
 * Puts a part of another image into each of a batch, and mixes their labels by its area.
 *
 * @throws ValueError for labels that are none, or a batch of another size.
 *
 * @example
 * const cutmix = v2.CutMix({ num_classes: 10 })
 * cutmix(torch.rand(4, 3, 8, 8), torch.tensor([1, 2, 3, 4]))[1].shape // torch.Size([4, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.CutMix.html
 */
const CutMix_ = callable(CutMix)
type RandomErasing_ = RandomErasing
type MixUp_ = MixUp
type CutMix_ = CutMix

export { CutMix_ as CutMix, MixUp_ as MixUp, RandomErasing_ as RandomErasing }
