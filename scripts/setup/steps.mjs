// @ts-check
// The steps of set-up. Each finds out in milliseconds whether there is anything to do.
import { join } from 'node:path'
import { ensureLibtorch } from '../libtorch.mjs'
import { addonState, buildAddon } from './addon.mjs'
import { compile, isCompiled } from './compile.mjs'
import { dependenciesState, installDependencies } from './dependencies.mjs'
import { withLock } from './lock.mjs'
import { buildDir } from './paths.mjs'
import { say } from './progress.mjs'

const lock = join(buildDir, '.lock')

export async function ensureDependencies() {
  if (dependenciesState() === 'ready') return
  await withLock(lock, 'installing dependencies', async () => {
    if (dependenciesState() === 'ready') return
    say('installing dependencies')
    await installDependencies()
  })
}

/** LibTorch, and the addon built against it. */
export async function ensureAddon() {
  const libtorch = await ensureLibtorch()
  if (addonState(libtorch).state === 'ready') return
  await withLock(lock, 'building the addon', async () => {
    const { state, builtFor } = addonState(libtorch)
    if (state === 'ready') return
    const target = `LibTorch ${libtorch.version} (${libtorch.variant}), ${libtorch.source}`
    if (builtFor && state === 'other-libtorch') {
      say(
        `the addon was built for another LibTorch: ${builtFor.version} (${builtFor.variant}) in ${builtFor.root}`,
      )
    }
    say(
      state === 'changed'
        ? 'building what changed of the addon'
        : `building the addon for ${target}`,
    )
    await buildAddon(libtorch)
  })
}

/** @type {import('./compile.mjs').Project} */
export const lib = { config: 'tsconfig.build.json', from: 'lib', to: 'dist' }
/** @type {import('./compile.mjs').Project} */
const examples = {
  config: 'tsconfig.examples.json',
  from: 'examples',
  to: join('build', 'examples'),
}

/**
 * lib/ compiled to dist/.
 * @param {{ strict?: boolean }} [options] strict: type errors are fatal
 */
export async function ensureLib({ strict = false } = {}) {
  await ensureCompiled(lib, strict)
}

/** examples/ compiled to build/examples, against dist/. */
export async function ensureExamples() {
  await ensureCompiled(examples, false)
}

/** @param {import('./compile.mjs').Project} project @param {boolean} strict */
async function ensureCompiled(project, strict) {
  if (isCompiled(project, strict)) return
  await withLock(lock, `compiling ${project.from}`, async () => {
    if (!isCompiled(project, strict)) await compile(project, strict)
  })
}

/** Everything that a fresh clone lacks. */
export async function setUp() {
  await ensureDependencies()
  await ensureAddon()
  await ensureLib()
}
