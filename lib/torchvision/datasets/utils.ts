// Mirrors torchvision/datasets/utils.py.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { extractTar, extractZip } from '../../_archives.js'
import { def } from '../../_def.js'
import { fileDigest } from '../../_digest.js'
import { download } from '../../_download.js'
import { pyRepr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { FileNotFoundError, RuntimeError, ValueError } from '../../errors.js'
import { expanduser, type PathLike } from './vision.js'

export { HTTPError, URLError } from '../../_download.js'

/** What servers are told about who asks. */
export const USER_AGENT = 'pytorch/vision'

/**
 * The MD5 sum of a file, in hexadecimal digits; `chunk_size` bytes are read at a time.
 *
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export const calculate_md5 = def(
  'calculate_md5(fpath, chunk_size=1048576)',
  (fpath: PathLike, chunk_size: number): string => fileDigest(fpath, 'md5', chunk_size),
)

/** Whether a file has this MD5 sum. */
export const check_md5 = def(
  'check_md5(fpath, md5, chunk_size=1048576)',
  (fpath: PathLike, md5: string, chunk_size: number): boolean =>
    md5 === calculate_md5(fpath, chunk_size),
)

const isFile = (path: PathLike): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

/**
 * Whether a file is there and, if a sum is given, has this MD5 sum.
 *
 * @example check_integrity('no/such/file') // false
 */
export const check_integrity = def(
  'check_integrity(fpath, md5=None)',
  (fpath: PathLike, md5: string | null): boolean =>
    isFile(fpath) && (md5 === null || check_md5(fpath, md5)),
)

/**
 * Fetches a file into the folder `root`, under the last part of the address unless a name is given, and checks its MD5
 * sum; a file that is there and has it is not fetched again. A transfer that broke off goes on where it did.
 *
 * @throws HTTPError, URLError where the file cannot be had, RuntimeError where it has another sum.
 *
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export const download_url = def(
  'download_url(url, root, filename=None, md5=None, max_redirect_hops=3)',
  (
    url: string,
    root: PathLike,
    filename: string | null,
    md5: string | null,
    _max_redirect_hops: number,
  ): void => {
    const folder = expanduser(root)
    const path = join(folder, filename || basename(url))
    mkdirSync(folder, { recursive: true })
    if (check_integrity(path, md5)) return
    download(url, path, { headers: { 'User-Agent': USER_AGENT } })
    if (!check_integrity(path, md5)) throw new RuntimeError('File not found or corrupted.')
  },
)

function listing(root: PathLike, prefix: boolean, kind: (path: string) => boolean): string[] {
  const folder = expanduser(root)
  const names = readdirSync(folder).filter((name) => kind(join(folder, name)))
  return prefix ? names.map((name) => join(folder, name)) : names
}

/** The folders in a folder; with `prefix`, as paths. */
export const list_dir = def(
  'list_dir(root, prefix=False)',
  (root: PathLike, prefix: boolean): string[] => listing(root, prefix, (path) => !isFile(path)),
)

/** The files in a folder whose names end with a suffix, or one of several; with `prefix`, as paths. */
export const list_files = def(
  'list_files(root, suffix, prefix=False)',
  (root: PathLike, suffix: string | readonly string[], prefix: boolean): string[] =>
    listing(root, prefix, (path) =>
      [suffix].flat().some((end) => isFile(path) && path.endsWith(end as string)),
    ),
)

type Archive = '.tar' | '.zip'
type Compression = '.bz2' | '.gz' | '.xz'

const aliases: Readonly<Record<string, readonly [Archive, Compression]>> = {
  '.tbz': ['.tar', '.bz2'],
  '.tbz2': ['.tar', '.bz2'],
  '.tgz': ['.tar', '.gz'],
}
const isArchive = (suffix: string | undefined): suffix is Archive =>
  suffix === '.tar' || suffix === '.zip'
const isCompression = (suffix: string | undefined): suffix is Compression =>
  suffix === '.bz2' || suffix === '.gz' || suffix === '.xz'
const known = ['.bz2', '.gz', '.tar', '.tbz', '.tbz2', '.tgz', '.xz', '.zip']

/** The suffix of a file, and the kinds of archive and compression that it stands for. */
export function _detect_file_type(
  file: string,
): [suffix: string, archive: Archive | null, compression: Compression | null] {
  const suffixes = basename(file).replace(/^\.+/, '').split('.').slice(1)
  const [before, last] = suffixes.slice(-2).map((suffix) => `.${suffix}`)
  const suffix = suffixes.length === 1 ? before : last
  if (suffix === undefined) {
    throw new RuntimeError(
      `File '${file}' has no suffixes that could be used to detect the archive type and compression.`,
    )
  }
  const alias = aliases[suffix]
  if (alias !== undefined) return [suffix, ...alias]
  if (isArchive(suffix)) return [suffix, suffix, null]
  if (isCompression(suffix)) {
    if (suffixes.length > 1 && isArchive(before)) return [before + suffix, before, suffix]
    return [suffix, null, suffix]
  }
  throw new RuntimeError(
    `Unknown compression or archive type: '${suffix}'.\nKnown suffixes are: '${pyRepr(known)}'.`,
  )
}

// Python's other two have no library in Node, nor one on npm that is whole.
function checkCompression(compression: Compression | null): void {
  if (compression === null || compression === '.gz') return
  throw new RuntimeError(
    `files compressed as ${compression} are not unpacked here: unpack it first`,
  )
}

/** Unpacks a gzipped file, by default beside itself, and gives its path. */
export function _decompress(
  from_path: string,
  to_path?: string | null,
  remove_finished = false,
): string {
  const [suffix, archive, compression] = _detect_file_type(from_path)
  if (compression === null) {
    throw new RuntimeError(`Couldn't detect a compression from suffix ${suffix}.`)
  }
  checkCompression(compression)
  const target = to_path ?? from_path.replaceAll(suffix, archive ?? '')
  writeFileSync(target, gunzipSync(readFileSync(from_path)))
  if (remove_finished) rmSync(from_path)
  return target
}

/**
 * Unpacks a `.tar`, `.tar.gz`, `.tgz`, `.zip` or `.gz` file into a folder, by default its own, and gives the folder, or
 * of a file that is only compressed its path.
 *
 * @throws RuntimeError for a name that tells no kind, for bzip2 and xz, and for an archive with files that would land
 * outside of the folder.
 *
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export const extract_archive = def(
  'extract_archive(from_path, to_path=None, remove_finished=False)',
  (from_path: PathLike, to_path: PathLike | null, remove_finished: boolean): string => {
    const from = expanduser(from_path)
    const to = to_path === null ? dirname(from) : expanduser(to_path)
    const [suffix, archive, compression] = _detect_file_type(from)
    if (archive === null) {
      return _decompress(from, join(to, basename(from).replaceAll(suffix, '')), remove_finished)
    }
    checkCompression(compression)
    if (!isFile(from)) {
      throw new FileNotFoundError(`[Errno 2] No such file or directory: ${pyRepr(from)}`)
    }
    mkdirSync(to, { recursive: true })
    if (archive === '.tar') extractTar(from, to)
    else extractZip(from, to)
    if (remove_finished) rmSync(from)
    return to
  },
)

/**
 * Fetches an archive as {@link download_url} does and unpacks it as {@link extract_archive} does.
 *
 * @see https://docs.pytorch.org/vision/0.28/datasets.html
 */
export const download_and_extract_archive = def(
  'download_and_extract_archive(url, download_root, extract_root=None, filename=None, md5=None, remove_finished=False)',
  (
    url: string,
    download_root: PathLike,
    extract_root: PathLike | null,
    filename: string | null,
    md5: string | null,
    remove_finished: boolean,
  ): void => {
    const folder = expanduser(download_root)
    const name = filename || basename(url)
    download_url(url, folder, name, md5)
    extract_archive(join(folder, name), extract_root ?? folder, remove_finished)
  },
)

/**
 * Texts in quotes, for messages.
 *
 * @example iterable_to_str(['a', 'b']) // "'a', 'b'"
 */
export const iterable_to_str = def(
  'iterable_to_str(iterable)',
  (iterable: Iterable<unknown>): string => `'${[...iterable].join("', '")}'`,
)

/**
 * A text that must be one of those that are valid.
 *
 * @throws ValueError where it is not.
 */
export function verify_str_arg<T extends string>(
  value: T,
  arg: string | null = null,
  valid_values: readonly T[] | null = null,
  custom_msg: string | null = null,
): T {
  if (typeof value !== 'string') {
    const what = arg === null ? '' : ` for argument ${arg}`
    throw new ValueError(`Expected type str${what}, but got type <class '${typeName(value)}'>.`)
  }
  if (valid_values === null || valid_values.includes(value)) return value
  throw new ValueError(
    custom_msg ??
      `Unknown value '${value as string}' for argument ${arg ?? 'None'}. ` +
        `Valid values are {${iterable_to_str(valid_values)}}.`,
  )
}
