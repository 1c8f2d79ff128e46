import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { catch_warnings } from 'torch-node/warnings'
import { errorOf, fileOf, folder } from './support.js'
import { pickled, recordOf, zipped } from './zip.js'

const { serialization } = torch
const dir = folder()
const ones = fileOf(torch.ones(3))
const oldOnes = fileOf(torch.ones(3), { _use_new_zipfile_serialization: false })

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
    const within = safe_globals([Config], () => torch.load<{ config: Config }>(file))
    expect(within.config).toBeInstanceOf(Config)
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
