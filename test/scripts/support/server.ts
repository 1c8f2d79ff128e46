import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves one file with ranges, and can be told to misbehave. */
export class FileServer {
  readonly ranges: (string | undefined)[] = []
  /** How many answers break off half way. */
  breaks = 0
  etag: string | undefined = '"1"'
  headers: Record<string, string> = {}
  status: number | undefined
  #server: Server

  private constructor(
    readonly content: Buffer,
    private readonly silent: boolean,
  ) {
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(content: Buffer, silent = false): Promise<FileServer> {
    const server = new FileServer(content, silent)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/libtorch`
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range } = request.headers
    this.ranges.push(range)
    if (this.silent) return
    if (this.status) {
      response.writeHead(this.status).end()
      return
    }
    const unchanged = range && request.headers['if-range'] === this.etag
    const start = unchanged ? Number(range.match(/bytes=(\d+)-/)?.[1]) : 0
    if (start > 0 && start >= this.content.length) {
      response.writeHead(416, { 'content-range': `bytes */${this.content.length}` }).end()
      return
    }
    const body = this.content.subarray(start)
    response.writeHead(unchanged ? 206 : 200, {
      'content-length': body.length,
      ...(this.etag && { etag: this.etag }),
      ...this.headers,
    })
    if (this.breaks-- > 0) {
      response.write(body.subarray(0, body.length >> 1), () =>
        setTimeout(() => response.destroy(), 50),
      )
    } else {
      response.end(body)
    }
  }
}
