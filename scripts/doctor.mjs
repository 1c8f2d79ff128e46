// @ts-check
// npm run doctor: what set-up finds on this machine, and what to do where something is amiss.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { findLibtorch } from './libtorch.mjs'
import { addonState } from './setup/addon.mjs'
import { isCompiled } from './setup/compile.mjs'
import { dependenciesState } from './setup/dependencies.mjs'
import { findGpu } from './setup/gpu.mjs'
import { pinnedVersion, wantedVariant, wantedVersion } from './setup/inspect.mjs'
import { addonFile, cacheDir } from './setup/paths.mjs'
import { describeProblem, Problem, runMain } from './setup/problem.mjs'
import { outputOf } from './setup/run.mjs'
import { lib } from './setup/steps.mjs'
import { atLeast, checkToolchain, findCmake, findCompiler, findPython } from './setup/toolchain.mjs'

/** @typedef {import('./setup/inspect.mjs').Libtorch} Libtorch */

/** @type {string[]} */
const advice = []

/** @param {string} name @param {string} text */
function show(name, text) {
  console.log(`${name.padEnd(13)}${text.replaceAll('\n', `\n${' '.repeat(13)}`)}`)
}

/**
 * What `find` gives; its Problem becomes advice.
 * @template T @param {() => T} find @returns {T | undefined}
 */
function attempt(find) {
  try {
    return find()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    advice.push(describeProblem(error))
    return undefined
  }
}

function showTools() {
  const { node, napi } = process.versions
  show('Node', `${node}, Node-API ${napi}, ${process.platform}-${process.arch}`)
  if (!atLeast(node, [20, 19])) advice.push(`Node ${node} is too old: install 20.19 or later.`)
  show(
    'Dependencies',
    { ready: 'installed', missing: 'missing', changed: 'out of date' }[dependenciesState()],
  )
  const compiler = findCompiler()
  show('Compiler', compiler ? `${compiler.version}, ${compiler.path}` : 'none')
  const cmake = findCmake()
  show('cmake', cmake ? `${cmake.version}, ${cmake.path}` : 'none')
  attempt(checkToolchain)
  const python = findPython()
  show(
    'Python',
    python ? `${python.version}${python.pip ? ' with pip' : ''}, ${python.path}` : 'none',
  )
  const torch =
    python &&
    outputOf(python.path, [
      '-c',
      'import importlib.util as u; print(u.find_spec("torch").submodule_search_locations[0])',
    ])
  if (torch) show('', `has PyTorch; to use its LibTorch: LIBTORCH=${torch}`)
}

/** @returns {Libtorch | undefined} */
function showLibtorch() {
  const libtorch = attempt(findLibtorch)
  if (!libtorch) {
    const wanted = attempt(() => `${wantedVersion()} (${wantedVariant()})`)
    show('LibTorch', wanted ? `none yet; the next npm start fetches ${wanted}` : 'none')
    return undefined
  }
  const { root, version, variant, source } = libtorch
  show('LibTorch', `${version} (${variant}), ${source}\n${root}`)
  if (version !== pinnedVersion) show('', `torch-node's tests are made for ${pinnedVersion}`)
  return libtorch
}

/** @param {Libtorch | undefined} libtorch */
function showBuild(libtorch) {
  if (dependenciesState() !== 'ready' || !libtorch) {
    show('Addon', existsSync(addonFile) ? 'built' : 'not built')
    return
  }
  const { state, builtFor } = addonState(libtorch)
  if (state === 'ready') show('Addon', `ready, ${addonFile}`)
  else if (state === 'missing') show('Addon', 'not built: npm run build')
  else if (state === 'changed') show('Addon', 'older than its sources: npm run build')
  else {
    show(
      'Addon',
      `built for another LibTorch: ${builtFor?.version} (${builtFor?.variant}), ${builtFor?.root}`,
    )
    advice.push(
      describeProblem(
        new Problem('The addon was built for another LibTorch than the one that is found now.', [
          'Build it again: npm run build',
          `Or go back to the other: LIBTORCH=${builtFor?.root}`,
        ]),
      ),
    )
  }
  if (state === 'ready') {
    const loaded = spawnSync(process.execPath, ['-e', `require(${JSON.stringify(addonFile)})`], {
      encoding: 'utf8',
    })
    const error = loaded.stderr.match(/^Error: .*$/m)?.[0] ?? `exit code ${loaded.status}`
    if (loaded.status !== 0)
      advice.push(
        `The addon does not load: ${error}\n  - Build it again: delete build/ and npm run build`,
      )
  }
  show('lib', isCompiled(lib, false) ? 'compiled' : 'not compiled, or changed since: npm run build')
}

function showRest() {
  const gpu = findGpu()
  show('GPU', gpu ?? 'none that nvidia-smi knows')
  if (gpu && wantedVariant({ ...process.env }) === 'cpu')
    show('', 'to use it: TORCH_NODE_VARIANT=cu130 npm start')
  const folder = cacheDir()
  const kept = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.startsWith('libtorch-'))
    : []
  show('Cache', [folder, ...kept].join('\n'))
}

runMain(async () => {
  showTools()
  showBuild(showLibtorch())
  showRest()
  if (advice.length > 0) console.log(`\n${advice.join('\n\n')}`)
  return advice.length > 0 ? 1 : 0
})
