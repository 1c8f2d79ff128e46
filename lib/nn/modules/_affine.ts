// The scale and the shift with which normalisations end.

import { empty } from '../../_generated/torch_functions.js'
import type { Device, dtype } from '../../types.js'
import { ones_, zeros_ } from '../init.js'
import { Parameter } from '../parameter.js'
import type { Module } from './module.js'

/** A normalisation: what is not wanted is null. */
export interface Affine extends Module {
  weight: Parameter | null
  bias?: Parameter | null
}

/** Registers `weight` and `bias`, uninitialised; those that are not wanted keep their names. */
export function registerAffine(
  module: Affine,
  size: readonly number[],
  wanted: { weight: boolean; bias: boolean },
  options: { device: Device | null; dtype: dtype | null },
): void {
  for (const name of ['weight', 'bias'] as const) {
    module.register_parameter(name, wanted[name] ? new Parameter(empty(size, options)) : null)
  }
}

/** Sets weights to 1 and biases to 0. */
export function resetAffine({ weight, bias }: Affine): void {
  if (weight) ones_(weight)
  if (bias) zeros_(bias)
}
