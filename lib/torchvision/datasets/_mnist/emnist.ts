// Letters and digits. Mirrors torchvision/datasets/mnist.py.

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { callable } from '../../../_callable.js'
import { python } from '../../../_kwargs.js'
import type { Image } from '../../../PIL/Image.js'
import type { Tensor } from '../../../types.js'
import { isThere, read_image_file, read_label_file } from '../_idx.js'
import { download_and_extract_archive, extract_archive, verify_str_arg } from '../utils.js'
import type { PathLike } from '../vision.js'
import { bindInit, digits, MNIST, type MNISTArguments, type MNISTOptions } from './mnist.js'

const upper = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

const lower = [...'abcdefghijklmnopqrstuvwxyz']

// Where the small letter looks like the capital, both are one class.
const merged = [
  ...digits,
  ...upper,
  ...lower.filter((letter) => !'cijklmopsuvwxyz'.includes(letter)),
]

/** The six ways that EMNIST is divided. */
export type EMNISTSplit = 'byclass' | 'bymerge' | 'balanced' | 'letters' | 'digits' | 'mnist'

const bindEmnist = python('EMNIST.__init__(self, root, split, **kwargs)')

class EMNIST<I = Image, T = number> extends MNIST<I, T> {
  static url = 'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip'
  static md5 = '58c8d27c78d21e728a6bc7b3cc06412e'
  static splits: readonly EMNISTSplit[] = [
    'byclass',
    'bymerge',
    'balanced',
    'letters',
    'digits',
    'mnist',
  ]
  static classes_split_dict: Readonly<Record<EMNISTSplit, readonly string[]>> = {
    byclass: [...digits, ...upper, ...lower],
    bymerge: merged,
    balanced: merged,
    letters: ['N/A', ...lower],
    digits,
    mnist: digits,
  }

  declare readonly split: EMNISTSplit

  constructor(root: PathLike, split: EMNISTSplit, options?: MNISTOptions<I, T>)
  constructor(root: PathLike, options: MNISTOptions<I, T> & { split: EMNISTSplit })
  constructor(options: MNISTOptions<I, T> & { root: PathLike; split: EMNISTSplit })
  constructor(...args: unknown[]) {
    super(...(args as [PathLike]))
  }

  /** @internal */
  static override bindArguments(args: readonly unknown[]): MNISTArguments {
    const { root, split, kwargs } = bindEmnist<{
      root: PathLike
      split: EMNISTSplit
      kwargs: MNISTOptions
    }>(args)
    const checked = verify_str_arg(split, 'split', EMNIST.splits)
    const fields = { split: checked, classes: EMNIST.classes_split_dict[checked] }
    return { ...bindInit<MNISTArguments>([root, kwargs]), fields }
  }

  get _file_prefix(): string {
    return `emnist-${this.split}-${this.train ? 'train' : 'test'}`
  }

  get images_file(): string {
    return join(this.raw_folder, `${this._file_prefix}-images-idx3-ubyte`)
  }

  get labels_file(): string {
    return join(this.raw_folder, `${this._file_prefix}-labels-idx1-ubyte`)
  }

  override _load_data(): [data: Tensor, targets: Tensor] {
    return [read_image_file(this.images_file), read_label_file(this.labels_file)]
  }

  override _check_exists(): boolean {
    return isThere(this.images_file) && isThere(this.labels_file)
  }

  override download(): void {
    if (this._check_exists()) return
    mkdirSync(this.raw_folder, { recursive: true })
    const { url, md5 } = this.constructor as typeof EMNIST
    download_and_extract_archive(url, this.raw_folder, { md5 })
    const folder = join(this.raw_folder, 'gzip')
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.gz')) extract_archive(join(folder, file), this.raw_folder)
    }
    rmSync(folder, { recursive: true })
  }
}

/**
 * Handwritten letters and digits in MNIST's format, in six splits: `'byclass'`, `'bymerge'`, `'balanced'`,
 * `'letters'`, `'digits'` and `'mnist'`. The files lie in `<root>/EMNIST/raw`.
 *
 * @throws ValueError for another split, RuntimeError where files are not there or cannot be had.
 *
 * @example torchvision.datasets.EMNIST.classes_split_dict.letters[1] // 'a'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.EMNIST.html
 */
const EMNIST_ = callable(EMNIST) as typeof EMNIST & CallEMNIST

interface CallEMNIST {
  <I = Image, T = number>(
    root: PathLike,
    split: EMNISTSplit,
    options?: MNISTOptions<I, T>,
  ): EMNIST<I, T>
  <I = Image, T = number>(
    root: PathLike,
    options: MNISTOptions<I, T> & { split: EMNISTSplit },
  ): EMNIST<I, T>
  <I = Image, T = number>(
    options: MNISTOptions<I, T> & { root: PathLike; split: EMNISTSplit },
  ): EMNIST<I, T>
}

type EMNIST_<I = Image, T = number> = EMNIST<I, T>

export { EMNIST_ as EMNIST }
