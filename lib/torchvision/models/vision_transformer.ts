// Mirrors torchvision/models/vision_transformer.py. Its encoder is in _vit_encoder.ts.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { layer } from '../../nn/modules/_layer.js'
import type { Layer, ModuleFactory } from '../ops/_factory.js'
import { Conv2dNormActivation } from '../ops/misc.js'
import { type Builder, builder, type OptionsOf } from './_builder.js'
import { _ovewrite_named_param } from './_utils.js'
import { _assert, Encoder, layerNorm } from './_vit_encoder.js'
import * as W from './_weights/vision_transformer.js'

export { Encoder, EncoderBlock, MLPBlock } from './_vit_encoder.js'

const initStem = initializer<
  [
    out_channels: number,
    kernel_size: number,
    stride: number,
    norm_layer: ModuleFactory,
    activation_layer: ModuleFactory,
  ]
>()(
  'ConvStemConfig.__new__(self, out_channels, kernel_size, stride, norm_layer=undefined, activation_layer=undefined)',
)

class ConvStemConfig {
  readonly out_channels: number
  readonly kernel_size: number
  readonly stride: number
  readonly norm_layer: ModuleFactory
  readonly activation_layer: ModuleFactory

  constructor(...args: ArgumentsOf<typeof initStem>) {
    const { out_channels, kernel_size, stride, ...options } = initStem(args)
    this.out_channels = out_channels
    this.kernel_size = kernel_size
    this.stride = stride
    this.norm_layer = options.norm_layer ?? nn.BatchNorm2d
    this.activation_layer = options.activation_layer ?? nn.ReLU
  }
}

const initVisionTransformer = initializer<
  [
    image_size: number,
    patch_size: number,
    num_layers: number,
    num_heads: number,
    hidden_dim: number,
    mlp_dim: number,
    dropout: number,
    attention_dropout: number,
    num_classes: number,
    representation_size: number | null,
    norm_layer: ModuleFactory,
    conv_stem_configs: readonly ConvStemConfig[] | null,
  ]
>()(
  'VisionTransformer.__init__(self, image_size, patch_size, num_layers, num_heads, hidden_dim, mlp_dim, dropout=0.0, attention_dropout=0.0, num_classes=1000, representation_size=None, norm_layer=undefined, conv_stem_configs=None)',
)

class VisionTransformer extends nn.Module {
  declare image_size: number
  declare patch_size: number
  declare hidden_dim: number
  declare mlp_dim: number
  declare attention_dropout: number
  declare dropout: number
  declare num_classes: number
  declare representation_size: number | null
  declare norm_layer: ModuleFactory
  declare conv_proj: Layer
  declare class_token: nn.Parameter
  declare encoder: Encoder
  declare seq_length: number
  declare heads: nn.Sequential

  constructor(...args: ArgumentsOf<typeof initVisionTransformer>) {
    const options = initVisionTransformer(args)
    const { image_size, patch_size, hidden_dim, norm_layer = layerNorm } = options
    super()
    _assert(image_size % patch_size === 0, 'Input shape indivisible by patch size!')
    const { conv_stem_configs, num_layers, num_heads, ...settings } = options
    Object.assign(this, settings, { norm_layer })
    this.conv_proj =
      conv_stem_configs === null
        ? nn.Conv2d(3, hidden_dim, { kernel_size: patch_size, stride: patch_size })
        : convStem(conv_stem_configs, hidden_dim)
    const patches = Math.floor(image_size / patch_size) ** 2
    this.class_token = nn.Parameter(torch.zeros(1, 1, hidden_dim))
    this.seq_length = patches + 1
    const { mlp_dim, dropout, attention_dropout } = options
    const sizes = [num_layers, num_heads, hidden_dim, mlp_dim, dropout, attention_dropout] as const
    this.encoder = Encoder(this.seq_length, ...sizes, norm_layer)
    this.heads = head(options)
    resetParameters(this)
  }

  _process_input(x: Tensor): Tensor {
    const [n, , h, w] = x.shape as unknown as [number, number, number, number]
    const { image_size, patch_size: p } = this
    _assert(h === image_size, `Wrong image height! Expected ${image_size} but got ${h}!`)
    _assert(w === image_size, `Wrong image width! Expected ${image_size} but got ${w}!`)
    const patches = Math.floor(h / p) * Math.floor(w / p)
    // (n, hidden_dim, h / p, w / p) to (n, patches, hidden_dim)
    return this.conv_proj(x).reshape(n, this.hidden_dim, patches).permute(0, 2, 1)
  }

  override forward(x: Tensor): Tensor {
    x = this._process_input(x)
    const token = this.class_token.expand(x.size(0), -1, -1)
    x = this.encoder(torch.cat([token, x], { dim: 1 }))
    return this.heads(x.select(1, 0))
  }
}

function convStem(configs: readonly ConvStemConfig[], hidden_dim: number): nn.Sequential {
  const stem = nn.Sequential()
  let channels = 3
  for (const [i, { out_channels, ...options }] of configs.entries()) {
    stem.add_module(`conv_bn_relu_${i}`, Conv2dNormActivation(channels, out_channels, options))
    channels = out_channels
  }
  stem.add_module('conv_last', nn.Conv2d(channels, hidden_dim, { kernel_size: 1 }))
  return stem
}

interface HeadOptions {
  hidden_dim: number
  num_classes: number
  representation_size: number | null
}

function head({ hidden_dim, num_classes, representation_size }: HeadOptions): nn.Sequential {
  if (representation_size === null) {
    return nn.Sequential({ head: nn.Linear(hidden_dim, num_classes) })
  }
  return nn.Sequential({
    pre_logits: nn.Linear(hidden_dim, representation_size),
    act: nn.Tanh(),
    head: nn.Linear(representation_size, num_classes),
  })
}

function resetParameters(model: VisionTransformer): void {
  const { conv_proj } = model
  const { pre_logits, head } = model.heads as { pre_logits?: nn.Linear; head?: nn.Linear }
  if (conv_proj instanceof nn.Conv2d) {
    const [height, width] = conv_proj.kernel_size as [number, number]
    const fan_in = conv_proj.in_channels * height * width
    nn.init.trunc_normal_(conv_proj.weight, { std: Math.sqrt(1 / fan_in) })
    if (conv_proj.bias !== null) nn.init.zeros_(conv_proj.bias)
  } else {
    const { conv_last } = conv_proj as unknown as { conv_last: nn.Conv2d }
    const std = Math.sqrt(2 / conv_last.out_channels)
    nn.init.normal_(conv_last.weight, { mean: 0, std })
    if (conv_last.bias !== null) nn.init.zeros_(conv_last.bias)
  }
  if (pre_logits) {
    nn.init.trunc_normal_(pre_logits.weight, { std: Math.sqrt(1 / pre_logits.in_features) })
    nn.init.zeros_(pre_logits.bias as Tensor)
  }
  if (head) {
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias as Tensor)
  }
}

type Options = OptionsOf<
  typeof initVisionTransformer,
  'patch_size' | 'num_layers' | 'num_heads' | 'hidden_dim' | 'mlp_dim'
>

interface Sizes {
  patch_size: number
  num_layers: number
  num_heads: number
  hidden_dim: number
  mlp_dim: number
}

function _vision_transformer<E>(
  name: string,
  weights: E,
  sizes: Sizes,
): Builder<VisionTransformer, E, Options> {
  return builder<E, Options>()(name, weights, (kwargs, given) => {
    if (given) _ovewrite_named_param(kwargs, 'image_size', given.meta.min_size[0])
    const doubled = Object.keys(sizes).find((size) => Object.hasOwn(kwargs, size))
    if (doubled !== undefined) {
      throw new TypeError(
        `torchvision.models.vision_transformer._vision_transformer() got multiple values for keyword argument '${doubled}'`,
      )
    }
    const { image_size = 224, ...rest } = kwargs
    return new VisionTransformer({ image_size: image_size as number, ...sizes, ...rest })
  })
}

const base = { num_layers: 12, num_heads: 12, hidden_dim: 768, mlp_dim: 3072 }
const large = { num_layers: 24, num_heads: 16, hidden_dim: 1024, mlp_dim: 4096 }
const huge = { num_layers: 32, num_heads: 16, hidden_dim: 1280, mlp_dim: 5120 }

/**
 * The base vision transformer of https://arxiv.org/abs/2010.11929 over patches of 16 x 16, for images of exactly
 * `image_size`, 224 unless given.
 *
 * @example
 * const net = torchvision.models.vit_b_16({ image_size: 32, num_classes: 10 })
 * net(torch.randn(2, 3, 32, 32)).size() // torch.Size([2, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/generated/torchvision.models.vit_b_16.html
 */
export const vit_b_16 = _vision_transformer('vit_b_16', W.ViT_B_16_Weights, {
  patch_size: 16,
  ...base,
})
/** The base transformer over patches of 32 x 32; see {@link vit_b_16}. */
export const vit_b_32 = _vision_transformer('vit_b_32', W.ViT_B_32_Weights, {
  patch_size: 32,
  ...base,
})
/** The large transformer over patches of 16 x 16; see {@link vit_b_16}. */
export const vit_l_16 = _vision_transformer('vit_l_16', W.ViT_L_16_Weights, {
  patch_size: 16,
  ...large,
})
/** The large transformer over patches of 32 x 32; see {@link vit_b_16}. */
export const vit_l_32 = _vision_transformer('vit_l_32', W.ViT_L_32_Weights, {
  patch_size: 32,
  ...large,
})
/** The huge transformer over patches of 14 x 14; see {@link vit_b_16}. */
export const vit_h_14 = _vision_transformer('vit_h_14', W.ViT_H_14_Weights, {
  patch_size: 14,
  ...huge,
})

type StateDict = Record<string, Tensor>
type InterpolateMode = 'bicubic' | 'bilinear'

interface InterpolateArguments {
  image_size: number
  patch_size: number
  model_state: StateDict
  interpolation_mode: InterpolateMode
  reset_heads: boolean
}

const bindInterpolate = python(
  "interpolate_embeddings(image_size, patch_size, model_state, interpolation_mode='bicubic', reset_heads=False)",
  { dicts: ['model_state'] },
)

/**
 * The state of a vision transformer for images of another size: the positions are interpolated. `model_state` is changed
 * as well; with `reset_heads` and another size, a new one without the heads comes back.
 *
 * @throws ValueError where the positions have a batch, or the patches are no square.
 *
 * @example
 * const state = { 'encoder.pos_embedding': torch.randn(1, 5, 8) }
 * const { interpolate_embeddings } = torchvision.models.vision_transformer
 * interpolate_embeddings(48, 16, state)['encoder.pos_embedding'].size() // torch.Size([1, 10, 8])
 *
 * @see https://docs.pytorch.org/vision/0.28/models/vision_transformer.html
 */
export function interpolate_embeddings(
  image_size: number,
  patch_size: number,
  model_state: StateDict,
  interpolation_mode?: InterpolateMode,
  reset_heads?: boolean,
): StateDict
export function interpolate_embeddings(
  image_size: number,
  patch_size: number,
  model_state: StateDict,
  options: { interpolation_mode?: InterpolateMode; reset_heads?: boolean },
): StateDict
export function interpolate_embeddings(...args: unknown[]): StateDict {
  const bound = bindInterpolate<InterpolateArguments>(args)
  const { image_size, patch_size, model_state, interpolation_mode, reset_heads } = bound
  const key = 'encoder.pos_embedding'
  const embedding = model_state[key] as Tensor
  const [n, length, hidden_dim] = embedding.shape as unknown as [number, number, number]
  if (n !== 1) throw new ValueError(`Unexpected position embedding shape: ${embedding.shape}`)
  const side = Math.floor(image_size / patch_size)
  const patches = length - 1
  if (side ** 2 === patches) return model_state
  const old = Math.floor(Math.sqrt(patches))
  if (old * old !== patches) {
    throw new ValueError(
      `seq_length is not a perfect square! Instead got seq_length_1d * seq_length_1d = ${old * old} and seq_length = ${patches}`,
    )
  }
  // The token of the class has no place.
  const token = embedding.narrow(1, 0, 1)
  const image = embedding.narrow(1, 1, patches).permute(0, 2, 1)
  const resized = nn.functional.interpolate(image.reshape(1, hidden_dim, old, old), {
    size: side,
    mode: interpolation_mode,
    align_corners: true,
  })
  const places = resized.reshape(1, hidden_dim, side ** 2).permute(0, 2, 1)
  model_state[key] = torch.cat([token, places], { dim: 1 })
  if (!reset_heads) return model_state
  return Object.fromEntries(
    Object.entries(model_state).filter(([name]) => !name.startsWith('heads')),
  )
}

/** The class of {@link vit_b_16}; `conv_stem_configs` puts convolutions in the place of the patches. */
const VisionTransformer_ = layer(VisionTransformer, 'x')
/** A convolution of a stem, see {@link VisionTransformer}. */
const ConvStemConfig_ = callable(ConvStemConfig)
type VisionTransformer_ = VisionTransformer
type ConvStemConfig_ = ConvStemConfig

export * from './_weights/vision_transformer.js'
export { ConvStemConfig_ as ConvStemConfig, VisionTransformer_ as VisionTransformer }
