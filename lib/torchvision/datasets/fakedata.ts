// Mirrors torchvision/datasets/fakedata.py.

import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { tuple } from '../../_tuple.js'
import { IndexError } from '../../errors.js'
import torch from '../../index.js'
import { fromarray, type Image } from '../../PIL/Image.js'
import type { Tensor } from '../../types.js'
import { type Transform, VisionDataset } from './vision.js'

/** What {@link FakeData} takes by keyword. */
export interface FakeDataOptions<I = unknown, T = unknown> {
  /** How many images. Default: 1000. */
  size?: number
  /** Bands, height and width. Default: `[3, 224, 224]`. */
  image_size?: readonly number[]
  /** Default: 10. */
  num_classes?: number
  transform?: Transform<Image, I> | null
  /** Gets the label as a tensor, and must give one. */
  target_transform?: Transform<Tensor, T> | null
  /** Added to the index of an image, which is the seed that it is drawn with. Default: 0. */
  random_offset?: number
}

const bindInit = python(
  'FakeData.__init__(self, size=1000, image_size=None, num_classes=10, transform=None, target_transform=None, random_offset=0)',
)

class FakeData<I = Image> extends VisionDataset<[image: I, target: number]> {
  readonly size: number
  readonly image_size: readonly number[]
  readonly num_classes: number
  readonly random_offset: number

  constructor(
    size?: number,
    image_size?: readonly number[],
    num_classes?: number,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<Tensor, Tensor> | null,
    random_offset?: number,
  )
  constructor(size: number, options: Omit<FakeDataOptions<I, Tensor>, 'size'>)
  constructor(
    size: number,
    image_size: readonly number[],
    options: Omit<FakeDataOptions<I, Tensor>, 'size' | 'image_size'>,
  )
  constructor(options: FakeDataOptions<I, Tensor>)
  constructor(...args: unknown[]) {
    const { size, image_size, num_classes, transform, target_transform, random_offset } =
      bindInit<Required<FakeDataOptions<never, Tensor>>>(args)
    super(null, { transform, target_transform })
    this.size = size
    this.image_size = image_size ?? tuple([3, 224, 224])
    this.num_classes = num_classes
    this.random_offset = random_offset
  }

  override __getitem__(index: number): [image: I, target: number] {
    if (index >= this.size) throw new IndexError(`${this.constructor.name} index out of range`)
    const state = torch.get_rng_state()
    torch.manual_seed(index + this.random_offset)
    const pixels = torch.randn([...this.image_size])
    const drawn = torch.randint(0, this.num_classes, [1])[0]
    torch.set_rng_state(state)
    const { transform, target_transform } = this
    const image = imageOf(pixels)
    const target = target_transform === null ? drawn : target_transform(drawn)
    return tuple<unknown>([
      transform === null ? image : transform(image),
      (target as Tensor).item(),
    ]) as unknown as [I, number]
  }

  override __len__(): number {
    return this.size
  }
}

const modes: Readonly<Record<number, string>> = { 1: 'L', 2: 'LA', 3: 'RGB', 4: 'RGBA' }

// What ToPILImage makes of floats (C, H, W).
function imageOf(pixels: Tensor): Image {
  const bytes = pixels.mul(255).byte().permute(1, 2, 0)
  const bands = pixels.size(0)
  return fromarray((bands === 1 ? bytes.squeeze(2) : bytes).numpy(), modes[bands] ?? null)
}

/**
 * Images of noise that are the same each time: for trying a program without data. An image is drawn with its index as
 * the seed, and torch's generator is left as it was.
 *
 * @example
 * const fake = torchvision.datasets.FakeData({ size: 100, image_size: [3, 8, 8], num_classes: 5 })
 * const [image, label] = fake[0]
 * image.size // (8, 8)
 * label < 5 // true
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.FakeData.html
 */
const FakeData_ = callable(FakeData) as typeof FakeData & {
  <I = Image>(
    size: number,
    image_size: readonly number[],
    options: Omit<FakeDataOptions<I, Tensor>, 'size' | 'image_size'>,
  ): FakeData<I>
  <I = Image>(size: number, options: Omit<FakeDataOptions<I, Tensor>, 'size'>): FakeData<I>
  <I = Image>(
    size?: number,
    image_size?: readonly number[],
    num_classes?: number,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<Tensor, Tensor> | null,
    random_offset?: number,
  ): FakeData<I>
  <I = Image>(options: FakeDataOptions<I, Tensor>): FakeData<I>
}
type FakeData_<I = Image> = FakeData<I>

export { FakeData_ as FakeData }
