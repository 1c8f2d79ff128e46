// MNIST, and what has its files. Mirrors torchvision/datasets/mnist.py.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import { type Tuple, tuple } from '../../../_tuple.js'
import { RuntimeError } from '../../../errors.js'
import type { Image } from '../../../PIL/Image.js'
import type { Tensor } from '../../../types.js'
import { warn } from '../../../warnings.js'
import { indexed } from '../_classes.js'
import { isThere, read_image_file, read_label_file } from '../_idx.js'
import { imageAt, numberAt } from '../_item.js'
import { download_and_extract_archive, URLError } from '../utils.js'
import { type PathLike, type Transform, VisionDataset } from '../vision.js'

/** What {@link MNIST} takes by keyword, `root` besides. */
export interface MNISTOptions<I = unknown, T = unknown> {
  /** The training set, or the test set. Default: true. */
  train?: boolean
  /** What becomes of an image. */
  transform?: Transform<Image, I> | null
  /** What becomes of a label. */
  target_transform?: Transform<number, T> | null
  /** Whether files that are missing are fetched. Default: false. */
  download?: boolean
}

export interface MNISTArguments extends Required<MNISTOptions<never, never>> {
  readonly root: PathLike
  readonly fields?: object
}

export const bindInit = python(
  'MNIST.__init__(self, root, train=True, transform=None, target_transform=None, download=False)',
)

class MNIST<I = Image, T = number> extends VisionDataset<[image: I, target: T]> {
  /** Where the files are fetched from, tried in this order. */
  static mirrors: readonly string[] = [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'http://yann.lecun.com/exdb/mnist/',
  ]
  /** The files and their MD5 sums. */
  static resources: readonly (readonly [file: string, md5: string])[] = [
    ['train-images-idx3-ubyte.gz', 'f68b3c2dcbeaaa9fbdd348bbdeb94873'],
    ['train-labels-idx1-ubyte.gz', 'd53e105ee54ea40749a09fcbcd1e9432'],
    ['t10k-images-idx3-ubyte.gz', '9fb629c4189551a2d022fa330f9573f3'],
    ['t10k-labels-idx1-ubyte.gz', 'ec29112dd5afa0611ce80d1b7f02629c'],
  ]
  static classes: readonly string[] = [
    '0 - zero',
    '1 - one',
    '2 - two',
    '3 - three',
    '4 - four',
    '5 - five',
    '6 - six',
    '7 - seven',
    '8 - eight',
    '9 - nine',
  ]

  readonly train: boolean
  /** The images, bytes of shape (N, 28, 28). */
  data: Tensor
  /** The labels, int64 of shape (N). */
  targets: Tensor
  classes: readonly string[]

  constructor(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  )
  constructor(root: PathLike, train: boolean, options: Omit<MNISTOptions<I, T>, 'train'>)
  constructor(root: PathLike, options: MNISTOptions<I, T>)
  constructor(options: MNISTOptions<I, T> & { root: PathLike })
  constructor(...args: unknown[]) {
    const { root, train, transform, target_transform, download, fields } = new.target.bindArguments(
      args,
    )
    super(root, { transform, target_transform })
    this.train = train
    this.classes = this.statics.classes
    Object.assign(this, fields)
    if (download) this.download()
    if (!this._check_exists()) {
      throw new RuntimeError('Dataset not found. You can use download=True to download it')
    }
    ;[this.data, this.targets] = this._load_data()
  }

  /** @internal The arguments of the constructor; `fields` are what a subclass needs to find its files. */
  static bindArguments(args: readonly unknown[]): MNISTArguments {
    return bindInit(args)
  }

  protected get statics(): typeof MNIST {
    return this.constructor as typeof MNIST
  }

  get mirrors(): readonly string[] {
    return this.statics.mirrors
  }

  get resources(): readonly (readonly [file: string, md5: string])[] {
    return this.statics.resources
  }

  get train_labels(): Tensor {
    warn('train_labels has been renamed targets')
    return this.targets
  }

  get test_labels(): Tensor {
    warn('test_labels has been renamed targets')
    return this.targets
  }

  get train_data(): Tensor {
    warn('train_data has been renamed data')
    return this.data
  }

  get test_data(): Tensor {
    warn('test_data has been renamed data')
    return this.data
  }

  /** `<root>/MNIST/raw`, with the name of the class. */
  get raw_folder(): string {
    return join(this.root as string, this.constructor.name, 'raw')
  }

  get class_to_idx(): Record<string, number> {
    return indexed(this.classes)
  }

  _check_exists(): boolean {
    return this.resources.every(([file]) =>
      isThere(join(this.raw_folder, file.replace(/\.gz$/, ''))),
    )
  }

  _load_data(): [data: Tensor, targets: Tensor] {
    const prefix = join(this.raw_folder, this.train ? 'train' : 't10k')
    return [
      read_image_file(`${prefix}-images-idx3-ubyte`),
      read_label_file(`${prefix}-labels-idx1-ubyte`),
    ]
  }

  /** Fetches the files that are not there. */
  download(): void {
    if (this._check_exists()) return
    mkdirSync(this.raw_folder, { recursive: true })
    for (const [filename, md5] of this.resources) this.fetchFile(filename, md5)
  }

  private fetchFile(filename: string, md5: string): void {
    const tried: string[] = []
    for (const mirror of this.mirrors) {
      try {
        download_and_extract_archive(mirror + filename, this.raw_folder, { filename, md5 })
        return
      } catch (error) {
        if (!(error instanceof RuntimeError || error instanceof URLError)) throw error
        tried.push(`Tried ${mirror}, got:\n${error.message}\n`)
      }
    }
    throw new RuntimeError(`Error downloading ${filename}:\n${tried.join('')}`)
  }

  override __getitem__(index: number | string): [image: I, target: T] {
    return this.transformed(imageAt(this.data, index, 'L'), this.targetAt(index))
  }

  /** The label at an index, before it is transformed. */
  protected targetAt(index: number | string): unknown {
    return numberAt(this.targets, index)
  }

  private transformed(image: unknown, target: unknown): [image: I, target: T] {
    const { transform, target_transform } = this
    return tuple([
      transform === null ? image : transform(image),
      target_transform === null ? target : target_transform(target),
    ]) as Tuple<unknown> as [I, T]
  }

  override __len__(): number {
    return this.data.size(0)
  }

  override extra_repr(): string {
    return `Split: ${this.train ? 'Train' : 'Test'}`
  }
}

class FashionMNIST<I = Image, T = number> extends MNIST<I, T> {
  static override mirrors = ['http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/']
  static override resources: typeof MNIST.resources = [
    ['train-images-idx3-ubyte.gz', '8d4fb7e6c68d591d4c3dfef9ec88bf0d'],
    ['train-labels-idx1-ubyte.gz', '25c81989df183df01b3e8a0aad5dffbe'],
    ['t10k-images-idx3-ubyte.gz', 'bef4ecab320f06d8554ea6380940ec79'],
    ['t10k-labels-idx1-ubyte.gz', 'bb300cfdad3c16e7a12a480ee83cd310'],
  ]
  static override classes: readonly string[] = [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ]
}

class KMNIST<I = Image, T = number> extends MNIST<I, T> {
  static override mirrors = ['http://codh.rois.ac.jp/kmnist/dataset/kmnist/']
  static override resources: typeof MNIST.resources = [
    ['train-images-idx3-ubyte.gz', 'bdb82020997e1d708af4cf47b453dcf7'],
    ['train-labels-idx1-ubyte.gz', 'e144d726b3acfaa3e44228e80efcd344'],
    ['t10k-images-idx3-ubyte.gz', '5c965bf0a639b31b8f53240b1b52f4d7'],
    ['t10k-labels-idx1-ubyte.gz', '7320c461ea6c1c855c0b718fb2a4b134'],
  ]
  static override classes: readonly string[] = 'o ki su tsu na ha ma ya re wo'.split(' ')
}

export const digits = [...'0123456789']

/**
 * Handwritten digits, 60,000 to train and 10,000 to test, 28 by 28: items are `[image, label]`. The files lie in
 * `<root>/MNIST/raw`, unpacked or, unlike in Python, gzipped; `download` fetches what is missing.
 *
 * @throws RuntimeError where they are not there, or cannot be had.
 *
 * @example
 * const { MNIST } = torchvision.datasets
 * try {
 *   MNIST('no/such/folder', { train: false, transform: (image) => image.size })
 * } catch (error) {
 *   print(error)
 * }
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.MNIST.html
 */
const MNIST_ = callable(MNIST) as typeof MNIST & CallMNIST

/**
 * Pictures of clothes in MNIST's format; the files lie in `<root>/FashionMNIST/raw`.
 *
 * @example torchvision.datasets.FashionMNIST.classes[9] // 'Ankle boot'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.FashionMNIST.html
 */
const FashionMNIST_ = callable(FashionMNIST) as typeof FashionMNIST & CallFashionMNIST

/**
 * Cursive Japanese letters in MNIST's format; the files lie in `<root>/KMNIST/raw`.
 *
 * @example torchvision.datasets.KMNIST.classes[1] // 'ki'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.KMNIST.html
 */
const KMNIST_ = callable(KMNIST) as typeof KMNIST & CallKMNIST

interface CallMNIST {
  <I = Image, T = number>(root: PathLike, options: MNISTOptions<I, T>): MNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train: boolean,
    options: Omit<MNISTOptions<I, T>, 'train'>,
  ): MNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  ): MNIST<I, T>
  <I = Image, T = number>(options: MNISTOptions<I, T> & { root: PathLike }): MNIST<I, T>
}

interface CallFashionMNIST {
  <I = Image, T = number>(root: PathLike, options: MNISTOptions<I, T>): FashionMNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train: boolean,
    options: Omit<MNISTOptions<I, T>, 'train'>,
  ): FashionMNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  ): FashionMNIST<I, T>
  <I = Image, T = number>(options: MNISTOptions<I, T> & { root: PathLike }): FashionMNIST<I, T>
}

interface CallKMNIST {
  <I = Image, T = number>(root: PathLike, options: MNISTOptions<I, T>): KMNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train: boolean,
    options: Omit<MNISTOptions<I, T>, 'train'>,
  ): KMNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  ): KMNIST<I, T>
  <I = Image, T = number>(options: MNISTOptions<I, T> & { root: PathLike }): KMNIST<I, T>
}

type MNIST_<I = Image, T = number> = MNIST<I, T>

type FashionMNIST_<I = Image, T = number> = FashionMNIST<I, T>

type KMNIST_<I = Image, T = number> = KMNIST<I, T>

export { FashionMNIST_ as FashionMNIST, KMNIST_ as KMNIST, MNIST_ as MNIST }
