// Mirrors the downloads of torch/hub.py. Its models are Python code, which is not run here.

import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { def } from './_def.js'
import { fileDigest } from './_digest.js'
import { download } from './_download.js'
import { python } from './_kwargs.js'
import { withPlaces } from './_serialization/load.js'
import { RuntimeError } from './errors.js'
import { load, type MapLocation } from './serialization.js'
import { warn } from './warnings.js'

let hubDir: string | null = null

const expandUser = (path: string): string => path.replace(/^~(?=$|[/\\])/, homedir())

/**
 * Where downloads are kept: what {@link set_dir} set; else `$TORCH_HOME/hub`, where `TORCH_HOME` is
 * `$XDG_CACHE_HOME/torch` unless set, and `XDG_CACHE_HOME` `~/.cache`.
 *
 * @example
 * torch.hub.set_dir('/data/models')
 * torch.hub.get_dir() // '/data/models'
 *
 * @see https://docs.pytorch.org/docs/2.13/hub.html#torch.hub.get_dir
 */
export const get_dir = def('get_dir()', (): string => {
  if (process.env.TORCH_HUB) warn('TORCH_HUB is deprecated, please use env TORCH_HOME instead')
  if (hubDir !== null) return hubDir
  const { TORCH_HOME, XDG_CACHE_HOME } = process.env
  return join(expandUser(TORCH_HOME ?? join(XDG_CACHE_HOME ?? '~/.cache', 'torch')), 'hub')
})

/**
 * Sets where downloads are kept.
 *
 * @example
 * torch.hub.set_dir('~/models')
 * torch.hub.get_dir() === '~/models' // False
 *
 * @see https://docs.pytorch.org/docs/2.13/hub.html#torch.hub.set_dir
 */
export const set_dir = def('set_dir(d)', (d: string): void => {
  hubDir = expandUser(d)
})

/**
 * Downloads to a file, and waits for it. The file is there when all of it has come: a broken connection is taken up
 * where it broke, a broken download leaves nothing. `file:` URLs are copied.
 *
 * @param dst - where the file will be.
 * @param hash_prefix - what its SHA-256 must begin with.
 * @param progress - whether to show a bar on stderr.
 * @throws OSError where the server cannot be reached or says no; RuntimeError for another SHA-256.
 *
 * @example
 * torch.save([1, 2], `${tmpdir}/source.pt`)
 * torch.hub.download_url_to_file(`file://${tmpdir}/source.pt`, `${tmpdir}/copy.pt`)
 * torch.load(`${tmpdir}/copy.pt`) // [1, 2]
 *
 * @see https://docs.pytorch.org/docs/2.13/hub.html#torch.hub.download_url_to_file
 */
export const download_url_to_file = def(
  'download_url_to_file(url, dst, hash_prefix=None, progress=True)',
  (url: string, dst: string, hash_prefix: string | null, progress: boolean): void => {
    const path = expandUser(dst)
    const partial = `${path}.${randomUUID().replaceAll('-', '')}.partial`
    try {
      if (url.startsWith('file:')) copyFileSync(fileURLToPath(url), partial)
      else download(url, partial, { progress, headers: { 'user-agent': 'torch.hub' } })
      const digest = hash_prefix === null ? '' : fileDigest(partial, 'sha256')
      if (hash_prefix !== null && !digest.startsWith(hash_prefix)) {
        throw new RuntimeError(`invalid hash value (expected "${hash_prefix}", got "${digest}")`)
      }
      renameSync(partial, path)
    } finally {
      rmSync(partial, { force: true })
    }
  },
)

const bindLoad = python(
  'load_state_dict_from_url(url, model_dir=None, map_location=None, progress=True, check_hash=False, file_name=None, weights_only=False)',
)

interface LoadOptions {
  /** Where the file is kept; `checkpoints` in {@link get_dir} unless given. */
  model_dir?: string | null
  /** See {@link load}. */
  map_location?: MapLocation
  /** Whether to show a bar on stderr. */
  progress?: boolean
  /** Whether the name of the file tells the beginning of its SHA-256: `name-<sha256>.pth`. */
  check_hash?: boolean
  /** The name of the file; the last part of the URL unless given. */
  file_name?: string | null
  /** Nothing but data is read, whatever this says. */
  weights_only?: boolean
}

/**
 * Loads what `torch.save` saved from a URL. The file is kept, and not downloaded again.
 *
 * @example
 * torch.save({ weight: torch.ones(2) }, `${tmpdir}/net-v1.pth`)
 * const state = torch.hub.load_state_dict_from_url<{ weight: Tensor }>(`file://${tmpdir}/net-v1.pth`, {
 *   model_dir: `${tmpdir}/models`,
 * })
 * state.weight // tensor([1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/hub.html#torch.hub.load_state_dict_from_url
 */
export function load_state_dict_from_url<T = Record<string, unknown>>(
  url: string,
  options?: LoadOptions,
): T
export function load_state_dict_from_url<T = Record<string, unknown>>(
  url: string,
  model_dir: string | null,
  options?: Omit<LoadOptions, 'model_dir'>,
): T
export function load_state_dict_from_url<T = Record<string, unknown>>(
  url: string,
  model_dir: string | null,
  map_location: MapLocation,
  progress?: boolean,
  check_hash?: boolean,
  file_name?: string | null,
  weights_only?: boolean,
): T
export function load_state_dict_from_url(...args: unknown[]): unknown {
  const bound = bindLoad<Required<LoadOptions> & { url: string }>(withPlaces(args, 2))
  const { url, map_location, progress, check_hash, weights_only } = bound
  const folder = bound.model_dir ?? join(get_dir(), 'checkpoints')
  mkdirSync(folder, { recursive: true })
  const filename = bound.file_name ?? basename(new URL(url).pathname)
  const path = join(folder, filename)
  if (!existsSync(path)) {
    process.stdout.write(`Downloading: "${url}" to ${path}\n`)
    const hash_prefix = check_hash ? (/-([a-f0-9]*)\./.exec(filename)?.[1] ?? null) : null
    download_url_to_file(url, path, hash_prefix, progress)
  }
  return load(path, { map_location, weights_only })
}
export * as default from './hub.js'
