// Mirrors torch/nn/utils/spectral_norm.py.

import { linalg_multi_dot as multi_dot } from '../../_generated/linalg.js'
import { dot, mv } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { KeyError, RuntimeError, ValueError } from '../../errors.js'
import { contiguous_format } from '../../memory_format.js'
import type { Tensor } from '../../tensor.js'
import { normalize } from '../functional/normalization.js'
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from '../modules/conv.js'
import type { LoadArguments, Module } from '../modules/module.js'
import { Parameter, UninitializedParameter } from '../parameter.js'
import { findHook, getattr, ModuleHook } from './_module_hook.js'

/** Puts a dimension of a weight first, and makes a matrix of it. */
function matrixOf(weight: Tensor, dim: number): Tensor {
  const others = [...Array(weight.dim()).keys()].filter((d) => d !== dim)
  const front = dim === 0 ? weight : weight.permute([dim, ...others])
  return front.reshape(front.size(0), -1)
}

/** The dimension of the outputs in a module's weight. */
export function outputDim(module: Module): number {
  const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d]
  return transposed.some((cls) => module instanceof cls) ? 1 : 0
}

/** The hook of {@link spectral_norm}: makes the weight anew before every call of the module. */
export class SpectralNorm extends ModuleHook {
  // Version 1: the weight is no buffer, `v` is one, and eval mode computes the weight instead of keeping it.
  readonly _version = 1
  declare name: string
  declare dim: number
  declare n_power_iterations: number
  declare eps: number
  // Of the hooks that it has in the module's state; copies of the module have them by the same ids.
  declare _state_dict_hook: number
  declare _load_hook: number

  constructor(name = 'weight', n_power_iterations = 1, dim = 0, eps = 1e-12) {
    super()
    if (n_power_iterations <= 0) {
      throw new ValueError(
        `Expected n_power_iterations to be positive, but got n_power_iterations=${n_power_iterations}`,
      )
    }
    Object.assign(this, { name, dim, n_power_iterations, eps })
  }

  reshape_weight_to_matrix(weight: Tensor): Tensor {
    return matrixOf(weight, this.dim)
  }

  compute_weight(module: Module, do_power_iteration: boolean): Tensor {
    const { name, eps, n_power_iterations } = this
    const weight = getattr<Tensor>(module, `${name}_orig`)
    let u = getattr<Tensor>(module, `${name}_u`)
    let v = getattr<Tensor>(module, `${name}_v`)
    const matrix = this.reshape_weight_to_matrix(weight)
    if (do_power_iteration) {
      // In place, for the buffers are to keep what was found; what is used is a clone, because a backward through this
      // call may come after the next call.
      no_grad(() => {
        for (let i = 0; i < n_power_iterations; i++) {
          v = normalize(mv(matrix.t(), u), { dim: 0, eps, out: v })
          u = normalize(mv(matrix, v), { dim: 0, eps, out: u })
        }
        u = u.clone({ memory_format: contiguous_format })
        v = v.clone({ memory_format: contiguous_format })
      })
    }
    return weight.div(dot(u, mv(matrix, v)))
  }

  remove(module: Module): void {
    const { name } = this
    const weight = no_grad(() => this.compute_weight(module, false))
    for (const suffix of ['', '_u', '_v', '_orig']) Reflect.deleteProperty(module, name + suffix)
    module.register_parameter(name, new Parameter(weight.detach()))
  }

  override __call__(module: Module): void {
    Reflect.set(module, this.name, this.compute_weight(module, module.training))
  }

  // A `v` with `u = normalize(W v)` and `u W v = target_sigma`.
  _solve_v_and_rescale(matrix: Tensor, u: Tensor, target_sigma: Tensor): Tensor {
    const inverse = matrix.t().mm(matrix).pinverse()
    const v = multi_dot([inverse, matrix.t(), u.unsqueeze(1)]).squeeze(1)
    return v.mul_(target_sigma.div(dot(u, mv(matrix, v))))
  }

  static override apply(
    module: Module,
    name: string,
    n_power_iterations: number,
    dim: number,
    eps: number,
  ): SpectralNorm {
    if (findHook(module, isOn(name))) {
      throw new RuntimeError(
        `Cannot register two spectral_norm hooks on the same parameter ${name}`,
      )
    }
    const fn = new SpectralNorm(name, n_power_iterations, dim, eps)
    if (!(name in module._parameters)) throw new KeyError(name)
    const weight = module._parameters[name] ?? null
    if (weight === null) {
      throw new ValueError(`\`SpectralNorm\` cannot be applied as parameter \`${name}\` is None`)
    }
    if (weight instanceof UninitializedParameter) {
      throw new ValueError(
        "The module passed to `SpectralNorm` can't have uninitialized parameters. " +
          'Make sure to run the dummy forward before applying spectral normalization',
      )
    }
    const [u, v] = no_grad(() => {
      const sizes = fn.reshape_weight_to_matrix(weight).size()
      return [...sizes].map((size) =>
        normalize(weight.new_empty([size]).normal_(0, 1), { dim: 0, eps }),
      )
    }) as [Tensor, Tensor]
    Reflect.deleteProperty(module, name)
    module.register_parameter(`${name}_orig`, weight)
    // There has to be a weight, but not a parameter.
    Reflect.set(module, name, weight.data)
    module.register_buffer(`${name}_u`, u)
    module.register_buffer(`${name}_v`, v)
    module.register_forward_pre_hook(fn as unknown as () => void)
    registerStateHooks(module, fn)
    return fn
  }
}

const isOn =
  (name: string) =>
  (hook: unknown): hook is SpectralNorm =>
    hook instanceof SpectralNorm && hook.name === name

type Versions = Record<string, Record<string, number> | undefined>

function registerStateHooks(module: Module, fn: SpectralNorm): void {
  const save = module._register_state_dict_hook((_module, _state_dict, _prefix, metadata) => {
    const all = metadata as Versions
    all.spectral_norm ??= {}
    const key = `${fn.name}.version`
    if (key in all.spectral_norm) {
      throw new RuntimeError(`Unexpected key in metadata['spectral_norm']: ${key}`)
    }
    all.spectral_norm[key] = fn._version
    return null
  })
  const load = module._register_load_state_dict_pre_hook((...args) => {
    loadOlder(fn, args)
  })
  fn._state_dict_hook = save.id
  fn._load_hook = load.id
}

// States from before version 1 have the weight instead of `v`.
function loadOlder(fn: SpectralNorm, args: LoadArguments): void {
  const [state_dict, prefix, metadata, strict, missing_keys] = args
  const version = (metadata as Versions).spectral_norm?.[`${fn.name}.version`] ?? null
  if (version !== null && version >= 1) return
  const key = prefix + fn.name
  const has = (suffix: string): boolean => Object.hasOwn(state_dict, key + suffix)
  // A state made by hand, of this version but for its metadata.
  if (version === null && ['_orig', '_u', '_v'].every(has) && !has('')) return
  const missing = ['_orig', '', '_u'].filter((suffix) => !has(suffix))
  if (missing.length > 0) {
    if (strict) missing_keys.push(...missing.map((suffix) => key + suffix))
    return
  }
  no_grad(() => {
    const weight_orig = state_dict[`${key}_orig`] as Tensor
    const weight = state_dict[key] as Tensor
    delete state_dict[key]
    const sigma = weight_orig.div(weight).mean()
    const matrix = fn.reshape_weight_to_matrix(weight_orig)
    const u = state_dict[`${key}_u`] as Tensor
    state_dict[`${key}_v`] = fn._solve_v_and_rescale(matrix, u, sigma)
  })
}

const bind = python(
  "spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None)",
)
const bindRemove = python("remove_spectral_norm(module, name='weight')")

/** The keywords of both `spectral_norm`s. */
export interface SpectralNormOptions {
  /** The name of the weight. */
  name?: string
  /** How many steps of the power method each call makes. */
  n_power_iterations?: number
  eps?: number
  /** The dimension of the outputs; null for that of the module's kind. */
  dim?: number | null
}

/**
 * Divides a weight by its greatest singular value, which the power method estimates: one step before every call in
 * training mode. The weight itself, whose shape is kept, is the parameter `weight_orig`; one of more than two
 * dimensions counts as a matrix `(out, the rest)`. `parametrizations.spectral_norm` is the newer form.
 *
 * @throws ValueError for no iterations and for a parameter that is null.
 * @example
 * const fc = nn.utils.spectral_norm(nn.Linear(20, 40))
 * fc.weight_u.size() // torch.Size([40])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.spectral_norm.html
 */
export function spectral_norm<M extends Module>(
  module: M,
  name?: string,
  n_power_iterations?: number,
  eps?: number,
  dim?: number | null,
): M & { weight_orig: Parameter; weight_u: Tensor; weight_v: Tensor }
export function spectral_norm<M extends Module>(
  module: M,
  options: SpectralNormOptions,
): M & { weight_orig: Parameter; weight_u: Tensor; weight_v: Tensor }
export function spectral_norm(...given: unknown[]): Module {
  const { module, name, n_power_iterations, eps, dim } = bind<
    Required<SpectralNormOptions> & { module: Module }
  >(given)
  SpectralNorm.apply(module, name, n_power_iterations, dim ?? outputDim(module), eps)
  return module
}

/**
 * Undoes {@link spectral_norm}: the normalised weight, of the same shape, is a parameter. Unlike in PyTorch 2.13, which
 * forgets one of its hooks, the module can then load its own state.
 *
 * @throws ValueError where it is not so normalised.
 * @example
 * const fc = nn.utils.remove_spectral_norm(nn.utils.spectral_norm(nn.Linear(20, 40)))
 * Object.keys(fc.state_dict()) // ['bias', 'weight']
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.remove_spectral_norm.html
 */
export function remove_spectral_norm<M extends Module>(
  module: M,
  name?: string | { name?: string },
): M
export function remove_spectral_norm(...given: unknown[]): Module {
  const { module, name } = bindRemove<{ module: Module; name: string }>(given)
  const found = findHook(module, isOn(name))
  if (!found) throw new ValueError(`spectral_norm of '${name}' not found in ${module}`)
  const [id, hook] = found
  hook.remove(module)
  module._forward_pre_hooks.delete(id)
  module._state_dict_hooks.delete(hook._state_dict_hook)
  module._load_state_dict_pre_hooks.delete(hook._load_hook)
  return module
}
