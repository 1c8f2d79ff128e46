// @ts-check
/** Finds a Python that has PyTorch, to compare with: benchmarks and memory tests want one. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const oracle = fileURLToPath(new URL('../.oracle/bin/python', import.meta.url))

/**
 * `TORCH_PYTHON`, else the `.oracle` of CONTRIBUTING.md, else the machine's own python3, whichever
 * first has that release of torch: by default the one that the goldens and the bounds are made for.
 * @param {string} release
 * @returns {string | undefined}
 */
export function findPython(release = '2.13') {
  const candidates = [process.env.TORCH_PYTHON, existsSync(oracle) ? oracle : undefined, 'python3']
  return candidates.find((python) => {
    if (!python) return false
    try {
      // The version file alone: importing torch takes seconds.
      const code = 'import importlib.metadata as m; print(m.version("torch"))'
      const version = execFileSync(python, ['-c', code], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      return version.startsWith(`${release}.`)
    } catch {
      return false
    }
  })
}
