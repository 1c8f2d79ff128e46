import torch, { type Tensor } from 'torch-node'
import { UnpicklingError } from 'torch-node/pickle'
import { catch_warnings, simplefilter } from 'torch-node/warnings'
import { errorOf, fileOf } from './support.js'
import { pickled, zipped } from './zip.js'

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
