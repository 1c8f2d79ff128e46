import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import torch, { type Tensor } from 'torch-node'
import { errorOf, fileOf, folder } from './serialization/support.js'

const { hub } = torch
const dir = folder()
const file = fileOf({ weight: torch.ones(2) })
const sha256 = createHash('sha256').update(file).digest('hex')

// A server on another thread: this one stands still while it waits for a download.
const server = new Worker(
  `const { createServer } = require('node:http')
  const { parentPort, workerData } = require('node:worker_threads')
  const file = Buffer.from(workerData)
  const asked = []
  createServer((request, response) => {
    asked.push([request.url, request.headers.range ?? null, request.headers['user-agent']])
    if (request.url === '/asked') return response.end(JSON.stringify(asked))
    if (request.url.startsWith('/missing')) {
      response.statusCode = 404
      return response.end('no')
    }
    const start = Number(/bytes=(\\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const rest = file.subarray(start)
    response.setHeader('content-length', rest.length)
    const breaks = request.url.startsWith('/breaks') || request.url.startsWith('/stubborn')
    if (request.url.startsWith('/breaks')) response.setHeader('etag', '"one"')
    if (request.url.startsWith('/breaks') && start > 0) response.statusCode = 206
    if (!breaks || (start > 600 && request.url.startsWith('/breaks'))) return response.end(rest)
    response.write(rest.subarray(0, 400), () => setTimeout(() => response.destroy(), 20))
  }).listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port) })`,
  { eval: true, workerData: file },
)
let url = ''
beforeAll(async () => {
  const [port] = (await once(server, 'message')) as [number]
  url = `http://127.0.0.1:${port}`
})
afterAll(() => server.terminate())

const quiet = { progress: false }

describe('torch.hub', () => {
  test('get_dir, set_dir', () => {
    const { TORCH_HOME, XDG_CACHE_HOME } = process.env
    try {
      delete process.env.TORCH_HOME
      delete process.env.XDG_CACHE_HOME
      expect(hub.get_dir()).toBe(join(homedir(), '.cache', 'torch', 'hub'))
      process.env.XDG_CACHE_HOME = '/cache'
      expect(hub.get_dir()).toBe(join('/cache', 'torch', 'hub'))
      process.env.TORCH_HOME = '~/home'
      expect(hub.get_dir()).toBe(join(homedir(), 'home', 'hub'))
      hub.set_dir('~/models')
      expect(hub.get_dir()).toBe(join(homedir(), 'models'))
    } finally {
      for (const [name, value] of Object.entries({ TORCH_HOME, XDG_CACHE_HOME })) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
      hub.set_dir(join(dir, 'hub'))
    }
  })

  test('download_url_to_file', () => {
    const path = join(dir, 'a.pt')
    hub.download_url_to_file(`${url}/a.pt`, path, sha256.slice(0, 8), false)
    expect(Buffer.compare(readFileSync(path), file)).toBe(0)
    hub.download_url_to_file(pathToFileURL(path).href, join(dir, 'b.pt'), quiet)
    expect(Buffer.compare(readFileSync(join(dir, 'b.pt')), file)).toBe(0)
  })

  test('a connection that breaks is taken up where it broke', () => {
    const path = join(dir, 'c.pt')
    hub.download_url_to_file(`${url}/breaks`, path, sha256, false)
    expect(Buffer.compare(readFileSync(path), file)).toBe(0)
    const asked = join(dir, 'asked.json')
    hub.download_url_to_file(`${url}/asked`, asked, quiet)
    const requests = JSON.parse(readFileSync(asked, 'utf8')) as [string, string | null, string][]
    const ranges = requests.filter(([path]) => path === '/breaks').map(([, range]) => range)
    expect(ranges).toEqual([null, 'bytes=400-', 'bytes=800-'])
    expect(requests.every(([, , agent]) => agent === 'torch.hub')).toBe(true)
  })

  test.each<[string, () => unknown, string, string | RegExp]>([
    [
      'a wrong hash',
      () => hub.download_url_to_file(`${url}/x`, join(dir, 'x'), '00', false),
      'RuntimeError',
      `invalid hash value (expected "00", got "${sha256}")`,
    ],
    [
      '404',
      () => hub.download_url_to_file(`${url}/missing`, join(dir, 'x'), quiet),
      'HTTPError',
      'HTTP Error 404: Not Found',
    ],
    [
      'no server',
      () => hub.download_url_to_file('http://127.0.0.1:1/x', join(dir, 'x'), quiet),
      'URLError',
      /^<urlopen error /,
    ],
    [
      'a server that begins anew',
      () => hub.download_url_to_file(`${url}/stubborn`, join(dir, 'x'), quiet),
      'URLError',
      '<urlopen error other side closed>',
    ],
    [
      'no folder',
      () => hub.download_url_to_file(`${url}/x`, join(dir, 'no', 'x'), quiet),
      'OSError',
      /^ENOENT: no such file or directory, open /,
    ],
  ])('%s leaves nothing', (_, body, name, text) => {
    const before = readdirSync(dir)
    const [thrown, message] = errorOf(body)
    expect(thrown).toBe(name)
    if (typeof text === 'string') expect(message).toBe(text)
    else expect(message).toMatch(text)
    expect(readdirSync(dir)).toEqual(before)
  })

  describe('load_state_dict_from_url', () => {
    const load = (...rest: never[]): { weight: Tensor } =>
      hub.load_state_dict_from_url<{ weight: Tensor }>(
        `${url}/net-${sha256.slice(0, 8)}.pt`,
        ...rest,
      )
    const model_dir = join(dir, 'models')

    beforeAll(() => jest.spyOn(process.stdout, 'write').mockReturnValue(true))
    afterAll(() => jest.restoreAllMocks())

    test('downloads once', () => {
      const options = { model_dir, check_hash: true, progress: false }
      expect(load(options as never).weight.tolist()).toEqual([1, 1])
      const [name] = readdirSync(model_dir) as [string]
      expect(name).toBe(`net-${sha256.slice(0, 8)}.pt`)
      expect(process.stdout.write).toHaveBeenCalledWith(
        `Downloading: "${url}/${name}" to ${join(model_dir, name)}\n`,
      )
      writeFileSync(join(model_dir, name), fileOf({ weight: torch.zeros(1) }))
      expect(load(options as never).weight.tolist()).toEqual([0])
    })

    test('puts files where the hub is, under a name', () => {
      hub.set_dir(join(dir, 'own'))
      load({ file_name: 'mine.pt', progress: false } as never)
      expect(readdirSync(join(dir, 'own', 'checkpoints'))).toEqual(['mine.pt'])
    })

    test('map_location by position and by keyword', () => {
      const by = (...rest: unknown[]): string => load(...(rest as never[])).weight.device.type
      expect(by(model_dir, 'meta')).toBe('meta')
      expect(by(model_dir, { cpu: 'meta' })).toBe('meta')
      expect(by(model_dir, { map_location: 'meta' })).toBe('meta')
      expect(by({ model_dir, map_location: 'meta' })).toBe('meta')
    })

    test('a wrong hash in the name', () => {
      expect(
        errorOf(() =>
          hub.load_state_dict_from_url(`${url}/net-0000.pt`, {
            model_dir,
            check_hash: true,
            progress: false,
          }),
        )[1],
      ).toBe(`invalid hash value (expected "0000", got "${sha256}")`)
    })
  })
})
