// @ts-check
import { Problem } from './problem.mjs'
import { outputOf, which } from './run.mjs'

const oldestCmake = [3, 18]
// The first with the parts of C++20 that LibTorch's headers use.
const oldestCompiler = { gcc: 11, clang: 14 }

/** @typedef {{ path: string, version: string }} Tool */

/** @param {string} version @param {number[]} least */
export function atLeast(version, least) {
  const parts = version.split('.').map(Number)
  for (const [i, wanted] of least.entries()) {
    const part = parts[i] ?? 0
    if (part !== wanted) return part > wanted
  }
  return true
}

/** @returns {Tool | undefined} the C++ compiler that cmake will take */
export function findCompiler() {
  // cmake takes what is called c++; cmake-js wants to see one of the other names beside it.
  if (!process.env.CXX && !which('g++') && !which('clang++')) return undefined
  const names = process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++']
  for (const name of names) {
    const path = which(name)
    const text = path && outputOf(path, ['--version'])
    if (path && text) return { path, version: text.split('\n')[0] ?? '' }
  }
  return undefined
}

/** @returns {Tool | undefined} */
export function findCmake() {
  const path = which('cmake')
  const version = path && outputOf(path, ['--version'])?.match(/version (\S+)/)?.[1]
  return path && version ? { path, version } : undefined
}

/** @returns {(Tool & { pip: boolean }) | undefined} */
export function findPython() {
  for (const name of ['python3', 'python']) {
    const path = which(name)
    const version = path && outputOf(path, ['--version'])?.match(/Python (3\S*)/)?.[1]
    if (path && version) {
      return { path, version, pip: outputOf(path, ['-m', 'pip', '--version']) !== undefined }
    }
  }
  return undefined
}

/** Throws a Problem unless the addon can be compiled here. */
export function checkToolchain() {
  if (process.platform !== 'win32') checkCompiler(findCompiler())
  const cmake = findCmake()
  if (!cmake) {
    throw new Problem('cmake was not found, and the native addon is built with it.', [
      installHint({ apt: 'cmake ninja-build', dnf: 'cmake ninja-build', brew: 'cmake ninja' }),
      'or from Python: python3 -m pip install cmake ninja',
    ])
  }
  if (!atLeast(cmake.version, oldestCmake)) {
    throw new Problem(`cmake ${cmake.version} is too old: ${oldestCmake.join('.')} is needed.`, [
      'Install a newer one, for example: python3 -m pip install cmake ninja',
    ])
  }
  if (process.platform !== 'win32' && !which('ninja') && !which('make')) {
    throw new Problem(
      'Neither ninja nor make was found; cmake drives the compiler through one of them.',
      [installHint({ apt: 'ninja-build', dnf: 'ninja-build', brew: 'ninja' })],
    )
  }
}

/** @param {Tool | undefined} compiler */
function checkCompiler(compiler) {
  if (!compiler) {
    const named = process.env.CXX ? ` (CXX is set to '${process.env.CXX}')` : ''
    throw new Problem(`No C++ compiler was found${named}, and the native addon needs one.`, [
      installHint({ apt: 'g++', dnf: 'gcc-c++', brew: undefined }),
      'Or name yours in the environment: CXX=/path/to/g++ npm start',
    ])
  }
  const version = compiler.version.match(/(\d+)\.\d+(\.\d+)?/)
  const kind = compiler.version.includes('clang') ? 'clang' : 'gcc'
  if (version && Number(version[1]) < oldestCompiler[kind]) {
    throw new Problem(
      `The C++ compiler is too old: ${compiler.version}; LibTorch needs C++20, ${kind} ${oldestCompiler[kind]} or later.`,
      ['Install a newer one and name it: CXX=/path/to/g++ npm start'],
    )
  }
}

/** @param {{ apt: string, dnf: string, brew: string | undefined }} packages */
function installHint({ apt, dnf, brew }) {
  if (process.platform === 'darwin') {
    return brew ? `Install it: brew install ${brew}` : 'Install it: xcode-select --install'
  }
  if (process.platform === 'win32') return 'Install Visual Studio 2022 with its C++ workload.'
  return `Install it: sudo apt install ${apt}   (Fedora: sudo dnf install ${dnf})`
}
