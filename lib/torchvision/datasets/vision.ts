// Mirrors torchvision/datasets/vision.py.

import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Callable, callable, callableInstance } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { NotImplementedError, ValueError } from '../../errors.js'
import { Dataset } from '../../utils/data/index.js'

/** What changes an image or a label: a function or a transform. */
export type Transform<From = never, To = unknown> = (value: From) => To

/** A path, or a `file:` URL. */
export type PathLike = string | URL

/** Python's `os.path.expanduser`. */
export function expanduser(path: PathLike): string {
  const text = typeof path === 'string' ? path : fileURLToPath(path)
  return text.replace(/^~(?=$|[\\/])/, () => homedir())
}

/** What {@link VisionDataset} takes by keyword. */
export interface VisionDatasetOptions {
  root?: PathLike | null
  /** Changes image and label together. */
  transforms?: ((input: never, target: never) => unknown) | null
  transform?: Transform | null
  target_transform?: Transform | null
}

type Both = (input: unknown, target: unknown) => unknown
type One = (value: unknown) => unknown

const bindInit = python(
  'VisionDataset.__init__(self, root=None, transforms=None, transform=None, target_transform=None)',
)

class VisionDataset<T = unknown> extends Dataset<T> {
  readonly _repr_indent: number = 4
  readonly root: string | null
  transform: One | null
  target_transform: One | null
  transforms: Both | null

  constructor(
    root?: PathLike | null,
    transforms?: VisionDatasetOptions['transforms'],
    transform?: Transform | null,
    target_transform?: Transform | null,
  )
  constructor(root: PathLike | null, options?: Omit<VisionDatasetOptions, 'root'>)
  constructor(options?: VisionDatasetOptions)
  constructor(...args: unknown[]) {
    super()
    const { root, transforms, transform, target_transform } = bindInit<{
      root: PathLike | null
      transforms: Both | null
      transform: One | null
      target_transform: One | null
    }>(args)
    const separate = transform !== null || target_transform !== null
    if (transforms !== null && separate) {
      throw new ValueError(
        'Only transforms or transform/target_transform can be passed as argument',
      )
    }
    this.root = root === null ? null : expanduser(root)
    this.transform = transform
    this.target_transform = target_transform
    this.transforms = separate
      ? (new StandardTransform_(transform, target_transform) as unknown as Both)
      : transforms
  }

  override __getitem__(_index: number | string): T {
    throw new NotImplementedError()
  }

  override __len__(): number {
    throw new NotImplementedError()
  }

  /** The lines that a subclass adds to its text. */
  extra_repr(): string {
    return ''
  }

  override toString(): string {
    const body = [`Number of datapoints: ${this.__len__()}`]
    if (this.root !== null) body.push(`Root location: ${this.root}`)
    body.push(...linesOf(this.extra_repr()))
    if (this.transforms !== null) body.push(pyRepr(this.transforms))
    const indent = ' '.repeat(this._repr_indent)
    return [`Dataset ${this.constructor.name}`, ...body.map((line) => indent + line)].join('\n')
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

class StandardTransform {
  readonly transform: One | null
  readonly target_transform: One | null

  constructor(transform: Transform | null = null, target_transform: Transform | null = null) {
    // It is called with both, so that it is a function itself.
    const instance = callableInstance<StandardTransform>(
      new.target.prototype,
      (input: never, target: never) => instance.__call__(input, target),
    )
    Object.assign(instance, { transform, target_transform })
    this.transform = null
    this.target_transform = null
    // biome-ignore lint/correctness/noConstructorReturn: an instance that is a function
    return instance
  }

  __call__(input: unknown, target: unknown): Tuple<unknown> {
    const { transform, target_transform } = this
    return tuple([
      transform === null ? input : transform(input),
      target_transform === null ? target : target_transform(target),
    ])
  }

  toString(): string {
    const body: string[] = [this.constructor.name]
    if (this.transform !== null) body.push(...described(this.transform, 'Transform: '))
    if (this.target_transform !== null) {
      body.push(...described(this.target_transform, 'Target transform: '))
    }
    return body.join('\n')
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

function described(transform: One, head: string): string[] {
  const [first = '', ...rest] = linesOf(pyRepr(transform))
  return [head + first, ...rest.map((line) => ' '.repeat(head.length) + line)]
}

/**
 * The base of the datasets of images: a subclass writes `__getitem__` and `__len__`. `transform` changes the image,
 * `target_transform` the label, `transforms` both together; the last excludes the others (ValueError).
 *
 * @example
 * class Squares extends VisionDataset<[number, number]> {
 *   override __getitem__(i: number): [number, number] { return [i, i * i] }
 *   override __len__() { return 3 }
 * }
 * new Squares('data').root // 'data'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.VisionDataset.html
 */
const VisionDataset_: Callable<typeof VisionDataset> = callable(VisionDataset)
/** A pair of transforms, one for the image and one for the label, as one. */
const StandardTransform_ = callable(StandardTransform)
type VisionDataset_<T = unknown> = VisionDataset<T>
type StandardTransform_ = StandardTransform

export { StandardTransform_ as StandardTransform, VisionDataset_ as VisionDataset }
