// What files say of tensors is looked at before LibTorch believes it.

import torch, { nn, type Tensor } from 'torch-node'
import { Float, Global, Pickler, type Reduced } from '../../lib/_pickler.js'
import { tuple } from '../../lib/_tuple.js'
import { errorOf } from './support.js'
import { zipped } from './zip.js'

class Storage {
  constructor(
    readonly type: string,
    readonly numel: number,
  ) {}
}
class Call implements Reduced {
  readonly func: Global
  readonly newobj: boolean
  constructor(
    path: string,
    readonly args: readonly unknown[],
    readonly state?: unknown,
  ) {
    const dot = path.lastIndexOf('.')
    this.func = new Global(path.slice(0, dot), path.slice(dot + 1))
    this.newobj = state !== undefined
  }
}

const globals: Record<string, Global> = {}
const globalOf = (name: string): Global => {
  globals[name] ??= new Global('torch', name)
  return globals[name]
}

/** The value of a file with one storage of 16 bytes. */
function load(value: unknown): unknown {
  const pickle = new Pickler({
    persistentId: (one) =>
      one instanceof Storage ? ['storage', globalOf(one.type), '0', 'cpu', one.numel] : null,
    reduce(one) {
      if (one instanceof Call) return one
      return '_k' in one ? globalOf(String(one).slice('torch.'.length)) : null
    },
  }).dump(value)
  const numbers = Buffer.from(Float32Array.of(1, 2, 3, 4).buffer)
  return torch.load(zipped({ 'data.pkl': pickle, 'data/0': numbers }))
}

const utils = (name: string, ...args: unknown[]): Call => new Call(`torch._utils.${name}`, args)
const floats = new Storage('FloatStorage', 4)
const t = (...items: unknown[]): unknown => tuple(items)
const hooks = new Map()
const view = (offset: number, size: number[], stride: number[], ...more: unknown[]): Call =>
  utils('_rebuild_tensor_v2', floats, offset, t(...size), t(...stride), false, hooks, ...more)
const tensor = (values: number[], dtype = 'LongStorage', size = [values.length]): Call => {
  void values
  return utils(
    '_rebuild_tensor_v2',
    new Storage(dtype, 2),
    0,
    t(...size),
    t(...size.map(() => 1)),
    false,
    hooks,
  )
}
const outside = 'Trying to resize storage that is not resizable'

describe('views', () => {
  test('that fit', () => {
    expect((load(view(1, [3], [1])) as Tensor).tolist()).toEqual([2, 3, 4])
    expect((load(view(0, [2, 2], [1, 2])) as Tensor).tolist()).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect((load(view(3, [1000], [0])) as Tensor).sum().item()).toBe(4000)
    expect((load(view(9, [0, 5], [5, 1])) as Tensor).numel()).toBe(0)
    expect((load(view(0, [1], [2 ** 50])) as Tensor).tolist()).toEqual([1])
  })

  test.each<[unknown, string, string]>([
    [view(0, [5], [1]), 'RuntimeError', outside],
    [view(4, [], []), 'RuntimeError', outside],
    [view(0, [2 ** 40, 2 ** 40], [2 ** 40, 2 ** 40]), 'RuntimeError', outside],
    [view(2 ** 52, [1], [1]), 'RuntimeError', outside],
    [view(-1, [1], [1]), 'RuntimeError', 'Tensor: invalid storage offset -1'],
    [
      view(0, [-1], [1]),
      'RuntimeError',
      'Trying to create tensor with negative dimension -1: [-1]',
    ],
    [
      view(0, [2], [-1]),
      'RuntimeError',
      'as_strided: Negative strides are not supported at the moment, got strides: [-1]',
    ],
    [view(0, [2], []), 'RuntimeError', 'mismatch in length of strides and shape'],
    [
      view(0, [1], [1], { conj: true }),
      'RuntimeError',
      'the conjugate bit is for complex tensors only',
    ],
    [
      view(0, [1], [1], 5),
      'ValueError',
      "the metadata of a tensor must be a dict, not <class 'int'>",
    ],
    [
      utils('_rebuild_tensor_v2', 1, 0, t(1), t(1), false, hooks),
      'TypeError',
      "expected a storage, but got <class 'int'>",
    ],
    [
      utils('_rebuild_tensor_v2', floats, 0.5, t(1), t(1), false, hooks),
      'TypeError',
      "<class 'float'> object cannot be interpreted as an integer",
    ],
    [
      utils('_rebuild_tensor_v2', floats, 0, 1, t(1), false, hooks),
      'TypeError',
      "expected a tuple of ints, but got <class 'int'>",
    ],
    [
      utils('_rebuild_tensor_v2', floats, 0, t(1), t(1), 1, hooks),
      'RuntimeError',
      'requires_grad must be a bool',
    ],
    [
      utils('_rebuild_tensor_v3', floats, 0, t(1), t(1), false, hooks, 5),
      'TypeError',
      "expected a torch.dtype, but got <class 'int'>",
    ],
    [
      utils('_rebuild_tensor_v2', new Storage('FloatStorage', -1), 0, t(1), t(1), false, hooks),
      'RuntimeError',
      'invalid number of elements of a storage: -1',
    ],
  ])('%#', (value, name, text) => {
    expect(errorOf(() => load(value))).toEqual([name, text])
  })
})

describe('other tensors', () => {
  const quantized = (params: unknown, size = [2, 2]): Call =>
    utils(
      '_rebuild_qtensor',
      new Storage('QUInt8Storage', 16),
      0,
      t(...size),
      t(2, 1),
      params,
      false,
      hooks,
    )
  const { per_channel_affine, per_tensor_affine } = torch

  test('quantized ones that fit', () => {
    const made = load(quantized(t(per_tensor_affine, new Float(0.5), 3))) as Tensor
    expect([made.q_scale(), made.q_zero_point(), [...made.size()]]).toEqual([0.5, 3, [2, 2]])
    const lists = load(quantized(t(per_channel_affine, [0.5, 0.25], [0, 1], 0))) as Tensor
    expect(lists.q_per_channel_scales().tolist()).toEqual([0.5, 0.25])
  })

  test.each<[unknown, string, string]>([
    [
      quantized(t(per_channel_affine, [0.5], [0], 2)),
      'ValueError',
      '_rebuild_qtensor: per_channel axis 2 out of range for size (2, 2)',
    ],
    [
      quantized(t(per_channel_affine, [0.5], [0], 0)),
      'ValueError',
      '_rebuild_qtensor: per_channel scales/zero_points length must equal size[axis]=2, got scales=1, zero_points=1',
    ],
    [quantized(t(per_channel_affine, [0.5, 1], [0, 0], 1), [2 ** 40, 2]), 'RuntimeError', outside],
    [
      quantized(t(torch.per_tensor_symmetric, 1, 0)),
      'RuntimeError',
      "Can't deserialize quantized tensor with qscheme torch.per_tensor_symmetric",
    ],
    [quantized(5), 'TypeError', 'quantizer parameters must be a tuple'],
    [
      utils('_rebuild_sparse_tensor', 5, t()),
      'NotImplementedError',
      'rebuilding sparse tensor for layout 5',
    ],
    [
      utils('_rebuild_sparse_tensor', 5, 5),
      'TypeError',
      'the parts of a sparse tensor must be a tuple',
    ],
    [
      utils('_rebuild_nested_tensor', tensor([]), tensor([]), tensor([]), tensor([])),
      'RuntimeError',
      '_rebuild_nested_tensor: the parts do not fit into the buffer',
    ],
    [
      utils('_rebuild_parameter', 5, true, hooks),
      'TypeError',
      "expected a Tensor, but got <class 'int'>",
    ],
    [new Call('torch._tensor._rebuild_from_type_v2', [5, 5, t(), {}]), 'TypeError', ''],
  ])('%#', (value, name, text) => {
    const [thrown, message] = errorOf(() => load(value))
    if (text !== '') expect([thrown, message]).toEqual([name, text])
    else expect(thrown).toMatch(/Error$/)
  })
})

describe('files of long ago', () => {
  test('a tensor that is made first and gets its storage then', () => {
    const state = t(floats, 1, t(2), t(1))
    expect((load(new Call('torch.FloatTensor', [], state)) as Tensor).tolist()).toEqual([2, 3])
    expect(() => load(new Call('torch.FloatTensor', [], t(floats, 1, t(9), t(1))))).toThrow(outside)
  })

  test('a parameter likewise', () => {
    const made = load(
      new Call('torch.nn.parameter.Parameter', [view(0, [2], [1])], t(false, null, null)),
    )
    expect(made).toBeInstanceOf(nn.Parameter)
    expect((made as Tensor).requires_grad).toBe(false)
  })

  test('an OrderedDict of pairs', () => {
    expect(
      load(
        new Call('collections.OrderedDict', [
          [
            ['a', 1],
            ['b', 2],
          ],
        ]),
      ),
    ).toEqual({ a: 1, b: 2 })
    expect(errorOf(() => load(new Call('collections.OrderedDict', [[5]])))).toEqual([
      'TypeError',
      'an OrderedDict is made of pairs',
    ])
  })
})
