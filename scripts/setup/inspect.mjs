// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Problem } from './problem.mjs'

/** The version that goldens, tests and CI are made with. */
export const pinnedVersion = '2.13.0'
const oldest = [2, 11]
const newest = [2, 14]

/**
 * @typedef {object} Libtorch
 * @property {string} root the folder that holds lib/ and include/
 * @property {string} version such as '2.13.0'
 * @property {string} variant such as 'cpu' or 'cu130'
 * @property {string} source where it came from, in words
 */

/**
 * Reads what LibTorch a folder holds.
 * @param {string} folder an unpacked zip, or `<site-packages>/torch`
 * @returns {Omit<Libtorch, 'source'> | undefined} undefined if it holds none
 */
export function inspectLibtorch(folder) {
  for (const root of [folder, join(folder, 'libtorch'), join(folder, 'torch')].map((f) =>
    resolve(f),
  )) {
    if (!existsSync(join(root, 'include', 'ATen', 'ATen.h')) || !hasLibrary(root, 'torch_cpu'))
      continue
    const [version, local] = fullVersion(root).split('+')
    if (!version) continue
    return { root, version, variant: local ?? (hasLibrary(root, 'torch_cuda') ? 'cuda' : 'cpu') }
  }
  return undefined
}

/** @param {string} root @param {string} name */
function hasLibrary(root, name) {
  return [`lib${name}.so`, `lib${name}.dylib`, `${name}.lib`].some((file) =>
    existsSync(join(root, 'lib', file)),
  )
}

/**
 * '2.13.0+cpu': the zip says it in build-version, the wheel in version.py; the header knows no variant.
 * @param {string} root
 */
function fullVersion(root) {
  const zip = readText(join(root, 'build-version'))?.trim()
  if (zip) return zip
  const wheel = readText(join(root, 'version.py'))?.match(/__version__ = '([^']+)'/)?.[1]
  if (wheel) return wheel
  for (const header of ['headeronly/version.h', 'csrc/api/include/torch/version.h']) {
    const text = readText(join(root, 'include', 'torch', header))
    const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => text?.match(new RegExp(`#define TORCH_VERSION_${part} (\\d+)`))?.[1],
    )
    if (!parts.includes(undefined)) return parts.join('.')
  }
  return ''
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/**
 * The version to fetch: the pinned one, or TORCH_NODE_TORCH_VERSION's.
 * @returns {string}
 */
export function wantedVersion(env = process.env) {
  const version = env.TORCH_NODE_TORCH_VERSION || pinnedVersion
  checkSupported(version, 'TORCH_NODE_TORCH_VERSION')
  return version
}

/** The build to fetch: 'cpu', or TORCH_NODE_VARIANT's, such as 'cu130'. */
export function wantedVariant(env = process.env) {
  const variant = env.TORCH_NODE_VARIANT || 'cpu'
  if (!/^(cpu|cu\d+|rocm[\d.]+)$/.test(variant)) {
    throw new Problem(`TORCH_NODE_VARIANT is '${variant}', which names no build of LibTorch.`, [
      'Use cpu, or a CUDA build such as cu130 (the list is on pytorch.org/get-started).',
    ])
  }
  return variant
}

/**
 * Throws a Problem unless torch-node works with this version.
 * @param {string} version @param {string} where the setting that it comes from
 */
export function checkSupported(version, where) {
  const [major, minor] = version.split('.').map(Number)
  const known = /^\d+\.\d+\.\d+/.test(version) && major !== undefined && minor !== undefined
  const number = known ? major * 1000 + minor : Number.NaN
  const least = /** @type {number} */ (oldest[0]) * 1000 + /** @type {number} */ (oldest[1])
  const most = /** @type {number} */ (newest[0]) * 1000 + /** @type {number} */ (newest[1])
  if (number >= least && number <= most) return
  throw new Problem(
    `${where} is LibTorch ${version}; torch-node works with ${oldest.join('.')} to ${newest.join('.')} and is made for ${pinnedVersion}.`,
    [`Unset ${where} to have ${pinnedVersion} fetched.`, `Or point it to a supported version.`],
  )
}
