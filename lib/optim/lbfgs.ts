// Mirrors torch/optim/lbfgs.py.

import { type ArgumentsOf, initializer } from '../_arguments.js'
import { callable } from '../_callable.js'
import * as C from '../_generated/torch_functions.js'
import { python } from '../_kwargs.js'
import { pyRepr } from '../_repr.js'
import { typeName } from '../_typename.js'
import { enable_grad, no_grad } from '../autograd/grad_mode.js'
import { AssertionError, RuntimeError, ValueError } from '../errors.js'
import { Tensor } from '../tensor.js'
import {
  _get_value,
  _to_scalar,
  checkNotNegative,
  checkOneElement,
  type MaybeTensor,
} from './_common.js'
import { real } from './_kernels.js'
import { least, less, minus, over, times } from './_scalars.js'
import { _strong_wolfe } from './_strong_wolfe.js'
import { Optimizer, type ParamsT } from './optimizer.js'

const init = initializer<
  [
    params: ParamsT,
    lr: MaybeTensor,
    max_iter: number,
    max_eval: number | null,
    tolerance_grad: number,
    tolerance_change: number,
    history_size: number,
    line_search_fn: 'strong_wolfe' | null,
  ]
>()(
  'LBFGS.__init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-07, tolerance_change=1e-09, history_size=100, line_search_fn=None)',
)

const bindStep = python('LBFGS.step(self, closure)')

interface Settings {
  lr: MaybeTensor
  max_iter: number
  max_eval: number
  tolerance_grad: number
  tolerance_change: number
  history_size: number
  line_search_fn: string | null
}

/** What it remembers of the latest steps, from which it knows the curvature. The state of the first parameter. */
interface Memory {
  d: Tensor | null
  t: MaybeTensor | null
  old_dirs: Tensor[] | null
  old_stps: Tensor[] | null
  ro: Tensor[] | null
  H_diag: MaybeTensor | null
  prev_flat_grad: Tensor | null
  prev_loss: number | null
}

interface State extends Partial<Memory> {
  func_evals: number
  n_iter: number
  al?: (Tensor | null)[]
}

// Python's `float(loss)`.
function toFloat(loss: unknown): number {
  if (loss instanceof Tensor) return _get_value(loss)
  if (typeof loss === 'number' || typeof loss === 'boolean') return Number(loss)
  if (typeof loss === 'string') {
    throw new ValueError(`could not convert string to float: ${pyRepr(loss)}`)
  }
  throw new TypeError(`float() argument must be a string or a real number, not '${typeName(loss)}'`)
}

class LBFGS extends Optimizer {
  _params: Tensor[]
  _numel_cache: number | null

  constructor(...args: ArgumentsOf<typeof init>) {
    const { params, lr, max_iter, max_eval, tolerance_grad, tolerance_change, ...others } =
      init(args)
    checkOneElement(lr)
    checkNotNegative('learning rate', lr)
    super(params, {
      lr,
      max_iter,
      max_eval: max_eval ?? Math.floor((max_iter * 5) / 4),
      tolerance_grad,
      tolerance_change,
      ...others,
    })
    const [group, ...rest] = this.param_groups
    if (group === undefined || rest.length > 0) {
      throw new ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
    }
    this._params = group.params
    this._numel_cache = null
  }

  _numel(): number {
    const sizeOf = (param: Tensor): number => param.numel() * (param.is_complex() ? 2 : 1)
    this._numel_cache ??= this._params.reduce((sum, param) => sum + sizeOf(param), 0)
    return this._numel_cache
  }

  _gather_flat_grad(): Tensor {
    const views = this._params.map((param) => {
      const { grad } = param
      let view: Tensor
      if (!grad) view = param.new_zeros([param.numel()])
      else if (grad.is_sparse) view = grad.to_dense().view(-1)
      else view = grad.view(-1)
      return real(view).view(-1)
    })
    return C.cat(views, 0)
  }

  _add_grad(step_size: MaybeTensor, update: Tensor): void {
    const alpha = _get_value(step_size)
    let offset = 0
    for (const whole of this._params) {
      const param = real(whole)
      const numel = param.numel()
      param.add_(update.narrow(0, offset, numel).view_as(param), { alpha })
      offset += numel
    }
    if (offset !== this._numel()) {
      throw new AssertionError(`Expected offset ${offset} to equal ${this._numel()}`)
    }
  }

  _clone_param(): Tensor[] {
    return this._params.map((param) => param.clone())
  }

  _set_param(params_data: readonly Tensor[]): void {
    for (const [i, param] of this._params.entries()) param.copy_(params_data[i] as Tensor)
  }

  _directional_evaluate(
    closure: () => unknown,
    x: readonly Tensor[],
    t: MaybeTensor,
    d: Tensor,
  ): readonly [loss: number, flat_grad: Tensor] {
    this._add_grad(t, d)
    const loss = toFloat(closure())
    const flat_grad = this._gather_flat_grad()
    this._set_param(x)
    return [loss, flat_grad]
  }

  /**
   * Takes up to `max_iter` steps. `closure` clears the gradients, evaluates the model, calls `backward` and gives the
   * loss; it is called many times.
   */
  override step<R>(closure: () => R): R
  override step(): never
  override step(...args: unknown[]): unknown {
    const { closure } = bindStep<{ closure: () => unknown }>(args)
    if (typeof closure !== 'function') {
      throw new TypeError(`'${typeName(closure)}' object is not callable`)
    }
    return no_grad(() => this.#step(() => enable_grad(() => closure())))
  }

  #step(closure: () => unknown): unknown {
    const [group, ...rest] = this.param_groups
    if (group === undefined || rest.length > 0) {
      throw new AssertionError(
        `Expected exactly one param_group, but got ${this.param_groups.length}`,
      )
    }
    const settings = group as typeof group & Settings
    const { max_iter, max_eval, tolerance_grad, tolerance_change, line_search_fn } = settings
    const lr = _to_scalar(settings.lr)
    const state = this.state.get(this._params[0] as Tensor) as unknown as State
    state.func_evals ??= 0
    state.n_iter ??= 0

    const orig_loss = closure()
    let loss = toFloat(orig_loss)
    let current_evals = 1
    state.func_evals += 1
    let flat_grad = this._gather_flat_grad()
    const isFlat = (): boolean => isSmall(flat_grad, tolerance_grad)
    if (isFlat()) return orig_loss

    // Kept when the step is over; an error of the closure leaves it as it was.
    const memory = remembered(state)
    for (let n_iter = 1; n_iter <= max_iter; n_iter++) {
      state.n_iter += 1
      const isFirst = state.n_iter === 1
      const d = isFirst ? forget(memory, flat_grad) : direction(state, memory, flat_grad, settings)
      memory.d = d
      if (memory.prev_flat_grad) memory.prev_flat_grad.copy_(flat_grad)
      else memory.prev_flat_grad = flat_grad.clone()
      const prev_loss = loss
      memory.prev_loss = loss

      let t = isFirst ? times(least(1, over(1, flat_grad.abs().sum())), lr) : lr
      memory.t = t
      const gtd = flat_grad.dot(d)
      if (less(-tolerance_change, gtd)) break

      let evaluations = 0
      let isDone = false
      if (line_search_fn !== null) {
        if (line_search_fn !== 'strong_wolfe') {
          throw new RuntimeError("only 'strong_wolfe' is supported")
        }
        const found = _strong_wolfe(
          (x, step, along) => this._directional_evaluate(closure, x, step, along),
          this._clone_param(),
          t,
          d,
          loss,
          flat_grad,
          gtd,
          { max_ls: max_eval - current_evals },
        )
        ;[loss, flat_grad, t, evaluations] = found
        memory.t = t
        this._add_grad(t, d)
        isDone = isFlat()
      } else {
        this._add_grad(t, d)
        // Not after the last: the next call evaluates there anyway.
        if (n_iter !== max_iter) {
          loss = toFloat(closure())
          flat_grad = this._gather_flat_grad()
          isDone = isFlat()
          evaluations = 1
        }
      }
      current_evals += evaluations
      state.func_evals += evaluations

      if (n_iter === max_iter || current_evals >= max_eval || isDone) break
      if (isSmall(d.mul(t as number), tolerance_change)) break
      if (Math.abs(loss - prev_loss) < tolerance_change) break
    }
    Object.assign(state, memory)
    return orig_loss
  }
}

const isSmall = (tensor: Tensor, tolerance: number): boolean =>
  Boolean(tensor.abs().max().le(tolerance).item())

function remembered(state: State): Memory {
  const { d = null, t = null, old_dirs = null, old_stps = null, ro = null } = state
  const { H_diag = null, prev_flat_grad = null, prev_loss = null } = state
  return { d, t, old_dirs, old_stps, ro, H_diag, prev_flat_grad, prev_loss }
}

// The first direction is that of steepest descent.
function forget(memory: Memory, flat_grad: Tensor): Tensor {
  Object.assign(memory, { old_dirs: [], old_stps: [], ro: [], H_diag: 1 })
  return flat_grad.neg()
}

// The others follow the curvature that the latest steps have shown.
function direction(
  state: State,
  memory: Memory,
  flat_grad: Tensor,
  { history_size }: Settings,
): Tensor {
  const { old_dirs, old_stps, ro } = memory as { [K in keyof Memory]: NonNullable<Memory[K]> }
  const y = flat_grad.sub(memory.prev_flat_grad as Tensor)
  const s = (memory.d as Tensor).mul(memory.t as number)
  const ys = y.dot(s)
  if (less(1e-10, ys)) {
    if (old_dirs.length === history_size) for (const list of [old_dirs, old_stps, ro]) list.shift()
    old_dirs.push(y)
    old_stps.push(s)
    ro.push(over(1, ys) as Tensor)
    memory.H_diag = over(ys, y.dot(y))
  }
  state.al ??= Array.from({ length: history_size }, () => null)
  const { al } = state
  const q = flat_grad.neg()
  for (let i = old_dirs.length - 1; i >= 0; i--) {
    const factor = (old_stps[i] as Tensor).dot(q).mul(ro[i] as Tensor)
    al[i] = factor
    q.add_(old_dirs[i] as Tensor, { alpha: -_get_value(factor) })
  }
  const r = C.mul(q, memory.H_diag as Tensor)
  for (const [i, old_dir] of old_dirs.entries()) {
    const be = old_dir.dot(r).mul(ro[i] as Tensor)
    r.add_(old_stps[i] as Tensor, { alpha: _get_value(minus(al[i] as Tensor, be)) })
  }
  return r
}

/**
 * L-BFGS, a method of Newton's kind that guesses the curvature from the gradients of its latest steps. One `step`
 * evaluates the model many times, so it takes a closure. All parameters have the same settings, and the state is
 * `history_size + 1` times as large as the parameters.
 *
 * $$
 * \theta_{k+1} = \theta_k - t_k H_k \nabla f(\theta_k)
 * $$
 *
 * with $H_k$ the guess at the inverse of the second derivatives, and $t_k$ = `lr` (1), or what `line_search_fn:
 * 'strong_wolfe'` finds. It ends after `max_iter` (20) steps or `max_eval` (5/4 of that) evaluations, with a gradient
 * below `tolerance_grad` (1e-7), or when parameters and loss change by less than `tolerance_change` (1e-9).
 *
 * @example
 * const w = torch.tensor([3, -2], { dtype: torch.float, requires_grad: true })
 * const optimizer = optim.LBFGS([w], { line_search_fn: 'strong_wolfe' })
 * optimizer.step(() => {
 *   optimizer.zero_grad()
 *   const loss = w.sub(1).square().sum()
 *   loss.backward()
 *   return loss
 * })
 * w.allclose(torch.ones(2)) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.optim.LBFGS.html
 */
const LBFGS_ = callable(LBFGS)
type LBFGS_ = LBFGS

export { LBFGS_ as LBFGS }
