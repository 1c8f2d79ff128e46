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
const run = blocking<Task, Done>(
  (load) => {
    const { createHash } = load('node:crypto') as typeof import('node:crypto')
    const fs = load('node:fs') as typeof import('node:fs')
    const tty = load('node:tty') as typeof import('node:tty')

    const validatorOf = ({ headers }: Response): string | null => {
      const tag = headers.get('etag')
      return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
    }
    const partOf = (path: string, validator: string | null): string => {
      const version =
        validator === null
          ? 'part'
          : createHash('sha256').update(validator).digest('hex').slice(0, 8)
      return `${path}.${version}.part`
    }
    const scaled = (bytes: number): string => {
      let value = bytes
      for (const prefix of ['', 'k', 'M', 'G']) {
        if (value < 1000) return (prefix === '' ? String(value) : value.toPrecision(3)) + prefix
        value /= 1000
      }
      return `${value.toPrecision(3)}T`
    }
    const barOf = (total: number, done: number, progress: boolean) => {
      if (!progress || !tty.isatty(2)) return { update(_: number) {}, stop() {} }
      const { SingleBar } = load('cli-progress') as typeof import('cli-progress')
      const bar = new SingleBar({
        stream: new tty.WriteStream(2),
        format: '{percentage}%|{bar}| {value}/{total} [{duration_formatted}<{eta_formatted}]',
        barCompleteChar: '\u2588',
        barIncompleteChar: ' ',
        formatValue: (value, _, type) =>
          type === 'percentage'
            ? String(value).padStart(3)
            : type === 'value' || type === 'total'
              ? scaled(value)
              : String(value),
      })
      bar.start(total, done)
      return bar
    }

    interface Known {
      part?: string
      validator?: string | null
    }
    const sizeOf = (file: string): number => (fs.existsSync(file) ? fs.statSync(file).size : 0)
    const attempt = async (task: Task, known: Known): Promise<Done> => {
      const { url, path, headers, progress } = task
      const get = async (from: number): Promise<Response> => {
        if (from === 0) return fetch(url, { headers })
        const range = { range: `bytes=${from}-`, 'if-range': known.validator as string }
        return fetch(url, { headers: { ...headers, ...range } })
      }
      let done = known.part !== undefined && known.validator ? sizeOf(known.part) : 0
      let response = await get(done)
      if (done === 0 && response.ok) {
        known.validator = validatorOf(response)
        known.part = partOf(path, known.validator)
        // What an earlier call left.
        done = known.validator === null ? 0 : sizeOf(known.part)
        if (done > 0) {
          await response.body?.cancel()
          response = await get(done)
        }
      }
      const { part = '' } = known
      if (!response.ok) {
        await response.body?.cancel()
        if (done === 0) return { status: response.status, text: response.statusText }
        fs.rmSync(part, { force: true })
        return attempt(task, {})
      }
      if (response.status !== 206) done = 0
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
      }
      fs.renameSync(part, path)
      return { status: 200, text: '' }
    }

    return async (task) => {
      const known: Known = {}
      for (let tries = 3; ; tries--) {
        try {
          return await attempt(task, known)
        } catch (error) {
          // What fetch throws for connections that break.
          if (known.part !== undefined && tries > 1 && error instanceof TypeError) continue
          // Without a version nobody could go on with it.
          if (known.part !== undefined && !known.validator) fs.rmSync(known.part, { force: true })
          throw error
        }
      }
    }
  },
  ['cli-progress'],
)

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
    if (/^E[A-Z]+: /.test(message)) throw new OSError(message)
    throw new URLError_(`<urlopen error ${reasons[code] ?? message}>`)
  }
  if (done.status !== 200) {
    throw new HTTPError_(`HTTP Error ${done.status}: ${done.text}`, done.status)
  }
}
