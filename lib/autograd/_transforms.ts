// How function transforms reach custom functions. lib/_functorch hands its part in: the core does not know it.

import { isTensor } from '../_is_tensor.js'
import { native } from '../native.js'
import type { FunctionType } from './_function.js'

type CustomFunctionCall = (cls: FunctionType, args: readonly unknown[]) => unknown

let customFunctionCall: CustomFunctionCall | null = null

/** Says what calls a custom function while transforms run. */
export function setCustomFunctionCall(call: CustomFunctionCall): void {
  customFunctionCall = call
}

/** Calls a custom function under the transforms that run. */
export function callUnderTransforms(cls: FunctionType, args: readonly unknown[]): unknown {
  return (customFunctionCall as CustomFunctionCall)(cls, args)
}

/** Arguments with what a transform that is over had wrapped in the place of its tensors. */
export function unwrap_dead_wrappers(args: readonly unknown[]): unknown[] {
  return args.map((arg) => (isTensor(arg) ? native.unwrapIfDead(arg) : arg))
}
