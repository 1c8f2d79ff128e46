// Data sets from the network, when they are asked for.

import { copyFileSync, existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractZip } from '../_archives.js'
import { download } from '../_download.js'
import { print } from '../builtins.js'
import { RuntimeError } from '../errors.js'

function fetchFile(url: string, path: string): void {
  try {
    if (url.startsWith('file:')) copyFileSync(fileURLToPath(url), path)
    else download(url, path)
  } catch (error) {
    // An empty folder would be taken for one with the data.
    if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path))
    throw new RuntimeError(`cannot download ${url}: ${(error as Error).message}`, { cause: error })
  }
}

/**
 * Downloads files to a folder and unpacks them, unless there is that folder (or `check`); gives the path of `dirname` in
 * it.
 */
export function downloadDataset(
  folder: string,
  urls: readonly (string | readonly [url: string, file: string])[],
  dirname: string,
  check: string | null,
): string {
  const there = check ?? folder
  if (!(existsSync(there) && statSync(there).isDirectory())) {
    for (const one of urls) {
      const [url, name] = typeof one === 'string' ? [one, basename(one)] : one
      const file = join(folder, name)
      if (!existsSync(file)) {
        mkdirSync(folder, { recursive: true })
        print(`downloading ${name}`)
        fetchFile(url, file)
      }
      if (name.endsWith('.zip')) {
        print('extracting')
        extractZip(file, folder)
      }
    }
  }
  return join(folder, dirname)
}
