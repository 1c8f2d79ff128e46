// Mirrors torchvision/transforms/v2/_container.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import { ValueError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import type { Transform as AnyTransform } from '../_transforms/container.js'
import { Transform } from './_transform.js'

type Loose = (...args: unknown[]) => unknown
type Transforms = readonly AnyTransform[] | nn.ModuleList

function checked(transforms: unknown, list = false): Transforms {
  const isList = transforms instanceof nn.ModuleList
  if (!Array.isArray(transforms) && !(list && isList)) {
    const or = list ? ' or a `nn.ModuleList`' : ''
    throw new TypeError(`Argument transforms should be a sequence of callables${or}`)
  }
  if ([...(transforms as Iterable<unknown>)].length === 0) {
    throw new ValueError('Pass at least one transform')
  }
  return transforms as Transforms
}

function through(transforms: Iterable<unknown>, inputs: unknown[]): unknown {
  let current = inputs
  let outputs: unknown
  for (const one of transforms) {
    outputs = (one as Loose)(...current)
    current = inputs.length > 1 ? (outputs as unknown[]) : [outputs]
  }
  return outputs
}

abstract class Container extends Transform {
  declare transforms: Transforms

  protected listed(): string {
    return [...(this.transforms as Iterable<unknown>)].map((one) => `    ${one}`).join('\n')
  }
}

interface ComposeClass {
  new <Out = Tensor>(transforms: Transforms | { transforms: Transforms }): Compose<Out>
  <Out = Tensor>(transforms: Transforms | { transforms: Transforms }): Compose<Out>
  readonly prototype: Compose<unknown>
}

const initCompose = initializer<[transforms: Transforms]>()('Compose.__init__(self, transforms)')

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Compose<Out> {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (...samples: unknown[]): Out
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class Compose<Out = Tensor> extends Container {
  constructor(...args: ArgumentsOf<typeof initCompose>) {
    const { transforms } = initCompose(args)
    super()
    this.transforms = checked(transforms)
  }

  override forward(...inputs: unknown[]): Out {
    return through(this.transforms as Iterable<unknown>, inputs) as Out
  }

  override extra_repr(): string {
    return this.listed()
  }
}

const initApply = initializer<[transforms: Transforms, p: number]>()(
  'RandomApply.__init__(self, transforms, p=0.5)',
)

class RandomApply extends Container {
  declare p: number

  constructor(...args: ArgumentsOf<typeof initApply>) {
    const { transforms, p } = initApply(args)
    super()
    this.transforms = checked(transforms, true)
    if (!(p >= 0 && p <= 1)) {
      throw new ValueError('`p` should be a floating point value in the interval [0.0, 1.0].')
    }
    this.p = p
  }

  override forward(...inputs: unknown[]): unknown {
    const drawn = torch.rand(1).item() as number
    if (drawn >= Math.fround(this.p)) return inputs.length > 1 ? inputs : inputs[0]
    return through(this.transforms as Iterable<unknown>, inputs)
  }

  override extra_repr(): string {
    return this.listed()
  }
}

const initChoice = initializer<[transforms: Transforms, p: readonly number[] | null]>()(
  'RandomChoice.__init__(self, transforms, p=None)',
)

class RandomChoice extends Container {
  declare p: number[]

  constructor(...args: ArgumentsOf<typeof initChoice>) {
    const { transforms: given, p } = initChoice(args)
    const transforms = checked(given)
    const weights = p ?? Array.from(transforms as readonly unknown[], () => 1)
    if (weights.length !== transforms.length) {
      throw new ValueError(
        "Length of p doesn't match the number of transforms: " +
          `${weights.length} != ${transforms.length}`,
      )
    }
    super()
    this.transforms = transforms
    const total = weights.reduce((sum, one) => sum + one, 0)
    this.p = weights.map((one) => one / total)
  }

  override forward(...inputs: unknown[]): unknown {
    const p = torch.tensor(this.p, { dtype: torch.float32 })
    const i = torch.multinomial(p, 1).item() as number
    return (this.transforms as readonly Loose[])[i]?.(...inputs)
  }
}

const initOrder = initializer<[transforms: Transforms]>()('RandomOrder.__init__(self, transforms)')

class RandomOrder extends Container {
  constructor(...args: ArgumentsOf<typeof initOrder>) {
    const { transforms } = initOrder(args)
    const all = checked(transforms)
    super()
    this.transforms = all
  }

  override forward(...inputs: unknown[]): unknown {
    const all = this.transforms as readonly unknown[]
    const order = torch.randperm(all.length).tolist() as number[]
    return through(
      order.map((i) => all[i]),
      inputs,
    )
  }
}

/** One transform after the other, of one value or of several. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Compose.html */
const Compose_ = callable(Compose) as unknown as ComposeClass
/** All of several transforms with a probability, else none. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomApply.html */
const RandomApply_ = callable(RandomApply)
/** One of several transforms, drawn by torch with weights `p`. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomChoice.html */
const RandomChoice_ = callable(RandomChoice)
/** All transforms in an order that torch draws. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomOrder.html */
const RandomOrder_ = callable(RandomOrder)
type Compose_<Out = Tensor> = Compose<Out>
type RandomApply_ = RandomApply
type RandomChoice_ = RandomChoice
type RandomOrder_ = RandomOrder

export {
  Compose_ as Compose,
  RandomApply_ as RandomApply,
  RandomChoice_ as RandomChoice,
  RandomOrder_ as RandomOrder,
}
