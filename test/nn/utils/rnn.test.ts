// torch.nn.utils.rnn against Python: the same calls, by name, as in scripts/golden/packing.py.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import * as rnn from 'torch-node/nn/utils/rnn'
import { pyRepr } from '../../../lib/_repr.js'
import { tuple } from '../../../lib/_tuple.js'

const {
  PackedSequence,
  invert_permutation,
  pack_padded_sequence,
  pack_sequence,
  pad_packed_sequence,
  pad_sequence,
  unpack_sequence,
  unpad_sequence,
} = nn.utils.rnn

const golden = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'golden', 'packing.json'), 'utf8'),
) as Record<string, string>

type Any = (...args: unknown[]) => unknown
const loose = (fn: unknown): Any => fn as Any

const [a, b, c] = [torch.tensor([1, 2, 3]), torch.tensor([4, 5]), torch.tensor([6])]
const padded = torch.tensor([
  [1, 2, 0],
  [3, 0, 0],
  [4, 5, 6],
])
const wide = torch.arange(12, { dtype: torch.float32 }).view(3, 2, 2)
const options = { batch_first: true, enforce_sorted: false }
const packed = pack_padded_sequence(padded, [2, 1, 3], options)
const order = torch.tensor([1, 0])

// Python's functions give tuples where these give arrays.
const both = (pair: Tensor[]): unknown => tuple(pair)

const calls: Record<string, () => unknown> = {
  'pack sorted': () => pack_sequence([a, b, c]),
  'pack unsorted': () => pack_sequence([c, a, b], { enforce_sorted: false }),
  'pack unsorted as sorted': () => pack_sequence([c, a, b]),
  'pack nothing': () => pack_sequence([]),
  'pack numbers': () => loose(pack_sequence)([1, 2]),
  'pack tuples': () => pack_sequence(tuple([a, b])),
  'pack wide': () => pack_padded_sequence(wide, [3, 2]),
  'pack by a tensor': () => pack_padded_sequence(wide, torch.tensor([3, 1]).float()),
  'pack batch first': () => packed,
  'pack without lengths': () => loose(pack_padded_sequence)(wide),
  'pack too few lengths': () => pack_padded_sequence(wide, [3]),
  'pack no length': () => pack_padded_sequence(wide, [1, 0]),
  'pack increasing': () => pack_padded_sequence(wide, [1, 2]),
  'pack two dims of lengths': () => loose(pack_padded_sequence)(wide, [[1, 2]]),
  'pack too long': () => pack_padded_sequence(wide, [4, 1]),
  pad: () => both(pad_packed_sequence(packed, { batch_first: true })),
  'pad length first': () => both(pad_packed_sequence(packed)),
  'pad with a value': () => both(pad_packed_sequence(packed, true, -1)),
  'pad to a length': () =>
    both(pad_packed_sequence(packed, { batch_first: true, total_length: 5 })),
  'pad to too short': () => pad_packed_sequence(packed, { total_length: 2 }),
  'pad sorted': () => both(pad_packed_sequence(pack_sequence([a, b]))),
  'pad sequence': () => pad_sequence([a, b, c]),
  'pad sequence batch first': () => pad_sequence([a, b, c], true, 9),
  'pad sequence left': () => pad_sequence([a, b, c], { batch_first: true, padding_side: 'left' }),
  'pad sequence aside': () => loose(pad_sequence)([a], { padding_side: 'up' }),
  'pad a tensor': () => pad_sequence(torch.ones(2, 3)),
  'pad an int': () => loose(pad_sequence)(3),
  'pad nothing': () => pad_sequence([]),
  'pad None': () => loose(pad_sequence)(null),
  unpad: () => unpad_sequence(pad_sequence([a, b, c]), torch.tensor([3, 2, 1])),
  'unpad batch first': () => unpad_sequence(padded, torch.tensor([2, 1, 3]), true),
  'unpad too few': () => unpad_sequence(padded, torch.tensor([2, 1]), { batch_first: true }),
  'unpad too many': () => unpad_sequence(padded, torch.tensor([2, 1, 3, 3]), { batch_first: true }),
  unpack: () => unpack_sequence(packed),
  invert: () => invert_permutation(torch.tensor([2, 0, 1])),
  'invert None': () => invert_permutation(null),
  new: () => PackedSequence(a, b, order),
  'new of a pair': () => new PackedSequence([a, b], { sorted_indices: order }),
  'new of an int': () => loose(PackedSequence)(3),
  'new of nothing': () => loose(PackedSequence)(),
  'new unknown': () => loose(PackedSequence)(a, { foo: 1 }),
  fields: () => [
    [...packed],
    packed.length,
    packed[0],
    packed.data,
    packed.is_cuda,
    packed.is_pinned(),
  ],
  double: () => packed.double(),
  float: () => packed.float(),
  half: () => packed.half(),
  long: () => packed.float().long(),
  int: () => packed.int(),
  short: () => packed.short(),
  char: () => packed.char(),
  byte: () => packed.byte(),
  cpu: () => packed.cpu() === packed,
  to: () => [
    packed.to(torch.int64) === packed,
    packed.to('cpu') === packed,
    packed.to('cpu', torch.int32),
  ],
  'to a copy': () => loose(packed.to.bind(packed))({ dtype: torch.int16, copy: true }),
  'to like': () => packed.to(torch.ones(1), true),
  'to nonsense': () => loose(packed.to.bind(packed))({ foo: 1 }),
}

describe('torch.nn.utils.rnn', () => {
  test.each(Object.keys(golden))('%s', (name) => {
    let text: string
    try {
      text = pyRepr((calls[name] as () => unknown)())
    } catch (error) {
      text = `${(error as Error).name}: ${(error as Error).message}`
    }
    expect(text).toBe(golden[name])
  })

  it('gives a tuple that can be taken apart', () => {
    const [data, batch_sizes, sorted_indices, unsorted_indices] = packed
    expect(data).toBe(packed.data)
    expect(batch_sizes).toBe(packed.batch_sizes)
    expect(sorted_indices).toBe(packed.sorted_indices)
    expect(unsorted_indices?.tolist()).toEqual([1, 2, 0])
    expect(packed).toBeInstanceOf(PackedSequence)
    expect(PackedSequence._fields).toEqual([
      'data',
      'batch_sizes',
      'sorted_indices',
      'unsorted_indices',
    ])
  })

  it('moves to the GPU, where there is one', () => {
    if (torch.cuda.is_available()) expect(packed.cuda().is_cuda).toBe(true)
    else expect(() => packed.cuda()).toThrow()
  })

  it('keeps the class of a subclass', () => {
    class Mine extends PackedSequence {}
    const mine = new Mine(packed.data, packed.batch_sizes)
    expect(mine.float()).toBeInstanceOf(Mine)
    expect(String(mine)).toMatch(/^Mine\(data=tensor/)
  })

  it('is differentiable', () => {
    const rows = [torch.ones(3, 2).requires_grad_(), torch.ones(1, 2).requires_grad_()]
    const [first, second] = unpack_sequence(pack_sequence(rows)) as [Tensor, Tensor]
    first.sum().add(second.mul(3).sum()).backward()
    expect(rows.map((row) => row.grad?.sum().item())).toEqual([6, 6])
  })

  it('is the same by name', () => {
    expect(rnn.pack_sequence).toBe(pack_sequence)
  })
})
