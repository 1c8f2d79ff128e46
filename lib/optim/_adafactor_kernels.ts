// The implementations behind Adafactor, of torch/optim/_adafactor.py.

import * as C from '../_generated/torch_functions.js'
import { pow } from '../_libm.js'
import { AssertionError, RuntimeError } from '../errors.js'
import { norm } from '../functional/norm.js'
import { Tensor } from '../tensor.js'
import { finfo } from '../type_info.js'
import { _group_tensors_by_device_and_dtype } from '../utils/_foreach_utils.js'
import { _get_value, _to_scalar, type MaybeTensor } from './_common.js'
import {
  countSteps,
  release,
  releaseMade,
  releaseNew,
  type ScalerOptions,
  type StepOptions,
} from './_kernels.js'
import { greatest, least, minus, negated, over, times } from './_scalars.js'

/** The keywords of the functional form. */
export interface AdafactorOptions extends StepOptions, ScalerOptions {
  d: number
  lr: MaybeTensor
  beta2_decay: number
  weight_decay: number
  eps1: number | null
  eps2: number
}

/** One step of Adafactor on lists of tensors that belong together by position. */
type AdafactorStep = (
  params: Tensor[],
  grads: Tensor[],
  row_vars: (Tensor | null)[],
  col_vars: (Tensor | null)[],
  variances: (Tensor | null)[],
  state_steps: Tensor[],
  options: AdafactorOptions,
) => void

function refuseScaler({ grad_scale, found_inf }: AdafactorOptions): void {
  if (grad_scale || found_inf) {
    throw new AssertionError('Grad scaling should occur outside of optimizer.step()')
  }
}

// The root of the mean of squares.
const rms = (tensor: Tensor): number =>
  over(_get_value(tensor.norm(2)), pow(tensor.numel(), 0.5)) as number

// The step relative to the size of the parameter.
function relativeStep(
  param: Tensor,
  step: number,
  { lr, eps2 }: { lr: MaybeTensor; eps2: number },
): MaybeTensor {
  const rho = least(lr, over(1, pow(step, 0.5)))
  return times(greatest(eps2, rms(param)), rho)
}

// Where the update is larger than the threshold it is scaled down.
const clipped = (alpha: MaybeTensor, update: Tensor, d: number): number => {
  const size = _get_value(update.norm(2)) / (pow(update.numel(), 0.5) * d)
  return _get_value(over(negated(alpha), greatest(1, size)))
}

const _single_tensor_adafactor: AdafactorStep = (
  params,
  grads,
  row_vars,
  col_vars,
  variances,
  state_steps,
  options,
) => {
  refuseScaler(options)
  const { d, beta2_decay, weight_decay, eps2, maximize } = options
  const lr = _to_scalar(options.lr)
  let { eps1 } = options
  for (const [i, param] of params.entries()) {
    const given = grads[i] as Tensor
    const grad = maximize ? given.neg() : given
    // As in Python, the precision of the first parameter's dtype is that of all.
    eps1 ??= finfo(param.dtype).eps
    const step = _get_value((state_steps[i] as Tensor).add_(1))
    const weight = pow(step, beta2_decay)
    const alpha = relativeStep(param, step, { lr, eps2 })
    if (weight_decay !== 0) param.mul_(minus(1, times(lr, weight_decay)) as number)
    let estimate: Tensor
    if (grad.dim() > 1) {
      const [row_var, col_var] = matrixStates(row_vars[i], col_vars[i])
      row_var.lerp_(meanSquare(grad, -1), weight)
      col_var.lerp_(meanSquare(grad, -2), weight)
      estimate = row_var.matmul(col_var)
      estimate.div_(row_var.mean(-2, true).clamp_({ min: eps1 }))
    } else {
      const variance = vectorState(variances[i])
      variance.lerp_(grad.mul(grad), weight)
      estimate = variance.clone()
    }
    const update = estimate.clamp_({ min: eps1 * eps1 }).rsqrt_()
    update.mul_(grad)
    param.add_(update, { alpha: clipped(alpha, update, d) })
    update.dispose()
    releaseNew(grad, given)
  }
}

function matrixStates(
  row_var: Tensor | null | undefined,
  col_var: Tensor | null | undefined,
): [Tensor, Tensor] {
  if (row_var && col_var) return [row_var, col_var]
  throw new AssertionError('row_var and col_var should be defined when grad is multidimensional')
}

function vectorState(variance: Tensor | null | undefined): Tensor {
  if (variance) return variance
  throw new AssertionError('variance should be defined when grad is a vector')
}

const lengths = (grad: Tensor, dim: number): Tensor => norm(grad, { dim, keepdim: true })

const meanSquare = (grad: Tensor, dim: number): Tensor =>
  lengths(grad, dim).square_().div_(grad.size(dim))

const _multi_tensor_adafactor: AdafactorStep = (
  params,
  grads,
  row_vars,
  col_vars,
  variances,
  state_steps,
  options,
) => {
  if (params.length === 0) return
  refuseScaler(options)
  const { d, beta2_decay, weight_decay, eps2, maximize } = options
  const lr = _to_scalar(options.lr)
  let { eps1 } = options
  for (const { isMatrix, lists } of byDimension([
    params,
    grads,
    row_vars,
    col_vars,
    variances,
    state_steps,
  ])) {
    const [all, given, rowVars, colVars, vars, steps] = lists
    eps1 ??= finfo((all[0] as Tensor).dtype).eps
    const grads = maximize ? C._foreach_neg(given) : given
    countSteps(steps)
    const counts = steps.map(_get_value)
    const weights = counts.map((count) => pow(count, beta2_decay))
    const alphas = all.map((param, i) => relativeStep(param, counts[i] as number, { lr, eps2 }))
    if (weight_decay !== 0) C._foreach_mul_(all, minus(1, times(lr, weight_decay)) as number)
    let estimates: Tensor[]
    if (isMatrix) {
      matrixStates(rowVars[0], colVars[0])
      const [rows, cols] = [rowVars as Tensor[], colVars as Tensor[]]
      C._foreach_lerp_(rows, meanSquares(grads, -1), weights)
      C._foreach_lerp_(cols, meanSquares(grads, -2), weights)
      estimates = rows.map((row, i) => row.matmul(cols[i] as Tensor))
      const means = rows.map((row) => row.mean(-2, true))
      C._foreach_clamp_min_(means, eps1)
      C._foreach_div_(estimates, means)
    } else {
      vectorState(vars[0])
      const squares = C._foreach_mul(grads, grads)
      C._foreach_lerp_(vars as Tensor[], squares, weights)
      release(squares)
      estimates = (vars as Tensor[]).map((variance) => variance.clone())
    }
    C._foreach_clamp_min_(estimates, eps1 * eps1)
    C._foreach_rsqrt_(estimates)
    C._foreach_mul_(estimates, grads)
    const factors = alphas.map((alpha, i) => clipped(alpha, estimates[i] as Tensor, d))
    C._foreach_mul_(estimates, factors)
    C._foreach_add_(all, estimates)
    release(estimates)
    releaseMade(grads, given)
  }
}

function meanSquares(grads: readonly Tensor[], dim: number): Tensor[] {
  const means = grads.map((grad) => lengths(grad, dim))
  C._foreach_mul_(means, means)
  C._foreach_div_(
    means,
    grads.map((grad) => grad.size(dim)),
  )
  return means
}

type Lists = [Tensor[], Tensor[], (Tensor | null)[], (Tensor | null)[], (Tensor | null)[], Tensor[]]

// Python's `_group_tensors_by_device_dtype_and_is_multidim`.
function byDimension(all: Lists): { isMatrix: boolean; lists: Lists }[] {
  return _group_tensors_by_device_and_dtype(all).flatMap(({ lists }) => {
    const isMatrix = lists[1].map((grad) => grad.dim() > 1)
    return [...new Set(isMatrix)].map((kind) => ({
      isMatrix: kind,
      lists: lists.map((list: unknown[]) =>
        list.filter((_, i) => isMatrix[i] === kind),
      ) as unknown as Lists,
    }))
  })
}

/** One step of Adafactor on lists of tensors: the functional form. */
export const adafactor: AdafactorStep = (
  params,
  grads,
  row_vars,
  col_vars,
  variances,
  state_steps,
  options,
) => {
  if (!state_steps.every((step) => step instanceof Tensor)) {
    throw new RuntimeError('`state_steps` argument must contain a list of singleton tensors')
  }
  const step = options.foreach ? _multi_tensor_adafactor : _single_tensor_adafactor
  step(params, grads, row_vars, col_vars, variances, state_steps, options)
}
