// Mirrors MultiheadAttention of torch/nn/modules/activation.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { is_autocast_enabled } from '../../_autocast.js'
import { callable } from '../../_callable.js'
import type { KeywordArgs, PositionalArgs } from '../../_def.js'
import { _native_multi_head_attention, empty } from '../../_generated/torch_functions.js'
import { get_fastpath_enabled } from '../../_mha_backend.js'
import { is_grad_enabled } from '../../autograd/grad_mode.js'
import { AssertionError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { bindForward } from './_layer.js'
import { NonDynamicallyQuantizableLinear } from './linear.js'
import { Module } from './module.js'

const initMultiheadAttention = initializer<
  [
    embed_dim: number,
    num_heads: number,
    dropout: number,
    bias: boolean,
    add_bias_kv: boolean,
    add_zero_attn: boolean,
    kdim: number | null,
    vdim: number | null,
    batch_first: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'MultiheadAttention.__init__(self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None, batch_first=False, device=None, dtype=None)',
)

const forwardLine =
  'query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None, average_attn_weights=True, is_causal=False'
type Line = `forward(${typeof forwardLine})`
type Inputs = [
  query: Tensor,
  key: Tensor,
  value: Tensor,
  key_padding_mask: Tensor | null,
  need_weights: boolean,
  attn_mask: Tensor | null,
  average_attn_weights: boolean,
  is_causal: boolean,
]
type Outputs = [attn_output: Tensor, attn_output_weights: Tensor | null]

const devices = ['cpu', 'cuda', 'privateuseone']

// Which mask a merged one is, as the native operators want to know it: of keys, or of both.
const paddingMask = 1
const fullMask = 2

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface MultiheadAttention {
  (...args: PositionalArgs<Line, Inputs>): Outputs
  (...args: KeywordArgs<Line, Inputs>): Outputs
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class MultiheadAttention extends Module {
  declare embed_dim: number
  declare kdim: number
  declare vdim: number
  declare _qkv_same_embed_dim: boolean
  declare num_heads: number
  declare dropout: number
  declare batch_first: boolean
  declare head_dim: number
  declare add_zero_attn: boolean
  declare in_proj_weight: Parameter | null
  declare q_proj_weight: Parameter | null
  declare k_proj_weight: Parameter | null
  declare v_proj_weight: Parameter | null
  declare in_proj_bias: Parameter | null
  declare out_proj: NonDynamicallyQuantizableLinear
  declare bias_k: Parameter | null
  declare bias_v: Parameter | null

  constructor(...args: ArgumentsOf<typeof initMultiheadAttention>) {
    const options = initMultiheadAttention(args)
    const { embed_dim, num_heads, bias, device, dtype } = options
    if (embed_dim <= 0 || num_heads <= 0) {
      throw new ValueError(
        'embed_dim and num_heads must be greater than 0, ' +
          `got embed_dim=${embed_dim} and num_heads=${num_heads} instead`,
      )
    }
    super()
    this.embed_dim = embed_dim
    this.kdim = options.kdim ?? embed_dim
    this.vdim = options.vdim ?? embed_dim
    this._qkv_same_embed_dim = this.kdim === embed_dim && this.vdim === embed_dim
    this.num_heads = num_heads
    this.dropout = options.dropout
    this.batch_first = options.batch_first
    this.head_dim = Math.floor(embed_dim / num_heads)
    if (this.head_dim * num_heads !== embed_dim) {
      throw new AssertionError('embed_dim must be divisible by num_heads')
    }
    const parameter = (...size: number[]): Parameter =>
      new Parameter(empty(size, { device, dtype }))
    if (this._qkv_same_embed_dim) {
      this.in_proj_weight = parameter(3 * embed_dim, embed_dim)
      this.register_parameter('q_proj_weight', null)
      this.register_parameter('k_proj_weight', null)
      this.register_parameter('v_proj_weight', null)
    } else {
      this.q_proj_weight = parameter(embed_dim, embed_dim)
      this.k_proj_weight = parameter(embed_dim, this.kdim)
      this.v_proj_weight = parameter(embed_dim, this.vdim)
      this.register_parameter('in_proj_weight', null)
    }
    this.register_parameter('in_proj_bias', bias ? parameter(3 * embed_dim) : null)
    this.out_proj = new NonDynamicallyQuantizableLinear(embed_dim, embed_dim, {
      bias,
      device,
      dtype,
    })
    this.bias_k = options.add_bias_kv ? parameter(1, 1, embed_dim) : null
    this.bias_v = options.add_bias_kv ? parameter(1, 1, embed_dim) : null
    this.add_zero_attn = options.add_zero_attn
    this._reset_parameters()
  }

  _reset_parameters(): void {
    const { in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight } = this
    for (const weight of [in_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight]) {
      if (weight !== null) init.xavier_uniform_(weight)
    }
    if (this.in_proj_bias !== null) {
      init.constant_(this.in_proj_bias, 0)
      init.constant_(this.out_proj.bias as Parameter, 0)
    }
    if (this.bias_k !== null) init.xavier_normal_(this.bias_k)
    if (this.bias_v !== null) init.xavier_normal_(this.bias_v)
  }

  override forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    key_padding_mask: Tensor | null = null,
    need_weights = true,
    attn_mask: Tensor | null = null,
    average_attn_weights = true,
    is_causal = false,
  ): Outputs {
    const floating =
      attn_mask?.is_floating_point() || key_padding_mask?.is_floating_point()
        ? 'floating-point masks are not supported for fast path.'
        : ''
    const target = query.dtype
    const padding = F._canonical_mask(
      key_padding_mask,
      'key_padding_mask',
      attn_mask?.dtype ?? null,
      'attn_mask',
      target,
    )
    const attention = F._canonical_mask(attn_mask, 'attn_mask', null, '', target, false)

    const whyNot =
      whyNoFastPath(this, query, key, value, padding, attention) || floating || whySlow(this, query)
    const { in_proj_weight, in_proj_bias, out_proj, embed_dim, num_heads } = this
    if (whyNot === '' && in_proj_bias !== null && in_proj_weight !== null) {
      const [mask, mask_type] = this.merge_masks(attention, padding, query)
      return _native_multi_head_attention(
        query,
        key,
        value,
        embed_dim,
        num_heads,
        in_proj_weight,
        in_proj_bias,
        out_proj.weight,
        out_proj.bias as Tensor,
        mask,
        need_weights,
        average_attn_weights,
        mask_type,
      )
    }
    if (query.is_nested || key.is_nested || value.is_nested) {
      throw new AssertionError(
        'MultiheadAttention does not support NestedTensor outside of its fast path. ' +
          `The fast path was not hit because ${whyNot}`,
      )
    }

    const swapped = this.batch_first && query.dim() === 3
    const [q, k, v] = swapped ? swapBatch(query, key, value) : [query, key, value]
    const [output, weights] = F.multi_head_attention_forward(
      q,
      k,
      v,
      embed_dim,
      num_heads,
      in_proj_weight,
      in_proj_bias,
      this.bias_k,
      this.bias_v,
      this.add_zero_attn,
      this.dropout,
      out_proj.weight,
      out_proj.bias,
      this.training,
      padding,
      need_weights,
      attention,
      !this._qkv_same_embed_dim,
      this.q_proj_weight,
      this.k_proj_weight,
      this.v_proj_weight,
      null,
      null,
      average_attn_weights,
      is_causal,
    )
    return [swapped ? output.transpose(1, 0) : output, weights]
  }

  /**
   * Both masks as one, and which kind it is for the native operators: 1 for a mask of keys `(N, S)`, 2 for one of
   * `(N, heads, L, S)`; nothing for nothing.
   */
  merge_masks(
    attn_mask: Tensor | null,
    key_padding_mask: Tensor | null,
    query: Tensor,
  ): [merged_mask: Tensor | null, mask_type: number | null] {
    if (attn_mask === null) {
      return [key_padding_mask, key_padding_mask === null ? null : paddingMask]
    }
    const [batch, length] = query.shape as unknown as [number, number]
    const attention =
      attn_mask.dim() === 3
        ? attn_mask.view(batch, -1, length, length)
        : attn_mask.view(1, 1, length, length).expand(batch, this.num_heads, -1, -1)
    if (key_padding_mask === null) return [attention, fullMask]
    const padding = key_padding_mask.view(batch, 1, 1, length).expand(-1, this.num_heads, -1, -1)
    return [attention.add(padding), fullMask]
  }
}

// Why one native call cannot do it all; empty where it can, gradients left aside.
function whyNoFastPath(
  module: MultiheadAttention,
  query: Tensor,
  key: Tensor,
  value: Tensor,
  padding: Tensor | null,
  attention: Tensor | null,
): string {
  const { in_proj_weight, in_proj_bias } = module
  if (!get_fastpath_enabled()) return 'torch.backends.mha.get_fastpath_enabled() was not True'
  if (query.dim() !== 3) {
    return `input not batched; expected query.dim() of 3 but got ${query.dim()}`
  }
  if (query !== key || key !== value) {
    return 'non-self attention was used (query, key, and value are not the same Tensor)'
  }
  if (in_proj_bias !== null && query.dtype !== in_proj_bias.dtype) {
    return `dtypes of query (${query.dtype}) and self.in_proj_bias (${in_proj_bias.dtype}) don't match`
  }
  if (in_proj_weight === null) return 'in_proj_weight was None'
  if (query.dtype !== in_proj_weight.dtype) {
    return `dtypes of query (${query.dtype}) and self.in_proj_weight (${in_proj_weight.dtype}) don't match`
  }
  if (module.training) return 'training is enabled'
  if (module.num_heads % 2 !== 0) return 'self.num_heads is not even'
  if (!module.batch_first) return 'batch_first was not True'
  if (module.bias_k !== null) return 'self.bias_k was not None'
  if (module.bias_v !== null) return 'self.bias_v was not None'
  if (module.add_zero_attn) return 'add_zero_attn was enabled'
  if (!module._qkv_same_embed_dim) return '_qkv_same_embed_dim was not True'
  if (query.is_nested && (padding !== null || attention !== null)) {
    // The spaces are Python's: its text goes over two lines of source.
    return `supplying both src_key_padding_mask and src_mask at the same time ${' '.repeat(33)}is not supported with NestedTensor input`
  }
  // CUDA's, as in Python: the CPU's does not keep from the fast path.
  if (is_autocast_enabled()) return 'autocast is enabled'
  return ''
}

function whySlow(module: MultiheadAttention, query: Tensor): string {
  const { in_proj_weight, in_proj_bias, out_proj } = module
  const tensors = [query, in_proj_weight, in_proj_bias, out_proj.weight, out_proj.bias]
  if (!tensors.every((one) => one === null || devices.includes(one.device.type))) {
    return "some Tensor argument's device is neither one of cpu, cuda or privateuseone"
  }
  if (is_grad_enabled() && tensors.some((one) => one?.requires_grad)) {
    return (
      'grad is enabled and at least one of query or the ' +
      'input/output projection weights or biases requires_grad'
    )
  }
  return ''
}

// Batch and sequence exchanged; what is the same tensor stays the same, which spares projections.
function swapBatch(query: Tensor, key: Tensor, value: Tensor): [Tensor, Tensor, Tensor] {
  const q = query.transpose(1, 0)
  if (key !== value) return [q, key.transpose(1, 0), value.transpose(1, 0)]
  const k = query === key ? q : key.transpose(1, 0)
  return [q, k, k]
}

bindForward(MultiheadAttention, forwardLine)

/**
 * Attention with several heads: every query looks at all keys, in `num_heads` subspaces at once, and gets the mean of
 * the values that it weighs by. `kdim` and `vdim` are the features of keys and values where they differ from
 * `embed_dim`; `add_bias_kv` adds a learned key and value, `add_zero_attn` one of zeros. In evaluation and without
 * gradients it is one native call where it can be (see `torch.backends.mha`).
 *
 * Shape: query `(L, N, E)`, key and value `(S, N, E)`; `(N, L, E)` if `batch_first`; all without `N`, too.
 * key_padding_mask `(N, S)`, attn_mask `(L, S)` or `(N * num_heads, L, S)`: boolean, where true is not looked at, or
 * numbers to add. The result is the output, shaped as the query, and with `need_weights` the weights `(N, L, S)`, or
 * `(N, num_heads, L, S)` where they are not averaged. Without `need_weights` it is faster.
 *
 * @example
 * const attention = nn.MultiheadAttention(16, 4, { batch_first: true })
 * const x = torch.randn(2, 5, 16)
 * const [output, weights] = attention(x, x, x)
 * weights?.size() // torch.Size([2, 5, 5])
 * const [fast] = attention(x, x, x, { need_weights: false })
 * fast.size() // torch.Size([2, 5, 16])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.MultiheadAttention.html
 */
const MultiheadAttention_ = callable(MultiheadAttention)
type MultiheadAttention_ = MultiheadAttention

export { MultiheadAttention_ as MultiheadAttention }
