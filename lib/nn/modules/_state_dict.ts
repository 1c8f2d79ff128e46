// Reading and writing the state of a module. Mirrors state_dict, load_state_dict and what they call in
// torch/nn/modules/module.py.

import { get_swap_module_params_on_conversion } from '../../__future__.js'
import { pyRepr } from '../../_repr.js'
import { swap_tensors } from '../../_swap_tensors.js'
import { Tuple, tuple } from '../../_tuple.js'
import { typeName } from '../../_typename.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { warn } from '../../warnings.js'
import { is_lazy, Parameter } from '../parameter.js'
import { items } from './_registry.js'
import type { Module } from './module.js'

/** A state dict: tensors, and extra states, by the path of their names. */
export type StateDict = Record<string, unknown>

/** What the parts of a state dict say about themselves: `{ version }` by the path of a module. */
export type Metadata = Record<string, Record<string, unknown>>

const extraStateSuffix = '_extra_state'

/** The metadata of a state dict, which is not enumerable. */
export function metadataOf(state_dict: object): Metadata | undefined {
  return (state_dict as { _metadata?: Metadata })._metadata
}

/** Gives a state dict its metadata, where `for ... in` and `Object.keys` do not see it. */
export function setMetadata(state_dict: object, metadata: Metadata): void {
  Object.defineProperty(state_dict, '_metadata', {
    value: metadata,
    writable: true,
    enumerable: false,
    configurable: true,
  })
}

/** What `load_state_dict` gives: the names that it found missing, and those that it could not place. */
export class _IncompatibleKeys extends Tuple<string[]> {
  get missing_keys(): string[] {
    return this[0] as string[]
  }

  get unexpected_keys(): string[] {
    return this[1] as string[]
  }

  override toString(): string {
    const { missing_keys, unexpected_keys } = this
    if (missing_keys.length === 0 && unexpected_keys.length === 0) {
      return '<All keys matched successfully>'
    }
    return `_IncompatibleKeys(missing_keys=${pyRepr(missing_keys)}, unexpected_keys=${pyRepr(unexpected_keys)})`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function incompatibleKeys(missing: string[], unexpected: string[]): _IncompatibleKeys {
  const keys = new _IncompatibleKeys()
  keys.push(missing, unexpected)
  return keys
}

/** The path of a module from the prefix of its entries: `'a.b.'` to `'a.b'`. */
export const pathOf = (prefix: string): string => prefix.slice(0, -1)

/** Puts the parameters, the persistent buffers and the extra state of one module into a state dict. */
export function saveToStateDict(
  module: Module,
  destination: StateDict,
  prefix: string,
  keep_vars: boolean,
  hasExtraState: boolean,
): void {
  const buffers = [...items(module._buffers)].filter(
    ([name]) => !module._non_persistent_buffers_set.has(name),
  )
  for (const [name, value] of [...items(module._parameters), ...buffers]) {
    if (value !== null) destination[prefix + name] = keep_vars ? value : value.detach()
  }
  if (hasExtraState) destination[prefix + extraStateSuffix] = module.get_extra_state()
}

/** The notes of one `load_state_dict`. */
export interface LoadReport {
  readonly missing_keys: string[]
  readonly unexpected_keys: string[]
  readonly error_msgs: string[]
}

// Copies or assigns one entry; gives the text of what is wrong with it, if anything is.
function loadEntry(
  module: Module,
  name: string,
  key: string,
  param: Tensor,
  entry: unknown,
  assign: boolean,
): string | null {
  if (!(entry instanceof Tensor)) {
    return (
      `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object ` +
      `from checkpoint but received <class '${typeName(entry)}'>`
    )
  }
  const swaps = get_swap_module_params_on_conversion()
  const isLazy = is_lazy(param)
  // Checkpoints of 0.3 had 1-d tensors where scalars are now.
  const oneElement = !isLazy && param.dim() === 0 && entry.dim() === 1 && entry.size(0) === 1
  const input = oneElement ? entry.select(0, 0) : entry
  if (!isLazy && String(input.shape) !== String(param.shape)) {
    return (
      `size mismatch for ${key}: copying a param with shape ${input.shape} from checkpoint, ` +
      `the shape in current model is ${param.shape}.`
    )
  }
  if (param.is_meta && !input.is_meta && !assign) {
    warn(
      `for ${key}: copying from a non-meta parameter in the checkpoint to a meta parameter in the current model, ` +
        'which is a no-op. (Did you mean to pass `assign=True` to assign items in the state dictionary to their ' +
        'corresponding key in the module instead of copying them in place?)',
    )
  }
  try {
    no_grad(() => {
      if (swaps && !isLazy) swapIn(param, input, assign)
      else if (assign) Reflect.set(module, name, assignable(param, input))
      else param.copy_(input)
    })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return (
      `While ${swaps ? 'swapping' : 'copying'} the parameter named "${key}", whose dimensions in the model are ${param.size()} and ` +
      `whose dimensions in the checkpoint are ${input.size()}, an exception occurred : ${pyRepr(tuple([text]))}.`
    )
  }
  return null
}

// See torch.__future__.set_swap_module_params_on_conversion.
function swapIn(param: Tensor, input: Tensor, assign: boolean): void {
  const loaded = param.module_load(input, { assign })
  if (loaded === input || loaded === param) {
    throw new RuntimeError(
      'module_load returned one of self or other, please .detach() ' +
        'the result if returning one of the inputs in module_load',
    )
  }
  swap_tensors(param, assignable(param, loaded))
}

function assignable(param: Tensor, input: Tensor): Tensor {
  if (!(param instanceof Parameter)) return input
  return input instanceof Parameter
    ? input.requires_grad_(param.requires_grad)
    : new Parameter(input, param.requires_grad)
}

/** Loads the entries of one module, not of its children. */
export function loadFromStateDict(
  module: Module,
  state_dict: StateDict,
  prefix: string,
  local_metadata: Record<string, unknown>,
  strict: boolean,
  report: LoadReport,
  takesExtraState: boolean,
): void {
  const assign = local_metadata.assign_to_params_buffers === true
  const local = new Map<string, Tensor>()
  for (const [name, param] of items(module._parameters)) if (param) local.set(name, param)
  for (const [name, buffer] of items(module._buffers)) {
    if (buffer && !module._non_persistent_buffers_set.has(name)) local.set(name, buffer)
  }
  for (const [name, param] of local) {
    const key = prefix + name
    if (Object.hasOwn(state_dict, key)) {
      const wrong = loadEntry(module, name, key, param, state_dict[key], assign)
      if (wrong !== null) report.error_msgs.push(wrong)
    } else if (strict) report.missing_keys.push(key)
  }
  const extraKey = prefix + extraStateSuffix
  if (takesExtraState) {
    if (Object.hasOwn(state_dict, extraKey)) module.set_extra_state(state_dict[extraKey])
    else if (strict) report.missing_keys.push(extraKey)
  } else if (strict && Object.hasOwn(state_dict, extraKey)) report.unexpected_keys.push(extraKey)
  if (!strict) return
  for (const key of Object.keys(state_dict)) {
    if (!key.startsWith(prefix) || key === extraKey) continue
    const [first = '', ...rest] = key.slice(prefix.length).split('.')
    const known = rest.length > 0 ? items(module._modules).has(first) : local.has(first)
    if (!known) report.unexpected_keys.push(key)
  }
}

/** `load_state_dict`: the module, then its children, each with the entries under its prefix. */
export function loadStateDict(
  root: Module,
  given: StateDict,
  strict: boolean,
  assign: boolean,
): _IncompatibleKeys {
  const report: LoadReport = { missing_keys: [], unexpected_keys: [], error_msgs: [] }
  const metadata = metadataOf(given)
  const load = (module: Module, state_dict: StateDict, prefix: string): void => {
    const local = { ...metadata?.[pathOf(prefix)] }
    if (assign) local.assign_to_params_buffers = true
    const { missing_keys, unexpected_keys, error_msgs } = report
    module._load_from_state_dict(
      state_dict,
      prefix,
      local,
      true,
      missing_keys,
      unexpected_keys,
      error_msgs,
    )
    for (const [name, child] of items(module._modules)) {
      if (!child) continue
      const childPrefix = `${prefix}${name}.`
      const entries = Object.entries(state_dict).filter(([key]) => key.startsWith(childPrefix))
      load(child, Object.fromEntries(entries), childPrefix)
    }
    for (const hook of module._load_state_dict_post_hooks.values()) {
      const out = hook(module, incompatibleKeys(missing_keys, unexpected_keys)) ?? null
      if (out !== null) {
        throw new AssertionError(
          'Hooks registered with ``register_load_state_dict_post_hook`` are not expected to return new values, ' +
            'if incompatible_keys need to be modified, it should be done inplace.',
        )
      }
    }
  }
  const copy = { ...given }
  if (metadata) setMetadata(copy, metadata)
  load(root, copy, '')
  const messages = [...report.error_msgs]
  if (strict) {
    const list = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ')
    const { missing_keys, unexpected_keys } = report
    if (unexpected_keys.length > 0) {
      messages.unshift(`Unexpected key(s) in state_dict: ${list(unexpected_keys)}. `)
    }
    if (missing_keys.length > 0) {
      messages.unshift(`Missing key(s) in state_dict: ${list(missing_keys)}. `)
    }
  }
  if (messages.length > 0) {
    throw new RuntimeError(
      `Error(s) in loading state_dict for ${root._get_name()}:\n\t${messages.join('\n\t')}`,
    )
  }
  return incompatibleKeys(report.missing_keys, report.unexpected_keys)
}
