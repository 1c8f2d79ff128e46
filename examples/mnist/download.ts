/** Gets MNIST from its mirrors: checked, resumed where it broke off, with a progress bar. */
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SingleBar } from 'cli-progress'
import { UserError } from './errors.js'

/** A file on the mirrors: its name, and the MD5 sum that its publisher gives. */
export interface RemoteFile {
  readonly name: string
  readonly md5: string
}

/** MNIST's first address answers no more; these two hold the same files. */
export const mirrors = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
]

export const mnistFiles: readonly RemoteFile[] = [
  { name: 'train-images-idx3-ubyte.gz', md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
  { name: 'train-labels-idx1-ubyte.gz', md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
  { name: 't10k-images-idx3-ubyte.gz', md5: '9fb629c4189551a2d022fa330f9573f3' },
  { name: 't10k-labels-idx1-ubyte.gz', md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
]

/** A connection that brings nothing for so long (milliseconds) counts as dead. */
const PATIENCE = 20_000

const md5 = (path: string) => createHash('md5').update(readFileSync(path)).digest('hex')

/** Brings the rest of `url` into `path`, which may hold its beginning already. */
async function fetchRest(url: string, path: string, name: string): Promise<void> {
  const have = existsSync(path) ? statSync(path).size : 0
  const stalled = new AbortController()
  const bark = () => stalled.abort(new Error(`no data for ${PATIENCE / 1000} s`))
  const watchdog = setTimeout(bark, PATIENCE)
  const bar = new SingleBar({
    format: `${name} |{bar}| {percentage} %  {value} of {total} kB  {eta_formatted} left`,
    hideCursor: true,
  })
  try {
    const headers = have > 0 ? { range: `bytes=${have}-` } : undefined
    const response = await fetch(url, { signal: stalled.signal, ...(headers && { headers }) })
    // 416: there is nothing beyond what we have; the checksum says whether it is the file.
    if (response.status === 416) return
    if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`)
    const resumes = response.status === 206
    let got = resumes ? have : 0
    const total = got + Number(response.headers.get('content-length') ?? 0)
    bar.start(Math.ceil(total / 1024), Math.floor(got / 1024))
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        watchdog.refresh()
        got += chunk.length
        bar.update(Math.ceil(got / 1024))
        done(null, chunk)
      },
    })
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    await pipeline(body, count, createWriteStream(path, { flags: resumes ? 'a' : 'w' }))
  } finally {
    clearTimeout(watchdog)
    bar.stop()
  }
}

/** One file from the first source that gives it whole; tells what each answered when none does. */
async function obtain(file: RemoteFile, folder: string, sources: readonly string[]): Promise<void> {
  const target = join(folder, file.name)
  if (existsSync(target) && md5(target) === file.md5) return
  const part = `${target}.part`
  const failures: string[] = []
  for (const source of sources) {
    const url = new URL(file.name, source).href
    try {
      await fetchRest(url, part, file.name)
      if (md5(part) === file.md5) return await rename(part, target)
      await rm(part)
      failures.push(`${url}: wrong checksum`)
    } catch (error) {
      // fetch says only that it failed; why stands in the cause.
      const { message, cause } = error as { message: string; cause?: { message?: string } }
      failures.push(`${url}: ${message}${cause?.message ? ` (${cause.message})` : ''}`)
    }
  }
  throw new UserError(
    `Could not download ${file.name}:\n  ${failures.join('\n  ')}\n` +
      'What arrived is kept: run the same command again to go on. Or put the four files of MNIST ' +
      'into a folder and name it with --data; without either flag the example draws its digits.',
  )
}

/** Makes sure that `folder` holds every file of `files`, whole. */
export async function download(
  folder: string,
  files: readonly RemoteFile[] = mnistFiles,
  sources: readonly string[] = mirrors,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const file of files) await obtain(file, folder, sources)
}
