// @ts-check
import { existsSync, lstatSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { Problem } from './problem.mjs'
import { run, runNode } from './run.mjs'
import { readJson } from './stamp.mjs'

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/**
 * Compares the lock file with npm's own record of what it installed.
 * @returns {'ready' | 'missing' | 'changed'}
 */
export function dependenciesState(folder = root) {
  // As a dependency of something else our packages are npm's business, and there is no lock file.
  if (!existsSync(join(folder, 'package-lock.json'))) return 'ready'
  /** @type {Packages | undefined} */
  const installed = readJson(join(folder, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return 'missing'
  /** @type {Packages} */
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages ?? {}
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    const got = installed[name]
    // Optional ones are for other platforms.
    if (name !== '' && (got ? got.version !== version : !optional)) return 'changed'
  }
  return 'ready'
}

export async function installDependencies() {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new Problem('node_modules is a link, and npm ci would empty the folder it leads to.', [
      'Install the dependencies there, or remove the link, and run the command again.',
    ])
  }
  // dev too, whatever NODE_ENV says: set-up itself needs them. Our dependencies work without scripts.
  const args = [
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  const options = { cwd: root }
  const code = npm?.endsWith('.js')
    ? await runNode([npm, ...args], options)
    : await run('npm', args, { ...options, shell: process.platform === 'win32' })
  if (code !== 0) {
    throw new Problem(`npm ci failed (exit code ${code}); its messages are above.`, [
      'See that the npm registry can be reached (npm ping), and run the command again.',
      'Behind a proxy: npm config set proxy http://host:port',
    ])
  }
}
