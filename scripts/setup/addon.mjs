// @ts-check
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { addonFile, buildDir, root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { runNode } from './run.mjs'
import { filesBelow, hashFiles, readJson, writeJson } from './stamp.mjs'
import { checkToolchain } from './toolchain.mjs'

/** @typedef {import('./inspect.mjs').Libtorch} Libtorch */

const stampFile = join(buildDir, 'addon.json')
const require = createRequire(import.meta.url)

/**
 * Records what the addon was built from, to see when that has changed.
 * @param {Libtorch} libtorch
 */
function currentInputs(libtorch) {
  const { root: folder, version, variant } = libtorch
  const sources = filesBelow(join(root, 'binding'), ['.cc', '.h', '.inc'])
  return {
    // The time catches a LibTorch replaced in place, such as a Python environment's.
    libtorch: {
      root: folder,
      version,
      variant,
      built: statSync(join(folder, 'include', 'ATen', 'ATen.h')).mtimeMs,
    },
    nodeAddonApi: require('node-addon-api/package.json').version,
    sources: hashFiles(root, [join(root, 'CMakeLists.txt'), ...sources]),
  }
}

/**
 * @param {Libtorch} libtorch the one to be used
 * @returns {{ state: 'ready' | 'missing' | 'changed' | 'other-libtorch', builtFor?: Libtorch }}
 */
export function addonState(libtorch) {
  const stamp = readJson(stampFile)
  if (!stamp || !existsSync(addonFile)) return { state: 'missing' }
  const inputs = currentInputs(libtorch)
  const builtFor = stamp.libtorch
  if (JSON.stringify(builtFor) !== JSON.stringify(inputs.libtorch)) {
    return { state: 'other-libtorch', builtFor }
  }
  const same = JSON.stringify(stamp) === JSON.stringify(inputs)
  return { state: same ? 'ready' : 'changed', builtFor }
}

/** Compiles the addon: incrementally where only sources changed. @param {Libtorch} libtorch */
export async function buildAddon(libtorch) {
  checkToolchain()
  const inputs = currentInputs(libtorch)
  const previous = readJson(stampFile)
  rmSync(stampFile, { force: true })
  // A failed first configure leaves a cache that names a generator or compiler of its own.
  if (
    !previous &&
    !existsSync(join(buildDir, 'build.ninja')) &&
    !existsSync(join(buildDir, 'Makefile'))
  ) {
    rmSync(join(buildDir, 'CMakeCache.txt'), { force: true })
    rmSync(join(buildDir, 'CMakeFiles'), { recursive: true, force: true })
  }
  await cmakeJs([
    'configure',
    `--CDTORCH_NODE_LIBTORCH=${libtorch.root}`,
    `--CDTORCH_NODE_LIBTORCH_VERSION=${libtorch.version}+${libtorch.variant}`,
  ])
  await cmakeJs(['build', '--parallel', String(jobs())])
  writeJson(stampFile, inputs)
}

/** LibTorch's headers take up to 1.5 GB a compiler process. */
function jobs() {
  const fitting = Math.floor(totalmem() / 1.5e9)
  return Math.max(1, Math.min(availableParallelism(), fitting))
}

/**
 * Configuring is quick and wordy, and shown only when it fails; building takes minutes and shows how far it is.
 * @param {['configure' | 'build', ...string[]]} args
 */
async function cmakeJs(args) {
  const folder = dirname(require.resolve('cmake-js/package.json'))
  const command = [join(folder, 'bin', 'cmake-js'), ...args, '--log-level', 'warn']
  const quiet = args[0] === 'configure'
  const result = quiet
    ? spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
    : { status: await runNode(command, { cwd: root }) }
  if (result.status === 0) return
  if ('stdout' in result) process.stderr.write(result.stdout + result.stderr)
  throw new Problem(
    `cmake-js ${args[0]} failed (exit code ${result.status}); its messages are above.`,
    [
      'npm run doctor   shows the compiler, cmake and LibTorch that were used.',
      `If they changed, delete ${buildDir} and run the command again.`,
    ],
  )
}
