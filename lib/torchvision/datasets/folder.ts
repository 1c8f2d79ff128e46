// Mirrors torchvision/datasets/folder.py.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { callable } from '../../_callable.js'
import { def } from '../../_def.js'
import { python } from '../../_kwargs.js'
import { type Tuple, tuple } from '../../_tuple.js'
import {
  FileNotFoundError,
  IndexError,
  ModuleNotFoundError,
  OSError,
  ValueError,
} from '../../errors.js'
import { type Image, open } from '../../PIL/Image.js'
import { get_image_backend } from '../_backend.js'
import { indexed } from './_classes.js'
import { expanduser, type PathLike, type Transform, VisionDataset } from './vision.js'

/** Extensions of files, one or several. */
export type Extensions = string | readonly string[]

/** A file and the index of its class. */
export type Sample = [path: string, target: number]

/** The extensions of the images that {@link ImageFolder} takes. */
export const IMG_EXTENSIONS: readonly string[] = tuple([
  '.jpg',
  '.jpeg',
  '.png',
  '.ppm',
  '.bmp',
  '.pgm',
  '.tif',
  '.tiff',
  '.webp',
])

/**
 * Whether a file's name ends with one of some extensions, in small or capital letters.
 *
 * @example has_file_allowed_extension('a/B.JPG', ['.png', '.jpg']) // true
 */
export const has_file_allowed_extension = def(
  'has_file_allowed_extension(filename, extensions)',
  (filename: string, extensions: Extensions): boolean => {
    const name = filename.toLowerCase()
    return [extensions].flat().some((extension) => name.endsWith(extension as string))
  },
)

/**
 * Whether a file's name is that of an image.
 *
 * @example is_image_file('cat.webp') // true
 */
export const is_image_file = def('is_image_file(filename)', (filename: string): boolean =>
  has_file_allowed_extension(filename, IMG_EXTENSIONS),
)

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

// As Python sorts: by code point.
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') {
      throw new FileNotFoundError(`[Errno 2] No such file or directory: '${folder}'`)
    }
    throw new OSError(message)
  }
}

/**
 * The folders in a folder, which are the classes, sorted, and their indices.
 *
 * @throws FileNotFoundError where there are none.
 */
export const find_classes = def(
  'find_classes(directory)',
  (
    directory: PathLike,
  ): Tuple<string[] | Record<string, number>> & [string[], Record<string, number>] => {
    const path = expanduser(directory)
    const classes = listing(path)
      .filter((name) => isFolder(join(path, name)))
      .sort(byCodePoint)
    if (classes.length === 0) {
      throw new FileNotFoundError(`Couldn't find any class folder in ${path}.`)
    }
    return tuple<unknown>([classes, indexed(classes)]) as never
  },
)

// All files below a folder, folder after folder, links followed; a link back up is not.
function* filesBelow(folder: string): Generator<string> {
  const folders: string[] = []
  const walk = (path: string, above: readonly string[]): void => {
    const { dev, ino } = statSync(path)
    const id = `${dev}:${ino}`
    if (above.includes(id)) return
    folders.push(path)
    for (const name of readdirSync(path)) {
      if (isFolder(join(path, name))) walk(join(path, name), [...above, id])
    }
  }
  walk(folder, [])
  for (const path of folders.sort(byCodePoint)) {
    for (const name of readdirSync(path).sort(byCodePoint)) {
      if (!isFolder(join(path, name))) yield join(path, name)
    }
  }
}

/** What {@link make_dataset} takes by keyword. */
export interface MakeDatasetOptions {
  /** By default what {@link find_classes} finds. */
  class_to_idx?: Readonly<Record<string, number>> | null
  extensions?: Extensions | null
  is_valid_file?: ((path: string) => boolean) | null
  /** Whether a class may have no file. */
  allow_empty?: boolean
}

const bindMake = python(
  'make_dataset(directory, class_to_idx=None, extensions=None, is_valid_file=None, allow_empty=False)',
  { dicts: ['class_to_idx'] },
)

/**
 * The files below the folders of the classes that have one of the extensions, or that `is_valid_file` accepts, each
 * with the index of its class.
 *
 * @throws ValueError for no class, or unless one of both is given; FileNotFoundError for a class without files.
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.datasets.DatasetFolder.html
 */
export function make_dataset(
  directory: PathLike,
  class_to_idx?: Readonly<Record<string, number>> | null,
  extensions?: Extensions | null,
  is_valid_file?: ((path: string) => boolean) | null,
  allow_empty?: boolean,
): Sample[]
export function make_dataset(
  directory: PathLike,
  class_to_idx: Readonly<Record<string, number>> | null,
  options: Omit<MakeDatasetOptions, 'class_to_idx'>,
): Sample[]
export function make_dataset(directory: PathLike, options: MakeDatasetOptions): Sample[]
export function make_dataset(...args: unknown[]): Sample[] {
  const given = bindMake<Required<MakeDatasetOptions> & { directory: PathLike }>(args)
  const { extensions, is_valid_file, allow_empty } = given
  const directory = expanduser(given.directory)
  const class_to_idx = given.class_to_idx ?? find_classes(directory)[1]
  if (Object.keys(class_to_idx).length === 0) {
    throw new ValueError("'class_to_index' must have at least one entry to collect any samples.")
  }
  if ((extensions === null) === (is_valid_file === null)) {
    throw new ValueError(
      'Both extensions and is_valid_file cannot be None or not None at the same time',
    )
  }
  const isValid =
    is_valid_file ?? ((path) => has_file_allowed_extension(path, extensions as Extensions))
  const samples: Sample[] = []
  const empty: string[] = []
  for (const name of Object.keys(class_to_idx).sort(byCodePoint)) {
    const folder = join(directory, name)
    const before = samples.length
    if (isFolder(folder)) {
      for (const path of filesBelow(folder)) {
        if (isValid(path))
          samples.push(tuple<unknown>([path, class_to_idx[name]]) as unknown as Sample)
      }
    }
    if (samples.length === before) empty.push(name)
  }
  if (empty.length > 0 && !allow_empty) {
    const supported =
      extensions === null ? '' : `Supported extensions are: ${[extensions].flat().join(', ')}`
    throw new FileNotFoundError(
      `Found no valid file for the classes ${empty.join(', ')}. ${supported}`,
    )
  }
  return samples
}

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

export { DatasetFolder_ as DatasetFolder, ImageFolder_ as ImageFolder }
