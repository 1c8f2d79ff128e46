/** Which digits: MNIST's own where somebody has them, else drawn ones. */
import { join } from 'node:path'
import { packageRoot } from '../paths.js'
import { findRaw } from './dataset.js'
import { drawnSet } from './digits.js'

/** For what is drawn, downloaded and plotted; git ignores it. */
export const cache = join(packageRoot, 'examples/mnist/data')

/** The folder of the four files: in `data` if it is given, else of digits drawn for it, few of them with `smoke`. */
export function digitsFolder(data: string | undefined, smoke: boolean): string {
  if (data !== undefined) return findRaw(data)
  return smoke ? drawnSet(cache, 1280, 320) : drawnSet(cache, 8000, 2000)
}
