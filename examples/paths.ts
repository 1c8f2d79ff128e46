/** Where files lie. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder: examples run compiled, so not where their sources lie. */
export const packageRoot = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** What an example was given on the command line. */
export interface Given {
  readonly smoke?: boolean | undefined
  readonly data?: string | undefined
}

/** The folder of the real data: `--data` or TORCH_NODE_DATA, but not with `--smoke`. */
export function realDataOf({ smoke, data }: Given): string | undefined {
  return smoke ? undefined : (data ?? process.env.TORCH_NODE_DATA)
}

/** `name` in the folder of the real data, else the small sample of it that lies in examples/samples. */
export function dataPathOf(given: Given, name: string, sample = name): string {
  const real = realDataOf(given)
  if (real !== undefined) return join(real, name)
  return join(packageRoot, 'examples/samples', sample)
}
