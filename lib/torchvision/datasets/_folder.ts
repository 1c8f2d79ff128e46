// The files of a folder of classes. Mirrors torchvision/datasets/folder.py.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { def } from '../../_def.js'
import { python } from '../../_kwargs.js'
import { type Tuple, tuple } from '../../_tuple.js'
import { FileNotFoundError, OSError, ValueError } from '../../errors.js'
import { indexed } from './_classes.js'
import { expanduser, type PathLike } from './vision.js'

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
