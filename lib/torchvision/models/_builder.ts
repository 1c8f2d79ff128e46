// The functions that build models: Python's decorators `register_model` and `handle_legacy_interface`, typed.

import type { nn, Tensor } from '../../index.js'
import {
  type AnyWeightsEnum,
  declareWeights,
  register_model,
  type WeightsEnum,
  type WeightsEnumType,
} from './_api.js'
import {
  _ovewrite_named_param,
  handle_legacy_interface,
  type Kwargs,
  kwonly_to_pos_or_kw,
} from './_utils.js'

/** What may be given as weights: a member of the enum, its name, or none. */
export type WeightsArgument<E> =
  E extends WeightsEnumType<infer C, infer K, infer T>
    ? WeightsEnum<C, T> | (K & string) | `${C & string}.${K & string}` | null
    : never

/** The keywords that all builders take. */
export interface CommonOptions<E> {
  /** Trained weights: none by default. */
  weights?: WeightsArgument<E> | undefined
  /** Whether a bar on stderr shows how the download goes; true by default. */
  progress?: boolean | undefined
  /** @deprecated Say `weights`. */
  pretrained?: boolean | undefined
}

/** A function that builds a model; what it does not know itself goes to the model's class. */
export interface Builder<M extends nn.Module, E, O> {
  (options?: CommonOptions<E> & O): M
  /** @deprecated `weights` and `progress` are keywords. */
  (
    weights: WeightsArgument<E> | boolean,
    progress?: boolean | (Omit<CommonOptions<E>, 'weights'> & O),
    options?: O,
  ): M
}

/** The keywords of a class whose arguments `I` binds, but those that the builder gives. */
export type OptionsOf<
  I extends (args: readonly unknown[]) => object,
  Given extends string = never,
> = {
  [K in Exclude<keyof ReturnType<I>, Given>]?: ReturnType<I>[K] | undefined
}

/** Makes a model with the keywords of a call; what the weights want of it is among them, but for special cases. */
type Build<M> = (kwargs: Kwargs, weights: WeightsEnum | null) => M
type Load<M> = (model: M, state_dict: Record<string, Tensor>) => void

/**
 * Makes and registers a builder with weights of the enum `E`. `load` puts the state of trained weights into the model
 * where `load_state_dict` is not all there is to it.
 */
export function builder<E, O>(): <M extends nn.Module>(
  name: string,
  weights: E,
  build: Build<M>,
  load?: Load<M>,
) => Builder<M, E, O> {
  return (name, weightsEnum, build, load) => {
    const E = weightsEnum as AnyWeightsEnum
    // What `pretrained: true` meant; newer weights never had that.
    const former = { weights: ['pretrained', E.__members__.IMAGENET1K_V1 ?? null] as const }
    const fn = (...args: unknown[]): unknown => {
      const given = kwonly_to_pos_or_kw(['weights', 'progress', 'kwargs'], args)
      handle_legacy_interface(name, former, given)
      const { weights: which = null, progress = true, ...kwargs } = given
      const weights = E.verify(which as WeightsEnum | null)
      if (weights === null) return build(kwargs, null)
      // Weights that do not classify have no classes.
      const categories = weights.meta.categories as readonly string[] | null
      if (categories) _ovewrite_named_param(kwargs, 'num_classes', categories.length)
      const model = build(kwargs, weights)
      const state_dict = weights.get_state_dict({ progress: progress as boolean, check_hash: true })
      if (load) load(model, state_dict)
      else model.load_state_dict(state_dict)
      return model
    }
    Object.defineProperty(fn, 'name', { value: name })
    declareWeights(fn as never, E)
    return register_model()(fn as never)
  }
}
