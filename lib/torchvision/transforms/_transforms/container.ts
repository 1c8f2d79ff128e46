// Transforms of transforms. Mirrors torchvision/transforms/transforms.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { random } from '../../../_builtins/random.js'
import { callable } from '../../../_callable.js'
import { typeName } from '../../../_typename.js'
import { NotImplementedError } from '../../../errors.js'
import torch, { nn, type Tensor } from '../../../index.js'
import { hasHooks } from '../../../nn/modules/_hooks.js'
import { CallableObject, listed, pyRepr } from '../_base.js'
import { type ImageOrTensor, isPIL } from '../_types.js'
import * as F from '../functional.js'
import { Normalize, ToTensor } from './conversion.js'

/** Anything that takes an image, or what another transform made of one. */
export type Transform = (...args: never[]) => unknown
type Loose = (...args: unknown[]) => unknown

const isExactly = <T>(one: unknown, cls: { readonly prototype: T }): one is T =>
  Object.getPrototypeOf(one) === cls.prototype

function through(transforms: Iterable<Transform>, img: unknown): unknown {
  let result = img
  let isOwn = false
  for (const one of transforms) {
    if (isOwn && isExactly<Normalize>(one, Normalize) && !hasHooks(one)) {
      // Nobody else has what ToTensor made of an image: to write into it saves a third of the memory of a batch's images.
      result = F.normalize(result as Tensor, one.mean, one.std, true)
    } else {
      isOwn = isExactly(one, ToTensor) && isPIL(result)
      result = (one as Loose)(result)
    }
  }
  return result
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Compose<Out> {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (img: unknown): Out
}

const initCompose = initializer<[transforms: readonly Transform[]]>()(
  'Compose.__init__(self, transforms)',
)

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class Compose<Out = Tensor> extends CallableObject {
  readonly transforms: readonly Transform[]

  constructor(transforms: readonly Transform[] | { transforms: readonly Transform[] })
  constructor(...args: ArgumentsOf<typeof initCompose>) {
    const { transforms } = initCompose(args)
    super()
    this.transforms = transforms
  }

  __call__(img: unknown): Out {
    return through(this.transforms, img) as Out
  }

  override __repr__(): string {
    return listed(this.constructor.name, this.transforms)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface Lambda<In, Out> {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  (img: In): Out
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class Lambda<In = Tensor, Out = unknown> extends CallableObject {
  readonly lambd: (img: In) => Out

  constructor(lambd: (img: In) => Out) {
    if (typeof lambd !== 'function') {
      throw new TypeError(`Argument lambd should be callable, got ${pyRepr(typeName(lambd))}`)
    }
    super()
    this.lambd = lambd
  }

  __call__(img: unknown): Out {
    const { lambd } = this
    return lambd(img as In)
  }
}

// What keeps the kind of its image says ImageOrTensor.
type Step<F, In> = F extends (...args: never[]) => infer R
  ? unknown extends R
    ? unknown
    : [ImageOrTensor] extends [R]
      ? In
      : R
  : unknown
type Through<T extends readonly unknown[], In> = T extends readonly [infer F, ...infer Rest]
  ? Through<Rest, Step<F, In>>
  : In

/** What a list of transforms makes of an image; a tensor where the list is not known in advance. */
export type Composed<T extends readonly unknown[]> = number extends T['length']
  ? Tensor
  : Through<T, ImageOrTensor>

interface ComposeClass {
  new <const T extends readonly Transform[]>(transforms: readonly [...T]): Compose<Composed<T>>
  new <Out = Tensor>(
    transforms: readonly Transform[] | { transforms: readonly Transform[] },
  ): Compose<Out>
  <const T extends readonly Transform[]>(transforms: readonly [...T]): Compose<Composed<T>>
  <Out = Tensor>(
    transforms: readonly Transform[] | { transforms: readonly Transform[] },
  ): Compose<Out>
  readonly prototype: Compose<unknown>
}

// What a function takes that does not say it is a tensor.
interface LambdaClass {
  new <In = Tensor, Out = unknown>(lambd: (img: In) => Out): Lambda<In, Out>
  <In = Tensor, Out = unknown>(lambd: (img: In) => Out): Lambda<In, Out>
  readonly prototype: Lambda<unknown, unknown>
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface RandomTransforms {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  <T>(img: T): T
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class RandomTransforms extends CallableObject {
  readonly transforms: readonly Transform[]

  constructor(transforms: readonly Transform[]) {
    if (!Array.isArray(transforms) && !(transforms instanceof nn.ModuleList)) {
      throw new TypeError('Argument transforms should be a sequence')
    }
    super()
    this.transforms = transforms as readonly Transform[]
  }

  __call__(..._args: unknown[]): unknown {
    throw new NotImplementedError()
  }

  override __repr__(): string {
    return listed(this.constructor.name, this.transforms)
  }
}

class RandomOrder extends RandomTransforms {
  override __call__(img: unknown): unknown {
    const order = Array.from({ length: this.transforms.length }, (_, i) => i)
    random.shuffle(order)
    return through(
      order.map((i) => this.transforms[i] as Transform),
      img,
    )
  }
}

const initChoice = initializer<[transforms: readonly Transform[], p: readonly number[] | null]>()(
  'RandomChoice.__init__(self, transforms, p=None)',
)

class RandomChoice extends RandomTransforms {
  readonly p: readonly number[] | null

  constructor(...args: ArgumentsOf<typeof initChoice>) {
    const { transforms, p } = initChoice(args)
    super(transforms)
    if (p !== null && !Array.isArray(p)) throw new TypeError('Argument p should be a sequence')
    this.p = p
  }

  override __call__(...args: unknown[]): unknown {
    const [one] = random.choices([...this.transforms], { weights: this.p })
    return (one as Loose)(...args)
  }

  override __repr__(): string {
    return `${super.__repr__()}(p=${pyRepr(this.p)})`
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its call.
interface RandomApply {
  // biome-ignore lint/style/useShorthandFunctionType: a function type cannot be merged with a class.
  <T>(img: T): T
}

const initApply = initializer<[transforms: readonly Transform[] | nn.ModuleList, p: number]>()(
  'RandomApply.__init__(self, transforms, p=0.5)',
)

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: only an interface can say that instances are called.
class RandomApply extends nn.Module {
  declare transforms: readonly Transform[] | nn.ModuleList
  declare p: number

  constructor(...args: ArgumentsOf<typeof initApply>) {
    const { transforms, p } = initApply(args)
    super()
    this.transforms = transforms
    this.p = p
  }

  override forward(img: ImageOrTensor): ImageOrTensor {
    if (Math.fround(this.p) < (torch.rand(1).item() as number)) return img
    return through(this.transforms as readonly Transform[], img) as ImageOrTensor
  }

  override __repr__(): string {
    return listed(
      this.constructor.name,
      this.transforms as readonly Transform[],
      `\n    p=${pyRepr(this.p)}`,
    )
  }
}

/**
 * One transform after the other. What the last one gives is taken for a tensor; `Compose<Image>(...)` says otherwise.
 *
 * @example
 * const transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize([0.5], [0.5])])
 * transform(Image.new('L', [1, 1], 255)) // tensor([[[1.]]])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Compose.html
 */
const Compose_ = callable(Compose) as unknown as ComposeClass
/**
 * A function as a transform. In the threads of a loader it is to be one that a module exports.
 *
 * @throws TypeError for what cannot be called.
 *
 * @example
 * transforms.Lambda((x) => x.mul(2))(torch.ones(1)) // tensor([2.])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.Lambda.html
 */
const Lambda_ = callable(Lambda) as unknown as LambdaClass
/** The base of {@link RandomOrder} and {@link RandomChoice}. */
const RandomTransforms_ = callable(RandomTransforms)
/**
 * All transforms in an order that Python's `random` draws.
 *
 * @example
 * transforms.RandomOrder([transforms.Resize(4), transforms.CenterCrop(2)])(torch.ones(1, 2, 2)).ndim // 3
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomOrder.html
 */
const RandomOrder_ = callable(RandomOrder)
/**
 * One of several transforms, drawn by Python's `random` with weights `p`.
 *
 * @example
 * transforms.RandomChoice([transforms.CenterCrop(2)], [1])(torch.ones(1, 3, 3)).shape // torch.Size([1, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomChoice.html
 */
const RandomChoice_ = callable(RandomChoice)
/**
 * All of several transforms with a probability, else none.
 *
 * @example
 * transforms.RandomApply([transforms.CenterCrop(2)], 1)(torch.ones(1, 3, 3)).shape // torch.Size([1, 2, 2])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.RandomApply.html
 */
const RandomApply_ = callable(RandomApply)
type Compose_<Out = Tensor> = Compose<Out>
type Lambda_<In = Tensor, Out = unknown> = Lambda<In, Out>
type RandomTransforms_ = RandomTransforms
type RandomOrder_ = RandomOrder
type RandomChoice_ = RandomChoice
type RandomApply_ = RandomApply

export {
  Compose_ as Compose,
  Lambda_ as Lambda,
  RandomApply_ as RandomApply,
  RandomChoice_ as RandomChoice,
  RandomOrder_ as RandomOrder,
  RandomTransforms_ as RandomTransforms,
}
