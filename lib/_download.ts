// Files from the web, waited for: Node's fetch in a worker thread, which also draws the progress.

import { BlockingError, blocking } from './_blocking.js'
import { callable } from './_callable.js'
import { OSError } from './errors.js'

class URLError extends OSError {}

class HTTPError extends URLError {
  /** The server's answer, such as 404. */
  readonly status: number

  constructor(message = '', status = 0) {
    super(message)
    this.status = status
  }
}

/** A web address that could not be reached; Python's `urllib.error.URLError`, an OSError. */
const URLError_ = callable(URLError)
/** What a server refused: `HTTP Error 404: Not Found`; Python's `urllib.error.HTTPError`, a URLError. */
const HTTPError_ = callable(HTTPError)
type URLError_ = URLError
type HTTPError_ = HTTPError

export { HTTPError_ as HTTPError, URLError_ as URLError }

/** Settings of {@link download}. */
export interface DownloadOptions {
  /** Whether a bar is drawn on stderr, if that is a terminal. */
  readonly progress?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

interface Task {
  readonly url: string
  readonly path: string
  readonly progress: boolean
  readonly headers: Readonly<Record<string, string>>
}

interface Done {
  readonly status: number
  readonly text: string
}

// What is there of a file lies beside it, under a name that tells its version: a later call goes on with it.
const work = `(load) => {
  const { createHash } = require('node:crypto')
  const fs = require('node:fs')
  const tty = require('node:tty')

  const sizeOf = (path) => (fs.existsSync(path) ? fs.statSync(path).size : 0)
  const validatorOf = ({ headers }) => {
    const tag = headers.get('etag')
    return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
  }
  const partOf = (path, validator) => {
    const version = validator === null ? 'part' : createHash('sha256').update(validator).digest('hex').slice(0, 8)
    return path + '.' + version + '.part'
  }

  const barOf = (total, done, progress) => {
    if (!progress || !tty.isatty(2)) return { update() {}, stop() {} }
    const { SingleBar } = load('cli-progress')
    const bar = new SingleBar({
      stream: new tty.WriteStream(2),
      format: '{percentage}%|{bar}| {value}/{total} [{duration_formatted}<{eta_formatted}]',
      barCompleteChar: '\\u2588',
      barIncompleteChar: ' ',
      formatValue: (value, _, type) =>
        type === 'percentage' ? String(value).padStart(3) : type === 'duration' || type === 'eta' ? String(value) : unit(value),
    })
    bar.start(total, done)
    return bar
  }
  const unit = (bytes) => {
    let value = bytes
    for (const prefix of ['', 'k', 'M', 'G', 'T']) {
      if (value < 1000) return (prefix === '' ? value : value.toPrecision(3)) + prefix
      value /= 1000
    }
    return bytes
  }

  const attempt = async ({ url, path, headers, progress }, known) => {
    let response = await fetch(url, { headers })
    if (!response.ok) {
      await response.body?.cancel()
      return { status: response.status, text: response.statusText }
    }
    const validator = validatorOf(response)
    const part = partOf(path, validator)
    known.part = part
    let done = validator === null ? 0 : sizeOf(part)
    if (done > 0) {
      await response.body?.cancel()
      const range = { range: 'bytes=' + done + '-', 'if-range': validator }
      response = await fetch(url, { headers: { ...headers, ...range } })
      if (response.status === 416 || !response.ok) {
        await response.body?.cancel()
        fs.rmSync(part, { force: true })
        return attempt({ url, path, headers, progress }, known)
      }
      if (response.status !== 206) done = 0
    }
    const length = Number(response.headers.get('content-length') ?? 0)
    const encoded = response.headers.get('content-encoding') !== null
    const bar = barOf(encoded ? 0 : done + length, done, progress)
    const file = fs.openSync(part, done > 0 ? 'a' : 'w')
    try {
      for await (const chunk of response.body ?? []) {
        fs.writeSync(file, chunk)
        done += chunk.length
        bar.update(done)
      }
    } finally {
      fs.closeSync(file)
      bar.stop()
      if (validator === null) known.dropped = true
    }
    fs.renameSync(part, path)
    return { status: 200, text: '' }
  }

  return async (task) => {
    const known = {}
    for (let tries = 3; ; tries--) {
      try {
        return await attempt(task, known)
      } catch (error) {
        const brokeOff = known.part !== undefined && tries > 1 && String(error?.message) === 'terminated'
        if (!brokeOff) {
          if (known.dropped) fs.rmSync(known.part, { force: true })
          throw error
        }
      }
    }
  }
}`

const run = blocking<Task, Done>(work, ['cli-progress'])

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: '[Errno 111] Connection refused',
  ECONNRESET: '[Errno 104] Connection reset by peer',
  ENOTFOUND: '[Errno -2] Name or service not known',
  EAI_AGAIN: '[Errno -3] Temporary failure in name resolution',
  ETIMEDOUT: '[Errno 110] Connection timed out',
  EHOSTUNREACH: '[Errno 113] No route to host',
}

/**
 * Fetches a web address into a file, and returns when it is there. A transfer that breaks off is taken up where it
 * broke off, three times at once and by the next call, if the server can and the file there is the same still. The file
 * appears under its name only when it is whole.
 *
 * @throws HTTPError for what the server refuses, URLError where it cannot be reached.
 */
export function download(url: string, path: string, options: DownloadOptions = {}): void {
  const { progress = true, headers = {} } = options
  let done: Done
  try {
    done = run({ url, path, progress, headers })
  } catch (error) {
    if (!(error instanceof BlockingError)) throw error
    const { code = '', message } = error
    if (/Invalid URL|Failed to parse URL/.test(message)) {
      throw new URLError_(`unknown url type: '${url}'`)
    }
    throw new URLError_(`<urlopen error ${reasons[code] ?? message}>`)
  }
  if (done.status !== 200) {
    throw new HTTPError_(`HTTP Error ${done.status}: ${done.text}`, done.status)
  }
}
