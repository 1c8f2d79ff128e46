// Mirrors multi_head_attention_forward() of torch/nn/functional.py.

import { def } from '../../_def.js'
import { linear, scaled_dot_product_attention as native_attention } from '../../_generated/nn.js'
import * as C from '../../_generated/torch_functions.js'
import { isKeywords, python } from '../../_kwargs.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { equalSizes } from './_shapes.js'
import {
  _canonical_mask,
  _check_key_padding_mask,
  _mha_shape_check,
  checkAttentionMask,
  checkStatic,
  padMask,
} from './attention_checks.js'
import { _in_projection, _in_projection_packed } from './attention_projection.js'
import { dropout } from './dropout.js'

/**
 * Where a bias that says itself how to attend keeps its function; Python's `__torch_function__` of such classes. It gets
 * the arguments of {@link scaled_dot_product_attention} by position, without the mask.
 */
export const attend = Symbol('attend')

const bindAttention = python(
  'scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, *, scale=None, enable_gqa=False)',
)

function attentionWithBias(...args: unknown[]): Tensor {
  const last = args.at(-1)
  const mask = isKeywords(last) ? (last.attn_mask ?? args[3]) : args[3]
  if (typeof mask !== 'object' || mask === null || !Object.hasOwn(mask, attend)) {
    return Reflect.apply(native_attention, undefined, args) as Tensor
  }
  const { query, key, value, dropout_p, is_causal, scale, enable_gqa } =
    bindAttention<Record<string, unknown>>(args)
  const own = (mask as { [attend]: (...rest: unknown[]) => Tensor })[attend]
  return own(query, key, value, dropout_p, is_causal, scale, enable_gqa)
}
Object.defineProperty(attentionWithBias, 'name', { value: 'scaled_dot_product_attention' })

/**
 * Attention: `softmax(query keyᵀ * scale + mask) value`, with the fastest kernel that can do it; see
 * `torch.nn.attention.sdpa_kernel`. `scale` is `1 / sqrt(E)` if null. `is_causal` stands for a mask, in which query `i`
 * sees keys up to `i`. `dropout_p` always counts: pass 0 outside of training. With `enable_gqa` the query may have a
 * multiple of the heads of key and value.
 *
 * Shape: query `(N, ..., L, E)`, key `(N, ..., S, E)`, value `(N, ..., S, Ev)`, result `(N, ..., L, Ev)`. attn_mask
 * broadcasts to `(N, ..., L, S)`: boolean, where true takes part, numbers to add, or a bias of
 * `torch.nn.attention.bias`.
 *
 * @example
 * const [q, k, v] = [torch.randn(2, 8, 5, 16), torch.randn(2, 8, 7, 16), torch.randn(2, 8, 7, 32)]
 * F.scaled_dot_product_attention(q, k, v).size() // torch.Size([2, 8, 5, 32])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.functional.scaled_dot_product_attention.html
 */
export const scaled_dot_product_attention = attentionWithBias as typeof native_attention

interface Masks {
  attn_mask: Tensor | null
  key_padding_mask: Tensor | null
}

/**
 * Attention with several heads: projects queries, keys and values, attends in each head, joins the heads and projects
 * again. `nn.MultiheadAttention` calls this with its parameters.
 *
 * Shape: query `(L, N, E)`, key and value `(S, N, E)`, or all without `N`; in_proj_weight `(3 E, E)`; attn_mask
 * `(L, S)` or `(N * heads, L, S)`; key_padding_mask `(N, S)`. The result is the output, shaped as the query, and with
 * `need_weights` the attention weights `(N, L, S)`, per head `(N, heads, L, S)` if not `average_attn_weights`, else
 * null. Sizes that do not fit throw an AssertionError, `is_causal` without an attn_mask a RuntimeError.
 *
 * @example
 * const x = torch.randn(5, 2, 8)
 * const [out, weights] = F.multi_head_attention_forward(
 *   x, x, x, 8, 4, torch.randn(24, 8), torch.zeros(24), null, null, false, 0, torch.eye(8), torch.zeros(8))
 * out.size() // torch.Size([5, 2, 8])
 * weights?.size() // torch.Size([2, 5, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const multi_head_attention_forward = def(
  'multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False)',
  (
    query: Tensor,
    key: Tensor,
    value: Tensor,
    embed_dim_to_check: number,
    num_heads: number,
    in_proj_weight: Tensor | null,
    in_proj_bias: Tensor | null,
    bias_k: Tensor | null,
    bias_v: Tensor | null,
    add_zero_attn: boolean,
    dropout_p: number,
    out_proj_weight: Tensor,
    out_proj_bias: Tensor | null,
    training: boolean,
    key_padding_mask: Tensor | null,
    need_weights: boolean,
    attn_mask: Tensor | null,
    use_separate_proj_weight: boolean,
    q_proj_weight: Tensor | null,
    k_proj_weight: Tensor | null,
    v_proj_weight: Tensor | null,
    static_k: Tensor | null,
    static_v: Tensor | null,
    average_attn_weights: boolean,
    is_causal: boolean,
  ): [Tensor, Tensor | null] => {
    const is_batched = _mha_shape_check(query, key, value, key_padding_mask, attn_mask, num_heads)
    if (!is_batched) {
      // From here on they are three tensors, even if they were one: so in Python.
      query = query.unsqueeze(1)
      key = key.unsqueeze(1)
      value = value.unsqueeze(1)
      key_padding_mask = key_padding_mask?.unsqueeze(0) ?? null
    }
    const [tgt_len, bsz, embed_dim] = query.size() as unknown as [number, number, number]
    let src_len = key.size(0)

    const masks = prepareMasks()
    const head_dim = Math.floor(embed_dim / num_heads)
    checkSizes()
    let [q, k, v] = project()
    if (masks.attn_mask !== null) {
      masks.attn_mask = checkAttentionMask(masks.attn_mask, tgt_len, src_len, bsz * num_heads)
    }
    addKeyBias()

    const heads = bsz * num_heads
    q = q.view(tgt_len, heads, head_dim).transpose(0, 1) // (B * nh, T, hs)
    k = static_k === null ? splitHeads(k) : checkStatic(static_k, 'static_k', heads, head_dim)
    v = static_v === null ? splitHeads(v) : checkStatic(static_v, 'static_v', heads, head_dim)
    if (add_zero_attn) {
      k = C.cat([k, zeroRow(k)], 1)
      v = C.cat([v, zeroRow(v)], 1)
      padMasks()
    }
    src_len = k.size(1)
    const mask = mergeMasks()
    const p = training ? dropout_p : 0
    return need_weights ? attendWithWeights() : attendWithoutWeights()

    function prepareMasks(): Masks {
      const padding = _canonical_mask(
        key_padding_mask,
        'key_padding_mask',
        attn_mask?.dtype ?? null,
        'attn_mask',
        query.dtype,
      )
      if (is_causal && attn_mask === null) {
        throw new RuntimeError(
          'Need attn_mask if specifying the is_causal hint. ' +
            'You may use the Transformer module method ' +
            '`generate_square_subsequent_mask` to create this mask.',
        )
      }
      // The causal kernel needs no mask, where nothing else is masked and no weights are asked for.
      if (is_causal && padding === null && !need_weights) {
        return { attn_mask: null, key_padding_mask: null }
      }
      const attention = _canonical_mask(attn_mask, 'attn_mask', null, '', query.dtype, false)
      if (padding !== null) is_causal = false
      return { attn_mask: attention, key_padding_mask: padding }
    }

    function checkSizes(): void {
      if (embed_dim !== embed_dim_to_check) {
        throw new AssertionError(
          `was expecting embedding dimension of ${embed_dim_to_check}, but got ${embed_dim}`,
        )
      }
      if (head_dim * num_heads !== embed_dim) {
        throw new AssertionError(`embed_dim ${embed_dim} not divisible by num_heads ${num_heads}`)
      }
      if (use_separate_proj_weight) {
        const [keys, values] = [key.size().slice(0, 2), value.size().slice(0, 2)]
        if (equalSizes(keys, values)) return
        throw new AssertionError(
          `key's sequence and batch dims ${keys} do not match value's ${values}`,
        )
      }
      if (!equalSizes(key.size(), value.size())) {
        throw new AssertionError(
          `key shape ${key.size()} does not match value shape ${value.size()}`,
        )
      }
    }

    function project(): [Tensor, Tensor, Tensor] {
      if (!use_separate_proj_weight) {
        if (in_proj_weight === null) {
          throw new AssertionError('use_separate_proj_weight is False but in_proj_weight is None')
        }
        return _in_projection_packed(query, key, value, in_proj_weight, in_proj_bias)
      }
      const needed = (weight: Tensor | null, name: string): Tensor => {
        if (weight !== null) return weight
        throw new AssertionError(`use_separate_proj_weight is True but ${name} is None`)
      }
      const w_q = needed(q_proj_weight, 'q_proj_weight')
      const w_k = needed(k_proj_weight, 'k_proj_weight')
      const w_v = needed(v_proj_weight, 'v_proj_weight')
      const [b_q = null, b_k = null, b_v = null] = in_proj_bias?.chunk(3) ?? []
      return _in_projection(query, key, value, w_q, w_k, w_v, b_q, b_k, b_v)
    }

    // One learned key and value more for every query.
    function addKeyBias(): void {
      if (bias_k === null || bias_v === null) {
        if (bias_k !== null) throw new AssertionError('bias_k is set but bias_v is None')
        if (bias_v !== null) throw new AssertionError('bias_v is set but bias_k is None')
        return
      }
      if (static_k !== null) throw new AssertionError('bias cannot be added to static key.')
      if (static_v !== null) throw new AssertionError('bias cannot be added to static value.')
      k = C.cat([k, bias_k.repeat(1, bsz, 1)])
      v = C.cat([v, bias_v.repeat(1, bsz, 1)])
      padMasks()
    }

    function padMasks(): void {
      masks.attn_mask = padMask(masks.attn_mask)
      masks.key_padding_mask = padMask(masks.key_padding_mask)
    }

    function splitHeads(x: Tensor): Tensor {
      return x.view(x.size(0), bsz * num_heads, head_dim).transpose(0, 1) // (B * nh, S, hs)
    }

    function zeroRow(like: Tensor): Tensor {
      const { dtype, device } = like
      return C.zeros([bsz * num_heads, 1, head_dim], { dtype, device })
    }

    function mergeMasks(): Tensor | null {
      const { attn_mask: attention, key_padding_mask: padding } = masks
      if (padding === null) return attention
      _check_key_padding_mask(padding, src_len, bsz)
      const spread = padding
        .view(bsz, 1, 1, src_len)
        .expand(-1, num_heads, -1, -1)
        .reshape(bsz * num_heads, 1, src_len)
      return attention === null ? spread : attention.add(spread)
    }

    function joinHeads(out: Tensor): Tensor {
      const joined = linear(out, out_proj_weight, out_proj_bias)
      const rows = joined.view(tgt_len, bsz, joined.size(1))
      return is_batched ? rows : rows.squeeze(1)
    }

    function attendWithWeights(): [Tensor, Tensor] {
      const scaled = q.mul(Math.sqrt(1 / q.size(2)))
      if (is_causal && mask === null) {
        throw new AssertionError('FIXME: is_causal not implemented for need_weights')
      }
      const scores =
        mask === null
          ? C.bmm(scaled, k.transpose(-2, -1))
          : C.baddbmm(mask, scaled, k.transpose(-2, -1))
      let weights = scores.softmax(-1) // (B * nh, T, S)
      if (p > 0) weights = dropout(weights, p)
      const out = C.bmm(weights, v)
        .transpose(0, 1)
        .reshape(tgt_len * bsz, embed_dim)
      weights = weights.view(bsz, num_heads, tgt_len, src_len)
      if (average_attn_weights) weights = weights.mean(1)
      return [joinHeads(out), is_batched ? weights : weights.squeeze(0)]
    }

    function attendWithoutWeights(): [Tensor, null] {
      // (1, T, S) broadcasts over batch and heads.
      const spread =
        mask === null
          ? null
          : mask.size(0) === 1 && mask.dim() === 3
            ? mask.unsqueeze(0)
            : mask.view(bsz, num_heads, -1, src_len)
      const out = native_attention(
        q.view(bsz, num_heads, tgt_len, head_dim),
        k.view(bsz, num_heads, src_len, head_dim),
        v.view(bsz, num_heads, src_len, head_dim),
        spread,
        p,
        is_causal,
      )
      return [joinHeads(out.permute(2, 0, 1, 3).reshape(bsz * tgt_len, embed_dim)), null]
    }
  },
)
