// Mirrors TransformerEncoder and TransformerEncoderLayer of torch/nn/modules/transformer.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { is_autocast_enabled } from '../../_autocast.js'
import { callable } from '../../_callable.js'
import type { KeywordArgs, PositionalArgs } from '../../_def.js'
import * as C from '../../_generated/torch_functions.js'
import { get_fastpath_enabled } from '../../_mha_backend.js'
import { is_grad_enabled } from '../../autograd/grad_mode.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { warn } from '../../warnings.js'
import * as F from '../functional.js'
import { bindForward } from './_layer.js'
import { MultiheadAttention } from './_multihead_attention.js'
import {
  _detect_is_causal_mask,
  _get_activation_fn,
  _get_clones,
  _get_seq_len,
  type Activation,
  anyRequiresGrad,
  selfAttention,
} from './_transformer_mask.js'
import { GELU, ReLU } from './activation.js'
import type { ModuleList } from './container.js'
import { Dropout } from './dropout.js'
import { Linear } from './linear.js'
import { Module } from './module.js'
import { LayerNorm } from './normalization.js'

/** The parameters of both kinds of layers. */
export type LayerParameters = [
  d_model: number,
  nhead: number,
  dim_feedforward: number,
  dropout: number,
  activation: Activation,
  layer_norm_eps: number,
  batch_first: boolean,
  norm_first: boolean,
  bias: boolean,
  device: Device | null,
  dtype: dtype | null,
]

// The activation's default is F.relu itself, which a `def` line cannot say.
const initLayer = initializer<LayerParameters>()(
  "TransformerEncoderLayer.__init__(self, d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu', layer_norm_eps=1e-05, batch_first=False, norm_first=False, bias=True, device=None, dtype=None)",
)

const layerLine = 'src, src_mask=None, src_key_padding_mask=None, is_causal=False'
type LayerLine = `forward(${typeof layerLine})`
type LayerInputs = [
  src: Tensor,
  src_mask: Tensor | null,
  src_key_padding_mask: Tensor | null,
  is_causal: boolean,
]

const devices = ['cpu', 'cuda', 'xpu', 'privateuseone']

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface TransformerEncoderLayer {
  (...args: PositionalArgs<LayerLine, LayerInputs>): Tensor
  (...args: KeywordArgs<LayerLine, LayerInputs>): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class TransformerEncoderLayer extends Module {
  declare self_attn: MultiheadAttention
  declare linear1: Linear
  declare dropout: Dropout
  declare linear2: Linear
  declare norm_first: boolean
  declare norm1: LayerNorm
  declare norm2: LayerNorm
  declare dropout1: Dropout
  declare dropout2: Dropout
  /** 1 for relu, 2 for gelu, 0 for all else: what the native operator wants to know. */
  declare activation_relu_or_gelu: 0 | 1 | 2
  declare activation: (input: Tensor) => Tensor

  constructor(...args: ArgumentsOf<typeof initLayer>) {
    const options = initLayer(args)
    super()
    const { d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps } = options
    const { batch_first, norm_first, bias, device, dtype } = options
    const factory = { bias, device, dtype }
    this.self_attn = new MultiheadAttention(d_model, nhead, { dropout, batch_first, ...factory })
    this.linear1 = new Linear(d_model, dim_feedforward, factory)
    this.dropout = new Dropout(dropout)
    this.linear2 = new Linear(dim_feedforward, d_model, factory)
    this.norm_first = norm_first
    this.norm1 = new LayerNorm(d_model, { eps: layer_norm_eps, ...factory })
    this.norm2 = new LayerNorm(d_model, { eps: layer_norm_eps, ...factory })
    this.dropout1 = new Dropout(dropout)
    this.dropout2 = new Dropout(dropout)
    const fn = typeof activation === 'string' ? _get_activation_fn(activation) : activation
    this.activation_relu_or_gelu =
      fn === F.relu || fn instanceof ReLU ? 1 : fn === F.gelu || fn instanceof GELU ? 2 : 0
    this.activation = fn
  }

  override forward(
    src: Tensor,
    src_mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
    is_causal = false,
  ): Tensor {
    const padding = F._canonical_mask(
      src_key_padding_mask,
      'src_key_padding_mask',
      src_mask?.dtype ?? null,
      'src_mask',
      src.dtype,
    )
    const mask = F._canonical_mask(src_mask, 'src_mask', null, '', src.dtype, false)
    if (fits(this, src, mask, padding)) return fastPath(this, src, mask, padding)
    if (this.norm_first) {
      const x = src.add(this._sa_block(this.norm1(src), mask, padding, is_causal))
      return x.add(this._ff_block(this.norm2(x)))
    }
    const x = this.norm1(src.add(this._sa_block(src, mask, padding, is_causal)))
    return this.norm2(x.add(this._ff_block(x)))
  }

  _sa_block(
    x: Tensor,
    attn_mask: Tensor | null,
    key_padding_mask: Tensor | null,
    is_causal = false,
  ): Tensor {
    const options = { attn_mask, key_padding_mask, need_weights: false, is_causal }
    return this.dropout1(this.self_attn(x, x, x, options)[0])
  }

  _ff_block(x: Tensor): Tensor {
    const { activation } = this
    return this.dropout2(this.linear2(this.dropout(activation(this.linear1(x)))))
  }
}

type Four = [Tensor, Tensor, Tensor, Tensor]
type Twelve = [...Four, ...Four, ...Four]

// In the order in which the native operator takes them.
function layerWeights(layer: TransformerEncoderLayer): (Tensor | null)[] {
  const { self_attn, norm1, norm2, linear1, linear2 } = layer
  return [
    self_attn.in_proj_weight,
    self_attn.in_proj_bias,
    self_attn.out_proj.weight,
    self_attn.out_proj.bias,
    norm1.weight,
    norm1.bias,
    norm2.weight,
    norm2.bias,
    linear1.weight,
    linear1.bias,
    linear2.weight,
    linear2.bias,
  ]
}

// Whether the native operator can do it all.
function fits(
  layer: TransformerEncoderLayer,
  src: Tensor,
  mask: Tensor | null,
  padding: Tensor | null,
): boolean {
  if (!get_fastpath_enabled() || src.dim() !== 3 || layer.training) return false
  const { self_attn } = layer
  if (!self_attn.batch_first || self_attn.in_proj_bias === null) return false
  if (!self_attn._qkv_same_embed_dim || !layer.activation_relu_or_gelu) return false
  if (layer.norm1.eps !== layer.norm2.eps || self_attn.num_heads % 2 === 1) return false
  if (src.is_nested && (padding !== null || mask !== null)) return false
  if (is_autocast_enabled()) return false // CUDA's, as in Python.
  for (const { _forward_hooks, _forward_pre_hooks } of layer.modules()) {
    if (_forward_hooks.size + _forward_pre_hooks.size > 0) return false
  }
  const tensors = [src, ...layerWeights(layer)]
  if (!tensors.every((one) => one === null || devices.includes(one.device.type))) return false
  return !(is_grad_enabled() && anyRequiresGrad(tensors))
}

function fastPath(
  layer: TransformerEncoderLayer,
  src: Tensor,
  mask: Tensor | null,
  padding: Tensor | null,
): Tensor {
  const { self_attn } = layer
  const [merged_mask, mask_type] = self_attn.merge_masks(mask, padding, src)
  const weights = layerWeights(layer) as Tensor[]
  const [qkv_weight, qkv_bias, proj_weight, proj_bias, ...others] = weights as Twelve
  return C._transformer_encoder_layer_fwd(
    src,
    self_attn.embed_dim,
    self_attn.num_heads,
    qkv_weight,
    qkv_bias,
    proj_weight,
    proj_bias,
    layer.activation_relu_or_gelu === 2,
    layer.norm_first,
    layer.norm1.eps,
    ...others,
    merged_mask,
    mask_type,
  )
}

const initEncoder = initializer<
  [
    encoder_layer: Module,
    num_layers: number,
    norm: Module | null,
    enable_nested_tensor: boolean,
    mask_check: boolean,
  ]
>()(
  'TransformerEncoder.__init__(self, encoder_layer, num_layers, norm=None, enable_nested_tensor=True, mask_check=True)',
)

const encoderLine = 'src, mask=None, src_key_padding_mask=None, is_causal=None'
type EncoderLine = `forward(${typeof encoderLine})`
type EncoderInputs = [
  src: Tensor,
  mask: Tensor | null,
  src_key_padding_mask: Tensor | null,
  is_causal: boolean | null,
]

// Why layers like this one cannot work on nested tensors; empty where they can.
function whyNotNested(layer: Module): string {
  if (!(layer instanceof TransformerEncoderLayer)) {
    return 'encoder_layer was not TransformerEncoderLayer'
  }
  const { self_attn } = layer
  if (layer.norm_first) return 'encoder_layer.norm_first was True'
  if (!self_attn.batch_first) {
    return (
      'encoder_layer.self_attn.batch_first was not True' +
      '(use batch_first for better inference performance)'
    )
  }
  if (!self_attn._qkv_same_embed_dim) {
    return 'encoder_layer.self_attn._qkv_same_embed_dim was not True'
  }
  if (self_attn.in_proj_bias === null) return 'encoder_layer.self_attn was passed bias=False'
  if (!layer.activation_relu_or_gelu) return 'encoder_layer.activation_relu_or_gelu was not True'
  if (layer.norm1.eps !== layer.norm2.eps) {
    return 'encoder_layer.norm1.eps was not equal to encoder_layer.norm2.eps'
  }
  if (self_attn.num_heads % 2 === 1) return 'encoder_layer.self_attn.num_heads is odd'
  return ''
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface TransformerEncoder {
  (...args: PositionalArgs<EncoderLine, EncoderInputs>): Tensor
  (...args: KeywordArgs<EncoderLine, EncoderInputs>): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class TransformerEncoder extends Module {
  declare layers: ModuleList<TransformerEncoderLayer>
  declare num_layers: number
  declare norm: Module | null
  /** What the constructor was told. */
  declare enable_nested_tensor: boolean
  /** Whether the layers can work on nested tensors, too. */
  declare use_nested_tensor: boolean
  declare mask_check: boolean

  constructor(...args: ArgumentsOf<typeof initEncoder>) {
    const options = initEncoder(args)
    super()
    const { encoder_layer, num_layers, norm, enable_nested_tensor, mask_check } = options
    this.layers = _get_clones(encoder_layer as TransformerEncoderLayer, num_layers)
    this.num_layers = num_layers
    this.norm = norm
    this.enable_nested_tensor = enable_nested_tensor
    this.use_nested_tensor = enable_nested_tensor
    this.mask_check = mask_check
    const reason = whyNotNested(encoder_layer)
    if (enable_nested_tensor && reason !== '') {
      warn(`enable_nested_tensor is True, but self.use_nested_tensor is False because ${reason}`)
      this.use_nested_tensor = false
    }
  }

  override forward(
    src: Tensor,
    mask: Tensor | null = null,
    src_key_padding_mask: Tensor | null = null,
    is_causal: boolean | null = null,
  ): Tensor {
    const padding = F._canonical_mask(
      src_key_padding_mask,
      'src_key_padding_mask',
      mask?.dtype ?? null,
      'mask',
      src.dtype,
    )
    const src_mask = F._canonical_mask(mask, 'mask', null, '', src.dtype, false)
    const first = this.layers[0]
    const { batch_first } = selfAttention(first)
    const nested = padding !== null && canNest(this, first, src, src_mask, padding)
    let output = nested
      ? C._nested_tensor_from_mask(src, padding.logical_not(), { mask_check: false })
      : src
    const causal = _detect_is_causal_mask(src_mask, is_causal, _get_seq_len(src, batch_first))
    const options = {
      src_mask,
      is_causal: causal,
      src_key_padding_mask: nested ? null : padding,
    }
    for (const layer of this.layers) output = layer(output, options)
    if (nested) output = output.to_padded_tensor(0, src.size())
    return this.norm === null ? output : (this.norm(output) as Tensor)
  }
}

// Whether the layers take the sequences without their padding: only in evaluation, where no gradient is asked for.
function canNest(
  encoder: TransformerEncoder,
  first: TransformerEncoderLayer,
  src: Tensor,
  mask: Tensor | null,
  padding: Tensor,
): boolean {
  if (!get_fastpath_enabled() || !encoder.use_nested_tensor || first.training) return false
  if (src.dim() !== 3) return false
  if (encoder.mask_check && !C._nested_tensor_from_mask_left_aligned(src, padding.logical_not())) {
    return false
  }
  if (src.is_nested || mask !== null || is_autocast_enabled()) return false
  if (!devices.includes(src.device.type)) return false
  return !(is_grad_enabled() && anyRequiresGrad([src, ...layerWeights(first)]))
}

bindForward(TransformerEncoderLayer, layerLine)
bindForward(TransformerEncoder, encoderLine)

/**
 * One layer of an encoder: attention of the sequence to itself, then two linear maps with an activation between them,
 * each with dropout, a residual and a layer norm, which comes first if `norm_first`. In evaluation and without
 * gradients it is one native call where it can be (see `torch.backends.mha`).
 *
 * Shape: src and the result `(S, N, E)`, `(N, S, E)` if `batch_first`, or `(S, E)`; src_mask `(S, S)` or
 * `(N * nhead, S, S)`; src_key_padding_mask `(N, S)`, true where the key is padding.
 *
 * @example
 * const layer = nn.TransformerEncoderLayer({ d_model: 32, nhead: 4, batch_first: true })
 * layer(torch.rand(8, 10, 32)).size() // torch.Size([8, 10, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TransformerEncoderLayer.html
 */
const TransformerEncoderLayer_ = callable(TransformerEncoderLayer)
/**
 * `num_layers` copies of a layer, one after the other, and `norm` at the end. All start with the same weights. With
 * `enable_nested_tensor` padding is left out of the work in evaluation.
 *
 * Shape: as of {@link TransformerEncoderLayer}.
 *
 * @example
 * const encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(32, 4), 2)
 * encoder(torch.rand(10, 8, 32)).size() // torch.Size([10, 8, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.TransformerEncoder.html
 */
const TransformerEncoder_ = callable(TransformerEncoder)
type TransformerEncoderLayer_ = TransformerEncoderLayer
type TransformerEncoder_ = TransformerEncoder

export {
  TransformerEncoder_ as TransformerEncoder,
  TransformerEncoderLayer_ as TransformerEncoderLayer,
}
