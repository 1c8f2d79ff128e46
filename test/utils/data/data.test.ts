import { availableParallelism } from 'node:os'
import torch, { type Tensor } from 'torch-node'
import { len, list, tuple } from 'torch-node/builtins'
import { IndexError } from 'torch-node/errors'
import {
  type CollateFnMap,
  collate,
  default_collate_fn_map,
} from 'torch-node/utils/data/_utils/collate'
import * as warnings from 'torch-node/warnings'

const { data } = torch.utils
const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    const { name, message } = error as Error
    return `${name}: ${message}`
  }
  return 'nothing'
}
type Any = (...args: unknown[]) => unknown
const loader = (...args: unknown[]): unknown => (data.DataLoader as unknown as Any)(...args)

class Squares extends data.Dataset<[number, number]> {
  override __getitem__(i: number): [number, number] {
    return [i, i * i]
  }
  override __len__(): number {
    return 7
  }
}

describe('torch.utils.data.Dataset', () => {
  it('is read by brackets, len and iteration', () => {
    const squares = new Squares()
    expect(squares[3]).toEqual([3, 9])
    expect(squares[-2]).toEqual([-2, 4])
    expect(len(squares)).toBe(7)
    expect([...squares]).toHaveLength(7)
    expect(list(squares)[6]).toEqual([6, 36])
    expect(len(squares.__add__(squares))).toBe(14)
    expect(thrown(() => new data.Dataset()[0])).toBe(
      'NotImplementedError: Subclasses of Dataset should implement __getitem__.',
    )
    expect(thrown(() => len(new data.Dataset()))).toBe(
      "TypeError: object of type 'Dataset' has no len()",
    )
  })

  it('without a length ends at an IndexError', () => {
    class Open extends data.Dataset<number> {
      override __getitem__(i: number): number {
        if (i > 2) throw new IndexError('no more')
        return i * i
      }
    }
    expect([...new Open()]).toEqual([0, 1, 4])
  })

  it('of tensors gives tuples of rows, and slices', () => {
    const set = data.TensorDataset(torch.arange(6).reshape(3, 2), torch.arange(3))
    const [row, label] = set[1]
    expect([row.tolist(), label.item()]).toEqual([[2, 3], 1])
    expect(`${set[-1]}`).toBe('tensor([4, 5]),tensor(2)')
    const [rows, labels] = set['0:2']
    expect([rows.tolist(), labels.tolist()]).toEqual([
      [
        [0, 1],
        [2, 3],
      ],
      [0, 1],
    ])
    expect(len(set)).toBe(3)
    expect(thrown(() => set[3])).toBe(
      'IndexError: index 3 is out of bounds for dimension 0 with size 3',
    )
    expect(thrown(() => data.TensorDataset(torch.ones(2), torch.ones(3)))).toBe(
      'AssertionError: Size mismatch between tensors',
    )
  })

  it('of datasets one after the other, side by side, or in part', () => {
    const both = data.ConcatDataset<unknown>([new Squares(), ['a', 'b']])
    expect([both[6], both[7], both[-1], both[-9]]).toEqual([[6, 36], 'a', 'b', [0, 0]])
    expect(thrown(() => both[-10])).toBe(
      'ValueError: absolute value of index should not exceed dataset length',
    )
    expect(thrown(() => both[9])).toBe('IndexError: list index out of range')
    const former = warnings.catch_warnings(() => both.cummulative_sizes)
    expect(former).toEqual(both.cumulative_sizes)
    const stacked = new data.StackDataset(['x', 'y'], [1, 2])
    expect(stacked[1]).toEqual(tuple(['y', 2]))
    const named = new data.StackDataset({ text: ['x', 'y'], label: [1, 2] })
    expect(named[0]).toEqual({ text: 'x', label: 1 })
    expect(thrown(() => new data.StackDataset(['x'], [1, 2]))).toBe(
      'ValueError: Size mismatch between datasets',
    )
    const part = data.Subset(new Squares(), [5, 0, 6])
    const beside = new data.StackDataset(part, ['a', 'b', 'c'])
    expect(beside.__getitems__([2, 0])).toEqual([tuple([[6, 36], 'c']), tuple([[5, 25], 'a'])])
    const keyed = new data.StackDataset({ square: part, text: ['a', 'b', 'c'] })
    expect(keyed.__getitems__([1])).toEqual([{ square: [0, 0], text: 'b' }])
    class Short extends Squares {
      override __len__(): number {
        return 3
      }
      __getitems__(): number[] {
        return [1]
      }
    }
    expect(thrown(() => new data.StackDataset(part, new Short()).__getitems__([1, 2]))).toBe(
      "ValueError: Nested dataset's output size mismatch. Expected 2, got 1",
    )
    expect([part[0], part[-1], len(part)]).toEqual([[5, 25], [6, 36], 3])
    expect(part.__getitems__([0, 2])).toEqual([
      [5, 25],
      [6, 36],
    ])
  })

  it('splits into parts only as long as it is', () => {
    expect(thrown(() => data.random_split([1, 2, 3], [1, 1]))).toBe(
      'ValueError: Sum of input lengths does not equal the length of the input dataset!',
    )
    expect(thrown(() => data.random_split([1, 2, 3], [1.5, -0.5]))).toBe(
      'ValueError: Fraction at index 0 is not between 0 and 1',
    )
  })
})

describe('torch.utils.data.default_collate', () => {
  it('makes tensors of numbers and tensors, and goes through lists and objects', () => {
    const batch = [
      { x: torch.zeros(2), y: [1, 0.5], name: 'a', ok: true },
      { x: torch.ones(2), y: [2, 1.5], name: 'b', ok: false },
    ]
    const { x, y, name, ok } = data.default_collate(batch)
    expect(x.tolist()).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(y.map((one: Tensor) => String(one))).toEqual([
      'tensor([1, 2])',
      'tensor([0.5000, 1.5000], dtype=torch.float64)',
    ])
    expect(name).toEqual(['a', 'b'])
    expect(`${String(ok)}`).toBe('tensor([ True, False])')
    const maps = data.default_collate([new Map([['k', 1]]), new Map([['k', 2]])])
    expect(maps.get('k')?.tolist()).toEqual([1, 2])
    expect(data.default_collate([Float32Array.of(1, 2), Float32Array.of(3, 4)])).toHaveProperty(
      'dtype',
      torch.float32,
    )
  })

  it('throws what Python throws', () => {
    expect(thrown(() => data.default_collate([null]))).toBe(
      "TypeError: default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found <class 'NoneType'>",
    )
    expect(thrown(() => data.default_collate([{ a: 1 }, {} as { a: number }]))).toBe(
      "KeyError: 'a'",
    )
    expect(thrown(() => data.default_collate([[1], [1, 2]]))).toBe(
      'RuntimeError: each element in list of batch should be of equal size',
    )
    expect(thrown(() => data.default_collate([torch.ones(1), torch.ones(2)]))).toBe(
      'RuntimeError: stack expects each tensor to be equal size, but got [1] at entry 0 and [2] at entry 1',
    )
  })
})

describe('torch.utils.data._utils.collate', () => {
  class Pair {
    constructor(
      readonly a: number,
      readonly b: string,
    ) {}
  }
  class Twin extends Pair {}
  const pairs = (batch: Pair[], { collate_fn_map }: { collate_fn_map: CollateFnMap }): unknown => [
    'pairs',
    collate(
      batch.map(({ a }) => a),
      { collate_fn_map },
    ),
  ]

  it('asks the functions of the classes first, with those above and inside', () => {
    const collate_fn_map: CollateFnMap = new Map([[Pair, pairs]])
    const shown = (batch: unknown[]): string => JSON.stringify(collate(batch, { collate_fn_map }))
    expect(shown([new Pair(1, 'x'), new Pair(2, 'y')])).toBe('["pairs",[1,2]]')
    expect(shown([[new Twin(1, 'x')], [new Pair(2, 'y')]])).toBe('[["pairs",[1,2]]]')
    const strings: CollateFnMap = new Map([[String, (batch: string[]) => batch.join('+')]])
    expect(collate(['a', 'b'], { collate_fn_map: strings })).toBe('a+b')
    expect(thrown(() => collate([new Pair(1, 'x')]))).toBe(
      "TypeError: default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found <class 'Pair'>",
    )
  })

  it('default_collate takes what was added', () => {
    default_collate_fn_map.set(Pair, pairs)
    try {
      expect(JSON.stringify(data.default_collate([new Pair(3, 'x')]))).toBe('["pairs",[3]]')
      const ones = data.TensorDataset(torch.ones(2))
      default_collate_fn_map.set(torch.Tensor, () => 'tensors')
      expect([...new data.DataLoader(ones, { batch_size: 2 })]).toEqual([['tensors']])
    } finally {
      default_collate_fn_map.clear()
    }
  })
})

describe('torch.utils.data.DistributedSampler', () => {
  it.each([
    [11, { num_replicas: 2, rank: 0 }, 12, [10, 4, 5, 2, 9, 6], [9, 3, 4, 2, 1, 7]],
    [11, { num_replicas: 3, rank: 2, shuffle: false }, 12, [2, 5, 8, 0], [2, 5, 8, 0]],
    [11, { num_replicas: 3, rank: 1, seed: 5, drop_last: true }, 9, [5, 10, 6], [9, 0, 3]],
    [5, { num_replicas: 12, rank: 11, shuffle: false }, 12, [1], [1]],
  ])('of %i items, %p', (n, kwargs, total, first, later) => {
    const items = Array.from({ length: n }, (_, i) => i)
    const sampler = data.DistributedSampler(items, kwargs)
    expect([len(sampler), sampler.total_size, [...sampler]]).toEqual([first.length, total, first])
    sampler.set_epoch(3)
    expect([...sampler]).toEqual(later)
  })

  it('throws what Python throws', () => {
    expect(thrown(() => data.DistributedSampler([1]))).toBe(
      'RuntimeError: Requires distributed package to be available',
    )
    expect(thrown(() => data.DistributedSampler([1], { num_replicas: 2, rank: 2 }))).toBe(
      'ValueError: Invalid rank 2, rank should be in the interval [0, 1]',
    )
  })
})

describe('torch.utils.data.DataLoader', () => {
  it('collates tuples of numbers', () => {
    const [[i, square] = []] = [...new data.DataLoader(new Squares(), { batch_size: 4 })]
    expect([i?.tolist(), square?.tolist()]).toEqual([
      [0, 1, 2, 3],
      [0, 1, 4, 9],
    ])
  })

  it('picks rows at once with the bits of stacked rows', () => {
    const tensors = [torch.randn(9, 2, 3), torch.arange(9), torch.randn(9, 4).t().t()]
    const dataset = data.TensorDataset(...tensors)
    const indices = [[8, 0, 3], [2, 3, 4], [-1, 1], [5]]
    const quick = [...new data.DataLoader(dataset, { batch_sampler: indices })]
    const stacked = indices.map((batch) => data.default_collate(batch.map((i) => dataset[i])))
    for (const [i, batch] of quick.entries()) {
      const columns = batch as unknown as Tensor[]
      for (const [j, column] of columns.entries()) {
        const expected = (stacked[i] as Tensor[])[j] as Tensor
        expect(column.equal(expected)).toBe(true)
        expect(column.stride()).toEqual(expected.stride())
      }
    }
    // A batch is a copy: changing it leaves the dataset alone.
    const [first] = [...new data.DataLoader(dataset, { batch_size: 9 })] as unknown as [[Tensor]]
    first[0].fill_(7)
    expect(tensors[0]?.eq(7).any().item()).toBe(false)
    const part = data.Subset(dataset, [4, 4, 2])
    const [half] = [...new data.DataLoader(part, { batch_size: 3 })] as unknown as [Tensor[]]
    expect(half[1]?.tolist()).toEqual([4, 4, 2])
  })

  it('keeps the graph of tensors that require a gradient', () => {
    const weights = torch.ones(4, { requires_grad: true })
    const [batch] = [...new data.DataLoader(data.TensorDataset(weights), 2)] as unknown as [
      Tensor[],
    ]
    batch[0]?.sum().backward()
    expect(weights.grad?.tolist()).toEqual([1, 1, 0, 0])
  })

  it('asks a dataset for whole batches where it can, and collates as told', () => {
    class Batches extends data.Dataset<number> {
      asked: number[][] = []
      override __len__(): number {
        return 5
      }
      __getitems__(indices: number[]): number[] {
        this.asked.push(indices)
        return indices
      }
    }
    const dataset = new Batches()
    const sums = new data.DataLoader(dataset, {
      batch_size: 2,
      collate_fn: (items: number[]) => items.reduce((a, b) => a + b, 0),
    })
    expect([...sums]).toEqual([1, 5, 4])
    expect(dataset.asked).toEqual([[0, 1], [2, 3], [4]])
    const problem = new Error('mine')
    const fails = new data.DataLoader(dataset, {
      collate_fn: () => {
        throw problem
      },
    })
    expect(() => [...fails]).toThrow(problem)
  })

  it('reads iterable datasets to their end', () => {
    class Count extends data.IterableDataset<number> {
      override *__iter__(): IterableIterator<number> {
        for (let i = 0; i < 7; i++) yield i
      }
    }
    const rows = (options: object): unknown[] =>
      Array.from(new data.DataLoader(new Count(), options), (one) =>
        typeof one === 'number' ? one : (one as Tensor).tolist(),
      )
    expect(rows({ batch_size: 3 })).toEqual([[0, 1, 2], [3, 4, 5], [6]])
    expect(rows({ batch_size: 3, drop_last: true })).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(rows({ batch_size: null })).toEqual([0, 1, 2, 3, 4, 5, 6])
    const chained = data.ChainDataset([new Count(), new Count()])
    expect([...chained]).toHaveLength(14)
    expect(thrown(() => loader(new Count(), { shuffle: true }))).toBe(
      'ValueError: DataLoader with IterableDataset: expected unspecified shuffle option, but got shuffle=True',
    )
  })

  it('says that there is nothing to pin memory for, and loads all the same', () => {
    const pinned = new data.DataLoader([1, 2], { batch_size: 2, pin_memory: true })
    const { catch_warnings } = warnings
    const [text, rows] = catch_warnings((caught) => {
      const batches = Array.from(pinned, (one) => one.tolist())
      return [caught[0]?.message, batches]
    })
    expect(rows).toEqual([[1, 2]])
    if (!torch.cuda.is_available()) {
      expect(text).toBe(
        "'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.",
      )
    }
  })

  it("warns of more workers than processors, and has Python's defaults for workers", () => {
    const options = { num_workers: 1000, multiprocessing_context: 'spawn' } as const
    const [made, texts] = warnings.catch_warnings((caught) => {
      const made = new data.DataLoader([1], options)
      return [made, caught.map(({ message }) => message)]
    })
    expect([made.prefetch_factor, made.multiprocessing_context]).toEqual([2, 'spawn'])
    const most = availableParallelism()
    const cpuset = process.platform === 'linux' ? '' : ' (`cpuset` is not taken into account)'
    expect(texts).toEqual([
      `This DataLoader will create 1000 worker processes in total. Our suggested max number of worker in current system is ${most}${cpuset}, which is smaller than what this DataLoader is going to create. Please be aware that excessive worker creation might get DataLoader running slow or even freeze, lower the worker number to avoid potential slowness/freeze if necessary.`,
    ])
    expect(
      thrown(() => {
        new data.DataLoader([1]).multiprocessing_context = 'fork'
      }),
    ).toBe(
      'ValueError: multiprocessing_context can only be used with multi-process loading (num_workers > 0), but got num_workers=0',
    )
  })

  it('is read by for await without workers too', async () => {
    const got: number[][] = []
    for await (const batch of new data.DataLoader([1, 2, 3], 2))
      got.push(batch.tolist() as number[])
    expect(got).toEqual([[1, 2], [3]])
  })

  it('takes a sampler of the user', () => {
    class Even extends data.Sampler<number> {
      override *__iter__(): IterableIterator<number> {
        yield* [0, 2, 4]
      }
      override __len__(): number {
        return 3
      }
    }
    const sampler = new Even()
    const batches = new data.DataLoader([5, 6, 7, 8, 9], { sampler, batch_size: 2 })
    expect(Array.from(batches, (one) => one.tolist())).toEqual([[5, 7], [9]])
    expect(len(batches)).toBe(2)
    const nested = data.BatchSampler({ sampler, batch_size: 2, drop_last: true })
    expect([...nested]).toEqual([[0, 2]])
    expect(len(nested)).toBe(1)
  })

  it('throws what Python throws', () => {
    const cases: [text: string, run: () => unknown][] = [
      [
        'ValueError: batch_size should be a positive integer value, but got batch_size=0',
        () => loader([1], 0),
      ],
      [
        'ValueError: sampler option is mutually exclusive with shuffle',
        () => loader([1], { sampler: [0], shuffle: true }),
      ],
      [
        'ValueError: batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
        () => loader([1], { batch_sampler: [[0]], batch_size: 2 }),
      ],
      [
        'ValueError: batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
        () => loader([1], { batch_size: null, drop_last: true }),
      ],
      [
        'ValueError: num_samples should be a positive integer value, but got num_samples=0',
        () => loader([], { shuffle: true }),
      ],
      [
        'ValueError: persistent_workers option needs num_workers > 0',
        () => loader([1], { persistent_workers: true }),
      ],
      [
        'ValueError: batch_size attribute should not be set after DataLoader is initialized',
        () => Reflect.set(loader([1]) as object, 'batch_size', 3),
      ],
      [
        "TypeError: DataLoader.__init__() got an unexpected keyword argument 'foo'",
        () => loader([1], { foo: 1 }),
      ],
      [
        'ValueError: weights should be a 1d sequence but given weights have shape (2, 1)',
        () => data.WeightedRandomSampler(torch.ones(2, 1), 3),
      ],
      [
        "ValueError: multiprocessing_context option should specify a valid start method in ['fork', 'spawn', 'forkserver'], but got multiprocessing_context='thread'",
        () => loader([1], { num_workers: 2, multiprocessing_context: 'thread' }),
      ],
      [
        'TypeError: multiprocessing_context option should be a valid context object or a string specifying the start method, but got multiprocessing_context=1',
        () => loader([1], { num_workers: 2, multiprocessing_context: 1 }),
      ],
      [
        'ValueError: prefetch_factor option should be non-negative',
        () => loader([1], { num_workers: 2, prefetch_factor: -1 }),
      ],
    ]
    for (const [text, run] of cases) expect(thrown(run)).toBe(text)
  })
})
