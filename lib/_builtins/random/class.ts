// The class of Python's module `random`, with its distributions of real numbers.

import { type Callable, callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { exp } from '../../_libm.js'
import { float } from '../conversion.js'
import * as distributions from './distributions.js'
import { Sequences } from './sequences.js'

const binders = {
  uniform: python('Random.uniform(self, a, b)'),
  triangular: python('Random.triangular(self, low=0.0, high=1.0, mode=None)'),
  normalvariate: python('Random.normalvariate(self, mu=0.0, sigma=1.0)'),
  gauss: python('Random.gauss(self, mu=0.0, sigma=1.0)'),
  lognormvariate: python('Random.lognormvariate(self, mu, sigma)'),
  expovariate: python('Random.expovariate(self, lambd)'),
  vonmisesvariate: python('Random.vonmisesvariate(self, mu, kappa)'),
  gammavariate: python('Random.gammavariate(self, alpha, beta)'),
  betavariate: python('Random.betavariate(self, alpha, beta)'),
  paretovariate: python('Random.paretovariate(self, alpha)'),
  weibullvariate: python('Random.weibullvariate(self, alpha, beta)'),
}

function numbers<K extends string>(given: Record<K, unknown>): Record<K, number> {
  const entries = Object.entries<unknown>(given).map(([key, value]) => [key, float(value)])
  return Object.fromEntries(entries) as Record<K, number>
}

class Random extends Sequences {
  /**
   * A number between `a` and `b`.
   *
   * @example
   * random.seed(0)
   * random.uniform(-1, 1) // 0.6888437030500962
   *
   * @see https://docs.python.org/3/library/random.html#random.uniform
   */
  uniform(a: number, b: number | { b: number }): number
  uniform(kw: { a: number; b: number }): number
  uniform(...args: unknown[]): number {
    const { a, b } = numbers<'a' | 'b'>(binders.uniform(args))
    return a + (b - a) * this.random()
  }

  /**
   * A number of the triangular distribution from `low` to `high`, whose peak is at `mode`, in the middle unless given.
   *
   * @example
   * random.seed(0)
   * random.triangular(0, 10) // 7.2109...
   *
   * @see https://docs.python.org/3/library/random.html#random.triangular
   */
  triangular(low?: number, high?: number, mode?: number | null): number
  triangular(...args: unknown[]): number {
    const { low, high, mode } = binders.triangular<{
      low: number
      high: number
      mode: number | null
    }>(args)
    return distributions.triangular(this, float(low), float(high), mode)
  }

  /**
   * A normal number by Kinderman and Monahan's method.
   *
   * @example
   * random.seed(0)
   * random.normalvariate(0, 1) // -0.18386822109325826
   *
   * @see https://docs.python.org/3/library/random.html#random.normalvariate
   */
  normalvariate(mu?: number, sigma?: number): number
  normalvariate(kw: { mu?: number; sigma?: number }): number
  normalvariate(...args: unknown[]): number {
    const { mu, sigma } = numbers<'mu' | 'sigma'>(binders.normalvariate(args))
    return mu + distributions.kindermanMonahan(this) * sigma
  }

  /**
   * A normal number by the method of Box and Muller, which makes two at a time and keeps the second for the next call.
   *
   * @example
   * random.seed(0)
   * random.gauss(0, 1) // 0.9417154046806644
   *
   * @see https://docs.python.org/3/library/random.html#random.gauss
   */
  gauss(mu?: number, sigma?: number): number
  gauss(kw: { mu?: number; sigma?: number }): number
  gauss(...args: unknown[]): number {
    const { mu, sigma } = numbers<'mu' | 'sigma'>(binders.gauss(args))
    const kept = this.gauss_next
    this.gauss_next = null
    if (kept !== null) return mu + kept * sigma
    const [first, second] = distributions.boxMuller(this)
    this.gauss_next = second
    return mu + first * sigma
  }

  /**
   * A number whose logarithm is normal.
   *
   * @example random.lognormvariate(0, 1) > 0 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.lognormvariate
   */
  lognormvariate(mu: number, sigma: number): number
  lognormvariate(...args: unknown[]): number {
    const { mu, sigma } = numbers<'mu' | 'sigma'>(binders.lognormvariate(args))
    return exp(this.normalvariate(mu, sigma))
  }

  /**
   * A number of the exponential distribution with rate `lambd`, one divided by the mean.
   *
   * @example
   * random.seed(0)
   * random.expovariate(1.5) // 1.2404...
   *
   * @see https://docs.python.org/3/library/random.html#random.expovariate
   */
  expovariate(lambd: number): number
  expovariate(...args: unknown[]): number {
    const { lambd } = numbers<'lambd'>(binders.expovariate(args))
    return distributions.exponential(this, lambd)
  }

  /**
   * An angle in [0, 2π) of the von Mises distribution about `mu` with concentration `kappa`.
   *
   * @example random.vonmisesvariate(0, 4) < 6.2832 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.vonmisesvariate
   */
  vonmisesvariate(mu: number, kappa: number): number
  vonmisesvariate(...args: unknown[]): number {
    const { mu, kappa } = numbers<'mu' | 'kappa'>(binders.vonmisesvariate(args))
    return distributions.vonMises(this, mu, kappa)
  }

  /**
   * A number of the gamma distribution; parameters that are not positive are a ValueError.
   *
   * @example random.gammavariate(2, 1) > 0 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.gammavariate
   */
  gammavariate(alpha: number, beta: number): number
  gammavariate(...args: unknown[]): number {
    const { alpha, beta } = numbers<'alpha' | 'beta'>(binders.gammavariate(args))
    return distributions.gamma(this, alpha, beta)
  }

  /**
   * A number between 0 and 1 of the beta distribution.
   *
   * @example random.betavariate(2, 3) < 1 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.betavariate
   */
  betavariate(alpha: number, beta: number): number
  betavariate(...args: unknown[]): number {
    const { alpha, beta } = numbers<'alpha' | 'beta'>(binders.betavariate(args))
    const y = this.gammavariate(alpha, 1)
    return y === 0 ? 0 : y / (y + this.gammavariate(beta, 1))
  }

  /**
   * A number of the Pareto distribution.
   *
   * @example random.paretovariate(3) >= 1 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.paretovariate
   */
  paretovariate(alpha: number): number
  paretovariate(...args: unknown[]): number {
    const { alpha } = numbers<'alpha'>(binders.paretovariate(args))
    return distributions.pareto(this, alpha)
  }

  /**
   * A number of the Weibull distribution with scale `alpha` and shape `beta`.
   *
   * @example random.weibullvariate(1, 1.5) > 0 // True
   *
   * @see https://docs.python.org/3/library/random.html#random.weibullvariate
   */
  weibullvariate(alpha: number, beta: number): number
  weibullvariate(...args: unknown[]): number {
    const { alpha, beta } = numbers<'alpha' | 'beta'>(binders.weibullvariate(args))
    return distributions.weibull(this, alpha, beta)
  }
}

/**
 * A generator of random numbers with a state of its own, which draws as Python's `random.Random` does. A subclass may
 * bring its own `random` or `getrandbits`.
 *
 * @example
 * const rng = Random(0)
 * rng.random() // 0.8444218515250481
 *
 * @see https://docs.python.org/3/library/random.html#random.Random
 */
const Random_: Callable<typeof Random> = callable(Random)
type Random_ = Random

export { Random_ as Random }
