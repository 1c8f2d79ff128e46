import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import { safe_open } from 'torch-node/safetensors'
import {
  load,
  load_file,
  load_model,
  save,
  save_file,
  save_model,
} from 'torch-node/safetensors/torch'
import { bytes, errorOf, folder, golden } from '../serialization/support.js'

const dir = folder()
const files = golden.safetensors as Record<string, string>
const same = (made: Uint8Array, name: string): void => {
  expect(Buffer.from(made).toString('latin1')).toBe(
    Buffer.from(bytes(files[name] as string)).toString('latin1'),
  )
}
const names = [
  'float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex64 uint16 uint32 uint64',
  'float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz',
]
  .join(' ')
  .split(' ')
type DtypeName = 'float32'

function mixed(): Record<string, Tensor> {
  const made = Object.fromEntries(
    names.map((name) => [name, torch.arange(3).to(torch[name as DtypeName])]),
  )
  for (const name of ['float8_e8m0fnu', 'float4_e2m1fn_x2']) {
    made[name] = torch.arange(3, { dtype: torch.uint8 }).view(torch[name as DtypeName])
  }
  return made
}

describe('files are those of the package safetensors', () => {
  test('all types', () => {
    same(save(mixed()), 'mixed')
    const loaded = load(bytes(files.mixed as string))
    for (const [name, tensor] of Object.entries(mixed())) {
      expect(loaded[name]?.dtype).toBe(tensor.dtype)
      expect(loaded[name]?.view(torch.uint8).tolist()).toEqual(tensor.view(torch.uint8).tolist())
    }
  })

  test('shapes', () => {
    const tensors = {
      scalar: torch.tensor(2.5),
      empty: torch.empty(0, 3),
      matrix: torch.ones(2, 3),
    }
    same(save(tensors), 'shapes')
    const loaded = load(bytes(files.shapes as string))
    expect(Object.values(loaded).map(({ shape }) => [...shape])).toEqual([[0, 3], [2, 3], []])
    expect(loaded.scalar?.item()).toBe(2.5)
  })

  test('metadata, names and nothing', () => {
    same(save({ 'é"\n': torch.ones(1) }, { format: 'pt' }), 'metadata')
    same(save({ 'é"\n': torch.ones(1) }, { metadata: { format: 'pt' } }), 'metadata')
    same(save({}), 'nothing')
    expect(load(bytes(files.nothing as string))).toEqual({})
  })

  test('a module with tied weights', () => {
    torch.manual_seed(5)
    const tied = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    ;(tied[1] as nn.Linear).weight = (tied[0] as nn.Linear).weight
    const path = join(dir, 'tied.safetensors')
    save_model(tied, path)
    same(readFileSync(path), 'tied')
    torch.no_grad(() => (tied[0] as nn.Linear).weight.zero_())
    expect(load_model(tied, path)).toEqual([[], []])
    expect((tied[1] as nn.Linear).weight.count_nonzero().item()).toBe(4)
  })
})

describe('load_file', () => {
  const path = join(dir, 'x.safetensors')
  beforeAll(() => save_file({ b: torch.arange(6).view(2, 3), a: torch.ones([]) }, path, { k: 'v' }))

  test('maps the file, and leaves it alone', () => {
    const { a, b } = load_file(path) as { a: Tensor; b: Tensor }
    expect([a.item(), b.tolist()]).toEqual([
      1,
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ])
    b.add_(1)
    expect(load_file(path).b?.tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
  })

  test('its file can be written again', () => {
    const again = join(dir, 'again.safetensors')
    save_file({ a: torch.arange(100_000) }, again)
    const { a } = load_file(again) as { a: Tensor }
    save_file({ a: a.add(1) }, again)
    save_file({ a, b: torch.ones(1) }, again)
    expect(load_file(again).a?.[-1]?.item()).toBe(99_999)
  })

  test('safe_open takes tensors one by one', () => {
    const text = safe_open(path, 'pt', (f) => {
      expect([f.keys(), f.offset_keys(), f.metadata()]).toEqual([
        ['a', 'b'],
        ['b', 'a'],
        { k: 'v' },
      ])
      const slice = f.get_slice('b')
      expect([slice.get_shape(), slice.get_dtype()]).toEqual([[2, 3], 'I64'])
      expect(slice['0:1, 1:'].tolist()).toEqual([[1, 2]])
      expect(slice[-1]?.tolist()).toEqual([3, 4, 5])
      expect(slice.index(['...', 0]).tolist()).toEqual([0, 3])
      expect(Object.keys(f.get_tensors())).toEqual(['b', 'a'])
      expect(errorOf(() => f.get_tensor('zz'))).toEqual([
        'SafetensorError',
        'File does not contain tensor zz',
      ])
      return String(f.get_tensor('a'))
    })
    expect(text).toBe('tensor(1.)')
    const f = safe_open(path, 'pt')
    f.close()
    expect(errorOf(() => f.keys())).toEqual(['SafetensorError', 'File is closed'])
  })

  test.each<[() => unknown, string, string]>([
    [() => load_file('/nonexist'), 'FileNotFoundError', 'No such file or directory: /nonexist'],
    [() => load_file(path, 'foo'), 'SafetensorError', 'device foo is invalid'],
    [() => safe_open(path, 'np' as never), 'SafetensorError', 'framework np is invalid'],
    [
      () => load_file(5 as never),
      'TypeError',
      'expected str, bytes or os.PathLike object, not int',
    ],
  ])('%s', (body, name, text) => {
    expect(errorOf(body)).toEqual([name, text])
  })
})

describe('broken files', () => {
  const made = (header: object | string, data = '', length?: number): Buffer => {
    const text = typeof header === 'string' ? header : JSON.stringify(header)
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(length ?? Buffer.byteLength(text)))
    return Buffer.concat([size, Buffer.from(text), Buffer.from(data)])
  }
  const info = (dtype: string, shape: number[], data_offsets: number[]): object => ({
    a: { dtype, shape, data_offsets },
  })
  const eight = '12345678'
  const shape = 'invalid shape, data type, or offset for tensor'

  test.each<[string, Uint8Array, string | RegExp]>([
    ['empty', Buffer.of(), 'header too small'],
    ['a large header', made('{}', '', 1e12), 'header too large'],
    ['a short header', made('{}', '', 5), 'invalid header length'],
    ['no JSON', made('{'), /^invalid JSON in header: /],
    ['a list', made('[]'), /^invalid JSON in header: /],
    [
      'no UTF-8',
      Buffer.concat([made('', '', 2), Buffer.from([0xff, 0xfe])]),
      /^invalid UTF-8 in header: /,
    ],
    ['a number', made({ a: 1 }), /^invalid JSON in header: /],
    [
      'no shape',
      made({ a: { dtype: 'F32', data_offsets: [0, 8] } }, eight),
      'invalid JSON in header: missing field `shape`',
    ],
    [
      'an unknown type',
      made(info('XX', [2], [0, 8]), eight),
      /^invalid JSON in header: unknown variant `XX`, expected one of `BOOL`/,
    ],
    ['a negative size', made(info('F32', [-2], [0, 8]), eight), /^invalid JSON in header: /],
    [
      'data cut',
      made(info('F32', [2], [0, 8]), '1234'),
      'incomplete metadata, file not fully covered',
    ],
    [
      'data left',
      made(info('F32', [2], [0, 8]), `${eight}9`),
      'incomplete metadata, file not fully covered',
    ],
    ['another size', made(info('F32', [3], [0, 8]), eight), shape],
    ['offsets turned', made(info('F32', [2], [8, 0]), eight), 'invalid offset for tensor `a`'],
    ['a hole', made(info('F32', [2], [4, 12]), '123456789012'), 'invalid offset for tensor `a`'],
    [
      'huge sizes',
      made(info('F32', [2 ** 40, 2 ** 40], [0, 8]), eight),
      'overflow computing buffer size from shape and/or element type',
    ],
    [
      'half a byte',
      made(info('F4', [1], [0, 1]), '1'),
      /^The slice is slicing for subbytes dtypes/,
    ],
    ['metadata of numbers', made({ __metadata__: { a: 1 } }), /^invalid JSON in header: /],
  ])('%s', (_, file, text) => {
    const path = join(dir, 'broken.safetensors')
    writeFileSync(path, file)
    const whole = (start: string): string | RegExp =>
      typeof text === 'string'
        ? `${start}: ${text}`
        : new RegExp(`^${start}: ${text.source.slice(1)}`)
    for (const [body, start] of [
      [() => load(file), 'Error while deserializing'],
      [() => load_file(path), 'Error while deserializing header'],
    ] as const) {
      const [name, message] = errorOf(body)
      expect(name).toBe('SafetensorError')
      const expected = whole(start)
      if (typeof expected === 'string') expect(message).toBe(expected)
      else expect(message).toMatch(expected)
    }
  })

  test('two tensors on the same bytes', () => {
    const both = {
      ...info('F32', [2], [0, 8]),
      b: { dtype: 'F32', shape: [2], data_offsets: [4, 12] },
    }
    expect(errorOf(() => load(made(both, '123456789012')))[1]).toBe(
      'Error while deserializing: invalid offset for tensor `b`',
    )
  })

  test('a name of the language', () => {
    const file = made('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', '1')
    expect(Object.keys(load(file))).toEqual(['__proto__'])
  })
})

describe('what cannot be saved', () => {
  const x = torch.ones(4)
  test.each<[string, () => unknown, string, string | RegExp]>([
    [
      'a list',
      () => save([x] as never),
      'ValueError',
      "Expected a dict of [str, torch.Tensor] but received <class 'list'>",
    ],
    [
      'a number',
      () => save({ a: 1 } as never),
      'ValueError',
      "Key `a` is invalid, expected torch.Tensor but received <class 'int'>",
    ],
    [
      'shared memory',
      () => save({ a: x, b: x.view(2, 2) }),
      'RuntimeError',
      /Some tensors share memory, .*: \[\{'a', 'b'\}\]\./,
    ],
    [
      'a transposed one',
      () => save({ a: x.view(2, 2).t() }),
      'ValueError',
      /^You are trying to save a non contiguous tensor: `a` which is not allowed\./,
    ],
    [
      'a sparse one',
      () => save({ a: torch.eye(2).to_sparse() }),
      'ValueError',
      /^You are trying to save a sparse tensors: `\['a'\]` which/,
    ],
    [
      'a type',
      () => save({ a: torch.ones(1, { dtype: torch.complex128 }) }),
      'KeyError',
      'torch.complex128',
    ],
    [
      'metadata',
      () => save({ a: x }, { k: 1 } as never),
      'TypeError',
      "argument 'metadata': 'int' object is not an instance of 'str'",
    ],
  ])('%s', (_, body, name, text) => {
    const [thrown, message] = errorOf(body)
    expect(thrown).toBe(name)
    if (typeof text === 'string') expect(message).toBe(text)
    else expect(message).toMatch(text)
  })

  test('parts of one memory that lie apart can', () => {
    expect(Object.keys(load(save({ a: x['0:2'], b: x['2:4'] })))).toEqual(['a', 'b'])
  })
})

describe('load_model', () => {
  test('names that are missing or too many', () => {
    const net = nn.Linear(2, 1)
    const path = join(dir, 'part.safetensors')
    save_file({ weight: torch.ones(1, 2), other: torch.ones(1) }, path)
    expect(errorOf(() => load_model(net, path))).toEqual([
      'RuntimeError',
      'Error(s) in loading state_dict for Linear:\n    Missing key(s) in state_dict: "bias"\n    Unexpected key(s) in state_dict: "other"',
    ])
    expect(load_model(net, path, { strict: false })).toEqual([['bias'], ['other']])
    expect(net.weight.tolist()).toEqual([[1, 1]])
  })

  test('no name covers the memory', () => {
    const base = torch.ones(4)
    const net = nn.Module()
    Object.assign(net, { a: nn.Parameter(base['0:3']), b: nn.Parameter(base['1:4']) })
    expect(errorOf(() => save_model(net, join(dir, 'no.safetensors')))[1]).toMatch(
      /^Error while trying to find names to remove to save state dict, but found no suitable name to keep/,
    )
  })
})
