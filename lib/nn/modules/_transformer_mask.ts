// Mirrors the helpers of torch/nn/modules/transformer.py: masks, activations and clones.

import { full, triu } from '../../_generated/torch_functions.js'
import { deepcopy } from '../../copy.js'
import { AttributeError, RuntimeError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { equalSizes } from '../functional/_shapes.js'
import * as F from '../functional.js'
import type { MultiheadAttention } from './_multihead_attention.js'
import { ModuleList } from './container.js'
import type { Module } from './module.js'

/** What lies between the two linear maps of a layer. */
export type Activation = 'relu' | 'gelu' | ((input: Tensor) => Tensor)

/** A mask that adds minus infinity above the diagonal: no position looks at a later one. */
export function _generate_square_subsequent_mask(
  sz: number,
  device: Device | null = null,
  dtype: dtype | null = null,
): Tensor {
  return triu(full([sz, sz], Number.NEGATIVE_INFINITY, { dtype, device }), { diagonal: 1 })
}

/** The length of sequences; null where they are nested and have lengths of their own. */
export function _get_seq_len(src: Tensor, batch_first: boolean): number | null {
  if (src.is_nested) return null
  return src.size(src.dim() === 3 && batch_first ? 1 : 0)
}

/** Whether a mask is the causal one: as `is_causal` says, or by looking where it is null. */
export function _detect_is_causal_mask(
  mask: Tensor | null,
  is_causal: boolean | null,
  size: number | null,
): boolean {
  if (is_causal !== null || mask === null) return is_causal === true
  const causal = _generate_square_subsequent_mask(size ?? mask.size(-2), mask.device, mask.dtype)
  return equalSizes(mask.size(), causal.size()) && Boolean(mask.eq(causal).all().item())
}

/** The function of an activation's name. */
export function _get_activation_fn(activation: string): (input: Tensor) => Tensor {
  if (activation === 'relu') return F.relu
  if (activation === 'gelu') return F.gelu
  throw new RuntimeError(`activation should be relu/gelu, not ${activation}`)
}

/** Copies of a module: each with weights of its own, all of the same values. */
export function _get_clones<M extends Module>(module: M, N: number): ModuleList<M> {
  return new ModuleList<M>(Array.from({ length: N }, () => deepcopy(module)))
}

/** The attention of a layer; Python's error where a layer of the user's has none. */
export function selfAttention(layer: Module): MultiheadAttention {
  const found = Reflect.get(layer, 'self_attn') as MultiheadAttention | undefined
  if (found !== undefined) return found
  throw new AttributeError(`'${layer._get_name()}' object has no attribute 'self_attn'`)
}

/** Whether operators record what is done with one of the tensors. */
export function anyRequiresGrad(tensors: readonly (Tensor | null)[]): boolean {
  return tensors.some((one) => one?.requires_grad)
}
