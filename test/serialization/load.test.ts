import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import torch, { nn, type Tensor } from 'torch-node'
import { BytesIO } from 'torch-node/io'
import { UnpicklingError } from 'torch-node/pickle'
import { catch_warnings, simplefilter } from 'torch-node/warnings'
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

describe('pickles', () => {
  const load = (...parts: (string | number[])[]): unknown =>
    torch.load(zipped({ 'data.pkl': pickled(...parts) }))
  const last = (body: () => unknown): [string, string] => {
    const [name, message] = errorOf(body)
    const [, inner = message] = /\n\n\n?([^\n]*)\n\nCheck the documentation/.exec(message) ?? []
    return [name, inner]
  }

  test.each<[string, string, string, string]>([
    ['R', 'IndexError', 'pop from empty list', 'an empty stack'],
    ['h\x05', 'KeyError', '5', 'nothing under this number'],
    ['J12', 'EOFError', 'pickle data was truncated', 'cut'],
    ['\x93', 'UnpicklingError', 'Unsupported operand 147', 'an opcode'],
    ['}K\x01a', 'UnpicklingError', "Can only append to lists, but got <class 'dict'>", 'append'],
    ['}(K\x01e', 'UnpicklingError', "Can only extend lists, but got <class 'dict'>", 'extend'],
    [
      ']K\x01K\x02s',
      'UnpicklingError',
      "Can only SETITEM for dict, collections.OrderedDict, collections.Counter, but got <class 'list'>",
      'setitem',
    ],
    [
      'K\x01)R',
      'UnpicklingError',
      "Trying to call reduce for unrecognized function <class 'int'>",
      'reduce',
    ],
    [
      'K\x01)\x81',
      'UnpicklingError',
      "Can only create new object for nn.Parameter or classes allowlisted via `add_safe_globals` but got <class 'int'>",
      'newobj',
    ],
    [
      'K\x01}b',
      'UnpicklingError',
      "Can only build Tensor, Parameter, OrderedDict or types allowlisted via `add_safe_globals`, but got <class 'int'>",
      'build',
    ],
    [
      'X\x01\0\0\0aQ',
      'UnpicklingError',
      "persistent_load id must be tuple or int, but got <class 'str'>",
      'persid',
    ],
    [
      'X\x01\0\0\0a\x85Q',
      'UnpicklingError',
      "Only persistent_load of storage is allowed, but got <class 'str'>",
      'persid',
    ],
    ['K\x01Q', 'AssertionError', 'saved_id must be a tuple, got int', 'persid'],
    [
      'cposix\nsystem\n',
      'UnpicklingError',
      'Trying to load unsupported GLOBAL posix.system whose module posix is blocked.',
      'blocked',
    ],
  ])('%p: %s', (code, name, text) => {
    expect(last(() => load(code))).toEqual([name, text])
  })

  test('the text for a class, as in Python', () => {
    const [name, text] = errorOf(() => load('c__main__\nFoo\n)\x81}b'))
    expect(name).toBe('UnpicklingError')
    expect(text).toBe(
      'Weights only load failed. This file can still be loaded, to do so you have two options, \x1b[1mdo those steps only if you trust the source of the checkpoint\x1b[0m. \n\t(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source.\n\t(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.\n\tWeightsUnpickler error: Unsupported global: GLOBAL __main__.Foo was not an allowed global by default. Please use `torch.serialization.add_safe_globals([__main__.Foo])` or the `torch.serialization.safe_globals([__main__.Foo])` context manager to allowlist this global if you trust this class/function.\n\nCheck the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.',
    )
  })

  test('weights_only=False runs nothing, and says so', () => {
    const file = zipped({ 'data.pkl': pickled('ctorch.nn.modules.linear\nLinear\n)\x81}b') })
    const [name, text] = errorOf(() => torch.load(file, { weights_only: false }))
    expect(name).toBe('UnpicklingError')
    expect(text).toContain('torch.nn.modules.linear.Linear, a class or function of Python')
    const evil = zipped({ 'data.pkl': pickled('cposix\nsystem\nX\x04\0\0\0true\x85R') })
    expect(() => torch.load(evil, { weights_only: false })).toThrow(UnpicklingError)
  })

  test('names of the language are only names', () => {
    const made = load('}(X\x09\0\0\0__proto__}X\x08\0\0\0polluted\x88su.'.slice(0, -1)) as Record<
      string,
      unknown
    >
    expect(Object.keys(made)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(() => load(`c${name}\n${name}\n`)).toThrow(UnpicklingError)
      expect(() => load(`cbuiltins\n${name}\n`)).toThrow(UnpicklingError)
    }
  })

  test('another protocol is told of', () => {
    const file = zipped({ 'data.pkl': Buffer.from('\x80\x04N.', 'latin1') })
    const texts = catch_warnings((caught) => {
      simplefilter('always')
      expect(torch.load(file)).toBeNull()
      return caught.map(({ message }) => message)
    })
    expect(texts).toEqual([
      'Detected pickle protocol 4 in the checkpoint, which was not the default pickle protocol used by `torch.load` (2). The weights_only Unpickler might not support all instructions implemented by this protocol, please file an issue for adding support if you encounter this.',
    ])
  })

  test('strings of Python 2', () => {
    const file = zipped({ 'data.pkl': pickled('U\x02\xc3\xa9') })
    expect(torch.load(file)).toBe('é')
    const quiet = (encoding: string): unknown => torch.load(file, { weights_only: false, encoding })
    expect(quiet('latin1')).toBe('Ã©')
    expect(quiet('bytes')).toEqual(Uint8Array.of(0xc3, 0xa9))
  })
})

describe('sparse and nested tensors are looked at', () => {
  const changed = (value: Tensor, from: string, to: string): Uint8Array => {
    const file = fileOf(value)
    const at = Buffer.from(file).indexOf(Buffer.from(from, 'hex'))
    expect(at).toBeGreaterThan(0)
    const copy = file.slice()
    copy.set(Buffer.from(to, 'hex'), at)
    return copy
  }

  test('an index outside', () => {
    const value = torch.sparse_coo_tensor(
      [
        [0, 1],
        [2, 0],
      ],
      [3, 4],
      [2, 3],
    )
    const file = changed(value, '0200000000000000', '0900000000000000')
    expect(errorOf(() => torch.load(file))[0]).toBe('RuntimeError')
    const csr = changed(torch.eye(3).to_sparse_csr(), '0200000000000000', '0900000000000000')
    expect(errorOf(() => torch.load(csr))[0]).toBe('RuntimeError')
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

  const gpu = torch.cuda.is_available() ? test : test.skip
  gpu('a GPU', () => {
    const file = fileOf(torch.ones(3, { device: 'cuda' }))
    expect(String(torch.load<Tensor>(file).device)).toBe('cuda:0')
    expect(String(torch.load<Tensor>(file, 'cpu').device)).toBe('cpu')
    expect(String(torch.load<Tensor>(ones, 'cuda').device)).toBe('cuda:0')
    const old = fileOf(torch.ones(3, { device: 'cuda' }), { _use_new_zipfile_serialization: false })
    expect(torch.load<Tensor>(old).tolist()).toEqual([1, 1, 1])
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

describe('torch.save', () => {
  test('refuses one memory as two types', () => {
    const x = torch.ones(2)
    expect(errorOf(() => fileOf([x, x.view(torch.int32)]))).toEqual([
      'RuntimeError',
      'Cannot save multiple tensors or storages that view the same data as different types',
    ])
  })

  test.each([
    ['a function', () => 1],
    ['a module', nn.Linear(1, 1)],
    ['a symbol', Symbol('x')],
    ['an array of floats', new Float32Array(2)],
    ['an instance', new (class Foo {})()],
  ])('refuses %s', (_, value) => {
    expect(errorOf(() => fileOf([value]))[0]).toBe('PicklingError')
  })

  test('refuses a subclass of Tensor without a name', () => {
    class Special extends torch.Tensor {}
    const x = Object.setPrototypeOf(torch.ones(1), Special.prototype) as Tensor
    expect(errorOf(() => fileOf(x))[0]).toBe('PicklingError')
  })

  test('keeps the file of an earlier save when the value cannot be saved', () => {
    const path = join(dir, 'kept.pt')
    torch.save(1, path)
    expect(() => torch.save([() => 1], path)).toThrow()
    expect(torch.load(path)).toBe(1)
  })

  test('keyword arguments, and dicts that look like some', () => {
    const buffer = new BytesIO()
    torch.save({ obj: { f: 1 }, f: buffer })
    buffer.seek(0)
    expect(torch.load({ f: buffer })).toEqual({ f: 1 })
    expect(errorOf(() => torch.save(1, buffer, { nothing: 1 } as never))).toEqual([
      'TypeError',
      "save() got an unexpected keyword argument 'nothing'",
    ])
  })

  test('whole numbers are ints, others floats', () => {
    const [big, small] = torch.load<unknown[]>(fileOf([2 ** 60, 1e20]))
    expect([big, small]).toEqual([2 ** 60, 1e20])
    expect(torch.load(fileOf([2n ** 60n, 3n]))).toEqual([2n ** 60n, 3])
  })

  test('without checksums', () => {
    const { set_crc32_options, get_crc32_options } = serialization
    set_crc32_options(false)
    try {
      expect(get_crc32_options()).toBe(false)
      expect(String(torch.load(fileOf(torch.ones(3))))).toBe('tensor([1., 1., 1.])')
    } finally {
      set_crc32_options(true)
    }
  })

  test('skip_data', () => {
    const file = serialization.skip_data(() => fileOf(torch.ones(3)))
    expect(file.length).toBe(ones.length)
    expect(String(torch.load(file))).toBe('tensor([0., 0., 0.])')
    const shape = serialization.skip_data(() => torch.load<Tensor>(ones).shape)
    expect(String(shape)).toBe('torch.Size([3])')
    const legacy = { _use_new_zipfile_serialization: false }
    expect(errorOf(() => serialization.skip_data(() => fileOf(1, legacy)))).toEqual([
      'RuntimeError',
      'Cannot use skip_data=True with _use_new_zipfile_serialization=False',
    ])
  })

  test('views keep sharing, and all of their memory is saved', () => {
    const base = torch.zeros(1000)
    const [a, b] = torch.load<Tensor[]>(fileOf([base['0:2'], base['1:3']])) as [Tensor, Tensor]
    a.fill_(7)
    expect(b.tolist()).toEqual([7, 0])
    expect(a.untyped_storage().nbytes()).toBe(4000)
  })
})

describe('classes of users', () => {
  const { add_safe_globals, clear_safe_globals, get_safe_globals, safe_globals } = serialization
  afterEach(() => clear_safe_globals())

  class Config {
    static __module__ = 'project'
    constructor(
      public hidden = 4,
      public name: string | null = null,
    ) {}
  }

  test('are saved and loaded by name', () => {
    add_safe_globals([Config])
    const file = fileOf({ config: new Config(8, 'x'), x: torch.ones(1) })
    expect(recordOf(file, 'data.pkl').toString('latin1')).toContain('cproject\nConfig\n')
    const { config } = torch.load<{ config: Config }>(file)
    expect(config).toBeInstanceOf(Config)
    expect({ ...config }).toEqual({ hidden: 8, name: 'x' })
    clear_safe_globals()
    expect(() => torch.load(file)).toThrow(/GLOBAL project.Config was not an allowed global/)
    expect(serialization.get_unsafe_globals_in_checkpoint(file)).toEqual(['project.Config'])
    expect(safe_globals([Config], () => torch.load(file))).toBeDefined()
    expect(get_safe_globals()).toEqual([])
  })

  test('have their own state', () => {
    class Counter {
      count = 0
      __getstate__() {
        return { saved: this.count }
      }
      __setstate__({ saved }: { saved: number }) {
        this.count = saved + 1
      }
    }
    safe_globals([[Counter, 'a.b.Counter']], () => {
      const counter = new Counter()
      counter.count = 5
      expect(torch.load<Counter>(fileOf(counter)).count).toBe(6)
    })
  })

  test('of tensors', () => {
    class Special extends torch.Tensor {}
    const x = Object.setPrototypeOf(torch.ones(1), Special.prototype) as Tensor
    safe_globals([[Special, 'project.Special']], () => {
      expect(torch.load(fileOf(x))).toBeInstanceOf(Special)
    })
  })

  test('functions are called', () => {
    const join = (...parts: string[]): string => parts.join('+')
    const file = zipped({ 'data.pkl': pickled('cm\njoin\nX\x01\0\0\0aX\x01\0\0\0b\x86R') })
    function old(a: string, b: string): string {
      return a + b
    }
    expect(safe_globals([[join, 'm.join']], () => torch.load(file))).toBe('a+b')
    expect(safe_globals([[old, 'm.join']], () => torch.load(file))).toBe('ab')
    const object = zipped({ 'data.pkl': pickled('cm\njoin\n)\x81') })
    expect(errorOf(() => safe_globals([[join, 'm.join']], () => torch.load(object)))[1]).toContain(
      'm.join is not a class',
    )
  })

  test('wrong items', () => {
    expect(errorOf(() => add_safe_globals([[Config] as never]))).toEqual([
      'ValueError',
      'Expected tuple of length 2 (global, str of callable full path), but got tuple of length: 1',
    ])
    expect(errorOf(() => add_safe_globals([[Config, 5] as never]))).toEqual([
      'TypeError',
      "Expected second item in tuple to be str of callable full path, but got: <class 'int'>",
    ])
  })
})

describe('torch.serialization', () => {
  test('get_unsafe_globals_in_checkpoint', () => {
    const { get_unsafe_globals_in_checkpoint } = serialization
    const file = zipped({
      'data.pkl': pickled('](c__main__\nFoo\ncposix\nsystem\nctorch\nfloat32\ne'),
    })
    expect(get_unsafe_globals_in_checkpoint(file).sort()).toEqual(['__main__.Foo', 'posix.system'])
    expect(errorOf(() => get_unsafe_globals_in_checkpoint(oldOnes))).toEqual([
      'ValueError',
      'Expected input to be a checkpoint returned by torch.save',
    ])
    const script = zipped({ 'data.pkl': pickled('N'), 'constants.pkl': pickled('N') })
    expect(errorOf(() => get_unsafe_globals_in_checkpoint(script))[1]).toBe(
      'Expected input to be a checkpoint returned by torch.save but got a torchscript checkpoint',
    )
    catch_warnings(() => {
      expect(errorOf(() => torch.load(script))[1]).toMatch(
        /^Cannot use ``weights_only=True`` with TorchScript archives passed to ``torch.load``. In/,
      )
      expect(errorOf(() => torch.load(script, { weights_only: false }))[1]).toBe(
        'TorchScript archives cannot be loaded: there is no torch.jit here',
      )
    })
  })

  test('tags', () => {
    const { default_restore_location, location_tag } = serialization
    const storage = torch.ones(1).untyped_storage()
    expect(location_tag(storage)).toBe('cpu')
    expect(location_tag(torch.ones(1, { device: 'meta' }).untyped_storage())).toBe('meta')
    expect(default_restore_location(storage, 'cpu')).toBe(storage)
    expect(errorOf(() => default_restore_location(storage, 'zz'))[1]).toBe(
      "don't know how to restore data location of torch.storage.UntypedStorage (tagged with zz)",
    )
  })

  test('pickle_module', () => {
    expect(
      errorOf(() => torch.load(ones, { pickle_module: {} as never, weights_only: true })),
    ).toEqual([
      'RuntimeError',
      'Can not safely load weights when explicit pickle_module is specified',
    ])
  })

  test.each([
    ['TORCH_FORCE_WEIGHTS_ONLY_LOAD', false, /^Weights only load failed/],
    ['TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD', null, /^The file holds an object of m.n/],
  ])('%s', (name, weights_only, text) => {
    process.env[name] = '1'
    try {
      const file = zipped({ 'data.pkl': pickled('cm\nn\n') })
      expect(catch_warnings(() => errorOf(() => torch.load(file, { weights_only })))[1]).toMatch(
        text,
      )
    } finally {
      delete process.env[name]
    }
  })

  test('safetensors by their name', () => {
    const path = join(dir, 'x.safetensors')
    mkdirSync(dir, { recursive: true })
    const { save_file } = require('torch-node/safetensors/torch') as {
      save_file: (tensors: object, path: string) => void
    }
    save_file({ a: torch.ones(2) }, path)
    expect(String(torch.load<{ a: Tensor }>(path).a)).toBe('tensor([1., 1.])')
    expect(errorOf(() => torch.load(path, { cpu: 'meta' }))[1]).toBe(
      'Loading safetensors file with dict map_location is not supported. Use a device string or torch.device instead.',
    )
  })
})
