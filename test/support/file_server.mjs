// @ts-check
// A web server in a process of its own, for what waits in this one: node file_server.mjs, which prints its port.
// /file/NAME gives bytes; /broken/NAME ends half-way each first time; /moved/NAME leads to /file/NAME; else 404. The
// requests that came are at /log.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'

/** @param {string} name */
const bytesOf = (name) => {
  const [seed = 1, size = 1000] = name.split('-').map(Number)
  return Buffer.from(Array.from({ length: size }, (_, i) => (i * seed + (i >> 8)) & 255))
}

/** @type {string[]} */
const log = []
/** @type {Map<string, number>} */
const seen = new Map()

const server = createServer((request, response) => {
  const [, kind, name = ''] = new URL(request.url ?? '', 'http://x').pathname.split('/')
  if (kind === 'log') {
    response.end(JSON.stringify(log))
    return
  }
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  log.push(`${kind}/${name} ${range?.[1] ?? ''} ${request.headers['user-agent']}`.trim())
  if (kind === 'moved') {
    response.writeHead(302, { location: `/file/${name}` }).end()
    return
  }
  if (kind !== 'file' && kind !== 'broken') {
    response.writeHead(404).end('nothing')
    return
  }
  const bytes = bytesOf(name)
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`
  const isSame = request.headers['if-range'] === etag
  const start = range && isSame ? Number(range[1]) : 0
  const body = bytes.subarray(start)
  response.writeHead(start > 0 ? 206 : 200, { etag, 'content-length': body.length })
  const count = (seen.get(name) ?? 0) + 1
  seen.set(name, count)
  if (kind === 'broken' && start < bytes.length / 2) {
    // Half of it arrives, and then the line is dead.
    response.write(body.subarray(0, Math.ceil(bytes.length / 2) - start), () =>
      setTimeout(() => response.destroy(), 20),
    )
  } else response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
