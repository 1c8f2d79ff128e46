// Archives: tar by the npm package `tar`, zip by `yauzl`, gzip by Node. All refuse files that would land outside of the
// folder.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { BlockingError, blocking } from './_blocking.js'
import { RuntimeError } from './errors.js'

interface Tar {
  x(options: {
    file: string
    cwd: string
    sync: true
    filter: (path: string, entry: { linkpath?: string; type?: string }) => boolean
  }): void
}

interface Zip {
  on(event: 'error', listener: (error: Error) => void): void
  on(event: 'end', listener: () => void): void
  on(event: 'entry', listener: (entry: { fileName: string }) => void): void
  readEntry(): void
  close(): void
  openReadStream(
    entry: { fileName: string },
    done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
  ): void
}

interface Yauzl {
  open(
    path: string,
    options: { lazyEntries: boolean },
    done: (error: Error | null, zip: Zip) => void,
  ): void
}

// Where a name within the folder leads to; null where that is outside.
function inside(folder: string, ...parts: string[]): string | null {
  const target = resolve(folder, ...parts)
  return target === folder || target.startsWith(`${folder}/`) || target.startsWith(`${folder}\\`)
    ? target
    : null
}

const outside = (name: string, archive: string): RuntimeError =>
  new RuntimeError(`'${name}' in ${archive} would be extracted outside of the destination`)

/** Unpacks a tar file, gzipped or not. */
export function extractTar(archive: string, to: string): void {
  const { x } = createRequire(import.meta.url)('tar') as Tar
  const folder = resolve(to)
  x({
    file: archive,
    cwd: folder,
    sync: true,
    filter: (path, { linkpath = '', type }) => {
      const isLink = type === 'SymbolicLink' || type === 'Link'
      const from = type === 'SymbolicLink' ? resolve(folder, path, '..') : folder
      const leaves =
        inside(folder, path) === null ||
        (isLink && inside(folder, resolve(from, linkpath)) === null)
      if (leaves) throw outside(path, archive)
      return true
    },
  })
}

// Entry by entry into files, so that large archives take little memory; yauzl refuses names that lead outside.
const runUnzip = blocking<{ archive: string; to: string }, void>(
  (load) => {
    const fs = load('node:fs') as typeof import('node:fs')
    const path = load('node:path') as typeof import('node:path')
    const { pipeline } = load('node:stream/promises') as typeof import('node:stream/promises')
    const { promisify } = load('node:util') as typeof import('node:util')
    const yauzl = load('yauzl') as Yauzl
    return async ({ archive, to }) => {
      const zip = await promisify(yauzl.open)(archive, { lazyEntries: true })
      const openEntry = promisify(zip.openReadStream.bind(zip))
      await new Promise<void>((resolve, reject) => {
        zip.on('error', reject)
        zip.on('end', resolve)
        zip.on('entry', async (entry) => {
          try {
            const target = path.join(to, entry.fileName)
            if (entry.fileName.endsWith('/')) fs.mkdirSync(target, { recursive: true })
            else {
              fs.mkdirSync(path.dirname(target), { recursive: true })
              await pipeline(await openEntry(entry), fs.createWriteStream(target))
            }
            zip.readEntry()
          } catch (error) {
            zip.close()
            reject(error as Error)
          }
        })
        zip.readEntry()
      })
    }
  },
  ['yauzl'],
)

/** Unpacks a zip file. */
export function extractZip(archive: string, to: string): void {
  try {
    runUnzip({ archive, to })
  } catch (error) {
    if (!(error instanceof BlockingError)) throw error
    const [, name] = /^(?:invalid relative path|absolute path): (.*)$/.exec(error.message) ?? []
    throw name === undefined ? new RuntimeError(error.message) : outside(name, archive)
  }
}
