// Mirrors torchvision/transforms/_presets.py: what the weights of models want done to their images.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import { modeOf } from './_base.js'
import { InterpolationMode } from './_interpolation.js'
import { type ImageOrTensor, type Interpolation, isTensor } from './_types.js'
import * as F from './functional.js'

const accepted =
  'Accepts ``PIL.Image``, batched ``(B, C, H, W)`` and single ``(C, H, W)`` image ``torch.Tensor`` objects. '

/** An image as floats, normalised. */
function normalized(img: ImageOrTensor, mean: readonly number[], std: readonly number[]): Tensor {
  const tensor = isTensor(img) ? img : F.pil_to_tensor(img)
  return F.normalize(F.convert_image_dtype(tensor, torch.float), mean, std)
}

// The settings of a preset, a line each.
function settings(name: string, fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `\n    ${key}=${pyRepr(value)}`)
  return `${name}(${lines.join('')}\n)`
}

class ObjectDetection extends nn.Module {
  override forward(img: ImageOrTensor): Tensor {
    return F.convert_image_dtype(isTensor(img) ? img : F.pil_to_tensor(img), torch.float)
  }

  override __repr__(): string {
    return `${this.constructor.name}()`
  }

  /** What it does, in words. */
  describe(): string {
    return `${accepted}The images are rescaled to \`\`[0.0, 1.0]\`\`.`
  }
}

const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }
const kinetics = { mean: [0.43216, 0.394666, 0.37645], std: [0.22803, 0.22145, 0.216989] }

type Numbers = readonly number[] | undefined

const initClassification = initializer<
  [
    crop_size: number,
    resize_size: number,
    mean: Numbers,
    std: Numbers,
    interpolation: Interpolation | undefined,
    antialias: boolean | null,
  ]
>()(
  'ImageClassification.__init__(self, *, crop_size, resize_size=256, mean=undefined, std=undefined, interpolation=undefined, antialias=True)',
)

class ImageClassification extends nn.Module {
  declare crop_size: number[]
  declare resize_size: number[]
  declare mean: number[]
  declare std: number[]
  declare interpolation: InterpolationMode
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initClassification>) {
    const bound = initClassification(args)
    const { crop_size, resize_size, mean, std, interpolation, antialias } = bound
    super()
    this.crop_size = [crop_size]
    this.resize_size = [resize_size]
    this.mean = [...(mean ?? imagenet.mean)]
    this.std = [...(std ?? imagenet.std)]
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
    this.antialias = antialias
  }

  override forward(img: ImageOrTensor): Tensor {
    const { interpolation, antialias } = this
    const resized = F.resize(img, this.resize_size, { interpolation, antialias })
    return normalized(F.center_crop(resized, this.crop_size), this.mean, this.std)
  }

  override __repr__(): string {
    const { crop_size, resize_size, mean, std, interpolation } = this
    const fields = { crop_size, resize_size, mean, std, interpolation }
    return settings(this.constructor.name, fields)
  }

  /** What it does, in words. */
  describe(): string {
    const { crop_size, resize_size, mean, std, interpolation } = this
    return (
      `${accepted}The images are resized to \`\`resize_size=${pyRepr(resize_size)}\`\` using ` +
      `\`\`interpolation=${interpolation}\`\`, followed by a central crop of ` +
      `\`\`crop_size=${pyRepr(crop_size)}\`\`. Finally the values are first rescaled to ` +
      `\`\`[0.0, 1.0]\`\` and then normalized using \`\`mean=${pyRepr(mean)}\`\` and ` +
      `\`\`std=${pyRepr(std)}\`\`.`
    )
  }
}

const initVideo = initializer<
  [
    crop_size: readonly number[],
    resize_size: readonly number[],
    mean: Numbers,
    std: Numbers,
    interpolation: Interpolation | undefined,
  ]
>()(
  'VideoClassification.__init__(self, *, crop_size, resize_size, mean=undefined, std=undefined, interpolation=undefined)',
)

class VideoClassification extends nn.Module {
  declare crop_size: number[]
  declare resize_size: number[]
  declare mean: number[]
  declare std: number[]
  declare interpolation: InterpolationMode

  constructor(...args: ArgumentsOf<typeof initVideo>) {
    const { crop_size, resize_size, mean, std, interpolation } = initVideo(args)
    super()
    this.crop_size = [...crop_size]
    this.resize_size = [...resize_size]
    this.mean = [...(mean ?? kinetics.mean)]
    this.std = [...(std ?? kinetics.std)]
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
  }

  override forward(vid: Tensor): Tensor {
    const squeeze = vid.ndim < 5
    const batch = squeeze ? vid.unsqueeze(0) : vid
    const [n, t, c, h, w] = batch.shape as unknown as [number, number, number, number, number]
    const { interpolation } = this
    const frames = F.resize(batch.view(-1, c, h, w), this.resize_size, {
      interpolation,
      antialias: false,
    })
    const cropped = normalized(F.center_crop(frames, this.crop_size), this.mean, this.std)
    const [height, width] = this.crop_size as [number, number]
    const video = cropped.view(n, t, c, height, width).permute(0, 2, 1, 3, 4)
    return squeeze ? video.squeeze(0) : video
  }

  override __repr__(): string {
    const { crop_size, resize_size, mean, std, interpolation } = this
    const fields = { crop_size, resize_size, mean, std, interpolation }
    return settings(this.constructor.name, fields)
  }

  /** What it does, in words. */
  describe(): string {
    const { crop_size, resize_size, mean, std, interpolation } = this
    return (
      'Accepts batched ``(B, T, C, H, W)`` and single ``(T, C, H, W)`` video frame ``torch.Tensor`` ' +
      `objects. The frames are resized to \`\`resize_size=${pyRepr(resize_size)}\`\` using ` +
      `\`\`interpolation=${interpolation}\`\`, followed by a central crop of ` +
      `\`\`crop_size=${pyRepr(crop_size)}\`\`. Finally the values are first rescaled to ` +
      `\`\`[0.0, 1.0]\`\` and then normalized using \`\`mean=${pyRepr(mean)}\`\` and ` +
      `\`\`std=${pyRepr(std)}\`\`. Finally the output dimensions are permuted to ` +
      '``(..., C, T, H, W)`` tensors.'
    )
  }
}

const initSegmentation = initializer<
  [
    resize_size: number | null,
    mean: Numbers,
    std: Numbers,
    interpolation: Interpolation | undefined,
    antialias: boolean | null,
  ]
>()(
  'SemanticSegmentation.__init__(self, *, resize_size, mean=undefined, std=undefined, interpolation=undefined, antialias=True)',
)

class SemanticSegmentation extends nn.Module {
  declare resize_size: number[] | null
  declare mean: number[]
  declare std: number[]
  declare interpolation: InterpolationMode
  declare antialias: boolean | null

  constructor(...args: ArgumentsOf<typeof initSegmentation>) {
    const { resize_size, mean, std, interpolation, antialias } = initSegmentation(args)
    super()
    this.resize_size = resize_size === null ? null : [resize_size]
    this.mean = [...(mean ?? imagenet.mean)]
    this.std = [...(std ?? imagenet.std)]
    this.interpolation = modeOf(interpolation, InterpolationMode.BILINEAR)
    this.antialias = antialias
  }

  override forward(img: ImageOrTensor): Tensor {
    const { resize_size, interpolation, antialias } = this
    const resized =
      resize_size === null ? img : F.resize(img, resize_size, { interpolation, antialias })
    return normalized(resized, this.mean, this.std)
  }

  override __repr__(): string {
    const { resize_size, mean, std, interpolation } = this
    return settings(this.constructor.name, { resize_size, mean, std, interpolation })
  }

  /** What it does, in words. */
  describe(): string {
    const { resize_size, mean, std, interpolation } = this
    return (
      `${accepted}The images are resized to \`\`resize_size=${pyRepr(resize_size)}\`\` using ` +
      `\`\`interpolation=${interpolation}\`\`. Finally the values are first rescaled to ` +
      `\`\`[0.0, 1.0]\`\` and then normalized using \`\`mean=${pyRepr(mean)}\`\` and ` +
      `\`\`std=${pyRepr(std)}\`\`.`
    )
  }
}

class OpticalFlow extends nn.Module {
  override forward(img1: ImageOrTensor, img2: ImageOrTensor): Tuple<Tensor> {
    const half = [0.5, 0.5, 0.5]
    return tuple([img1, img2].map((img) => normalized(img, half, half).contiguous()))
  }

  override __repr__(): string {
    return `${this.constructor.name}()`
  }

  /** What it does, in words. */
  describe(): string {
    return `${accepted}The images are rescaled to \`\`[-1.0, 1.0]\`\`.`
  }
}

/** For detection: an image as floats in [0, 1]. */
const ObjectDetection_ = layer(ObjectDetection, 'img')
/**
 * For classification: an image resized, its middle cut out, as floats, normalised.
 *
 * @example
 * ImageClassification({ crop_size: 224 })(torch.zeros(3, 300, 400, { dtype: torch.uint8 })).shape // torch.Size([3, 224, 224])
 */
const ImageClassification_ = layer(ImageClassification, 'img')
/** For videos: {@link ImageClassification} of frames, (B, T, C, H, W) to (B, C, T, H, W). */
const VideoClassification_ = layer(VideoClassification, 'vid')
/** For segmentation: {@link ImageClassification} without cutting. */
const SemanticSegmentation_ = layer(SemanticSegmentation, 'img')
/** For optical flow: two images as floats in [-1, 1]. */
const OpticalFlow_ = layer(OpticalFlow, 'img1, img2')
type ObjectDetection_ = ObjectDetection
type ImageClassification_ = ImageClassification
type VideoClassification_ = VideoClassification
type SemanticSegmentation_ = SemanticSegmentation
type OpticalFlow_ = OpticalFlow

export {
  ImageClassification_ as ImageClassification,
  ObjectDetection_ as ObjectDetection,
  OpticalFlow_ as OpticalFlow,
  SemanticSegmentation_ as SemanticSegmentation,
  VideoClassification_ as VideoClassification,
}
