// Mirrors torch/nn/attention/bias.py.

import {
  _scaled_dot_product_flash_attention,
  empty,
  ones,
  tril,
} from '../../_generated/torch_functions.js'
import { python, variadic } from '../../_kwargs.js'
import { ops } from '../../_ops.js'
import {
  can_use_efficient_attention,
  can_use_flash_attention,
  SDPAParams,
} from '../../_sdp_switches.js'
import { typeName } from '../../_typename.js'
import { bool } from '../../dtype.js'
import { AssertionError, ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import type { Device } from '../../types.js'
import { warn } from '../../warnings.js'
import { attend } from '../functional/attention.js'
import * as F from '../functional.js'
import {
  _calculate_scale,
  _input_requires_grad,
  _postprocess_flash_output,
  _validate_sdpa_input,
} from './_utils.js'
import { _raise_kernel_warnings } from './_warnings.js'

/**
 * Where the triangle of a causal bias begins; the two are the same where queries and keys are equally many.
 *
 * @example
 * nn.attention.bias.CausalVariant.LOWER_RIGHT.value // 2
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.attention.bias.html
 */
export class CausalVariant {
  /** Query `i` sees keys up to `i`: what `is_causal` means. */
  static readonly UPPER_LEFT = new CausalVariant('UPPER_LEFT', 1)
  /** The last query sees all keys. */
  static readonly LOWER_RIGHT = new CausalVariant('LOWER_RIGHT', 2)

  private constructor(
    readonly name: string,
    readonly value: number,
  ) {}

  toString(): string {
    return `<CausalVariant.${this.name}: ${this.value}>`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

class CausalBias extends Tensor {
  declare variant: CausalVariant
  declare seq_len_q: number
  declare seq_len_kv: number

  _upper_left(device: Device): Tensor {
    return tril(ones([this.seq_len_q, this.seq_len_kv], { device, dtype: bool }))
  }

  _lower_right(device: Device): Tensor {
    const diagonal = this.seq_len_kv - this.seq_len_q
    return tril(ones([this.seq_len_q, this.seq_len_kv], { device, dtype: bool }), { diagonal })
  }

  /** The bias as a boolean mask; on the CPU unless told otherwise. */
  _materialize(device: Device | null = null): Tensor {
    const place = device ?? 'cpu'
    return this.variant === CausalVariant.UPPER_LEFT
      ? this._upper_left(place)
      : this._lower_right(place)
  }

  /** What `scaled_dot_product_attention` does where this is its mask. */
  static _dispatch(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: CausalBias,
    dropout_p = 0,
    is_causal = false,
    scale: number | null = null,
    enable_gqa = false,
  ): Tensor {
    if (is_causal) throw new ValueError('CausalBias should not be used with causal=True')
    const { seq_len_q, seq_len_kv, variant } = attn_mask
    const options = { dropout_p, scale, enable_gqa }
    if (seq_len_q === seq_len_kv || variant === CausalVariant.UPPER_LEFT) {
      return F.scaled_dot_product_attention(query, key, value, { is_causal: true, ...options })
    }
    _validate_sdpa_input(query, key, value)
    const params = new SDPAParams(query, key, value, null, dropout_p, is_causal, enable_gqa)
    if (can_use_flash_attention(params)) return flash(query, key, value, dropout_p, scale)
    if (can_use_efficient_attention(params)) {
      return efficient(query, key, value, attn_mask, dropout_p, scale)
    }
    _raise_kernel_warnings(params)
    return F.scaled_dot_product_attention(query, key, value, {
      attn_mask: attn_mask._materialize(query.device),
      ...options,
    })
  }

  override toString(): string {
    return this._materialize().toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

// FlashAttention wants heads of a multiple of eight. To this operator causal means lower right.
function flash(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  dropout_p: number,
  scale: number | null,
): Tensor {
  const size = query.size(-1)
  const missing = (8 - (size % 8)) % 8
  const padded = (one: Tensor): Tensor => (missing === 0 ? one : F.pad(one, [0, missing]))
  const [output] = _scaled_dot_product_flash_attention(
    padded(query),
    padded(key),
    padded(value),
    dropout_p,
    true,
    false,
    { scale: _calculate_scale(size, scale) },
  )
  return _postprocess_flash_output(output, size)
}

function efficient(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  bias: CausalBias,
  dropout_p: number,
  scale: number | null,
): Tensor {
  const [q, k, v] = [query, key, value].map((one) => one.transpose(1, 2))
  const outputs = ops.aten._efficient_attention_forward(q, k, v, {
    bias: null,
    cu_seqlens_q: null,
    cu_seqlens_k: null,
    max_seqlen_q: null,
    max_seqlen_k: null,
    dropout_p,
    custom_mask_type: bias.variant.value,
    compute_log_sumexp: _input_requires_grad(query, key, value),
    scale,
    seqlen_k: null,
  }) as Tensor[]
  return (outputs[0] as Tensor).transpose(1, 2)
}

const bindBias = python('CausalBias.__init__(self, variant, seq_len_q, seq_len_kv)')

// Like parameters these are tensors first and get their class then; what they hold says nothing, as in Python.
function makeBias(args: readonly unknown[], prototype: object): CausalBias {
  const fields = bindBias<{ variant: CausalVariant; seq_len_q: number; seq_len_kv: number }>(args)
  const { variant, seq_len_q, seq_len_kv } = fields
  if (!(variant instanceof CausalVariant)) {
    throw new AssertionError(`variant must be a CausalVariant, got ${typeName(variant)}`)
  }
  const made = empty(variant.value, seq_len_q, seq_len_kv)
  const bias = Object.setPrototypeOf(made, prototype) as CausalBias
  const dispatch = (
    query: Tensor,
    key: Tensor,
    value: Tensor,
    ...rest: [number, boolean, number | null, boolean]
  ): Tensor => CausalBias._dispatch(query, key, value, bias, ...rest)
  Object.assign(bias, fields)
  Object.defineProperty(bias, attend, { value: dispatch })
  if (seq_len_q > seq_len_kv && variant === CausalVariant.LOWER_RIGHT) {
    warn('Lower right causal bias will produce NaNs in the output when seq_len_q > seq_len_kv!')
  }
  return bias
}

interface CausalBiasConstructor {
  new (variant: CausalVariant, seq_len_q: number, seq_len_kv: number): CausalBias
  (variant: CausalVariant, seq_len_q: number, seq_len_kv: number): CausalBias
  readonly prototype: CausalBias
  readonly _dispatch: (typeof CausalBias)['_dispatch']
}

/**
 * A causal mask of the shape `(seq_len_q, seq_len_kv)` that is not laid out in memory: `scaled_dot_product_attention`
 * takes it as its `attn_mask` and chooses a kernel that needs none. Made by {@link causal_upper_left} and
 * {@link causal_lower_right}. What other operators make of it is an ordinary tensor of no meaning.
 *
 * @example
 * const { CausalBias, CausalVariant } = nn.attention.bias
 * print(new CausalBias(CausalVariant.UPPER_LEFT, 2, 2)) // tensor([[ True, False], [ True, True]])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.attention.bias.CausalBias.html
 */
const CausalBias_ = new Proxy(CausalBias, {
  construct: (_, args: unknown[], newTarget) =>
    makeBias(args, (newTarget as unknown as typeof CausalBias).prototype),
  apply: (target, _self, args: unknown[]) => makeBias(args, target.prototype),
}) as unknown as CausalBiasConstructor
Object.defineProperty(CausalBias.prototype, 'constructor', {
  value: CausalBias_,
  writable: true,
  configurable: true,
})
type CausalBias_ = CausalBias

function sizesOf(name: string, size: readonly number[]): [number, number] {
  const sizes = variadic(name, size)
  if (sizes.length !== 2) throw new AssertionError(`${name} only supports 2D tensors`)
  return sizes as unknown as [number, number]
}

/**
 * The causal bias whose triangle begins upper left: query `i` sees keys up to `i`, which is what `is_causal` means.
 *
 * Shape: `(seq_len_q, seq_len_kv)`.
 *
 * @example
 * const [q, k] = [torch.randn(1, 2, 3, 8), torch.randn(1, 2, 5, 8)]
 * const bias = nn.attention.bias.causal_upper_left(3, 5)
 * F.scaled_dot_product_attention(q, k, k, bias).size() // torch.Size([1, 2, 3, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.attention.bias.causal_upper_left.html
 */
export function causal_upper_left(...size: [seq_len_q: number, seq_len_kv: number]): CausalBias {
  return new CausalBias_(CausalVariant.UPPER_LEFT, ...sizesOf('causal_upper_left', size))
}

/**
 * The causal bias whose triangle ends lower right: the last query sees all keys, as where keys of earlier steps were
 * kept. With more queries than keys it warns: the first ones see none, and give NaN.
 *
 * Shape: `(seq_len_q, seq_len_kv)`.
 *
 * @example
 * const [q, k] = [torch.randn(1, 2, 3, 8), torch.randn(1, 2, 5, 8)]
 * const bias = nn.attention.bias.causal_lower_right(q.size(-2), k.size(-2))
 * F.scaled_dot_product_attention(q, k, k, bias).size() // torch.Size([1, 2, 3, 8])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.attention.bias.causal_lower_right.html
 */
export function causal_lower_right(...size: [seq_len_q: number, seq_len_kv: number]): CausalBias {
  return new CausalBias_(CausalVariant.LOWER_RIGHT, ...sizesOf('causal_lower_right', size))
}

export { CausalBias_ as CausalBias }
