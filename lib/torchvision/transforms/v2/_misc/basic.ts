// Transforms that do nothing, what they are told, and what is no longer advised. Mirrors torchvision/transforms/v2/_misc.py and _deprecated.py.

import { type Callable, callable } from '../../../../_callable.js'
import { pyRepr } from '../../../../_repr.js'
import { tuple } from '../../../../_tuple.js'
import type { Tensor } from '../../../../index.js'
import { warn } from '../../../../warnings.js'
import { type ArrayImage, type Image, isArray, isPIL } from '../../_types.js'
import * as classic from '../../functional.js'
import { type Check, Transform } from '../_transform.js'

class Identity extends Transform {
  override transform(inpt: unknown): unknown {
    return inpt
  }
}

type Class = abstract new (...args: never[]) => unknown

class Lambda extends Transform {
  declare lambd: (value: never) => unknown
  declare types: readonly Class[]

  constructor(lambd: (value: never) => unknown, ...types: Class[]) {
    super()
    this.lambd = lambd
    this.types = tuple(types)
  }

  override get _transformed_types(): Check {
    return () => true
  }

  override transform(inpt: unknown): unknown {
    const { lambd, types } = this
    const isMine = types.length === 0 || types.some((one) => inpt instanceof one)
    return isMine ? lambd(inpt as never) : inpt
  }

  override extra_repr(): string {
    const { lambd, types } = this
    const names = types.length === 0 ? ['object'] : types.map((one) => one.name)
    return `${lambd.name || '<lambda>'}, types=${pyRepr(names)}`
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface ToTensor {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (pic: Image | ArrayImage): Tensor
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class ToTensor extends Transform {
  constructor() {
    warn(
      'The transform `ToTensor()` is deprecated and will be removed in a future release. ' +
        'Instead, please use `v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True)])`.' +
        'Output is equivalent up to float precision.',
    )
    super()
  }

  override get _transformed_types(): Check {
    return (value) => isPIL(value) || isArray(value)
  }

  override transform(inpt: unknown): unknown {
    return classic.to_tensor(inpt as Image)
  }
}

/** Changes nothing. */
const Identity_ = callable(Identity)

/** A function as a transform, for values of some classes, or all. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Lambda.html */
const Lambda_ = callable(Lambda)

/** The first version's, which warns: `ToImage` and `ToDtype` are to take its place. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.ToTensor.html */
const ToTensor_: Callable<typeof ToTensor> = callable(ToTensor)

type Identity_ = Identity

type Lambda_ = Lambda

type ToTensor_ = ToTensor

export { Identity_ as Identity, Lambda_ as Lambda, ToTensor_ as ToTensor }
