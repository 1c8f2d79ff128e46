// The distributions of Python's module `random`, over a source of numbers in [0, 1).

import { acos, cos, exp, log, pow, sin } from '../../_libm.js'
import { ValueError, ZeroDivisionError } from '../../errors.js'

interface Source {
  random(): number
}

const NV_MAGICCONST = 1.7155277699214135
const LOG4 = 1.3862943611198906
const SG_MAGICCONST = 2.504077396776274
const TWOPI = 2 * Math.PI

function divide(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError('float division by zero')
  return a / b
}

// Python's `a % b` for a positive b.
function modulo(a: number, b: number): number {
  const rest = a % b
  return rest < 0 ? rest + b : rest
}

export function triangular(source: Source, low: number, high: number, mode: number | null): number {
  const u = source.random()
  if (mode !== null && high === low) return low
  const c = mode === null ? 0.5 : (mode - low) / (high - low)
  return u > c
    ? high + (low - high) * Math.sqrt((1 - u) * (1 - c))
    : low + (high - low) * Math.sqrt(u * c)
}

/** A standard normal number, as a ratio of uniform ones. */
export function kindermanMonahan(source: Source): number {
  for (;;) {
    const u1 = source.random()
    const u2 = 1 - source.random()
    const z = (NV_MAGICCONST * (u1 - 0.5)) / u2
    if ((z * z) / 4 <= -log(u2)) return z
  }
}

/** Two standard normal numbers. */
export function boxMuller(source: Source): [number, number] {
  const angle = source.random() * TWOPI
  const radius = Math.sqrt(-2 * log(1 - source.random()))
  return [cos(angle) * radius, sin(angle) * radius]
}

export function exponential(source: Source, rate: number): number {
  return divide(-log(1 - source.random()), rate)
}

/** After N. I. Fisher, Statistical Analysis of Circular Data (1993). */
export function vonMises(source: Source, mu: number, kappa: number): number {
  if (kappa <= 1e-6) return TWOPI * source.random()
  const s = 0.5 / kappa
  const r = s + Math.sqrt(1 + s * s)
  let z: number
  for (;;) {
    z = cos(Math.PI * source.random())
    const d = z / (r + z)
    const u = source.random()
    if (u < 1 - d * d || u <= (1 - d) * exp(d)) break
  }
  const q = 1 / r
  const f = (q + z) / (1 + q * z)
  const angle = acos(f)
  return modulo(source.random() > 0.5 ? mu + angle : mu - angle, TWOPI)
}

export function gamma(source: Source, alpha: number, beta: number): number {
  if (alpha <= 0 || beta <= 0) throw new ValueError('gammavariate: alpha and beta must be > 0.0')
  if (alpha === 1) return -log(1 - source.random()) * beta
  return (alpha > 1 ? gammaAboveOne(source, alpha) : gammaBelowOne(source, alpha)) * beta
}

/** After R. C. H. Cheng, Applied Statistics 26 (1977). */
function gammaAboveOne(source: Source, alpha: number): number {
  const inverse = Math.sqrt(2 * alpha - 1)
  const b = alpha - LOG4
  const c = alpha + inverse
  for (;;) {
    const u1 = source.random()
    if (!(u1 > 1e-7 && u1 < 0.9999999)) continue
    const u2 = 1 - source.random()
    const v = log(u1 / (1 - u1)) / inverse
    const x = alpha * exp(v)
    const z = u1 * u1 * u2
    const r = b + c * v - x
    if (r + SG_MAGICCONST - 4.5 * z >= 0 || r >= log(z)) return x
  }
}

/** Algorithm GS of Kennedy and Gentle, Statistical Computing. */
function gammaBelowOne(source: Source, alpha: number): number {
  const b = (Math.E + alpha) / Math.E
  for (;;) {
    const p = b * source.random()
    const x = p <= 1 ? pow(p, 1 / alpha) : -log((b - p) / alpha)
    const u = source.random()
    if (p > 1 ? u <= pow(x, alpha - 1) : u <= exp(-x)) return x
  }
}

export function pareto(source: Source, alpha: number): number {
  return pow(1 - source.random(), divide(-1, alpha))
}

export function weibull(source: Source, alpha: number, beta: number): number {
  return alpha * pow(-log(1 - source.random()), divide(1, beta))
}
