// Mirrors torchvision/datasets/folder.py; how the files are found is in _folder.ts.

import { readFileSync } from 'node:fs'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { tuple } from '../../_tuple.js'
import { IndexError, ModuleNotFoundError, ValueError } from '../../errors.js'
import { type Image, open } from '../../PIL/Image.js'
import { get_image_backend } from '../_backend.js'
import {
  type Extensions,
  find_classes,
  IMG_EXTENSIONS,
  make_dataset,
  type Sample,
} from './_folder.js'
import { type PathLike, type Transform, VisionDataset } from './vision.js'

/** What {@link DatasetFolder} takes by keyword. */
export interface DatasetFolderOptions<S = unknown, I = unknown, T = unknown> {
  root: PathLike
  /** Gives what is in a file. */
  loader: (path: string) => S
  /** Which files are taken; or else `is_valid_file` says it. */
  extensions?: Extensions | null
  transform?: Transform<S, I> | null
  target_transform?: Transform<number, T> | null
  is_valid_file?: ((path: string) => boolean) | null
  /** Whether a class may have no file. Default: false. */
  allow_empty?: boolean
}

const bindFolder = python(
  'DatasetFolder.__init__(self, root, loader, extensions=None, transform=None, target_transform=None, is_valid_file=None, allow_empty=False)',
)

class DatasetFolder<S = unknown, I = S, T = number> extends VisionDataset<[sample: I, target: T]> {
  readonly loader: (path: string) => S
  readonly extensions: Extensions | null
  classes: string[]
  class_to_idx: Record<string, number>
  samples: Sample[]
  targets: number[]

  constructor(
    root: PathLike,
    loader: (path: string) => S,
    extensions?: Extensions | null,
    transform?: Transform<S, I> | null,
    target_transform?: Transform<number, T> | null,
    is_valid_file?: ((path: string) => boolean) | null,
    allow_empty?: boolean,
  )
  constructor(
    root: PathLike,
    loader: (path: string) => S,
    extensions: Extensions | null,
    options: Omit<DatasetFolderOptions<S, I, T>, 'root' | 'loader' | 'extensions'>,
  )
  constructor(
    root: PathLike,
    loader: (path: string) => S,
    options: Omit<DatasetFolderOptions<S, I, T>, 'root' | 'loader'>,
  )
  constructor(root: PathLike, options: Omit<DatasetFolderOptions<S, I, T>, 'root'>)
  constructor(options: DatasetFolderOptions<S, I, T>)
  constructor(...args: unknown[]) {
    const { root, loader, extensions, transform, target_transform, is_valid_file, allow_empty } =
      bindFolder<Required<DatasetFolderOptions<S, never, never>>>(args)
    super(root, { transform: transform as Transform | null, target_transform })
    const [classes, class_to_idx] = this.find_classes(this.root as string)
    const { make_dataset: make } = this.constructor as typeof DatasetFolder
    this.samples = make(this.root as string, class_to_idx, extensions, is_valid_file, allow_empty)
    this.loader = loader
    this.extensions = extensions
    this.classes = classes
    this.class_to_idx = class_to_idx
    this.targets = this.samples.map(([, target]) => target)
  }

  /** {@link make_dataset}; a subclass may find its files otherwise. */
  static make_dataset(
    directory: PathLike,
    class_to_idx: Readonly<Record<string, number>>,
    extensions: Extensions | null = null,
    is_valid_file: ((path: string) => boolean) | null = null,
    allow_empty = false,
  ): Sample[] {
    if ((class_to_idx as unknown) === null || (class_to_idx as unknown) === undefined) {
      throw new ValueError('The class_to_idx parameter cannot be None.')
    }
    return make_dataset(directory, class_to_idx, extensions, is_valid_file, allow_empty)
  }

  /** {@link find_classes}; a subclass may take others. */
  find_classes(directory: string): [classes: string[], class_to_idx: Record<string, number>] {
    return find_classes(directory)
  }

  override __getitem__(index: number): [sample: I, target: T] {
    const [path, target] = itemAt(this.samples, index)
    const { transform, target_transform } = this
    const sample = this.loader(path)
    return tuple<unknown>([
      transform === null ? sample : transform(sample),
      target_transform === null ? target : target_transform(target),
    ]) as unknown as [I, T]
  }

  override __len__(): number {
    return this.samples.length
  }
}

function itemAt(samples: readonly Sample[], index: number): Sample {
  const sample = samples.at(index)
  if (sample === undefined) throw new IndexError('list index out of range')
  return sample
}

/** The image in a file, as RGB. */
export function pil_loader(path: PathLike): Image {
  const image = open(readFileSync(path))
  // Nobody else has these pixels: they need not be copied.
  return image.mode === 'RGB' ? image._new(image.pixels()) : image.convert('RGB')
}

/** The image in a file, as RGB: what {@link ImageFolder} calls unless it is given a loader. */
export function default_loader(path: PathLike): Image {
  if (get_image_backend() === 'accimage') {
    throw new ModuleNotFoundError("No module named 'accimage'")
  }
  return pil_loader(path)
}

/** What {@link ImageFolder} takes by keyword, `root` besides. */
export interface ImageFolderOptions<S = Image, I = unknown, T = unknown> {
  /** What becomes of an image. */
  transform?: Transform<S, I> | null
  /** What becomes of the index of a class. */
  target_transform?: Transform<number, T> | null
  /** Gives what is in a file. Default: its image, as RGB. */
  loader?: (path: string) => S
  /** Which files are taken. Default: those whose names end as those of images do. */
  is_valid_file?: ((path: string) => boolean) | null
  /** Whether a class may have no file. Default: false. */
  allow_empty?: boolean
}

const bindImages = python(
  'ImageFolder.__init__(self, root, transform=None, target_transform=None, loader=None, is_valid_file=None, allow_empty=False)',
)

class ImageFolder<I = Image, T = number, S = Image> extends DatasetFolder<S, I, T> {
  imgs: Sample[]

  constructor(
    root: PathLike,
    transform?: Transform<S, I> | null,
    target_transform?: Transform<number, T> | null,
    loader?: (path: string) => S,
    is_valid_file?: ((path: string) => boolean) | null,
    allow_empty?: boolean,
  )
  constructor(
    root: PathLike,
    transform: Transform<S, I> | null,
    options: Omit<ImageFolderOptions<S, I, T>, 'transform'>,
  )
  constructor(root: PathLike, options: ImageFolderOptions<S, I, T>)
  constructor(options: ImageFolderOptions<S, I, T> & { root: PathLike })
  constructor(...args: unknown[]) {
    const { root, transform, target_transform, loader, is_valid_file, allow_empty } = bindImages<
      Required<ImageFolderOptions<S, I, T>> & { root: PathLike }
    >(args)
    super(
      root,
      loader ?? (default_loader as unknown as (path: string) => S),
      is_valid_file === null ? IMG_EXTENSIONS : null,
      transform,
      target_transform,
      is_valid_file,
      allow_empty,
    )
    this.imgs = this.samples
  }
}

/**
 * The files below a folder, whose folders are the classes: items are what `loader` gives of a file, and the index of
 * its class. A subclass may choose other classes (`find_classes`) or files (`make_dataset`).
 *
 * @throws FileNotFoundError where there is no class, or none of a class's files is valid; ValueError unless one of
 * `extensions` and `is_valid_file` is given.
 *
 * @example
 * const texts = torchvision.datasets.DatasetFolder
 * texts.name // 'DatasetFolder'
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.DatasetFolder.html
 */
const DatasetFolder_ = callable(DatasetFolder) as typeof DatasetFolder & CallDatasetFolder

/**
 * The images below a folder, whose folders are the classes: `root/dog/1.png`, `root/cat/a/2.jpg`. Items are the image,
 * as RGB, and the index of its class; classes are sorted by name.
 *
 * @throws FileNotFoundError where there is no class, or a class has no image and `allow_empty` is not set.
 *
 * @example
 * try {
 *   torchvision.datasets.ImageFolder('no/such/folder', { transform: (image) => image.resize([64, 64]) })
 * } catch (error) {
 *   print(error)
 * }
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.ImageFolder.html
 */
const ImageFolder_ = callable(ImageFolder) as typeof ImageFolder & CallImageFolder

interface CallDatasetFolder {
  <S, I = S, T = number>(
    root: PathLike,
    loader: (path: string) => S,
    options: Omit<DatasetFolderOptions<S, I, T>, 'root' | 'loader'>,
  ): DatasetFolder<S, I, T>
  <S, I = S, T = number>(
    root: PathLike,
    loader: (path: string) => S,
    extensions: Extensions | null,
    options: Omit<DatasetFolderOptions<S, I, T>, 'root' | 'loader' | 'extensions'>,
  ): DatasetFolder<S, I, T>
  <S, I = S, T = number>(
    root: PathLike,
    loader: (path: string) => S,
    extensions?: Extensions | null,
    transform?: Transform<S, I> | null,
    target_transform?: Transform<number, T> | null,
    is_valid_file?: ((path: string) => boolean) | null,
    allow_empty?: boolean,
  ): DatasetFolder<S, I, T>
  <S, I = S, T = number>(
    root: PathLike,
    options: Omit<DatasetFolderOptions<S, I, T>, 'root'>,
  ): DatasetFolder<S, I, T>
  <S, I = S, T = number>(options: DatasetFolderOptions<S, I, T>): DatasetFolder<S, I, T>
}

interface CallImageFolder {
  <I = Image, T = number, S = Image>(
    root: PathLike,
    options: ImageFolderOptions<S, I, T>,
  ): ImageFolder<I, T, S>
  <I = Image, T = number, S = Image>(
    root: PathLike,
    transform: Transform<S, I> | null,
    options: Omit<ImageFolderOptions<S, I, T>, 'transform'>,
  ): ImageFolder<I, T, S>
  <I = Image, T = number, S = Image>(
    root: PathLike,
    transform?: Transform<S, I> | null,
    target_transform?: Transform<number, T> | null,
    loader?: (path: string) => S,
    is_valid_file?: ((path: string) => boolean) | null,
    allow_empty?: boolean,
  ): ImageFolder<I, T, S>
  <I = Image, T = number, S = Image>(
    options: ImageFolderOptions<S, I, T> & { root: PathLike },
  ): ImageFolder<I, T, S>
}

type DatasetFolder_<S = unknown, I = S, T = number> = DatasetFolder<S, I, T>

type ImageFolder_<I = Image, T = number, S = Image> = ImageFolder<I, T, S>

export {
  type Extensions,
  find_classes,
  has_file_allowed_extension,
  IMG_EXTENSIONS,
  is_image_file,
  type MakeDatasetOptions,
  make_dataset,
  type Sample,
} from './_folder.js'

export { DatasetFolder_ as DatasetFolder, ImageFolder_ as ImageFolder }
