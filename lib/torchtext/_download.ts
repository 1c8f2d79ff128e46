// Data sets from the network, when they are asked for.

import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { print } from '../builtins.js'
import { RuntimeError } from '../errors.js'
import { unzip } from './_zip.js'

// In a process of its own, since Node fetches asynchronously only.
const program = `
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
const [url, path] = process.argv.slice(1)
const response = await fetch(url)
if (!response.ok) throw new Error(response.status + ' ' + response.statusText)
await pipeline(Readable.fromWeb(response.body), createWriteStream(path))
`

function fetchFile(url: string, path: string): void {
  const part = `${path}.part`
  try {
    if (url.startsWith('file:')) copyFileSync(fileURLToPath(url), part)
    else {
      const args = ['--input-type=module', '-e', program, url, part]
      execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    // An empty folder would be taken for one with the data.
    if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path))
    const { stderr, message } = error as { stderr?: Buffer; message: string }
    const [, reason = message] = /Error: (.*)/.exec(String(stderr ?? '')) ?? []
    throw new RuntimeError(`cannot download ${url}: ${reason}`)
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
        unzip(file, folder)
      }
    }
  }
  return join(folder, dirname)
}
