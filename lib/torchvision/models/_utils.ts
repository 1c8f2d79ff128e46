// Mirrors torchvision/models/_utils.py.

import { callable } from '../../_callable.js'
import { isKeywords } from '../../_kwargs.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'
import { nn, type Tensor } from '../../index.js'
import { warn } from '../../warnings.js'
import { WeightsEnum } from './_api.js'

// Without the index signature of its children, which `forward` would not fit.
const ModuleDict = nn.ModuleDict as unknown as new (
  modules: Iterable<readonly [string, nn.Module]>,
) => typeof nn.ModuleDict.prototype

class IntermediateLayerGetter extends ModuleDict {
  declare return_layers: Readonly<Record<string, string>>

  constructor(model: nn.Module, return_layers: Readonly<Record<string, string>>) {
    const children = [...model.named_children()]
    const wanted = new Set(Object.keys(return_layers))
    const names = children.map(([name]) => name)
    if (![...wanted].every((name) => names.includes(name))) {
      throw new ValueError('return_layers are not present in model')
    }
    const last = Math.max(...names.map((name, i) => (wanted.has(name) ? i : 0)))
    super(children.slice(0, last + 1))
    this.return_layers = return_layers
  }

  override forward(x: Tensor): Record<string, Tensor> {
    const out: Record<string, Tensor> = {}
    for (const [name, module] of this.items()) {
      x = module(x)
      const as = this.return_layers[name]
      if (as !== undefined) out[as] = x
    }
    return out
  }
}

/** The multiple of `divisor` nearest to `v`, but no more than 10 % below it. */
export function _make_divisible(
  v: number,
  divisor: number,
  min_value: number | null = null,
): number {
  const nearest = Math.floor(Math.trunc(v + divisor / 2) / divisor) * divisor
  const rounded = Math.max(min_value ?? divisor, nearest)
  return rounded < 0.9 * v ? rounded + divisor : rounded
}

/** Keyword arguments on their way to a model's class. */
export type Kwargs = Record<string, unknown>

function enumeration(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  if (quoted.length < 2) return quoted.join('')
  const comma = quoted.length === 2 ? '' : ','
  return `${quoted.slice(0, -1).join(', ')}${comma} and ${quoted.at(-1)}`
}

/**
 * The arguments of a function whose parameters can only be given by keyword, from a call that may give them by position:
 * that works, with a warning.
 */
export function kwonly_to_pos_or_kw(
  parameters: readonly string[],
  args: readonly unknown[],
): Kwargs {
  const last = args.at(-1)
  const kwargs: Kwargs = {}
  if (isKeywords(last)) {
    for (const [key, value] of Object.entries(last)) if (value !== undefined) kwargs[key] = value
  }
  const given = isKeywords(last) ? args.slice(0, -1) : args.slice()
  while (given.length > 0 && given.at(-1) === undefined) given.pop()
  if (given.length === 0) return kwargs
  const names = parameters.slice(0, given.length)
  warn(
    `Using ${enumeration(names)} as positional parameter(s) is deprecated since 0.13 and may be removed in the future. ` +
      'Please use keyword parameter(s) instead.',
  )
  for (const [i, name] of names.entries()) kwargs[name] = given[i]
  return kwargs
}

/** A former name of a parameter of weights, and what its `true` meant. */
export type LegacyWeights = readonly [
  pretrained: string,
  value: WeightsEnum | null | ((kwargs: Kwargs) => WeightsEnum | null),
]

/** Turns the arguments `pretrained: true` and the like, as models took them once, into weights, with warnings. */
export function handle_legacy_interface(
  builder: string,
  weights: Readonly<Record<string, LegacyWeights>>,
  kwargs: Kwargs,
): void {
  for (const [parameter, [pretrained, value]] of Object.entries(weights)) {
    const given = kwargs[parameter]
    const isNew =
      given === null ||
      (typeof given === 'string' && given !== 'legacy') ||
      (typeof given === 'object' && given instanceof WeightsEnum)
    if (isNew || (given === undefined && kwargs[pretrained] === undefined)) continue
    const byPosition = given !== undefined
    if (byPosition) {
      kwargs[pretrained] = given
      delete kwargs[parameter]
    } else {
      warn(
        `The parameter '${pretrained}' is deprecated since 0.13 and may be removed in the future, ` +
          `please use '${parameter}' instead.`,
      )
    }
    const wanted = Boolean(kwargs[pretrained])
    const meant = wanted ? (typeof value === 'function' ? value(kwargs) : value) : null
    if (wanted && meant === null) {
      throw new ValueError(`No weights available for model ${builder}`)
    }
    const advice =
      meant === null
        ? ''
        : ` You can also use \`${parameter}=${meant.constructor.name}.DEFAULT\` to get the most up-to-date weights.`
    warn(
      `Arguments other than a weight enum or \`None\` for '${parameter}' are deprecated since 0.13 and may be removed in the future. ` +
        `The current behavior is equivalent to passing \`${parameter}=${pyStr(meant)}\`.${advice}`,
    )
    delete kwargs[pretrained]
    kwargs[parameter] = meant
  }
}

/** Sets what weights ask for; a ValueError where the caller asks for something else. */
export function _ovewrite_named_param(kwargs: Kwargs, param: string, new_value: unknown): void {
  const given = kwargs[param]
  if (given !== undefined && given !== new_value) {
    throw new ValueError(
      `The parameter '${param}' expected value ${pyStr(new_value)} but got ${pyStr(given)} instead.`,
    )
  }
  kwargs[param] = new_value
}

/** What weights ask for; a ValueError where the caller asks for something else. */
export function _ovewrite_value_param<V>(param: string, actual: V | null, expected: V): V {
  if (actual !== null && actual !== expected) {
    throw new ValueError(
      `The parameter '${param}' expected value ${pyStr(expected)} but got ${pyStr(actual)} instead.`,
    )
  }
  return expected
}

/**
 * A model up to the last of some of its children, whose outputs it gives by the names that `return_layers` has for them.
 * The children have to be registered in the order in which the model uses them.
 *
 * @throws ValueError where the model has no such child.
 *
 * @example
 * const { models } = torchvision
 * const body = models._utils.IntermediateLayerGetter(models.resnet18(), { layer1: 'feat1', layer3: 'feat2' })
 * const out = body(torch.rand(1, 3, 32, 32))
 * out.feat2.size() // torch.Size([1, 256, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/feature_extraction.html
 */
const IntermediateLayerGetter_ = callable(IntermediateLayerGetter)
type IntermediateLayerGetter_ = IntermediateLayerGetter

export { IntermediateLayerGetter_ as IntermediateLayerGetter }
