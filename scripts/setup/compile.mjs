// @ts-check
import { existsSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { buildDir, root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { say } from './progress.mjs'
import { runNode } from './run.mjs'
import { filesBelow, hashFiles, readJson, writeJson } from './stamp.mjs'

const require = createRequire(import.meta.url)

/** @typedef {{ config: string, from: string, to: string }} Project one tsconfig file, its sources and its outputs */

/** @param {Project} project */
const stampOf = ({ from }) => join(buildDir, `${from}.json`)

/** @param {Project} project */
function currentInputs({ config, from }) {
  const sources = filesBelow(join(root, from), ['.ts'])
  return {
    sources: hashFiles(root, [join(root, config), join(root, 'tsconfig.build.json'), ...sources]),
    typescript: require('typescript/package.json').version,
  }
}

/**
 * @param {Project} project
 * @param {boolean} strict what had type errors does not count
 */
export function isCompiled(project, strict) {
  // The published package has no tsconfig files: it brings dist/ along.
  if (!existsSync(join(root, project.config))) return true
  const stamp = readJson(stampOf(project))
  return (
    existsSync(join(root, project.to, '.tsbuildinfo')) &&
    JSON.stringify(stamp?.inputs) === JSON.stringify(currentInputs(project)) &&
    (stamp.clean || !strict)
  )
}

/**
 * @param {Project} project
 * @param {boolean} strict type errors are fatal; else what they let through is used (npm run typecheck finds them)
 */
export async function compile(project, strict) {
  const { config, from, to } = project
  say(`compiling ${from}/`)
  const inputs = currentInputs(project)
  rmSync(stampOf(project), { force: true })
  removeOrphans(join(root, from), join(root, to))
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
  const clean = (await runNode([tsc, '-p', config], { cwd: root })) === 0
  writeJson(stampOf(project), { inputs, clean })
  if (clean) return
  if (strict || !existsSync(join(root, to, '.tsbuildinfo'))) {
    throw new Problem(`${from}/ has type errors; they are above.`, [
      'Mend them, and run the command again.',
    ])
  }
  say(`${from}/ has type errors; going on with what was compiled`)
}

/** Outputs whose source is gone would still be found by an import. @param {string} from @param {string} to */
function removeOrphans(from, to) {
  for (const file of filesBelow(to, ['.js', '.d.ts', '.js.map'])) {
    const source = relative(to, file).replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts')
    if (!existsSync(join(from, source))) rmSync(file)
  }
}
