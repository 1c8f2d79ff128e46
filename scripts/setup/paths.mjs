// @ts-check
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
export const buildDir = join(root, 'build')
export const addonFile = join(buildDir, 'Release', 'torch_node.node')

/** The per-user folder that keeps unpacked LibTorchs, shared by all checkouts. */
export function cacheDir(env = process.env) {
  if (env.TORCH_NODE_CACHE) return env.TORCH_NODE_CACHE
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'torch-node', 'Cache')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'torch-node')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'torch-node')
}
