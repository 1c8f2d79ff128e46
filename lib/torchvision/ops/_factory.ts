// Arguments that make layers: `norm_layer`, `activation_layer` and the like.

import { floatRepr, pyRepr } from '../../_repr.js'
import { nn } from '../../index.js'

/** A class of modules, or any function that makes one: Python's `Callable[..., nn.Module]`. */
export type ModuleFactory = (...args: never) => nn.Module

/** A module whose output is a tensor. */
export type Layer = nn.Sequential[0]

/** Calls what makes a layer. */
export function make(factory: ModuleFactory, ...args: unknown[]): Layer {
  return Reflect.apply(factory as () => nn.Module, undefined, args as []) as Layer
}

/** The keywords of a layer that may be told to change its input; null leaves the layer its own default. */
export function inplaceOptions(inplace: boolean | null): [] | [{ inplace: boolean }] {
  return inplace === null ? [] : [{ inplace }]
}

// A probability that Python's signatures give as `0.0`, which a JavaScript 0 cannot say: it prints as float.
class Dropout extends nn.Dropout {
  override extra_repr(): string {
    return `p=${floatRepr(this.p)}, inplace=${pyRepr(this.inplace)}`
  }
}

/** A dropout layer whose probability is a float by default. */
export function floatDropout(p: number, options: { inplace?: boolean } = {}): nn.Dropout {
  return new Dropout(p, options)
}
