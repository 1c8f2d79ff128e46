// Mirrors torchvision/models/_api.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { def } from '../../_def.js'
import type { MapLocation } from '../../_serialization/location.js'
import { typeName } from '../../_typename.js'
import { KeyError, ValueError } from '../../errors.js'
import type { nn, Tensor } from '../../index.js'
import { load_state_dict_from_url } from '../_internally_replaced_utils.js'
import { fnmatchFilter } from './_fnmatch.js'

/** What is known of weights. Entries that a kind of weights lacks are absent. */
export interface WeightsMeta {
  /** The names of the classes, in the order of the outputs. */
  categories: string[]
  num_params: number
  /** The smallest image that the model takes, or the one that it needs. */
  min_size: readonly [height: number, width: number]
  /** Where their training is described. */
  recipe: string
  license: string
  /** Metrics by the data set that they were measured on. */
  _metrics: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Giga-multiply-adds of one image. */
  _ops: number
  /** In MB. */
  _file_size: number
  [key: string]: unknown
}

/** Makes the preprocessing of some weights; options replace those that they were trained with. */
export type MakeTransforms<T> = (options?: object) => T

const initWeights = initializer<
  [url: string, transforms: MakeTransforms<unknown>, meta: Partial<WeightsMeta>]
>()('Weights.__init__(self, url, transforms, meta)', { dicts: ['meta'] })

class Weights<T = unknown> {
  url: string
  transforms: MakeTransforms<T>
  meta: WeightsMeta

  constructor(url: string, transforms: MakeTransforms<T>, meta: Partial<WeightsMeta>)
  constructor(options: {
    url: string
    transforms: MakeTransforms<T>
    meta: Partial<WeightsMeta>
  })
  constructor(...args: ArgumentsOf<typeof initWeights>) {
    const { url, transforms, meta } = initWeights(args)
    this.url = url
    this.transforms = transforms as MakeTransforms<T>
    this.meta = meta as WeightsMeta
  }
}

/** The keywords of {@link WeightsEnum.get_state_dict}: those of `torch.hub.load_state_dict_from_url`. */
export interface LoadOptions {
  /** Where files are kept, or found. */
  model_dir?: string | null
  map_location?: MapLocation
  progress?: boolean
  check_hash?: boolean
  file_name?: string | null
  weights_only?: boolean
}

// A member of the enum `C`, with preprocessing `T`.
abstract class WeightsEnum<C extends string = string, T = unknown> {
  /** Which enum it belongs to; only in the type. */
  declare readonly enumName: C
  declare readonly name: string
  declare readonly value: Weights<T>

  /** Downloads the weights, or finds them in the cache of torch.hub. */
  get_state_dict(options: LoadOptions = {}): Record<string, Tensor> {
    return load_state_dict_from_url<Record<string, Tensor>>(this.url, options)
  }

  get url(): string {
    return this.value.url
  }

  /** Makes the preprocessing that the weights were trained with. */
  get transforms(): MakeTransforms<T> {
    return this.value.transforms
  }

  get meta(): WeightsMeta {
    return this.value.meta
  }

  toString(): string {
    return `${this.constructor.name}.${this.name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** What an enum is made of: weights by name, and further names of them. */
type Entries<T> = Readonly<Record<string, Weights<T> | string>>

/** An enum `C` of weights with the names `K`. */
export type WeightsEnumType<C extends string, K extends string, T = unknown> = {
  readonly [N in K]: WeightsEnum<C, T>
} & {
  readonly name: C
  readonly prototype: WeightsEnum<C, T>
  /** All names, further ones included. */
  readonly __members__: Readonly<Record<K, WeightsEnum<C, T>>>
  /** The weights, each once, in order. */
  [Symbol.iterator](): IterableIterator<WeightsEnum<C, T>>
  /** What a value given as `weights` means: a member, or its name, or none. */
  verify(obj: WeightsEnum<C, T> | WeightsName<C, K> | null): WeightsEnum<C, T> | null
}

/** The type of an enum's members: `MemberOf<typeof ResNet18_Weights>`. */
export type MemberOf<E> =
  E extends WeightsEnumType<infer C, infer _, infer T> ? WeightsEnum<C, T> : never

/** The names of weights, short or full. */
export type WeightsName<C extends string, K extends string> = K | `${C}.${K}`

/** Any enum of weights. */
export type AnyWeightsEnum = WeightsEnumType<string, string>

function member(cls: { prototype: object }, name: string, value: Weights): WeightsEnum {
  const made = Object.create(cls.prototype) as WeightsEnum
  return Object.freeze(Object.assign(made, { name, value }))
}

function makeEnum(enumName: string, entries: Entries<unknown>): AnyWeightsEnum {
  const cls = class extends WeightsEnum {
    static override toString(): string {
      return `<enum '${enumName}'>`
    }

    static *[Symbol.iterator](): IterableIterator<WeightsEnum> {
      yield* new Set(Object.values(members))
    }

    static verify(obj: unknown): WeightsEnum | null {
      if (obj === null) return null
      if (typeof obj === 'string') return memberOf(cls, obj.replaceAll(`${enumName}.`, ''))
      if (obj instanceof cls) return obj
      throw new TypeError(
        `Invalid Weight class provided; expected ${enumName} but received ${classNameOf(obj)}.`,
      )
    }
  }
  Object.defineProperty(cls, 'name', { value: enumName })
  const members: Record<string, WeightsEnum> = {}
  for (const [name, value] of Object.entries(entries)) {
    members[name] =
      typeof value === 'string' ? (members[value] as WeightsEnum) : member(cls, name, value)
    Object.defineProperty(cls, name, { value: members[name], enumerable: true })
  }
  Object.defineProperty(cls, '__members__', { value: Object.freeze(members) })
  return cls as unknown as AnyWeightsEnum
}

function classNameOf(value: unknown): string {
  const isOther = typeof value === 'object' && value !== null && value instanceof WeightsEnum
  return isOther ? value.constructor.name : typeName(value)
}

function memberOf(cls: unknown, name: string): WeightsEnum {
  const { __members__ } = cls as AnyWeightsEnum
  if (!Object.hasOwn(__members__, name)) throw new KeyError(name)
  return __members__[name] as WeightsEnum
}

/** Builds a model: what {@link register_model} takes. */
export type ModelBuilder<M extends nn.Module = nn.Module> = (...args: never) => M

/** The enums of models that the library has, by builder. */
const enums = new Map<unknown, AnyWeightsEnum>()

/** Every registered builder by its name. */
export const BUILTIN_MODELS: Record<string, ModelBuilder> = {}

/** Tells {@link get_model_weights} and {@link get_weight} which weights a builder takes. */
export function declareWeights(fn: ModelBuilder, weights: AnyWeightsEnum): void {
  enums.set(fn, weights)
}

/**
 * The weights of that full name. An unknown enum throws a ValueError, an unknown name in it a KeyError.
 *
 * @example
 * torchvision.models.get_weight('ResNet50_Weights.IMAGENET1K_V2') // ResNet50_Weights.IMAGENET1K_V2
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html#torchvision.models.get_weight
 */
export const get_weight = def('get_weight(name)', (name: string): WeightsEnum => {
  const parts = name.split('.')
  if (parts.length !== 2) throw new ValueError(`Invalid weight name provided: '${name}'.`)
  const [enumName, valueName] = parts as [string, string]
  const found = [...enums.values()].find((one) => one.name === enumName)
  if (!found) {
    throw new ValueError(
      `The weight enum '${enumName}' for the specific method couldn't be retrieved.`,
    )
  }
  return memberOf(found, valueName)
})

/**
 * The weights that exist for a model, given by its builder or its name.
 *
 * @example
 * const weights = torchvision.models.get_model_weights('resnet18')
 * Array.from(weights) // [ResNet18_Weights.IMAGENET1K_V1]
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html#torchvision.models.get_model_weights
 */
export const get_model_weights = def(
  'get_model_weights(name)',
  (name: ModelBuilder | string): AnyWeightsEnum => {
    const found = enums.get(typeof name === 'string' ? get_model_builder(name) : name)
    if (!found) throw new ValueError("The method is missing the 'weights' argument.")
    return found
  },
)

/**
 * Registers the builder that it is then called with, under its own name or another, so that {@link get_model} and
 * {@link list_models} know it. A name that is taken throws a ValueError.
 *
 * @example
 * const { models } = torchvision
 * models._api.register_model('tiny_for_docs')(() => nn.Linear(2, 2))
 * models.get_model('tiny_for_docs') // Linear(in_features=2, out_features=2, bias=True)
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html
 */
export const register_model = def(
  'register_model(name=None)',
  (name: string | null) =>
    <F extends ModelBuilder>(fn: F): F => {
      const key = name ?? fn.name
      if (Object.hasOwn(BUILTIN_MODELS, key)) {
        throw new ValueError(`An entry is already registered under the name '${key}'.`)
      }
      BUILTIN_MODELS[key] = fn
      return fn
    },
)

/** Which models {@link list_models} lists. */
export interface ListModelsOptions {
  /** Those that this module exports, such as `torchvision.models`. */
  module?: object | null
  /** Those that fit one of these wildcards: `*`, `?`, `[seq]`, `[!seq]`. */
  include?: Iterable<string> | null
  /** Those that fit none of these. */
  exclude?: Iterable<string> | null
}

/**
 * The names of the registered models, sorted.
 *
 * @example
 * torchvision.models.list_models({ include: 'resnet*', exclude: '*1*' }) // ['resnet34', 'resnet50']
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html#torchvision.models.list_models
 */
export const list_models = def(
  'list_models(module=None, include=None, exclude=None)',
  (
    module: object | null,
    include: Iterable<string> | null,
    exclude: Iterable<string> | null,
  ): string[] => {
    const exported = module === null ? null : new Set<unknown>(Object.values(module))
    const all = Object.entries(BUILTIN_MODELS)
      .filter(([, fn]) => exported?.has(fn) ?? true)
      .map(([name]) => name)
    const included = fitting(all, include)
    const models = included ?? all
    const excluded = new Set(fitting(models, exclude))
    return models.filter((name) => !excluded.has(name)).sort()
  },
) as {
  (options?: ListModelsOptions): string[]
  (
    module?: object | null,
    include?: Iterable<string> | null,
    exclude?: Iterable<string> | null,
  ): string[]
}

// The names that fit one of the wildcards; null where there is none.
function fitting(names: readonly string[], wildcards: Iterable<string> | null): string[] | null {
  const list = typeof wildcards === 'string' ? [wildcards] : [...(wildcards ?? [])]
  if (list.length === 0 || list[0] === '') return null
  return [...new Set(list.flatMap((one) => fnmatchFilter(names, one)))]
}

/**
 * The function that builds the model of that name, in upper or lower case.
 *
 * @example
 * torchvision.models.get_model_builder('AlexNet') === torchvision.models.alexnet // true
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html#torchvision.models.get_model_builder
 */
export const get_model_builder = def('get_model_builder(name)', (name: string): ModelBuilder => {
  const key = name.toLowerCase()
  const fn = Object.hasOwn(BUILTIN_MODELS, key) ? BUILTIN_MODELS[key] : undefined
  if (!fn) throw new ValueError(`Unknown model ${key}`)
  return fn
})

/** The keywords of {@link get_model}: those of the builder. */
export interface ModelConfig {
  weights?: WeightsEnum | string | null
  progress?: boolean
  [option: string]: unknown
}

/**
 * Builds the model of that name with the options of its builder.
 *
 * @example
 * torchvision.models.get_model('squeezenet1_1', { num_classes: 10 })(torch.randn(1, 3, 32, 32)).size()
 * // torch.Size([1, 10])
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html#torchvision.models.get_model
 */
export function get_model(name: string, config: ModelConfig = {}): nn.Module {
  const builder = get_model_builder(name) as unknown as (config?: ModelConfig) => nn.Module
  return Object.keys(config).length === 0 ? builder() : builder(config)
}

/**
 * Where weights come from, the preprocessing that goes with them (a function that makes it), and what is known of them.
 *
 * @example
 * const { Weights } = torchvision.models
 * Weights('file:///my.pth', () => nn.Identity(), { num_params: 10 }).meta.num_params // 10
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html
 */
const Weights_ = callable(Weights) as typeof Weights & {
  <T>(url: string, transforms: MakeTransforms<T>, meta: Partial<WeightsMeta>): Weights<T>
  <T>(options: {
    url: string
    transforms: MakeTransforms<T>
    meta: Partial<WeightsMeta>
  }): Weights<T>
}
type Weights_<T = unknown> = Weights<T>

/**
 * The base of all enums of weights. Called with a name and weights, it makes an enum; a text stands for another name of a
 * member that is there already.
 *
 * @example
 * const { Weights, WeightsEnum } = torchvision.models
 * const V1 = Weights('file:///my.pth', () => nn.Identity(), { num_params: 10 })
 * const My_Weights = WeightsEnum('My_Weights', { V1, DEFAULT: 'V1' })
 * My_Weights.DEFAULT // My_Weights.V1
 *
 * @see https://docs.pytorch.org/vision/0.28/models.html
 */
const WeightsEnum_ = new Proxy(WeightsEnum as never, {
  apply: (_target, _self, args: [string, Entries<unknown>]) => makeEnum(...args),
}) as typeof WeightsEnum &
  (<const C extends string, T, K extends string>(
    name: C,
    members: Readonly<Record<K, Weights<T> | NoInfer<K>>>,
  ) => WeightsEnumType<C, K, T>)
type WeightsEnum_<C extends string = string, T = unknown> = WeightsEnum<C, T>

export { Weights_ as Weights, WeightsEnum_ as WeightsEnum }
