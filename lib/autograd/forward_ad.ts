// Mirrors torch/autograd/forward_ad.py: forward-mode differentiation with dual numbers.

import { callable } from '../_callable.js'
import { withBlock } from '../_contextlib.js'
import { def } from '../_def.js'
import * as C from '../_generated/torch_functions.js'
import { pyRepr } from '../_repr.js'
import { Tuple } from '../_tuple.js'
import { RuntimeError, ValueError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'

// The level that the functions below use unless told another.
let _current_level = -1

/**
 * Enters a level of forward-mode differentiation and gives its number. {@link dual_level} also leaves it.
 *
 * @throws RuntimeError inside of another level, also one of another thread: levels are the process's.
 *
 * @example
 * const fwAD = torch.autograd.forward_ad
 * const level = fwAD.enter_dual_level()
 * level // 0
 * fwAD.exit_dual_level()
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.enter_dual_level.html
 */
export function enter_dual_level(): number {
  _current_level = native.enterDualLevel()
  return _current_level
}

/**
 * Leaves a level: the tangents of its dual tensors are gone.
 *
 * @param level - the level to leave; only the one entered last may be left.
 *
 * @example
 * const fwAD = torch.autograd.forward_ad
 * const level = fwAD.enter_dual_level()
 * const dual = fwAD.make_dual(torch.ones(2), torch.ones(2))
 * fwAD.exit_dual_level({ level })
 * fwAD.unpack_dual(dual).tangent // None
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.exit_dual_level.html
 */
export const exit_dual_level = def(
  'exit_dual_level(*, level=None)',
  (given: number | null): void => {
    const level = given ?? _current_level
    if (level !== _current_level) {
      throw new RuntimeError(
        'Trying to exit a forward AD level that was not the last one that was created. This is not supported.',
      )
    }
    native.exitDualLevel(level)
    _current_level = level - 1
  },
)

function wrongDtype(part: string, { dtype }: Tensor): ValueError {
  return new ValueError(`Expected ${part} to be floating point or complex, but got: ${dtype}`)
}

/**
 * Makes a dual tensor: `tensor` with the tangent `tangent`. Each operator then computes the tangent of its result too,
 * `J @ tangent`, which {@link unpack_dual} reads. Backward goes through it.
 *
 * @param tensor - the value, of a floating point or complex dtype; the result is a view of it.
 * @param tangent - its direction, of the same shape.
 * @param level - the level to work at; the one entered last, unless given.
 * @throws RuntimeError outside of a level. ValueError for another dtype.
 *
 * @example
 * const fwAD = torch.autograd.forward_ad
 * const jvp = fwAD.dual_level(() => {
 *   const dual = fwAD.make_dual(torch.tensor(2, { dtype: torch.double }), torch.tensor(1, { dtype: torch.double }))
 *   return fwAD.unpack_dual(dual.pow(3)).tangent
 * })
 * jvp // tensor(12., dtype=torch.float64)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.make_dual.html
 */
export const make_dual = def(
  'make_dual(tensor, tangent, *, level=None)',
  (tensor: Tensor, tangent: Tensor, given: number | null): Tensor => {
    native.loadJvpDecompositions()
    const level = given ?? _current_level
    if (level < 0) {
      throw new RuntimeError(
        'Trying to create a dual Tensor for forward AD but no level exists, make sure to enter_dual_level() first.',
      )
    }
    if (!tensor.is_floating_point() && !tensor.is_complex()) throw wrongDtype('primal', tensor)
    if (!tangent.is_floating_point() && !tangent.is_complex()) throw wrongDtype('tangent', tangent)
    return C._make_dual(tensor, tangent, level)
  },
)

class UnpackedDualTensor extends Tuple<Tensor | null> {
  constructor(primal: Tensor, tangent: Tensor | null) {
    super()
    this.push(primal, tangent)
  }

  /** The value, a view of the dual tensor's. */
  get primal(): Tensor {
    return this[0] as Tensor
  }

  /** The tangent; null for a tensor that has none. */
  get tangent(): Tensor | null {
    return this[1] as Tensor | null
  }

  override toString(): string {
    return `UnpackedDualTensor(primal=${pyRepr(this.primal)}, tangent=${pyRepr(this.tangent)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}
/**
 * What {@link unpack_dual} gives: `primal` and `tangent`, by name or as the items of a list. Both have the shape of the
 * dual tensor.
 *
 * @example
 * const [primal, tangent] = torch.autograd.forward_ad.unpack_dual(torch.ones(2))
 * primal // tensor([1., 1.])
 * tangent // None
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.unpack_dual.html
 */
type UnpackedDualTensor_ = UnpackedDualTensor & readonly [primal: Tensor, tangent: Tensor | null]
const UnpackedDualTensor_ = callable(UnpackedDualTensor)

export { UnpackedDualTensor_ as UnpackedDualTensor }

/**
 * Takes a dual tensor apart: `{ primal, tangent }`, also `[primal, tangent]`. The tangent is null where there is none.
 *
 * @example
 * const fwAD = torch.autograd.forward_ad
 * fwAD.dual_level(() => {
 *   const dual = fwAD.make_dual(torch.ones(2), torch.tensor([1, 2], { dtype: torch.float }))
 *   return fwAD.unpack_dual(dual.mul(3)).tangent
 * }) // tensor([3., 6.])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.unpack_dual.html
 */
export const unpack_dual = def(
  'unpack_dual(tensor, *, level=None)',
  (tensor: Tensor, given: number | null): UnpackedDualTensor_ => {
    const level = given ?? _current_level
    const [primal, tangent] = level < 0 ? [tensor, null] : C._unpack_dual(tensor, level)
    return new UnpackedDualTensor_(primal, tangent) as UnpackedDualTensor_
  },
)

/**
 * A level for the time of a block: `dual_level(() => ...)` gives the function's result, `using _ = dual_level()` lasts
 * to the end of the block. Levels do not nest: an operator on dual tensors of two levels throws.
 *
 * @example
 * const fwAD = torch.autograd.forward_ad
 * const tangent = fwAD.dual_level(() => {
 *   const dual = fwAD.make_dual(torch.ones(2), torch.ones(2))
 *   return fwAD.unpack_dual(dual.exp()).tangent
 * })
 * tangent // tensor([2.7183, 2.7183])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.forward_ad.dual_level.html
 */
export function dual_level(): Disposable
export function dual_level<R>(body: () => R): R
export function dual_level<R>(body?: () => R): R | Disposable {
  const enter = (): (() => void) => {
    enter_dual_level()
    return () => exit_dual_level()
  }
  return withBlock(enter, body)
}

/** Whether tangents are computed in this thread. */
export function _is_fwd_grad_enabled(): boolean {
  return native.isFwdGradEnabled()
}

/** Switches tangents on or off, at once: as a statement for good, with a function or `using` for a block. */
export function _set_fwd_grad_enabled(mode: boolean): Disposable
export function _set_fwd_grad_enabled<R>(mode: boolean, body: () => R): R
export function _set_fwd_grad_enabled<R>(mode: boolean, body?: () => R): R | Disposable {
  const enter = (): (() => void) => {
    const before = native.isFwdGradEnabled()
    native.setFwdGradEnabled(mode)
    return () => native.setFwdGradEnabled(before)
  }
  return withBlock(enter, body)
}

export * as default from './forward_ad.js'
