// Mirrors torchvision/ops/_utils.py.

import { pyStr } from '../../_repr.js'
import { AssertionError, RuntimeError, ValueError } from '../../errors.js'
import torch, { nn, Tensor } from '../../index.js'
import { _BatchNorm } from '../../nn/modules/batchnorm.js'
import { _InstanceNorm } from '../../nn/modules/instancenorm.js'

/** Several tensors in one; a single one as it is. */
export function _cat(tensors: readonly Tensor[], dim = 0): Tensor {
  return tensors.length === 1 ? (tensors[0] as Tensor) : torch.cat(tensors, dim)
}

/** Boxes of each image, `(L, 4)`, as one tensor `(K, 5)` whose first column is the number of the image. */
export function convert_boxes_to_roi_format(boxes: readonly Tensor[]): Tensor {
  const ids = boxes.map((b, i) => torch.full_like(b.narrow(1, 0, 1), i))
  return torch.cat([_cat(ids), _cat(boxes)], { dim: 1 })
}

/** An AssertionError where boxes are neither `(K, 5)` nor a list of `(L, 4)`. */
export function check_roi_boxes_shape(boxes: Tensor | readonly Tensor[]): void {
  if (Array.isArray(boxes)) {
    if (boxes.every((one: Tensor) => one.size(1) === 4)) return
    throw new AssertionError(
      'The shape of the tensor in the boxes list is not correct as List[Tensor[L, 4]]',
    )
  }
  if (!(boxes instanceof Tensor)) {
    throw new AssertionError('boxes is expected to be a Tensor[L, 5] or a List[Tensor[K, 4]]')
  }
  if (boxes.size(1) !== 5) {
    throw new AssertionError('The boxes tensor shape is not correct as Tensor[K, 5]')
  }
}

/** {@link check_roi_boxes_shape}, and the boxes as one tensor `(K, 5)` of the type of `input`, as `kernel` wants them. */
export function roisOf(input: Tensor, boxes: Tensor | readonly Tensor[], kernel: string): Tensor {
  check_roi_boxes_shape(boxes)
  const rois = boxes instanceof Tensor ? boxes : convert_boxes_to_roi_format(boxes)
  if (input.dtype === rois.dtype) return rois
  throw new RuntimeError(
    "Expected tensor for argument #1 'input' to have the same type as tensor for argument #2 'rois'; " +
      `but type ${input.type()} does not equal ${rois.type()} (while checking arguments for ${kernel}_forward_kernel)`,
  )
}

type ModuleClass = abstract new (...args: never) => nn.Module

/** The parameters of normalizations, and all others: for a weight decay that spares the former. */
export function split_normalization_params(
  model: nn.Module,
  norm_classes: readonly ModuleClass[] | null = null,
): [norm_params: nn.Parameter[], other_params: nn.Parameter[]] {
  const classes: readonly ModuleClass[] = norm_classes?.length
    ? norm_classes
    : [_BatchNorm, nn.LayerNorm, nn.GroupNorm, _InstanceNorm, nn.LocalResponseNorm]
  for (const t of classes) {
    if (!((t as { prototype?: unknown }).prototype instanceof nn.Module)) {
      throw new ValueError(`Class ${pyStr(t)} is not a subclass of nn.Module.`)
    }
  }
  const norm_params: nn.Parameter[] = []
  const other_params: nn.Parameter[] = []
  for (const module of model.modules()) {
    const hasChildren = [...module.children()].length > 0
    const isNorm = !hasChildren && classes.some((t) => module instanceof t)
    const parameters = [...module.parameters(!hasChildren)].filter((p) => p.requires_grad)
    for (const p of parameters) (isNorm ? norm_params : other_params).push(p)
  }
  return [norm_params, other_params]
}

/** Small types as float32 or int32, so that products do not overflow. */
export function _upcast(t: Tensor): Tensor {
  const { dtype } = t
  if (t.is_floating_point()) {
    return dtype === torch.float32 || dtype === torch.float64 ? t : t.float()
  }
  return dtype === torch.int32 || dtype === torch.int64 ? t : t.int()
}

/** All but float32 and float64 as float32. */
export function _upcast_non_float(t: Tensor): Tensor {
  return t.dtype === torch.float32 || t.dtype === torch.float64 ? t : t.float()
}

/** Intersections and unions of boxes, one by one. */
export function _loss_inter_union(boxes1: Tensor, boxes2: Tensor): [Tensor, Tensor] {
  const [x1, y1, x2, y2] = boxes1.unbind(-1) as [Tensor, Tensor, Tensor, Tensor]
  const [x1g, y1g, x2g, y2g] = boxes2.unbind(-1) as [Tensor, Tensor, Tensor, Tensor]
  const [left, top] = [torch.max(x1, x1g), torch.max(y1, y1g)]
  const [right, bottom] = [torch.min(x2, x2g), torch.min(y2, y2g)]
  const intsctk = torch.zeros_like(x1)
  const mask = bottom.gt(top).logical_and(right.gt(left))
  const overlap = right
    .index([mask])
    .sub(left.index([mask]))
    .mul(bottom.index([mask]).sub(top.index([mask])))
  intsctk.index_put_([mask], overlap)
  const areas = x2
    .sub(x1)
    .mul(y2.sub(y1))
    .add(x2g.sub(x1g).mul(y2g.sub(y1g)))
  return [intsctk, areas.sub(intsctk)]
}

/** How the losses of boxes are put together. */
export type Reduction = 'none' | 'mean' | 'sum'

/** Reduces a loss; the mean of no boxes is 0 with `emptyMean`. */
export function reduceLoss(loss: Tensor, reduction: string, emptyMean = true): Tensor {
  if (reduction === 'none') return loss
  if (reduction === 'sum') return loss.sum()
  if (reduction !== 'mean') {
    throw new ValueError(
      `Invalid Value for arg 'reduction': '${pyStr(reduction)} \n Supported reduction modes: 'none', 'mean', 'sum'`,
    )
  }
  return loss.numel() > 0 || !emptyMean ? loss.mean() : torch.mul(0, loss.sum())
}
