// Downloads that are waited for, as Python's are: a process of its own fetches, this one stands still.

import { spawnSync } from 'node:child_process'
import { OSError } from './errors.js'

/** What came of a download. */
interface Outcome {
  /** The SHA-256 of the file, in hexadecimal. */
  sha256?: string
  /** What went wrong. */
  error?: string
}

type Require = (id: 'node:fs' | 'node:crypto') => never

// Runs in the other process as text: it may use nothing that is declared outside of it.
async function fetchToFile(
  require: Require,
  url: string,
  path: string,
  progress: boolean,
): Promise<void> {
  const fs: typeof import('node:fs') = require('node:fs')
  const crypto: typeof import('node:crypto') = require('node:crypto')
  const hash = crypto.createHash('sha256')
  let fd = -1
  const began = Date.now()
  const stallAfter = 60_000
  let done = 0
  let total = 0
  let shown = 0
  let tag: string | null = null

  const finish = (outcome: Outcome): never => {
    if (fd >= 0) fs.closeSync(fd)
    fs.writeSync(1, JSON.stringify(outcome))
    return process.exit()
  }
  const scaled = (count: number): string => {
    let value = count
    for (const unit of ['', 'k', 'M', 'G', 'T']) {
      if (value < 999.5) {
        return `${unit === '' ? value.toFixed() : value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}${unit}`
      }
      value /= 1024
    }
    return `${value.toFixed(1)}P`
  }
  const clock = (seconds: number): string => {
    const whole = Math.max(0, Math.floor(seconds))
    return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`
  }
  const show = (last: boolean): void => {
    if (!progress || (!last && Date.now() - shown < 100)) return
    shown = Date.now()
    const seconds = (Date.now() - began) / 1000
    const rate = done / Math.max(seconds, 1e-3)
    const speed = `${scaled(rate)}B/s`
    const part = total > 0 ? Math.min(1, done / total) : 0
    const bar = '█'.repeat(Math.floor(part * 30)).padEnd(30)
    const text =
      total > 0
        ? `${String(Math.floor(100 * part)).padStart(3)}%|${bar}| ${scaled(done)}/${scaled(total)} [${clock(seconds)}<${clock((total - done) / rate)}, ${speed}]`
        : `${scaled(done)}B [${clock(seconds)}, ${speed}]`
    fs.writeSync(2, `\r${text}${last ? '\n' : ''}`)
  }
  const reasonOf = (error: unknown): string => {
    const { cause } = error as { cause?: unknown }
    const { message, code } = (cause ?? error) as { message?: string; code?: string }
    return message || code || String(error)
  }

  // Tries that brought nothing, one after the other.
  let failures = 0
  for (;;) {
    const before = done
    const abort = new AbortController()
    let timer = setTimeout(() => abort.abort(new Error('no answer')), stallAfter)
    try {
      if (fd < 0) fd = fs.openSync(path, 'w')
      // As it is: what is compressed on its way cannot be continued.
      const headers: Record<string, string> = {
        'User-Agent': 'torch.hub',
        'Accept-Encoding': 'identity',
      }
      if (done > 0) headers.Range = `bytes=${done}-`
      if (done > 0 && tag !== null) headers['If-Range'] = tag
      const response = await fetch(url, { headers, signal: abort.signal })
      if (!response.ok) {
        finish({ error: `HTTP Error ${response.status}: ${response.statusText}` })
      }
      if (done > 0 && response.status !== 206) {
        finish({ error: 'the connection broke, and the server cannot continue a download' })
      }
      const length = Number(response.headers.get('content-length') ?? 0)
      if (length > 0) total = done + length
      tag = response.headers.get('etag')
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer)
        timer = setTimeout(() => abort.abort(new Error('no data')), stallAfter)
        for (let at = 0; at < chunk.length; ) at += fs.writeSync(fd, chunk, at)
        hash.update(chunk)
        done += chunk.length
        show(false)
      }
      clearTimeout(timer)
      if (total > 0 && done < total) throw new Error(`${done} of ${total} bytes came`)
      show(true)
      finish({ sha256: hash.digest('hex') })
    } catch (error) {
      clearTimeout(timer)
      const isSystem = (error as NodeJS.ErrnoException).syscall !== undefined
      if (done > before) failures = 0
      failures++
      if (done === 0 || isSystem || failures > 5) {
        finish({ error: isSystem ? reasonOf(error) : `<urlopen error ${reasonOf(error)}>` })
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * failures))
    }
  }
}

/**
 * Downloads to a file and waits for it; a connection that breaks is taken up where it broke. Gives the SHA-256 of the
 * file. `progress` shows a bar on stderr.
 *
 * @throws OSError
 */
export function download(url: string, path: string, progress: boolean): string {
  const values = [url, path, progress].map((value) => JSON.stringify(value)).join()
  const code = `(${String(fetchToFile)})(require, ${values})`
  const { stdout, error, signal } = spawnSync(process.execPath, ['--no-warnings', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Nothing that this process was told to load.
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  })
  if (error) throw new OSError(error.message)
  const outcome = JSON.parse(stdout || '{}') as Outcome
  if (outcome.sha256 !== undefined) return outcome.sha256
  throw new OSError(outcome.error ?? `the download was ended${signal ? ` by ${signal}` : ''}`)
}
