// Mirrors torchvision/models/segmentation/_utils.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { nn, type Tensor } from '../../../index.js'
import { bindForward } from '../../../nn/modules/_layer.js'
import type { Layer } from '../../ops/_factory.js'

/** A module that gives several feature maps by name. */
export interface Backbone extends nn.Module {
  forward(x: Tensor): Record<string, Tensor>
}

/** Scores as large as the images, `(N, classes, H, W)`; those of an auxiliary classifier come with it. */
export interface Segmentation extends Record<string, Tensor> {
  out: Tensor
}

/** Feature maps or scores, as large as the images. */
export function resizeTo(x: Tensor, like: Tensor): Tensor {
  const size = [like.size(-2), like.size(-1)]
  return nn.functional.interpolate(x, { size, mode: 'bilinear', align_corners: false })
}

const initModel = initializer<
  [backbone: nn.Module, classifier: nn.Module, aux_classifier: nn.Module | null]
>()('_SimpleSegmentationModel.__init__(self, backbone, classifier, aux_classifier=None)')

export class _SimpleSegmentationModel extends nn.Module {
  declare backbone: Backbone
  declare classifier: Layer
  declare aux_classifier: Layer | null

  constructor(...args: ArgumentsOf<typeof initModel>) {
    const { backbone, classifier, aux_classifier } = initModel(args)
    super()
    this.backbone = backbone as Backbone
    this.classifier = classifier as Layer
    this.aux_classifier = aux_classifier as Layer | null
  }

  override forward(x: Tensor): Segmentation {
    const features = this.backbone(x)
    const result: Segmentation = { out: resizeTo(this.classifier(features.out as Tensor), x) }
    if (this.aux_classifier !== null) {
      result.aux = resizeTo(this.aux_classifier(features.aux as Tensor), x)
    }
    return result
  }
}
bindForward(_SimpleSegmentationModel, 'x')
