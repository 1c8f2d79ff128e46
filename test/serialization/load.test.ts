import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import torch, { type Tensor } from 'torch-node'
import { BytesIO } from 'torch-node/io'
import { errorOf, fileOf, folder } from './support.js'
import { pickled, recordOf, zipped } from './zip.js'

const { serialization } = torch
const dir = folder()
const ones = fileOf(torch.ones(3))
const oldOnes = fileOf(torch.ones(3), { _use_new_zipfile_serialization: false })
const hint =
  ' This is an internal miniz error. If you are seeing this error, there is a high likelihood that your checkpoint file is corrupted. This can happen if the checkpoint was not saved properly, was transferred incorrectly, or the file was modified after saving.'

describe('files', () => {
  test('paths, URLs, bytes and objects', () => {
    const path = join(dir, 'ünï.pt')
    torch.save(torch.ones(3), path)
    torch.save(torch.ones(3), pathToFileURL(join(dir, 'url.pt')))
    const file = {
      at: 0,
      read(size?: number) {
        const end = size === undefined || size < 0 ? undefined : this.at + size
        const part = ones.subarray(this.at, end)
        this.at += part.length
        return part
      },
      seek(offset: number) {
        this.at = offset
        return offset
      },
      tell() {
        return this.at
      },
    }
    const sources = [path, pathToFileURL(path), readFileSync(path), ones.buffer, file]
    for (const source of sources) expect(String(torch.load(source))).toBe('tensor([1., 1., 1.])')
  })

  test('an object with write is enough to save', () => {
    const parts: Uint8Array[] = []
    torch.save(torch.ones(3), { write: (bytes: Uint8Array) => parts.push(bytes) })
    expect(Buffer.compare(Buffer.concat(parts), ones)).toBe(0)
    parts.length = 0
    const x = torch.ones(3)
    torch.save(
      x,
      { write: (bytes: Uint8Array) => parts.push(bytes) },
      {
        _use_new_zipfile_serialization: false,
      },
    )
    x.zero_()
    expect(String(torch.load(Buffer.concat(parts)))).toBe('tensor([1., 1., 1.])')
  })

  test('several values of the old format follow each other', () => {
    const buffer = new BytesIO()
    for (const value of [1, torch.ones(2), 'x']) {
      torch.save(value, buffer, { _use_new_zipfile_serialization: false })
    }
    buffer.seek(0)
    expect([torch.load(buffer), String(torch.load(buffer)), torch.load(buffer)]).toEqual([
      1,
      'tensor([1., 1.])',
      'x',
    ])
  })

  test('a file begins where its object is', () => {
    const buffer = new BytesIO()
    buffer.write(Uint8Array.of(1, 2, 3))
    buffer.write(ones)
    buffer.seek(3)
    expect(String(torch.load(buffer))).toBe('tensor([1., 1., 1.])')
  })

  test('an archive in memory that is detached by map_location', () => {
    const copy = ones.slice()
    const load = () =>
      torch.load([copy][0] as Uint8Array, (storage: unknown) => {
        structuredClone(copy.buffer, { transfer: [copy.buffer] })
        return storage as never
      })
    const twice = fileOf([torch.ones(2), torch.ones(2)])
    expect(String(load())).toBe('tensor([1., 1., 1.])')
    expect(
      errorOf(() =>
        torch.load(twice, (storage: unknown) => {
          if (twice.length > 0) structuredClone(twice.buffer, { transfer: [twice.buffer] })
          return storage as never
        }),
      )[0],
    ).toBe('RuntimeError')
  })

  test.each([
    [
      '/nonexistent/x.pt',
      'FileNotFoundError',
      "[Errno 2] No such file or directory: '/nonexistent/x.pt'",
    ],
    [dir, 'OSError', `[Errno 21] Is a directory: '${dir}'`],
  ])('load(%p)', (path, name, text) => {
    expect(errorOf(() => torch.load(path))).toEqual([name, text])
  })

  test.each<[() => unknown, string, string]>([
    [
      () => torch.save(1, '/nonexistent/x.pt'),
      'RuntimeError',
      'Parent directory /nonexistent does not exist.',
    ],
    [() => torch.save(1, ''), 'RuntimeError', ' invalid file name: '],
    [
      () => torch.save(1, '/nonexistent/x.pt', { _use_new_zipfile_serialization: false }),
      'FileNotFoundError',
      "[Errno 2] No such file or directory: '/nonexistent/x.pt'",
    ],
    [
      () => torch.save(1, 5 as never),
      'AttributeError',
      "expected 'f' to be string, path, or a file-like object with a 'write' attribute",
    ],
    [
      () => torch.load(5 as never),
      'AttributeError',
      "has no attribute 'seek'. You can only torch.load",
    ],
    [
      () => (torch.load as () => unknown)(),
      'TypeError',
      "load() missing 1 required positional argument: 'f'",
    ],
  ])('%s', (body, name, text) => {
    const [thrown, message] = errorOf(body)
    expect(thrown).toBe(name)
    expect(message).toContain(text)
  })

  // /dev/full is Linux's.
  const full = process.platform === 'linux' ? test : test.skip
  full('a full disk', () => {
    for (const value of [1, torch.ones(1_000_000)]) {
      expect(errorOf(() => torch.save(value, '/dev/full'))[0]).toBe('RuntimeError')
      expect(
        errorOf(() => torch.save(value, '/dev/full', { _use_new_zipfile_serialization: false })),
      ).toEqual(['OSError', "[Errno 28] No space left on device: '/dev/full'"])
    }
  })
})

describe('broken files', () => {
  const big = recordOf(ones, 'data.pkl').toString('latin1').replace('K\x03\x85', 'K\xff\x85')
  const data = recordOf(ones, 'data.pkl')
  test.each<[string, Uint8Array, string, string]>([
    ['empty', Buffer.of(), 'EOFError', ''],
    ['text', Buffer.from('abc'), 'IndexError', 'pop from empty list'],
    [
      'half',
      ones.subarray(0, 100),
      'RuntimeError',
      `PytorchStreamReader failed reading zip archive: failed finding central directory.${hint}`,
    ],
    [
      'magic alone',
      Buffer.from('PK\x03\x04'),
      'RuntimeError',
      `PytorchStreamReader failed reading zip archive: not a ZIP archive.${hint}`,
    ],
    [
      'old, cut',
      oldOnes.subarray(0, -2),
      'RuntimeError',
      'unexpected EOF, expected 2 more bytes. The file might be corrupted.',
    ],
    ['old, half', oldOnes.subarray(0, 20), 'EOFError', ''],
    ['a pickle', pickled('K\x01'), 'RuntimeError', 'Invalid magic number; corrupt file?'],
    [
      'short storage',
      zipped({ 'data.pkl': data, 'data/0': 'xx' }),
      'RuntimeError',
      'record size (2 bytes) does not match expected size (12 bytes = 12 elements * 1 bytes/element) for dtype Byte',
    ],
    [
      'no storage',
      zipped({ 'data.pkl': data }),
      'RuntimeError',
      `PytorchStreamReader failed locating file data/0: file not found.${hint}`,
    ],
    [
      'too large a view',
      zipped({ 'data.pkl': Buffer.from(big, 'latin1'), 'data/0': Buffer.alloc(12) }),
      'RuntimeError',
      'Trying to resize storage that is not resizable',
    ],
    [
      'unknown order',
      zipped({ 'data.pkl': data, 'data/0': Buffer.alloc(12), byteorder: 'xx' }),
      'ValueError',
      'Unknown endianness type: xx',
    ],
  ])('%s', (_, file, name, text) => {
    expect(errorOf(() => torch.load(file))).toEqual([name, text])
  })

  test('big-endian data is turned round', () => {
    const file = zipped({
      'data.pkl': data,
      'data/0': Buffer.from([0x3f, 0x80, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0]),
      byteorder: 'big',
    })
    expect(String(torch.load(file))).toBe('tensor([1., 2., 0.])')
  })

  test('the order of files that do not tell theirs', () => {
    const { LoadEndianness, set_default_load_endianness, get_default_load_endianness } =
      serialization
    const made = zipped({
      'data.pkl': data,
      'data/0': Buffer.from([0x3f, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    })
    // The writer always tells; another name hides it.
    const file = Buffer.from(
      Buffer.from(made).toString('latin1').replaceAll('byteorder', 'byteordeR'),
      'latin1',
    )
    set_default_load_endianness(LoadEndianness.BIG)
    try {
      expect(get_default_load_endianness()).toBe(LoadEndianness.BIG)
      expect(String(torch.load(file))).toBe('tensor([1., 0., 0.])')
    } finally {
      set_default_load_endianness(null)
    }
    expect(errorOf(() => set_default_load_endianness(5 as never))).toEqual([
      'TypeError',
      'Invalid argument type in function set_default_load_endianness',
    ])
  })
})

describe('map_location', () => {
  const where = (map_location: never): string =>
    String(torch.load<Tensor>(ones, map_location).device)

  test('a device, a string, a dict, a Map, a function', () => {
    expect(where('meta' as never)).toBe('meta')
    expect(where(torch.device('meta') as never)).toBe('meta')
    expect(where({ cpu: 'meta' } as never)).toBe('meta')
    expect(where({ 'cuda:0': 'cpu' } as never)).toBe('cpu')
    expect(where(new Map([['cpu', 'meta']]) as never)).toBe('meta')
    expect(where((() => null) as never)).toBe('cpu')
    const seen: unknown[] = []
    const storage = torch.ones(3).mul(2).untyped_storage()
    const loaded = torch.load(fileOf({ a: torch.ones(3) }), {
      map_location: (given, location) => {
        seen.push(given.nbytes(), location)
        return storage
      },
    })
    expect(seen).toEqual([12, 'cpu'])
    expect(String((loaded as { a: Tensor }).a)).toBe('tensor([2., 2., 2.])')
  })

  test.each<[unknown, string, string]>([
    [
      'foo',
      'RuntimeError',
      "don't know how to restore data location of torch.storage.UntypedStorage (tagged with foo)",
    ],
    [3, 'TypeError', "'int' object is not callable"],
    [() => 5, 'TypeError', 'map_location must give a storage or None, but gave int'],
  ])('%p', (map_location, name, text) => {
    expect(errorOf(() => torch.load(ones, map_location as never))).toEqual([name, text])
  })

  test('an error of a function arrives as it is', () => {
    const path = join(dir, 'thrown.pt')
    torch.save(torch.ones(1), path)
    const error = Object.assign(new Error('mine'), { code: 'ENOENT' })
    let caught: unknown
    try {
      torch.load(path, () => {
        throw error
      })
    } catch (thrown) {
      caught = thrown
    }
    expect(caught).toBe(error)
  })

  // With a GPU the file loads.
  const noGpu = torch.cuda.is_available() ? test.skip : test
  noGpu('cuda without a GPU', () => {
    const text =
      "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU."
    expect(errorOf(() => torch.load(ones, 'cuda:0'))).toEqual(['RuntimeError', text])
    expect(errorOf(() => serialization.validate_cuda_device('cuda:0'))).toEqual([
      'RuntimeError',
      text,
    ])
  })
})

describe('mmap', () => {
  const path = join(dir, 'mapped.pt')
  beforeAll(() => torch.save({ a: torch.arange(4), b: torch.ones(2, 2).t() }, path))

  test('a private map leaves the file alone', () => {
    const { a, b } = torch.load<{ a: Tensor; b: Tensor }>(path, { mmap: true })
    expect(a.tolist()).toEqual([0, 1, 2, 3])
    expect(b.stride()).toEqual([1, 2])
    a.add_(1)
    expect(torch.load<{ a: Tensor }>(path).a.tolist()).toEqual([0, 1, 2, 3])
  })

  test('a shared map changes it', () => {
    const { set_default_mmap_options, get_default_mmap_options, MAP_SHARED } = serialization
    set_default_mmap_options(MAP_SHARED, () => {
      expect(get_default_mmap_options()).toBe(1)
      torch.load<{ a: Tensor }>(path, { mmap: true }).a.add_(1)
    })
    expect(get_default_mmap_options()).toBe(2)
    expect(torch.load<{ a: Tensor }>(path).a.tolist()).toEqual([1, 2, 3, 4])
    expect(errorOf(() => set_default_mmap_options(5))).toEqual([
      'ValueError',
      'Invalid argument in function set_default_mmap_options, expected mmap.MAP_PRIVATE or mmap.MAP_SHARED, but got 5',
    ])
  })

  test('a mapped file can be written again', () => {
    const again = join(dir, 'again.pt')
    for (const options of [{}, { _use_new_zipfile_serialization: false }]) {
      torch.save(torch.arange(100_000), again)
      const x = torch.load<Tensor>(again, { mmap: true })
      torch.save(x, again, options)
      expect(torch.load<Tensor>(again)[-1]?.item()).toBe(99_999)
      torch.save(1, again)
      expect(x[-1]?.item()).toBe(99_999)
    }
  })

  test('files that cannot be mapped', () => {
    expect(errorOf(() => torch.load(ones, { mmap: true }))).toEqual([
      'ValueError',
      'f must be a file path in order to use the mmap argument',
    ])
    const old = join(dir, 'old.pt')
    writeFileSync(old, oldOnes)
    expect(errorOf(() => torch.load(old, { mmap: true }))).toEqual([
      'RuntimeError',
      `mmap can only be used with files saved with \`torch.save(${old}, _use_new_zipfile_serialization=True), please torch.save your checkpoint with this option in order to use mmap.`,
    ])
  })
})
