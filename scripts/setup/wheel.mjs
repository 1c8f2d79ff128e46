// @ts-check

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { isSystemError, Unavailable } from './download.mjs'
import { say } from './progress.mjs'
import { outputOf } from './run.mjs'
import { findPython } from './toolchain.mjs'
import { extract, readDirectory } from './zip.mjs'

/** @typedef {{ version: string, variant: string }} Wanted */
/** @typedef {{ args: string[], fromPypi: boolean }} Index what pip is told about where to look */

const reachWithin = 3_000

/**
 * Brings the PyTorch wheel through pip and unpacks its LibTorch to `<folder>/torch`.
 * @param {Wanted} wanted @param {string} folder
 * @returns {Promise<string>} the source, in words
 */
export async function fetchWheel(wanted, folder) {
  const python = findPython()
  if (!python) throw new Unavailable('python3 was not found')
  if (!python.pip) throw new Unavailable(`${python.path} has no pip`)
  const index = await reachableIndex(python.path)
  const downloads = join(folder, 'wheel')
  mkdirSync(downloads, { recursive: true })
  say(
    `fetching the PyTorch ${wanted.version} wheel (${wanted.variant}) through pip; this takes a while`,
  )
  await pipDownload(python.path, wanted, downloads, index)
  const name = readdirSync(downloads).find((file) => file.endsWith('.whl'))
  if (!name) throw new Unavailable('pip left no wheel')
  say(`unpacking ${name}`)
  try {
    await unpackWheel(join(downloads, name), folder)
  } catch (error) {
    if (isSystemError(error)) throw error
    throw new Unavailable(
      `the download of ${name} is broken: ${/** @type {Error} */ (error).message}`,
    )
  }
  await installCudaLibraries(python.path, join(downloads, name), folder, index)
  rmSync(downloads, { recursive: true })
  return `PyTorch wheel through pip, ${name}`
}

/**
 * pip retries an index that does not answer for minutes; so we knock first.
 * @param {string} python @returns {Promise<Index>}
 */
async function reachableIndex(python) {
  const config = outputOf(python, ['-m', 'pip', 'config', 'list']) ?? ''
  /** @param {string} name */
  const setting = (name) => config.match(new RegExp(`\\.${name}='([^']*)'`))?.[1]
  const url = new URL(setting('index-url') ?? 'https://pypi.org/simple')
  const others = setting('extra-index-url')?.split(/\s+/) ?? []
  const folders = setting('find-links')
  const fromPypi = url.host === 'pypi.org' && others.length === 0 && !folders
  const proxied = setting('proxy') ?? process.env.HTTPS_PROXY ?? process.env.https_proxy
  if (proxied || setting('no-index') || (await answers(url))) return { args: [], fromPypi }
  for (const other of others) {
    if (await answers(new URL(other))) return { args: ['--index-url', other], fromPypi }
  }
  if (folders) return { args: ['--no-index'], fromPypi }
  throw new Unavailable(`pip's index ${url.host} cannot be reached`)
}

/** @param {URL} url @returns {Promise<boolean>} */
function answers(url) {
  if (url.protocol === 'file:') return Promise.resolve(existsSync(url))
  const port = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: reachWithin })
    /** @param {boolean} reached */
    const end = (reached) => {
      socket.destroy()
      resolve(reached)
    }
    socket.on('connect', () => end(true))
    socket.on('timeout', () => end(false))
    socket.on('error', () => end(false))
  })
}

/**
 * @param {string} python @param {Wanted} wanted @param {string} folder @param {Index} index
 */
async function pipDownload(python, { version, variant }, folder, { args: index, fromPypi }) {
  const arguments_ = ['download', '--no-deps', '--only-binary=:all:', '--dest', folder, ...index]
  // Any Python's wheel holds the same LibTorch; ours may be too old or too new to have one.
  const anyPython =
    process.platform === 'linux' && process.arch === 'x64'
      ? [['--python-version', '3.12', '--platform', 'manylinux_2_28_x86_64']]
      : []
  let failure = ''
  for (const python3 of [[], ...anyPython]) {
    for (const label of [`+${variant}`, '']) {
      // PyPI's unlabelled wheel for Linux is a CUDA build, too large to fetch just to find that out.
      if (label === '' && fromPypi && variant === 'cpu' && process.platform === 'linux') break
      const { code, errors } = await pip(python, [
        ...arguments_,
        ...python3,
        `torch==${version}${label}`,
      ])
      if (code === 0) return
      failure = errors
      if (!/No matching distribution|satisfies the requirement/.test(errors)) break
    }
  }
  const lines = failure.split('\n').filter((line) => line.startsWith('ERROR'))
  throw new Unavailable(`pip download failed: ${lines.at(-1) ?? failure.trim()}`)
}

/**
 * @param {string} python @param {string[]} args
 * @returns {Promise<{ code: number | null, errors: string }>}
 */
function pip(python, args) {
  const quiet = process.stderr.isTTY ? [] : ['--quiet']
  const child = spawn(python, ['-m', 'pip', ...args, '--disable-pip-version-check', ...quiet], {
    // Our stderr: what is printed on stdout belongs to the program that set-up runs for.
    stdio: ['ignore', process.stderr, 'pipe'],
  })
  let errors = ''
  child.stderr?.on('data', (data) => {
    errors += data
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, errors }))
  })
}

/** The wheel names the SHA-256 of each of its files in RECORD. @param {string} wheel @param {string} folder */
async function unpackWheel(wheel, folder) {
  const all = readDirectory(wheel)
  const entries = all.filter(({ name }) =>
    /^torch\/(lib\/|include\/|share\/cmake\/|version\.py$)/.test(name),
  )
  const about = all.filter(({ name }) => /\.dist-info\/(RECORD|METADATA)$/.test(name))
  await extract(wheel, about, join(folder, 'wheel'), () => {})
  const record = about.find(({ name }) => name.endsWith('RECORD'))
  if (!record) throw new Error('it has no RECORD')
  const lines = readFileSync(join(folder, 'wheel', record.name), 'utf8').split('\n')
  /** @type {Map<string, string>} */
  const expected = new Map()
  for (const line of lines) {
    const [, name, sha256] = line.match(/^"?(.+?)"?,sha256=([\w-]+),/) ?? []
    if (name && sha256) expected.set(name, sha256)
  }
  /** @type {Map<string, import('node:crypto').Hash>} */
  const hashes = new Map()
  await extract(wheel, entries, folder, (content, { name }) => {
    const hash = hashes.get(name) ?? createHash('sha256')
    hashes.set(name, hash.update(content))
  })
  for (const [name, hash] of hashes) {
    if (hash.digest('base64url') !== expected.get(name))
      throw new Error(`${name} in it differs from its SHA-256`)
  }
}

/**
 * A CUDA wheel has its CUDA libraries in wheels of their own; side by side, as pip puts them, they find each other.
 * @param {string} python @param {string} wheel @param {string} folder @param {Index} index
 */
async function installCudaLibraries(python, wheel, folder, { args: index }) {
  const metadata = readDirectory(wheel).find(({ name }) => name.endsWith('.dist-info/METADATA'))
  if (!metadata) return
  const text = readFileSync(join(folder, 'wheel', metadata.name), 'utf8')
  const needed = [...text.matchAll(/^Requires-Dist: ((?:nvidia-|cuda-toolkit)[^\n]*)$/gm)].map(
    (match) => match[1] ?? '',
  )
  if (needed.length === 0) return
  say(`fetching ${needed.length} CUDA libraries through pip`)
  const { code, errors } = await pip(python, ['install', '--target', folder, ...index, ...needed])
  if (code !== 0)
    throw new Unavailable(
      `pip could not bring the CUDA libraries: ${errors.trim().split('\n').at(-1)}`,
    )
}
