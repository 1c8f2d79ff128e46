// @ts-check
// Finds LibTorch, or fetches it into the per-user cache. As a program: says which one it took.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isSystemError, Unavailable } from './setup/download.mjs'
import { findGpu } from './setup/gpu.mjs'
import { checkSupported, inspectLibtorch, wantedVariant, wantedVersion } from './setup/inspect.mjs'
import { withLock } from './setup/lock.mjs'
import { fetchOfficial } from './setup/official.mjs'
import { cacheDir } from './setup/paths.mjs'
import { isMain, Problem, runMain } from './setup/problem.mjs'
import { say } from './setup/progress.mjs'
import { readJson, writeJson } from './setup/stamp.mjs'
import { fetchWheel } from './setup/wheel.mjs'

/** @typedef {import('./setup/inspect.mjs').Libtorch} Libtorch */
/** @typedef {import('./setup/wheel.mjs').Wanted} Wanted */

/** @returns {Libtorch | undefined} the one that is here already: LIBTORCH's, or the cache's */
export function findLibtorch() {
  return fromEnvironment() ?? fromCache({ version: wantedVersion(), variant: wantedVariant() })
}

/** @returns {Promise<Libtorch>} fetched if need be */
export async function ensureLibtorch() {
  const found = findLibtorch()
  if (found) return found
  const wanted = { version: wantedVersion(), variant: wantedVariant() }
  try {
    return await withLock(`${cacheFolder(wanted)}.lock`, `LibTorch ${wanted.version}`, async () => {
      // Whoever held the lock before us may have brought it.
      const libtorch = fromCache(wanted) ?? (await fetchLibtorch(wanted))
      hintAtGpu(wanted)
      return libtorch
    })
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new Problem(
      `LibTorch cannot be stored in ${cacheDir()}: ${/** @type {Error} */ (error).message}`,
      [
        'Make room there: 1 GB for a CPU build, 9 GB for a CUDA build while it is unpacked.',
        'Or name another folder: TORCH_NODE_CACHE=/path/to/folder npm start',
      ],
    )
  }
}

/** @returns {Libtorch | undefined} */
function fromEnvironment() {
  const folder = process.env.LIBTORCH
  if (!folder) return undefined
  const found = inspectLibtorch(folder)
  if (!found) {
    throw new Problem(
      `LIBTORCH is '${folder}', which holds no LibTorch (include/ATen and lib/libtorch_cpu).`,
      [
        'Point it to an unpacked LibTorch zip, or to the torch folder of a Python environment:\n' +
          'LIBTORCH=$(python3 -c "import torch; print(torch.__path__[0])") npm start',
        'Or unset it to have the right LibTorch fetched.',
      ],
    )
  }
  checkSupported(found.version, 'LIBTORCH')
  if (process.env.TORCH_NODE_TORCH_VERSION && found.version !== wantedVersion()) {
    throw new Problem(
      `LIBTORCH is LibTorch ${found.version}, but TORCH_NODE_TORCH_VERSION asks for ${wantedVersion()}.`,
      ['Unset one of the two.'],
    )
  }
  return { ...found, source: 'LIBTORCH' }
}

/** @param {Wanted} wanted */
function cacheFolder({ version, variant }) {
  return join(cacheDir(), `libtorch-${version}-${process.platform}-${process.arch}-${variant}`)
}

/** @param {Wanted} wanted @returns {Libtorch | undefined} */
function fromCache(wanted) {
  const folder = cacheFolder(wanted)
  const found = inspectLibtorch(join(folder, 'torch'))
  if (found?.version !== wanted.version) return undefined
  return {
    ...found,
    source: `cache (${readJson(join(folder, 'source.json'))?.source ?? 'origin unknown'})`,
  }
}

/** @param {Wanted} wanted @returns {Promise<Libtorch>} */
async function fetchLibtorch(wanted) {
  const folder = cacheFolder(wanted)
  const downloads = join(cacheDir(), 'downloads')
  removeLeftovers(folder)
  const tried = []
  for (const fetch of [fetchOfficial, fetchWheel]) {
    const temporary = `${folder}.tmp-${process.pid}`
    mkdirSync(temporary, { recursive: true })
    try {
      const source = await fetch(wanted, temporary, downloads)
      checkFetched(join(temporary, 'torch'), wanted, source)
      writeJson(join(temporary, 'source.json'), { source, ...wanted })
      rmSync(folder, { recursive: true, force: true })
      renameSync(temporary, folder)
      const libtorch = fromCache(wanted)
      if (libtorch) return libtorch
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      say(error.message)
      tried.push(error.message)
    } finally {
      rmSync(temporary, { recursive: true, force: true })
    }
  }
  throw new Problem(
    [`LibTorch ${wanted.version} (${wanted.variant}) is not here and could not be fetched. Tried:`]
      .concat('LIBTORCH: not set', `cache: nothing in ${folder}`, tried)
      .join('\n    '),
    [
      'With a network: see that download.pytorch.org, or pip for python3, works here, and run the command again;\n' +
        'a download that broke off is continued.',
      `Without: unpack libtorch-shared-with-deps-${wanted.version}+${wanted.variant}.zip, and name the folder: LIBTORCH=/path/to/libtorch npm start`,
      'With PyTorch in some Python: LIBTORCH=$(python3 -c "import torch; print(torch.__path__[0])") npm start',
    ],
  )
}

/**
 * A mirror or index may bring something else than it was asked for.
 * @param {string} root @param {Wanted} wanted @param {string} source
 */
function checkFetched(root, wanted, source) {
  const got = inspectLibtorch(root)
  if (!got) throw new Unavailable(`${source}: holds no LibTorch`)
  if (got.version !== wanted.version) {
    throw new Unavailable(`${source}: its build-version is ${got.version}, not ${wanted.version}`)
  }
  if ((got.variant === 'cpu') !== (wanted.variant === 'cpu')) {
    throw new Unavailable(`${source}: it is the ${got.variant} build, not ${wanted.variant}`)
  }
}

/** What processes that were killed left behind. @param {string} folder of the cache, whose lock we hold */
function removeLeftovers(folder) {
  const prefix = `${folder}.tmp-`
  if (!existsSync(cacheDir())) return
  for (const name of readdirSync(cacheDir())) {
    const path = join(cacheDir(), name)
    if (path.startsWith(prefix)) rmSync(path, { recursive: true, force: true })
  }
}

/** @param {Wanted} wanted */
function hintAtGpu({ variant }) {
  const gpu = variant === 'cpu' && !process.env.TORCH_NODE_VARIANT ? findGpu() : undefined
  if (gpu) say(`there is a GPU here (${gpu}); to use it: TORCH_NODE_VARIANT=cu130 npm start`)
}

if (isMain(import.meta.url)) {
  runMain(async () => {
    const { root, version, variant, source } = await ensureLibtorch()
    console.log(`LibTorch ${version} (${variant}), ${source}\n${root}`)
    return 0
  })
}
