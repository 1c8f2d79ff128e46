// MNIST with where each digit comes from. Mirrors torchvision/datasets/mnist.py.

import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import { ValueError } from '../../../errors.js'
import torch from '../../../index.js'
import type { Image } from '../../../PIL/Image.js'
import type { Tensor } from '../../../types.js'
import { isThere, read_sn3_pascalvincent_tensor } from '../_idx.js'
import { download_and_extract_archive, verify_str_arg } from '../utils.js'
import type { PathLike } from '../vision.js'
import { bindInit, MNIST, type MNISTArguments, type MNISTOptions } from './mnist.js'

/** The parts of QMNIST. */
export type QMNISTPart = 'train' | 'test' | 'test10k' | 'test50k' | 'nist'

/** What {@link QMNIST} takes by keyword, `root` besides. */
export interface QMNISTOptions<I = unknown, T = unknown> extends MNISTOptions<I, T> {
  /** The part; otherwise `train` says which. */
  what?: QMNISTPart | null
  /** Labels as numbers (the default), or all that is known of an image as a tensor. */
  compat?: boolean
}

const bindQmnist = python(
  'QMNIST.__init__(self, root, what=None, compat=True, train=True, **kwargs)',
)

const qmnist = 'https://raw.githubusercontent.com/facebookresearch/qmnist/master/'

class QMNIST<I = Image, T = number | Tensor> extends MNIST<I, T> {
  static subsets: Readonly<Record<QMNISTPart, 'train' | 'test' | 'nist'>> = {
    train: 'train',
    test: 'test',
    test10k: 'test',
    test50k: 'test',
    nist: 'nist',
  }
  /** The files of each subset and their MD5 sums. */
  static parts: Readonly<Record<'train' | 'test' | 'nist', typeof MNIST.resources>> = {
    train: [
      [`${qmnist}qmnist-train-images-idx3-ubyte.gz`, 'ed72d4157d28c017586c42bc6afe6370'],
      [`${qmnist}qmnist-train-labels-idx2-int.gz`, '0058f8dd561b90ffdd0f734c6a30e5e4'],
    ],
    test: [
      [`${qmnist}qmnist-test-images-idx3-ubyte.gz`, '1394631089c404de565df7b7aeaf9412'],
      [`${qmnist}qmnist-test-labels-idx2-int.gz`, '5b5b05890a5e13444e108efe57b788aa'],
    ],
    nist: [
      [`${qmnist}xnist-images-idx3-ubyte.xz`, '7f124b3b8ab81486c9d8c2749c17f834'],
      [`${qmnist}xnist-labels-idx2-int.xz`, '5ed0e788978e45d4a8bd4b7caec3d79d'],
    ],
  }

  declare readonly what: QMNISTPart
  declare readonly compat: boolean

  constructor(root: PathLike, what?: QMNISTPart | null, compat?: boolean, train?: boolean)
  constructor(root: PathLike, options: QMNISTOptions<I, T>)
  constructor(root: PathLike, what: QMNISTPart | null, options: Omit<QMNISTOptions<I, T>, 'what'>)
  constructor(options: QMNISTOptions<I, T> & { root: PathLike })
  constructor(...args: unknown[]) {
    super(...(args as [PathLike]))
  }

  /** @internal */
  static override bindArguments(args: readonly unknown[]): MNISTArguments {
    const { root, what, compat, train, kwargs } = bindQmnist<{
      root: PathLike
      what: QMNISTPart | null
      compat: boolean
      train: boolean
      kwargs: MNISTOptions
    }>(args)
    const part = what ?? (train ? 'train' : 'test')
    const parts = Object.keys(QMNIST.subsets) as QMNISTPart[]
    const fields = { what: verify_str_arg(part, 'what', parts), compat }
    return { ...bindInit<MNISTArguments>([root, train, kwargs]), fields }
  }

  override get resources(): typeof MNIST.resources {
    return QMNIST.parts[QMNIST.subsets[this.what]]
  }

  private fileAt(index: 0 | 1): string {
    const [url = ''] = this.resources[index] ?? []
    return join(this.raw_folder, basename(url).replace(/\.(gz|xz)$/, ''))
  }

  get images_file(): string {
    return this.fileAt(0)
  }

  get labels_file(): string {
    return this.fileAt(1)
  }

  override _check_exists(): boolean {
    return isThere(this.images_file) && isThere(this.labels_file)
  }

  override _load_data(): [data: Tensor, targets: Tensor] {
    const data = read_sn3_pascalvincent_tensor(this.images_file)
    if (data.dtype !== torch.uint8) {
      throw new TypeError(`data should be of dtype torch.uint8 instead of ${data.dtype}`)
    }
    if (data.dim() !== 3) {
      throw new ValueError('data should have 3 dimensions instead of {data.ndimension()}')
    }
    const targets = read_sn3_pascalvincent_tensor(this.labels_file).long()
    if (targets.dim() !== 2) {
      throw new ValueError(`targets should have 2 dimensions instead of ${targets.dim()}`)
    }
    if (this.what === 'test10k') return [data['0:10000'].clone(), targets['0:10000'].clone()]
    if (this.what === 'test50k') return [data['10000:'].clone(), targets['10000:'].clone()]
    return [data, targets]
  }

  override download(): void {
    if (this._check_exists()) return
    mkdirSync(this.raw_folder, { recursive: true })
    for (const [url, md5] of this.resources) {
      download_and_extract_archive(url, this.raw_folder, { md5 })
    }
  }

  protected override targetAt(index: number | string): unknown {
    const target = this.targets.index([index as number])
    return this.compat ? target[0].item() : target
  }

  override extra_repr(): string {
    return `Split: ${this.what}`
  }
}

/**
 * MNIST made anew from its sources, with 60,000 images to test and all that is known of each: parts `'train'`,
 * `'test'`, `'test10k'`, `'test50k'` and `'nist'`. Unlike Python's, `download` cannot unpack `'nist'`, which is in xz.
 *
 * @example torchvision.datasets.QMNIST.subsets.test10k // 'test'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.QMNIST.html
 */
const QMNIST_ = callable(QMNIST) as typeof QMNIST & CallQMNIST

interface CallQMNIST {
  <I = Image, T = number | Tensor>(root: PathLike, options: QMNISTOptions<I, T>): QMNIST<I, T>
  <I = Image, T = number | Tensor>(
    root: PathLike,
    what: QMNISTPart | null,
    options: Omit<QMNISTOptions<I, T>, 'what'>,
  ): QMNIST<I, T>
  <I = Image, T = number | Tensor>(
    root: PathLike,
    what?: QMNISTPart | null,
    compat?: boolean,
    train?: boolean,
  ): QMNIST<I, T>
  <I = Image, T = number | Tensor>(options: QMNISTOptions<I, T> & { root: PathLike }): QMNIST<I, T>
}

type QMNIST_<I = Image, T = number | Tensor> = QMNIST<I, T>

export { QMNIST_ as QMNIST }
