import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { download, mirrors, mnistFiles } from '../../../examples/mnist/download.js'
import { UserError } from '../../../examples/mnist/errors.js'

const content = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251))
const file = { name: 'digits.gz', md5: createHash('md5').update(content).digest('hex') }

let folder: string
let servers: Server[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-download-'))
  servers = []
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

/** A mirror on this machine, and the requests that it got. */
async function mirror(answer: RequestListener) {
  const ranges: (string | undefined)[] = []
  const server = createServer((request, response) => {
    ranges.push(request.headers.range)
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/mnist/`, ranges }
}

const whole: RequestListener = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const body = content.subarray(from)
  response.writeHead(from ? 206 : 200, { 'content-length': body.length }).end(body)
}
const missing: RequestListener = (_request, response) => response.writeHead(404).end()
const target = () => join(folder, file.name)

test('a file comes whole, and is not asked for again', async () => {
  const { url, ranges } = await mirror(whole)
  await download(folder, [file], [url])
  expect(readFileSync(target())).toEqual(content)
  await download(folder, [file], [url])
  expect(ranges).toEqual([undefined])
})

test('goes on where it broke off', async () => {
  writeFileSync(`${target()}.part`, content.subarray(0, 1234))
  const { url, ranges } = await mirror(whole)
  await download(folder, [file], [url])
  expect(ranges).toEqual(['bytes=1234-'])
  expect(readFileSync(target())).toEqual(content)
  expect(existsSync(`${target()}.part`)).toBe(false)
})

test('starts anew when the server knows no ranges', async () => {
  writeFileSync(`${target()}.part`, 'something else')
  const { url } = await mirror((_request, response) => response.end(content))
  await download(folder, [file], [url])
  expect(readFileSync(target())).toEqual(content)
})

test('asks the next mirror when one fails, breaks off, or sends other bytes', async () => {
  const first = await mirror(missing)
  const second = await mirror((_request, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 1000))
    // Breaks off once what it sent has reached the disk.
    const poll = setInterval(() => {
      if (!existsSync(`${target()}.part`) || statSync(`${target()}.part`).size < 1000) return
      clearInterval(poll)
      response.destroy()
    }, 5)
  })
  const third = await mirror(whole)
  await download(folder, [file], [first.url, second.url, third.url])
  expect(readFileSync(target())).toEqual(content)
  // What the broken connection brought counts.
  expect(third.ranges).toEqual(['bytes=1000-'])
})

test('a wrong checksum is never taken for the file', async () => {
  const { url } = await mirror((_request, response) => response.end('rubbish'))
  await expect(download(folder, [file], [url])).rejects.toThrow(`${url}digits.gz: wrong checksum`)
  expect(existsSync(target())).toBe(false)
  expect(existsSync(`${target()}.part`)).toBe(false)
})

test('when all fail, the error names each with its answer, and what to do', async () => {
  const gone = await mirror(missing)
  const { url: refused } = await mirror(missing)
  await new Promise((done) => servers.pop()?.close(done))
  const failure = download(folder, [file], [gone.url, refused]).catch((error: unknown) => error)
  const error = (await failure) as Error
  expect(error).toBeInstanceOf(UserError)
  expect(error.message).toContain(`${gone.url}digits.gz: HTTP status 404`)
  expect(error.message).toContain(`${refused}digits.gz: fetch failed (connect ECONNREFUSED`)
  expect(error.message).toContain('--data')
})

test('the mirrors and sums are those of MNIST', () => {
  expect(mirrors.map((url) => new URL(url).protocol)).toEqual(['https:', 'https:'])
  expect(mnistFiles).toHaveLength(4)
  for (const { md5 } of mnistFiles) expect(md5).toMatch(/^[0-9a-f]{32}$/)
})
