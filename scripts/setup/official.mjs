// @ts-check
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { download, forget, isSystemError, Unavailable } from './download.mjs'
import { say } from './progress.mjs'
import { extract, readDirectory } from './zip.mjs'

/** @typedef {import('./wheel.mjs').Wanted} Wanted */

/**
 * The address of PyTorch's own LibTorch zip.
 * @param {Pick<Wanted, 'version' | 'variant'>} wanted
 * @returns {string | undefined} undefined where none is published
 */
export function officialUrl(
  { version, variant },
  platform = `${process.platform}-${process.arch}`,
) {
  const mirror = process.env.TORCH_NODE_MIRROR || 'https://download.pytorch.org/libtorch'
  /** @type {Record<string, string>} */
  const names = {
    // Since 2.8 the name no longer says cxx11-abi: there is only that ABI.
    'linux-x64': `libtorch-shared-with-deps-${version}%2B${variant}.zip`,
    'win32-x64': `libtorch-win-shared-with-deps-${version}%2B${variant}.zip`,
    'darwin-arm64': `libtorch-macos-arm64-${version}.zip`,
  }
  const name = names[platform]
  return name && `${mirror.replace(/\/$/, '')}/${variant}/${name}`
}

/**
 * Brings the official zip and unpacks it to `<folder>/torch`.
 * @param {Wanted} wanted @param {string} folder @param {string} downloads
 * @returns {Promise<string>} the source, in words
 */
export async function fetchOfficial(wanted, folder, downloads) {
  const url = officialUrl(wanted)
  if (!url)
    throw new Unavailable(
      `PyTorch publishes no LibTorch zip for ${process.platform}-${process.arch}`,
    )
  say(`fetching LibTorch ${wanted.version} (${wanted.variant}) from ${new URL(url).host}`)
  const name = decodeURIComponent(/** @type {string} */ (url.split('/').pop()))
  const zip = await download(url, join(downloads, name), process.env.TORCH_NODE_SHA256)
  try {
    say('unpacking it')
    const entries = readDirectory(zip).filter(({ name }) =>
      /^libtorch\/(lib|include|share\/cmake|build-)/.test(name),
    )
    await extract(zip, entries, folder, () => {})
  } catch (error) {
    if (isSystemError(error)) throw error
    throw new Unavailable(
      `the download of ${url} is broken: ${/** @type {Error} */ (error).message}`,
    )
  } finally {
    forget(zip)
  }
  renameSync(join(folder, 'libtorch'), join(folder, 'torch'))
  return `official zip, ${url}`
}
