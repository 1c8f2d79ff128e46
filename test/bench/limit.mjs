// @ts-check
/** Builds mlp.cc, the C++ frontend's side; kept, because torch/torch.h takes half a minute. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureLibtorch } from '../../scripts/libtorch.mjs'
import { buildDir } from '../../scripts/setup/paths.mjs'

const source = fileURLToPath(new URL('mlp.cc', import.meta.url))

/**
 * @param {(text: string) => void} say
 * @returns {Promise<string | undefined>} the program, or undefined where it cannot be built
 */
export async function buildLimit(say) {
  const { root, version, variant } = await ensureLibtorch()
  const key = createHash('sha256')
    .update(readFileSync(source))
    .update(`${root} ${version} ${variant}`)
  const folder = join(buildDir, 'bench')
  const program = join(folder, `mlp-${key.digest('hex').slice(0, 12)}`)
  if (existsSync(program)) return program
  mkdirSync(folder, { recursive: true })
  say('compiling the C++ frontend program, once ...')
  const lib = join(root, 'lib')
  const include = ['include', 'include/torch/csrc/api/include'].map(
    (path) => `-I${join(root, path)}`,
  )
  const link = [`-L${lib}`, `-Wl,-rpath,${lib}`, '-ltorch', '-ltorch_cpu', '-lc10']
  // A CUDA build registers its kernels when loaded; nothing in the program names them.
  if (process.platform === 'linux') link.unshift('-Wl,--no-as-needed')
  const args = ['-std=c++20', '-O2', ...include, source, '-o', `${program}.part`, ...link]
  try {
    execFileSync(process.env.CXX ?? 'c++', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    say(`no C++ limit: ${/** @type {Error} */ (error).message.split('\n', 3).join(' ')}`)
    return undefined
  }
  renameSync(`${program}.part`, program)
  return program
}
