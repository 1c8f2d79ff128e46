// Checked by tsc alone: builders of models, their weights, and torchvision.ops.

import { expectTypeOf } from 'expect-type'
import { nn, type Tensor } from 'torch-node'
import models from 'torch-node/torchvision/models'
import ops from 'torch-node/torchvision/ops'

declare const x: Tensor
declare const boxes: Tensor

// Builders know the options of their classes, and give them.
const net = models.resnet18({ num_classes: 10, zero_init_residual: true, norm_layer: nn.Identity })
expectTypeOf(net).toEqualTypeOf<models.ResNet>()
expectTypeOf(net(x)).toEqualTypeOf<Tensor>()
expectTypeOf(net.layer1).toEqualTypeOf<nn.Sequential>()
expectTypeOf(models.vit_b_16({ image_size: 32, dropout: 0.1 })(x)).toEqualTypeOf<Tensor>()
models.mobilenet_v3_small({ width_mult: 0.5, reduced_tail: true, dilated: false })
models.densenet121({ memory_efficient: true, drop_rate: 0.2 })
models.squeezenet1_0()
// @ts-expect-error no such option
models.resnet18({ classes: 10 })
// @ts-expect-error what the builder gives itself
models.resnet18({ layers: [1, 1, 1, 1] })
// @ts-expect-error of another type
models.alexnet({ dropout: '0.5' })
// @ts-expect-error VGG has its layers from the builder
models.vgg11({ features: nn.Identity() })

// Weights are those of the model.
const { ResNet18_Weights, ResNet50_Weights } = models
models.resnet18({ weights: ResNet18_Weights.DEFAULT, progress: false })
models.resnet18({ weights: 'DEFAULT' })
models.resnet50({ weights: 'ResNet50_Weights.IMAGENET1K_V2' })
models.resnet18({ weights: null })
// @ts-expect-error of another model
models.resnet18({ weights: ResNet50_Weights.DEFAULT })
// @ts-expect-error there is no second version
models.resnet18({ weights: 'IMAGENET1K_V2' })
// @ts-expect-error there is no second version
ResNet18_Weights.IMAGENET1K_V2
models.resnet18({ pretrained: false })
models.resnet18(true, false, { num_classes: 1000 })
const weights = ResNet50_Weights.IMAGENET1K_V2
expectTypeOf(weights).toEqualTypeOf<models.ResNet50_Weights>()
expectTypeOf(weights.url).toBeString()
expectTypeOf(weights.meta.categories).toEqualTypeOf<string[]>()
expectTypeOf(weights.transforms()(x)).toEqualTypeOf<Tensor>()
expectTypeOf(weights.get_state_dict({ progress: true })).toEqualTypeOf<Record<string, Tensor>>()
expectTypeOf(weights.name).toBeString()
for (const one of ResNet50_Weights) expectTypeOf(one).toEqualTypeOf<models.ResNet50_Weights>()

// Enums of one's own.
const V1 = models.Weights('file:///net.pth', () => nn.Identity(), { num_params: 1 })
const My_Weights = models.WeightsEnum('My_Weights', { V1, DEFAULT: 'V1' })
expectTypeOf(My_Weights.DEFAULT.transforms()).toEqualTypeOf<nn.Identity>()
// @ts-expect-error no other name of it
models.WeightsEnum('My_Weights', { V1, DEFAULT: 'V2' })

// By name.
expectTypeOf(models.get_model('resnet18', { num_classes: 3 })).toEqualTypeOf<nn.Module>()
expectTypeOf(models.list_models()).toEqualTypeOf<string[]>()
models.list_models(models, 'resnet*', ['*50'])
models.list_models({ include: ['vgg*'] })
models.get_model_weights(models.resnet18)
models.get_weight({ name: 'ResNet18_Weights.DEFAULT' })

// GoogLeNet has other outputs in training.
const scores = models.googlenet({ init_weights: true })(x)
if ('logits' in scores) expectTypeOf(scores.aux_logits1).toEqualTypeOf<Tensor | null>()
else expectTypeOf(scores).toEqualTypeOf<Tensor>()

// Classes by position, by keyword, extended.
models.ResNet(models.resnet.Bottleneck, [1, 1, 1, 1], { num_classes: 2 })
models.ResNet({ block: models.resnet.BasicBlock, layers: [1, 1, 1, 1] })
// @ts-expect-error the layers are missing
models.ResNet(models.resnet.BasicBlock)
class Small extends models.ResNet {
  constructor() {
    super(models.resnet.BasicBlock, [1, 1, 1, 1])
  }
}
expectTypeOf(new Small()(x)).toEqualTypeOf<Tensor>()

// torchvision.ops.
expectTypeOf(ops.nms(boxes, x, 0.5)).toEqualTypeOf<Tensor>()
ops.batched_nms(boxes, x, { idxs: x, iou_threshold: 0.5 })
ops.box_convert(boxes, 'xyxy', { out_fmt: 'cxcywh' })
// @ts-expect-error no such format
ops.box_convert(boxes, 'xyxy', 'yx')
ops.box_iou(boxes, boxes, { fmt: 'xywh' })
ops.roi_align(x, [boxes], [7, 7], { sampling_ratio: 2, aligned: true })
ops.roi_pool(x, boxes, 7, 0.25)
ops.complete_box_iou_loss(boxes, boxes, { reduction: 'mean' })
// @ts-expect-error no such reduction
ops.generalized_box_iou_loss(boxes, boxes, 'max')
ops.sigmoid_focal_loss(x, x, { gamma: 1.5 })
ops.stochastic_depth(x, 0.2, 'row', { training: false })
// @ts-expect-error no such mode
ops.StochasticDepth(0.2, 'column')
ops.Conv2dNormActivation(3, 8, { activation_layer: null, norm_layer: (c) => nn.GroupNorm(1, c) })
ops.Conv2dNormActivation(3, 8, 3, 2)
expectTypeOf(ops.MLP(3, [4, 5], { activation_layer: nn.GELU })(x)).toEqualTypeOf<Tensor>()
ops.deform_conv2d(x, x, x, { mask: x, stride: [1, 2] })
ops.deform_conv2d(x, x, x, null, 2)
const fpn = ops.FeaturePyramidNetwork([3, 4], 8)
expectTypeOf(fpn({ a: x, b: x })).toEqualTypeOf<Record<string, Tensor>>()
