// Boxes that are too small or outside go. Mirrors torchvision/transforms/v2/_misc.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { IndexError, ValueError } from '../../../../errors.js'
import type { Tensor } from '../../../../index.js'
import { tree_flatten, tree_unflatten } from '../../../../utils/_pytree.js'
import { BoundingBoxes, Mask, type TVTensor, wrap } from '../../../tv_tensors/index.js'
import { isTensor, kindOf } from '../../_types.js'
import { type Params, Transform } from '../_transform.js'
import { checkLabelsGetter, get_bounding_boxes, type LabelsGetter, labelsOf } from '../_utils.js'
import { sanitizeMask } from '../functional/_misc.js'

const initSanitize = initializer<
  [min_size: number, min_area: number, labels_getter: LabelsGetter]
>()("SanitizeBoundingBoxes.__init__(self, min_size=1.0, min_area=1.0, labels_getter='default')")

class SanitizeBoundingBoxes extends Transform {
  declare min_size: number
  declare min_area: number
  declare labels_getter: LabelsGetter

  constructor(...args: ArgumentsOf<typeof initSanitize>) {
    const { min_size, min_area, labels_getter } = initSanitize(args)
    super()
    if (min_size < 1) throw new ValueError(`min_size must be >= 1, got ${min_size}.`)
    if (min_area < 1) throw new ValueError(`min_area must be >= 1, got ${min_area}.`)
    this.min_size = min_size
    this.min_area = min_area
    this.labels_getter = checkLabelsGetter(labels_getter)
  }

  protected override get floatFields(): readonly string[] {
    return ['min_size', 'min_area']
  }

  override forward(...inputs: unknown[]): unknown {
    const sample = inputs.length > 1 ? inputs : inputs[0]
    const labels = this.labels(labelsOf(this.labels_getter, sample))
    const [flat, spec] = tree_flatten(sample)
    const boxes = get_bounding_boxes(flat)
    for (const label of labels ?? []) {
      if (boxes.size(0) === label.size(0)) continue
      throw new ValueError(
        `Number of boxes (shape=${boxes.shape}) and must match the number of labels.` +
          `Found labels with shape=${label.shape}).`,
      )
    }
    const { format, canvas_size } = boxes
    const valid = sanitizeMask(boxes, format, canvas_size, this.min_size, this.min_area)
    const params = { valid, labels }
    return tree_unflatten(
      flat.map((one) => this.transform(one, params)),
      spec,
    )
  }

  private labels(found: unknown): readonly Tensor[] | null {
    if (found === null || found === undefined) return null
    const all = isTensor(found) ? [found] : found
    const wrong = Array.isArray(all) ? all.find((one) => !isTensor(one)) : all
    if (wrong === undefined) return all as Tensor[]
    throw new ValueError(
      `The labels in the input to forward() must be a tensor or None, got ${kindOf(wrong)} instead.`,
    )
  }

  override transform(inpt: unknown, params: Params): unknown {
    const labels = params.labels as readonly unknown[] | null
    const isLabel = labels?.includes(inpt) ?? false
    const isMine = inpt instanceof BoundingBoxes || inpt instanceof Mask
    if (!isLabel && !isMine) return inpt
    try {
      const output = (inpt as Tensor).index([params.valid as Tensor])
      return isLabel ? output : wrap(output, { like: inpt as TVTensor })
    } catch (error) {
      if (error instanceof IndexError) return inpt
      throw error
    }
  }
}

/** Leaves out boxes that are too small or not within their image, with their labels and masks. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.SanitizeBoundingBoxes.html */
const SanitizeBoundingBoxes_ = callable(SanitizeBoundingBoxes)

type SanitizeBoundingBoxes_ = SanitizeBoundingBoxes

export { SanitizeBoundingBoxes_ as SanitizeBoundingBoxes }
