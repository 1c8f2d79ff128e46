// @ts-check
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { say, startProgress } from './progress.mjs'
import { readJson, writeJson } from './stamp.mjs'

const reachWithin = 3_000
const stallAfter = 30_000
// In a row that brought nothing.
const attempts = 5

/** A source that does not have what we want, or cannot be reached: the next one is tried. */
export class Unavailable extends Error {}

/**
 * Downloads a file. What an earlier, broken-off call brought is kept in `<file>.part` and continued.
 * @param {string} url @param {string} file
 * @param {string | undefined} sha256 in hexadecimal, if known; else a checksum that the server names is used
 */
export async function download(url, file, sha256) {
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.part`
  let known = sha256
  for (let failures = 0, first = true; ; first = false) {
    const before = sizeOf(part)
    try {
      const named = await transfer(url, part, first ? reachWithin : stallAfter)
      known ??= named
      break
    } catch (error) {
      if (sizeOf(part) > before) failures = 0
      else if (first) throw toUnavailable(url, error)
      if (error instanceof Unavailable || ++failures === attempts) throw toUnavailable(url, error)
      say(`the connection broke (${reason(error)}); trying again`)
      await sleep(1000 * failures)
    }
  }
  if (known !== undefined) {
    const actual = await sha256Of(part)
    if (actual !== known.toLowerCase()) {
      forget(part)
      throw new Unavailable(
        `the download of ${url} is broken: its SHA-256 is ${actual}, not ${known}`,
      )
    }
  }
  rmSync(`${part}.json`, { force: true })
  return part
}

/**
 * One request. @param {string} url @param {string} part @param {number} headersWithin ms
 * @returns {Promise<string | undefined>} the SHA-256 that the server names, if it does
 */
async function transfer(url, part, headersWithin) {
  const state = readJson(`${part}.json`)
  const have = state?.url === url ? sizeOf(part) : 0
  const abort = new AbortController()
  let timer = setTimeout(() => abort.abort(new Error('no answer in time')), headersWithin)
  try {
    const headers = have ? { range: `bytes=${have}-`, 'if-range': state.tag } : undefined
    const response = await fetch(url, { signal: abort.signal, ...(headers && { headers }) })
    if (response.status === 416 && have) {
      await response.body?.cancel()
      // Nothing is left to be sent: an earlier call was ended when it had everything.
      if (response.headers.get('content-range') === `bytes */${have}`) return undefined
      forget(part)
      return await transfer(url, part, headersWithin)
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      const text = `${url} answers ${response.status} ${response.statusText}`
      throw response.status >= 500 ? new Error(text) : new Unavailable(text)
    }
    const start = response.status === 206 ? have : 0
    const length = Number(response.headers.get('content-length') ?? 0)
    const tag = response.headers.get('etag') ?? response.headers.get('last-modified')
    // Without a tag a later call could join halves of two different files.
    if (tag) writeJson(`${part}.json`, { url, tag })
    else rmSync(`${part}.json`, { force: true })

    const progress = startProgress(basename(part, '.part'), length && start + length, start)
    let done = start
    await pipeline(
      response.body,
      async function* (chunks) {
        for await (const chunk of chunks) {
          clearTimeout(timer)
          timer = setTimeout(() => abort.abort(new Error('no data for 30 s')), stallAfter)
          done += chunk.length
          progress.update(done)
          yield chunk
        }
      },
      createWriteStream(part, { flags: start ? 'a' : 'w' }),
      { signal: abort.signal },
    )
    if (length && done !== start + length)
      throw new Error(`${done} of ${start + length} bytes came`)
    progress.end(done)
    return response.headers.get('x-amz-meta-checksum-sha256') ?? undefined
  } finally {
    clearTimeout(timer)
  }
}

/** A full disk, a folder that is not ours: no fault of the source. @param {unknown} error */
export function isSystemError(error) {
  // What goes wrong on the network, fetch wraps in errors of its own.
  return error instanceof Error && 'syscall' in error
}

/** Throws away what was downloaded so far. @param {string} part */
export function forget(part) {
  rmSync(part, { force: true })
  rmSync(`${part}.json`, { force: true })
}

/** @param {string} file */
async function sha256Of(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** @param {string} file */
function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** @param {unknown} error @returns {string} fetch hides the reason in `cause` */
function reason(error) {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause : error
  return cause.message || cause.name
}

/** @param {string} url @param {unknown} error */
function toUnavailable(url, error) {
  if (error instanceof Unavailable || isSystemError(error)) return error
  return new Unavailable(`${new URL(url).host} cannot be reached (${reason(error)})`)
}
