// The functions that prune one tensor of a module. Part of torch/nn/utils/prune.py.

import { python } from '../../../_kwargs.js'
import type { NormOrder } from '../../../functional/norm.js'
import type { Tensor } from '../../../tensor.js'
import type { Module } from '../../modules/module.js'
import { CustomFromMask, Identity } from './masks.js'
import { LnStructured, RandomStructured } from './structured.js'
import { L1Unstructured, RandomUnstructured } from './unstructured.js'

interface Bound {
  module: Module
  name: string
  amount: number
  n: NormOrder
  dim: number
  importance_scores: Tensor | null
  mask: Tensor
}

const bindIdentity = python('identity(module, name)')
const bindRandomUnstructured = python('random_unstructured(module, name, amount)')
const bindL1 = python('l1_unstructured(module, name, amount, importance_scores=None)')
const bindRandomStructured = python('random_structured(module, name, amount, dim)')
const bindLn = python('ln_structured(module, name, amount, n, dim, importance_scores=None)')
const bindCustom = python('custom_from_mask(module, name, mask)')

/**
 * Prunes nothing of a tensor, and makes what pruning needs: `weight_orig`, and `weight_mask` of the same shape with
 * ones.
 *
 * @example
 * const fc = nn.utils.prune.identity(nn.Linear(2, 3), 'bias')
 * fc.get_buffer('bias_mask') // tensor([1., 1., 1.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.identity.html
 */
export function identity<M extends Module>(module: M, name: string | { name: string }): M
export function identity(...given: unknown[]): Module {
  const { module, name } = bindIdentity<Bound>(given)
  Identity.apply(module, name)
  return module
}

/**
 * Prunes random elements of a tensor of any shape.
 *
 * @param amount - how many, or, where it is no whole number, which fraction.
 * @example
 * const fc = nn.utils.prune.random_unstructured(nn.Linear(2, 3), 'weight', { amount: 1 })
 * fc.get_buffer('weight_mask').sum() // tensor(5.)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.random_unstructured.html
 */
export function random_unstructured<M extends Module>(
  module: M,
  name: string,
  amount: number | { amount: number },
): M
export function random_unstructured<M extends Module>(
  module: M,
  options: { name: string; amount: number },
): M
export function random_unstructured(...given: unknown[]): Module {
  const { module, name, amount } = bindRandomUnstructured<Bound>(given)
  RandomUnstructured.apply(module, name, { amount })
  return module
}

/** The keywords of {@link l1_unstructured}. */
interface L1Options {
  amount: number
  importance_scores?: Tensor | null
}

/**
 * Prunes the elements of a tensor of any shape with the smallest magnitudes.
 *
 * @param amount - how many, or, where it is no whole number, which fraction.
 * @param importance_scores - stand for the elements, in the same shape.
 * @example
 * const fc = nn.utils.prune.l1_unstructured(nn.Linear(2, 3), 'weight', 0.2)
 * Object.keys(fc.state_dict()) // ['bias', 'weight_orig', 'weight_mask']
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.l1_unstructured.html
 */
export function l1_unstructured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  importance_scores?: Tensor | null | { importance_scores?: Tensor | null },
): M
export function l1_unstructured<M extends Module>(module: M, name: string, options: L1Options): M
export function l1_unstructured<M extends Module>(
  module: M,
  options: L1Options & { name: string },
): M
export function l1_unstructured(...given: unknown[]): Module {
  const { module, name, amount, importance_scores } = bindL1<Bound>(given)
  L1Unstructured.apply(module, name, { amount, importance_scores })
  return module
}

/**
 * Prunes random channels of the dimension `dim` of a tensor, which has two or more.
 *
 * @param amount - how many, or, where it is no whole number, which fraction.
 * @example
 * const fc = nn.utils.prune.random_structured(nn.Linear(5, 3), 'weight', { amount: 3, dim: 1 })
 * fc.get_buffer('weight_mask').sum(1) // tensor([2., 2., 2.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.random_structured.html
 */
export function random_structured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  dim: number | { dim: number },
): M
export function random_structured<M extends Module>(
  module: M,
  name: string,
  options: { amount: number; dim: number },
): M
export function random_structured<M extends Module>(
  module: M,
  options: { name: string; amount: number; dim: number },
): M
export function random_structured(...given: unknown[]): Module {
  const { module, name, amount, dim } = bindRandomStructured<Bound>(given)
  RandomStructured.apply(module, name, { amount, dim })
  return module
}

/** The keywords of {@link ln_structured}. */
interface LnOptions {
  n: NormOrder
  dim: number
  importance_scores?: Tensor | null
}

/**
 * Prunes the channels of the dimension `dim` of a tensor, which has two or more, with the smallest n-norms.
 *
 * @param amount - how many, or, where it is no whole number, which fraction.
 * @param n - the order of the norm, as `torch.norm` takes it.
 * @param importance_scores - stand for the elements, in the same shape.
 * @example
 * const conv = nn.utils.prune.ln_structured(nn.Conv2d(5, 3, 2), 'weight', { amount: 0.3, dim: 1, n: -Infinity })
 * conv.get_buffer('weight_mask').sum([0, 2, 3]).eq(0).sum() // tensor(2)
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.ln_structured.html
 */
export function ln_structured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  n: NormOrder,
  dim: number,
  importance_scores?: Tensor | null | { importance_scores?: Tensor | null },
): M
export function ln_structured<M extends Module>(
  module: M,
  name: string,
  amount: number,
  options: LnOptions,
): M
export function ln_structured<M extends Module>(
  module: M,
  name: string,
  options: LnOptions & { amount: number },
): M
export function ln_structured<M extends Module>(
  module: M,
  options: LnOptions & { name: string; amount: number },
): M
export function ln_structured(...given: unknown[]): Module {
  const { module, name, amount, n, dim, importance_scores } = bindLn<Bound>(given)
  LnStructured.apply(module, name, { amount, n, dim, importance_scores })
  return module
}

/**
 * Prunes a tensor by a mask.
 *
 * @param mask - of the shape of the tensor: 1 for what stays, 0 for what goes.
 * @example
 * const fc = nn.utils.prune.custom_from_mask(nn.Linear(5, 3), 'bias', torch.tensor([0, 1, 0]))
 * fc.get_buffer('bias_mask') // tensor([0., 1., 0.])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.prune.custom_from_mask.html
 */
export function custom_from_mask<M extends Module>(
  module: M,
  name: string,
  mask: Tensor | { mask: Tensor },
): M
export function custom_from_mask<M extends Module>(
  module: M,
  options: { name: string; mask: Tensor },
): M
export function custom_from_mask(...given: unknown[]): Module {
  const { module, name, mask } = bindCustom<Bound>(given)
  CustomFromMask.apply(module, name, { mask })
  return module
}
