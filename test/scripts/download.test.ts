import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { useProject } from './support/project.js'
import { FileServer } from './support/server.js'
import { libtorchZip, sha256 } from './support/zip.js'

const project = useProject()
const zip = libtorchZip('2.13.0+cpu')
const folder = `libtorch-2.13.0-${process.platform}-${process.arch}-cpu`
let server: FileServer

async function serve(content = zip, silent = false) {
  server = await FileServer.start(content, silent)
}

afterEach(() => server.stop())

const fetch = (env: Record<string, string> = {}) =>
  project().run('libtorch.mjs', { TORCH_NODE_MIRROR: server.url, ...env })

// PyTorch publishes a zip for this platform only in x64; the names of the others are not tested.
const onLinux = process.platform === 'linux' && process.arch === 'x64' ? describe : describe.skip

onLinux('the official zip', () => {
  test('is unpacked into the cache, once', async () => {
    await serve()
    const { code, stdout, stderr } = await fetch()
    const file = 'libtorch-shared-with-deps-2.13.0%2Bcpu.zip'
    expect(stdout).toBe(
      `LibTorch 2.13.0 (cpu), cache (official zip, ${server.url}/cpu/${file})\n${join(project().cache, folder, 'torch')}\n`,
    )
    expect(stderr).toContain('[########################] 100 %')
    expect(code).toBe(0)
    const torch = join(project().cache, folder, 'torch')
    expect(readdirSync(torch).sort()).toEqual(['build-version', 'include', 'lib'])
    expect(readFileSync(join(torch, 'lib/libtorch_cpu.so')).length).toBe(20_000 * 64)
    expect(readdirSync(join(project().cache, 'downloads'))).toEqual([])

    const again = await fetch()
    expect(again.stdout).toBe(stdout)
    expect(again.stderr).toBe('')
    expect(server.ranges).toHaveLength(1)
  })

  test('is continued when the connection breaks', async () => {
    await serve()
    server.breaks = 1
    const { code, stderr } = await fetch()
    expect(stderr).toContain('the connection broke')
    expect(code).toBe(0)
    expect(server.ranges[0]).toBeUndefined()
    expect(server.ranges[1]).toMatch(/^bytes=[1-9]\d+-$/)
  })

  /** What an earlier set-up left of the file that had this tag. */
  function leave(content: Buffer, tag = '"1"') {
    const part = project().write(
      'cache/downloads/libtorch-shared-with-deps-2.13.0+cpu.zip.part',
      content,
    )
    const url = `${server.url}/cpu/libtorch-shared-with-deps-2.13.0%2Bcpu.zip`
    writeFileSync(`${part}.json`, JSON.stringify({ url, tag }))
  }

  test.each([
    ['some of it', zip.subarray(0, 1000), ['bytes=1000-']],
    ['all of it', zip, [`bytes=${zip.length}-`]],
    ['more than all of it', Buffer.concat([zip, zip]), [`bytes=${2 * zip.length}-`, undefined]],
  ])('is continued by a later set-up: %s was here', async (_, content, ranges) => {
    await serve()
    leave(content)
    expect((await fetch()).code).toBe(0)
    expect(server.ranges).toEqual(ranges)
  })

  test('starts anew when the file on the server is another one by now', async () => {
    await serve()
    leave(Buffer.from('old'), '"0"')
    expect((await fetch()).code).toBe(0)
  })

  test('a known SHA-256 is compared', async () => {
    await serve()
    expect((await fetch({ TORCH_NODE_SHA256: sha256(zip, 'hex') })).code).toBe(0)
  })

  test.each([
    ['known', { TORCH_NODE_SHA256: 'ab'.repeat(32) }, {}],
    ['named by the server', {}, { 'x-amz-meta-checksum-sha256': 'ab'.repeat(32) }],
  ])('another SHA-256 than the one %s: nothing of it is kept', async (_, env, headers) => {
    await serve()
    server.headers = headers
    const { code, stderr } = await fetch(env as Record<string, string>)
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /the download of \S+ is broken: its SHA-256 is [0-9a-f]{64}, not (ab){32}/,
    )
    expect(stderr).toContain('What to do next:')
    expect(readdirSync(project().cache)).toEqual(['downloads'])
    expect(readdirSync(join(project().cache, 'downloads'))).toEqual([])
  })

  test.each([
    [
      'a damaged file',
      libtorchZip('2.13.0+cpu', 'libtorch/lib/libtorch_cpu.so'),
      'libtorch/lib/libtorch_cpu.so in it is damaged',
    ],
    ['half a file', zip.subarray(0, zip.length >> 1), 'it is no complete zip file'],
    [
      'a web page',
      Buffer.from('<html>please log in</html>'.repeat(9)),
      'it is no complete zip file',
    ],
  ])('%s is a broken download', async (_, content, reason) => {
    await serve(content)
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toMatch(/the download of \S+ is broken: /)
    expect(stderr).toContain(reason)
    expect(existsSync(join(project().cache, folder))).toBe(false)
  })

  test.each([
    ['2.12.0+cpu', 'its build-version is 2.12.0, not 2.13.0'],
    ['2.13.0+cu130', 'it is the cu130 build, not cpu'],
  ])('LibTorch %s under the wrong name is refused', async (version, reason) => {
    await serve(libtorchZip(version))
    const { code, stderr } = await fetch()
    expect(code).toBe(1)
    expect(stderr).toContain(reason)
  })

  test('a server that does not have it', async () => {
    await serve()
    server.status = 404
    const { stderr } = await fetch()
    expect(stderr).toMatch(/2.13.0%2Bcpu.zip answers 404 Not Found/)
    expect(server.ranges).toHaveLength(1)
  })

  test('a host that does not answer is passed over in some 3 s', async () => {
    await serve(zip, true)
    const start = Date.now()
    const { stderr } = await fetch()
    expect(stderr).toMatch(/127\.0\.0\.1:\d+ cannot be reached \(no answer in time\)/)
    expect(Date.now() - start).toBeLessThan(5000)
  })

  test('two set-ups at once download it once', async () => {
    await serve()
    const outcomes = await Promise.all([fetch(), fetch(), fetch()])
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(server.ranges).toHaveLength(1)
  })

  test('a lock that a killed process left is taken over', async () => {
    await serve()
    const { hostname } = await import('node:os')
    // No process has this id: Linux ends at 4194304.
    project().write(`cache/${folder}.lock`, `9999999 ${hostname()}`)
    project().write(`cache/${folder}.tmp-9999999/torch/half`)
    expect((await fetch()).code).toBe(0)
    expect(readdirSync(project().cache).sort()).toEqual(['downloads', folder])
  })
})
