// The line search of LBFGS, of torch/optim/lbfgs.py.

import type { Tensor } from '../tensor.js'
import type { MaybeTensor } from './_common.js'
import {
  absolute,
  atMost,
  greatest,
  least,
  less,
  minus,
  over,
  plus,
  power,
  times,
} from './_scalars.js'

type Bounds = readonly [low: MaybeTensor, high: MaybeTensor]

/** One place on the line: how far it is, with the loss, the gradient and the slope there. */
interface Point {
  t: MaybeTensor
  f: number
  g: Tensor
  gtd: Tensor
}

const sorted = (a: MaybeTensor, b: MaybeTensor): Bounds => (atMost(a, b) ? [a, b] : [b, a])

// The minimum of the cubic through two points with their slopes; the middle where there is none.
function _cubic_interpolate(a: Point, b: Point, bounds: Bounds = sorted(a.t, b.t)): MaybeTensor {
  const [low, high] = bounds
  const slope = over(times(3, minus(a.f, b.f)), minus(a.t, b.t))
  const d1 = minus(plus(a.gtd, b.gtd), slope) as Tensor
  const square = minus(power(d1, 2), times(a.gtd, b.gtd)) as Tensor
  if (!atMost(0, square)) return over(plus(low, high), 2)
  const d2 = square.sqrt()
  // The same of both sides; a difference in the last bit would be one in the number of evaluations.
  const from = (near: Point, far: Point): MaybeTensor => {
    const part = over(minus(plus(far.gtd, d2), d1), plus(minus(far.gtd, near.gtd), times(2, d2)))
    return minus(far.t, times(minus(far.t, near.t), part))
  }
  const position = atMost(a.t, b.t) ? from(a, b) : from(b, a)
  return least(greatest(position, low), high)
}

/** The loss and the flat gradient at `x + t * d`. */
export type Objective = (x: Tensor[], t: MaybeTensor, d: Tensor) => readonly [f: number, g: Tensor]

/** What {@link _strong_wolfe} found. */
export type Found = readonly [f: number, g: Tensor, t: MaybeTensor, evaluations: number]

/** Searches a step along `d` that fulfils the strong Wolfe conditions: enough descent, and a slope that is flat enough. */
export function _strong_wolfe(
  obj_func: Objective,
  x: Tensor[],
  t: MaybeTensor,
  d: Tensor,
  f: number,
  g: Tensor,
  gtd: Tensor,
  { c1 = 1e-4, c2 = 0.9, tolerance_change = 1e-9, max_ls = 25 } = {},
): Found {
  const d_norm = d.abs().max()
  let evaluations = 0
  const evaluate = (at: MaybeTensor): Point => {
    const [f, g] = obj_func(x, at, d)
    evaluations++
    return { t: at, f, g, gtd: g.dot(d) }
  }
  const start: Point = { t: 0, f, g: g.clone(), gtd }
  // Not below the line that c1 draws.
  const isHigh = (point: Point): boolean => less(plus(f, times(times(c1, point.t), gtd)), point.f)
  const isFlat = (point: Point): boolean => atMost(absolute(point.gtd), times(-c2, gtd))

  // First a bracket: two points with a good one in between, or a good point.
  let before = start
  let point = evaluate(t)
  let rounds = 0
  let bracket: Point[] | null = null
  let done = false
  while (rounds < max_ls) {
    if (isHigh(point) || (rounds > 1 && point.f >= before.f)) {
      bracket = [before, point]
      break
    }
    if (isFlat(point)) {
      bracket = [point]
      done = true
      break
    }
    if (atMost(0, point.gtd)) {
      bracket = [before, point]
      break
    }
    const bounds: Bounds = [
      plus(point.t, times(0.01, minus(point.t, before.t))),
      times(point.t, 10),
    ]
    const next = _cubic_interpolate(before, point, bounds)
    before = point
    point = evaluate(next)
    rounds++
  }
  bracket ??= [start, point]

  // Then ever smaller brackets.
  const order = (points: Point[]): [low: number, high: number] =>
    (points[0] as Point).f <= (points.at(-1) as Point).f ? [0, 1] : [1, 0]
  let [low, high] = order(bracket)
  let isStuck = false
  while (!done && rounds < max_ls) {
    const [first, second] = bracket as [Point, Point]
    const width = times(absolute(minus(second.t, first.t)), d_norm)
    if (less(width, tolerance_change)) break
    let next = _cubic_interpolate(first, second)
    const [least_t, most_t] = [least(first.t, second.t), greatest(first.t, second.t)]
    // Too near to an end twice, or beyond it: keep a tenth of the bracket away.
    const margin = times(0.1, minus(most_t, least_t))
    if (less(least(minus(most_t, next), minus(next, least_t)), margin)) {
      if (isStuck || atMost(most_t, next) || atMost(next, least_t)) {
        const isNearMost = less(absolute(minus(next, most_t)), absolute(minus(next, least_t)))
        next = isNearMost ? minus(most_t, margin) : plus(least_t, margin)
        isStuck = false
      } else isStuck = true
    } else isStuck = false
    point = evaluate(next)
    rounds++
    const lowest = bracket[low] as Point
    if (isHigh(point) || point.f >= lowest.f) {
      bracket[high] = point
      ;[low, high] = order(bracket)
    } else {
      if (isFlat(point)) done = true
      else if (atMost(0, times(point.gtd, minus((bracket[high] as Point).t, lowest.t)))) {
        bracket[high] = lowest
      }
      bracket[low] = point
    }
  }
  const best = bracket[low] as Point
  return [best.f, best.g, best.t, evaluations]
}
