// Files of Python, byte for byte: what it saved loads as what it is, and the same values are saved as the same file.

import torch from 'torch-node'
import { catch_warnings } from 'torch-node/warnings'
import { contents, type Trained, train, training } from './contents.js'
import { describe as told } from './describe.js'
import { bytes, fileOf, golden } from './support.js'
import { recordOf } from './zip.js'

beforeAll(() => torch.set_num_threads(1))

const refused = new Set(['uninitialized parameter'])
// Loaded, the bytes of a storage are elements: as in Python.
const changed = new Set(['untyped storage'])
const names = Object.keys(golden.cases)

describe.each(names)('torch.load, torch.save: %s', (name) => {
  const { file, value, legacy } = golden.cases[name] as (typeof golden.cases)[string]
  const given = bytes(file)

  if (refused.has(name)) {
    test('Python refuses it, so do we', () => {
      const [cls, text] = (value as { error: [string, string] }).error
      let thrown: unknown
      try {
        torch.load(given)
      } catch (error) {
        thrown = error
      }
      expect((thrown as Error).name).toBe(cls)
      expect((thrown as Error).message.split('\n').at(-1)).toBe(text)
    })
  } else {
    test('loads', () => {
      expect(told(torch.load(given))).toEqual(value)
    })

    test('is saved again as it was', () => {
      const saved = fileOf(torch.load(given))
      if (changed.has(name)) {
        expect(recordOf(saved, 'data.pkl').toString('latin1')).toContain('ctorch\nByteStorage\n')
        return
      }
      expect(recordOf(saved, 'data.pkl')).toEqual(recordOf(given, 'data.pkl'))
      expect(Buffer.compare(saved, given)).toBe(0)
    })
  }

  const make = contents[name]
  if (make !== undefined) {
    test('is saved as in Python', () => {
      const made = fileOf(catch_warnings(make))
      expect(recordOf(made, 'data.pkl')).toEqual(recordOf(given, 'data.pkl'))
      expect(Buffer.compare(made, given)).toBe(0)
    })
  }

  if (legacy !== undefined) {
    test('loads from the format of before 1.6', () => {
      expect(told(torch.load(bytes(legacy)))).toEqual(value)
    })

    test('survives that format here', () => {
      const again = fileOf(torch.load(given), { _use_new_zipfile_serialization: false })
      expect(told(torch.load(again))).toEqual(value)
    })
  }
})

describe.each(Object.keys(golden.data))('%s', (name) => {
  const { file, value } = golden.data[name] as (typeof golden.data)[string]

  test('loads without weights_only', () => {
    expect(told(torch.load(bytes(file), { weights_only: false }))).toEqual(value)
  })

  test('is refused with it', () => {
    expect(() => catch_warnings(() => torch.load(bytes(file)))).toThrow(/^Weights only load failed/)
  })
})

test('training goes on as in Python from a file of it', () => {
  interface Start {
    model: Record<string, unknown>
    optimizer: Parameters<Trained['optimizer']['load_state_dict']>[0]
    inputs: Trained['inputs']
  }
  const start = torch.load<Start>(bytes(golden.training))
  const trained = training((p) => torch.optim.Adam(p, { lr: 0.5 }), 0)
  trained.net.load_state_dict(start.model)
  trained.optimizer.load_state_dict(start.optimizer)
  train({ ...trained, inputs: start.inputs }, 4)
  expect(Buffer.compare(fileOf(trained.net.state_dict()), bytes(golden.trained))).toBe(0)
})

describe('a file of before 0.1.10', () => {
  const tar = bytes(golden.tar)

  test('loads where Python loads it', () => {
    const old = torch.load<Record<string, unknown>>(tar, { weights_only: false })
    expect(String(old.matrix)).toBe('tensor([[0., 2.],\n        [1., 3.]])')
    expect(String(old.part)).toBe('tensor([1., 2.])')
    expect(old.name).toBe('old')
  })

  test('is refused with weights_only', () => {
    expect(() => torch.load(tar)).toThrow(
      /^Cannot use ``weights_only=True`` with files saved in the legacy .tar format. In PyTorch 2.6/,
    )
  })
})
