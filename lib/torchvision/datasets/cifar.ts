// Mirrors torchvision/datasets/cifar.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { tuple } from '../../_tuple.js'
import { RuntimeError } from '../../errors.js'
import torch from '../../index.js'
import type { NdArray, NdArrayLike } from '../../numpy.js'
import type { Image } from '../../PIL/Image.js'
import type { Tensor } from '../../types.js'
import { indexed } from './_classes.js'
import { imageAt } from './_item.js'
import { type Bytes, loadDict } from './_pickle.js'
import { check_integrity, download_and_extract_archive } from './utils.js'
import { type PathLike, type Transform, VisionDataset } from './vision.js'

/** What {@link CIFAR10} takes by keyword, `root` besides. */
export interface CIFAROptions<I = unknown, T = unknown> {
  /** The training set, or the test set. Default: true. */
  train?: boolean
  /** What becomes of an image. */
  transform?: Transform<Image, I> | null
  /** What becomes of a label. */
  target_transform?: Transform<number, T> | null
  /** Whether the archive is fetched if the files are not there. Default: false. */
  download?: boolean
}

/** Files and their MD5 sums. */
export type FileList = readonly (readonly [file: string, md5: string | null])[]

const bindInit = python(
  'CIFAR10.__init__(self, root, train=True, transform=None, target_transform=None, download=False)',
)

class CIFAR10<I = Image, T = number> extends VisionDataset<[image: I, target: T]> {
  static base_folder = 'cifar-10-batches-py'
  static url = 'https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz'
  static filename = 'cifar-10-python.tar.gz'
  static tgz_md5 = 'c58f30108f718f92721af3b95e74349a'
  static train_list: FileList = [
    ['data_batch_1', 'c99cafc152244af753f735de768cd75f'],
    ['data_batch_2', 'd4bba439e000b95fd0a9bffe97cbabec'],
    ['data_batch_3', '54ebc095f3ab1f0389bbae665268c751'],
    ['data_batch_4', '634d18415352ddfa80567beed471001a'],
    ['data_batch_5', '482c414d41f54cd18b22e5b47cb7c3cb'],
  ]
  static test_list: FileList = [['test_batch', '40351d587109b95175f43aff81a1287e']]
  static meta: { readonly filename: string; readonly key: string; readonly md5: string | null } = {
    filename: 'batches.meta',
    key: 'label_names',
    md5: '5ff9c542aee3614f3951f8cda6e48888',
  }

  readonly train: boolean
  /** The images, bytes of shape (N, 32, 32, 3): what {@link data} shows. */
  private pixels: Tensor
  targets: number[]
  classes: string[]
  class_to_idx: Record<string, number>

  constructor(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  )
  constructor(root: PathLike, train: boolean, options: Omit<CIFAROptions<I, T>, 'train'>)
  constructor(root: PathLike, options: CIFAROptions<I, T>)
  constructor(options: CIFAROptions<I, T> & { root: PathLike })
  constructor(...args: unknown[]) {
    const { root, train, transform, target_transform, download } = bindInit<
      Required<CIFAROptions<never, never>> & { root: PathLike }
    >(args)
    super(root, { transform, target_transform })
    this.train = train
    if (download) this.download()
    if (!this._check_integrity()) {
      throw new RuntimeError(
        'Dataset not found or corrupted. You can use download=True to download it',
      )
    }
    const entries = (train ? this.train_list : this.test_list).map(([file]) => this.read(file))
    this.targets = entries.flatMap(({ labels, fine_labels }) => (labels ?? fine_labels) as number[])
    this.pixels = byPixel(entries.map(({ data }) => data as Bytes))
    this.classes = this._load_meta()
    this.class_to_idx = indexed(this.classes)
  }

  private get statics(): typeof CIFAR10 {
    return this.constructor as typeof CIFAR10
  }

  get base_folder(): string {
    return this.statics.base_folder
  }

  get train_list(): FileList {
    return this.statics.train_list
  }

  get test_list(): FileList {
    return this.statics.test_list
  }

  get meta(): typeof CIFAR10.meta {
    return this.statics.meta
  }

  /** The images as an array of bytes (N, 32, 32, 3). */
  get data(): NdArray<Uint8Array> {
    return this.pixels.numpy<Uint8Array>()
  }

  set data(value: NdArrayLike) {
    this.pixels = torch.from_numpy(value)
  }

  private pathOf(file: string): string {
    return join(this.root as string, this.base_folder, file)
  }

  private read(file: string): Record<string, unknown> {
    return loadDict(readFileSync(this.pathOf(file)))
  }

  private _load_meta(): string[] {
    const { filename, key, md5 } = this.meta
    if (!check_integrity(this.pathOf(filename), md5)) {
      throw new RuntimeError(
        'Dataset metadata file not found or corrupted. You can use download=True to download it',
      )
    }
    return this.read(filename)[key] as string[]
  }

  override __getitem__(index: number): [image: I, target: T] {
    const image: unknown = imageAt(this.pixels, index, 'RGB')
    const target = this.targets.at(index)
    const { transform, target_transform } = this
    return tuple<unknown>([
      transform === null ? image : transform(image),
      target_transform === null ? target : target_transform(target),
    ]) as unknown as [I, T]
  }

  override __len__(): number {
    return this.pixels.size(0)
  }

  _check_integrity(): boolean {
    return [...this.train_list, ...this.test_list].every(([file, md5]) =>
      check_integrity(this.pathOf(file), md5),
    )
  }

  /** Fetches and unpacks the archive, unless its files are there. */
  download(): void {
    if (this._check_integrity()) return
    const { url, filename, tgz_md5 } = this.statics
    download_and_extract_archive(url, this.root as string, { filename, md5: tgz_md5 })
  }

  override extra_repr(): string {
    return `Split: ${this.train ? 'Train' : 'Test'}`
  }
}

// A row of a file is all red, then all green, then all blue.
function byPixel(batches: readonly Bytes[]): Tensor {
  const rows = batches.map(({ data, shape }) => torch.from_numpy(data).view([...shape]))
  return torch.cat(rows).view(-1, 3, 32, 32).permute(0, 2, 3, 1).contiguous()
}

class CIFAR100<I = Image, T = number> extends CIFAR10<I, T> {
  static override base_folder = 'cifar-100-python'
  static override url = 'https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz'
  static override filename = 'cifar-100-python.tar.gz'
  static override tgz_md5 = 'eb9058c3a382ffc7106e4002c42a8d85'
  static override train_list: FileList = [['train', '16019d7e3df5f24257cddd939b257f8d']]
  static override test_list: FileList = [['test', 'f0ef6b0ae62326f3e7ffdfab6717acfc']]
  static override meta: typeof CIFAR10.meta = {
    filename: 'meta',
    key: 'fine_label_names',
    md5: '7973b15100ade9c7d40fb424638fde48',
  }
}

interface CallCIFAR10 {
  <I = Image, T = number>(root: PathLike, options: CIFAROptions<I, T>): CIFAR10<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train: boolean,
    options: Omit<CIFAROptions<I, T>, 'train'>,
  ): CIFAR10<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  ): CIFAR10<I, T>
  <I = Image, T = number>(options: CIFAROptions<I, T> & { root: PathLike }): CIFAR10<I, T>
}

interface CallCIFAR100 {
  <I = Image, T = number>(root: PathLike, options: CIFAROptions<I, T>): CIFAR100<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train: boolean,
    options: Omit<CIFAROptions<I, T>, 'train'>,
  ): CIFAR100<I, T>
  <I = Image, T = number>(
    root: PathLike,
    train?: boolean,
    transform?: Transform<Image, I> | null,
    target_transform?: Transform<number, T> | null,
    download?: boolean,
  ): CIFAR100<I, T>
  <I = Image, T = number>(options: CIFAROptions<I, T> & { root: PathLike }): CIFAR100<I, T>
}

/**
 * Photographs of ten kinds of things, 50,000 to train and 10,000 to test, 32 by 32: items are `[image, label]`. The
 * files lie in `<root>/cifar-10-batches-py`; `download` fetches the archive.
 *
 * @throws RuntimeError where a file is not there, cannot be had, or has another MD5 sum than the lists say.
 *
 * @example
 * const { CIFAR10 } = torchvision.datasets
 * try {
 *   CIFAR10('no/such/folder')
 * } catch (error) {
 *   print(error)
 * }
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.CIFAR10.html
 */
const CIFAR10_ = callable(CIFAR10) as typeof CIFAR10 & CallCIFAR10
/**
 * Photographs of a hundred kinds of things, otherwise as {@link CIFAR10}; the files lie in `<root>/cifar-100-python`.
 *
 * @example torchvision.datasets.CIFAR100.base_folder // 'cifar-100-python'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.CIFAR100.html
 */
const CIFAR100_ = callable(CIFAR100) as typeof CIFAR100 & CallCIFAR100
type CIFAR10_<I = Image, T = number> = CIFAR10<I, T>
type CIFAR100_<I = Image, T = number> = CIFAR100<I, T>

export { CIFAR10_ as CIFAR10, CIFAR100_ as CIFAR100 }
