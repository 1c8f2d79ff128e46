// The functions that build models for segmentation: as those in ../_builder.ts, with a trained backbone.

import type { nn } from '../../../index.js'
import { type AnyWeightsEnum, declareWeights, register_model, type WeightsEnum } from '../_api.js'
import type { CommonOptions, WeightsArgument } from '../_builder.js'
import {
  _ovewrite_value_param,
  handle_legacy_interface,
  type Kwargs,
  kwonly_to_pos_or_kw,
} from '../_utils.js'
import { mobilenet_v3_large } from '../mobilenetv3.js'
import { type ResNet, resnet50, resnet101 } from '../resnet.js'

/** The keywords of builders for segmentation, whose backbone has weights of the enum `B`. */
export interface SegmentationOptions<E, B> extends CommonOptions<E> {
  /** The background is one of the classes; 21 unless given. */
  num_classes?: number | null | undefined
  /** Whether there is an auxiliary classifier. */
  aux_loss?: boolean | null | undefined
  /** Trained weights of the backbone, those of ImageNet unless given. They are not loaded where `weights` are given. */
  weights_backbone?: WeightsArgument<B> | undefined
  /** @deprecated Say `weights_backbone`. */
  pretrained_backbone?: boolean | undefined
}

/** A function that builds a model for segmentation. */
export type SegmentationBuilder<M extends nn.Module, E, B> = (
  options?: SegmentationOptions<E, B>,
) => M

type Build<M> = (
  weights: WeightsEnum | null,
  num_classes: number,
  aux_loss: boolean,
  kwargs: Kwargs,
) => M

const parameters = ['weights', 'progress', 'num_classes', 'aux_loss', 'weights_backbone', 'kwargs']

/**
 * Makes and registers a builder with weights of the enum `E` and a backbone with weights of `B`. With `hasAux` trained
 * weights have an auxiliary classifier.
 */
export function segmentationBuilder<E, B, M extends nn.Module>(
  name: string,
  weightsEnum: E,
  backboneEnum: B,
  build: Build<M>,
  hasAux = true,
): SegmentationBuilder<M, E, B> {
  const [E, B] = [weightsEnum, backboneEnum] as unknown as [AnyWeightsEnum, AnyWeightsEnum]
  const backboneV1 = B.__members__.IMAGENET1K_V1 as WeightsEnum
  const former = {
    weights: ['pretrained', E.__members__.COCO_WITH_VOC_LABELS_V1 ?? null],
    weights_backbone: ['pretrained_backbone', backboneV1],
  } as const
  const fn = (...args: unknown[]): M => {
    const given = kwonly_to_pos_or_kw(parameters, args)
    handle_legacy_interface(name, former, given)
    const { weights: which = null, progress = true, weights_backbone, ...kwargs } = given
    const weights = E.verify(which as WeightsEnum | null)
    const own = weights_backbone === undefined ? backboneV1 : weights_backbone
    const backbone = B.verify(own as WeightsEnum | null)
    const { num_classes = null, aux_loss = null } = kwargs as SegmentationOptions<E, B>
    if (weights === null) return build(backbone, num_classes ?? 21, aux_loss ?? false, kwargs)
    const classes = _ovewrite_value_param(
      'num_classes',
      num_classes,
      weights.meta.categories.length,
    )
    const aux = hasAux && _ovewrite_value_param('aux_loss', aux_loss, true)
    const model = build(null, classes, aux, kwargs)
    const state_dict = weights.get_state_dict({ progress: progress as boolean, check_hash: true })
    model.load_state_dict(state_dict)
    return model
  }
  Object.defineProperty(fn, 'name', { value: name })
  declareWeights(fn as never, E)
  return register_model()(fn as never)
}

type Trained = WeightsEnum | null

interface Backbones {
  readonly resnet50: (weights: Trained) => ResNet
  readonly resnet101: (weights: Trained) => ResNet
  readonly mobilenet_v3_large: (weights: Trained) => nn.Sequential
}

/** The backbones, which keep more of the size than the classifiers do. */
export const backbones: Backbones = {
  resnet50: (weights: Trained) =>
    resnet50({ weights: weights as null, replace_stride_with_dilation: [false, true, true] }),
  resnet101: (weights: Trained) =>
    resnet101({ weights: weights as null, replace_stride_with_dilation: [false, true, true] }),
  mobilenet_v3_large: (weights: Trained) =>
    mobilenet_v3_large({ weights: weights as null, dilated: true }).features,
}

/** Two layers of a MobileNet V3, with their channels: one of an eighth of the size, and the last. */
export function stagesOf(
  features: nn.Sequential,
): [low: [at: string, channels: number], high: [at: string, channels: number]] {
  const blocks = [...features] as unknown as { _is_cn?: boolean; out_channels: number }[]
  const strided = blocks.flatMap((block, i) => (block._is_cn === true ? [i] : []))
  const stages = [0, ...strided, blocks.length - 1]
  const stage = (at: number): [string, number] => {
    const i = stages.at(at) as number
    return [String(i), (blocks[i] as { out_channels: number }).out_channels]
  }
  return [stage(-4), stage(-1)]
}
