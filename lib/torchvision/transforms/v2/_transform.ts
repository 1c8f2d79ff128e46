// Mirrors torchvision/transforms/v2/_transform.py.

import { floatRepr, pyStr } from '../../../_repr.js'
import { NotImplementedError, ValueError } from '../../../errors.js'
import torch, { nn } from '../../../index.js'
import { tree_flatten, tree_unflatten } from '../../../utils/_pytree.js'
import { Image as TVImage, TVTensor, Video } from '../../tv_tensors/index.js'
import { Enumeration } from '../_enum.js'
import { isPIL, isTensor } from '../_types.js'
import { type HasKernels, is_pure_tensor, run } from './functional/_utils.js'

/** What was drawn for one call. */
export type Params = Readonly<Record<string, unknown>>
/** Tells whether a transform changes a value. */
export type Check = (value: unknown) => boolean

const isImage: Check = (value) => isTensor(value) || isPIL(value)
const isExplicit: Check = (value) =>
  isPIL(value) || value instanceof TVImage || value instanceof Video

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Transform {
  /** Gives a sample of the kind that it takes: an image, boxes, or lists and objects of these and anything else. */
  <T>(sample: T): T
  <A extends [unknown, unknown, ...unknown[]]>(...samples: A): A
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
abstract class Transform extends nn.Module {
  /** Which values are changed; others go through. */
  get _transformed_types(): Check {
    return isImage
  }

  /** For a subclass that does not take everything. */
  check_inputs(_flat_inputs: unknown[]): void {}

  /** Draws what one call needs, for all values of a sample alike. */
  make_params(_flat_inputs: unknown[]): Params {
    return {}
  }

  /** Changes one value. */
  transform(_inpt: unknown, _params: Params): unknown {
    throw new NotImplementedError()
  }

  /** The kernel of a functional for a value; the value itself where there is none. */
  _call_kernel<P extends unknown[]>(functional: HasKernels<P>, inpt: unknown, ...rest: P): unknown {
    return run(functional.kernels, inpt, rest) ?? inpt
  }

  override forward(...inputs: unknown[]): unknown {
    const sample = inputs.length > 1 ? inputs : inputs[0]
    const [flat, spec] = tree_flatten(sample)
    this.check_inputs(flat)
    return tree_unflatten(this.transformed(flat), spec)
  }

  /** The values of a sample, those changed that are to be. */
  protected transformed(flat: unknown[]): unknown[] {
    const needed = this._needs_transform_list(flat)
    const params = this.make_params(flat.filter((_, i) => needed[i]))
    return flat.map((one, i) => (needed[i] ? this.transform(one, params) : one))
  }

  /** Of plain tensors only the first is an image, and none where there is an image that says so. */
  _needs_transform_list(flat: unknown[]): boolean[] {
    const isMine = this._transformed_types
    let plain = !flat.some(isExplicit)
    return flat.map((one) => {
      if (!isMine(one)) return false
      if (!is_pure_tensor(one)) return true
      const first = plain
      plain = false
      return first
    })
  }

  /** Fields whose numbers are floats, whole or not. */
  protected get floatFields(): readonly string[] {
    return []
  }

  override extra_repr(): string {
    const fields = Object.entries(this as object)
    return fields
      .filter(([name, value]) => !name.startsWith('_') && name !== 'training' && isShown(value))
      .map(([name, value]) => {
        const text = this.floatFields.includes(name) ? floatText(value) : pyStr(value)
        return `${name}=${text}`
      })
      .join(', ')
  }
}

const isShown = (value: unknown): boolean =>
  ['boolean', 'number', 'string'].includes(typeof value) ||
  Array.isArray(value) ||
  value instanceof Enumeration

function floatText(value: unknown): string {
  if (typeof value === 'number') return floatRepr(value)
  if (!Array.isArray(value)) return pyStr(value)
  const text = value.map((one) => floatRepr(one as number)).join(', ')
  return pyStr(value).startsWith('(') ? `(${text})` : `[${text}]`
}

abstract class _RandomApplyTransform extends Transform {
  declare p: number

  constructor(p: number) {
    if (!(p >= 0 && p <= 1)) {
      throw new ValueError('`p` should be a floating point value in the interval [0.0, 1.0].')
    }
    super()
    this.p = p
  }

  override forward(...inputs: unknown[]): unknown {
    const sample = inputs.length > 1 ? inputs : inputs[0]
    const [flat, spec] = tree_flatten(sample)
    this.check_inputs(flat)
    if ((torch.rand(1).item() as number) >= Math.fround(this.p)) return sample
    return tree_unflatten(this.transformed(flat), spec)
  }
}

export { _RandomApplyTransform, Transform, TVTensor }
