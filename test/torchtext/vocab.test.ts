import torch from 'torch-node'
import { AssertionError, RuntimeError, ValueError } from 'torch-node/errors'
import { build_vocab_from_iterator, Vocab, vocab } from 'torch-node/torchtext/vocab'
import { thrown } from '../support/thrown.js'

describe('vocab and build_vocab_from_iterator', () => {
  const made = () => vocab({ a: 3, b: 2, c: 1 }, { min_freq: 2, specials: ['<unk>', 'b'] })

  test('tokens to indices and back', () => {
    const v = made()
    expect(v.get_itos()).toEqual(['<unk>', 'b', 'a'])
    expect([...v.get_stoi()]).toEqual([
      ['<unk>', 0],
      ['b', 1],
      ['a', 2],
    ])
    expect([v.__len__(), v.__contains__('a'), v.__contains__('c')]).toEqual([3, true, false])
    expect([v['<unk>'], v.__getitem__('a')]).toEqual([0, 2])
    expect(v(['a', 'b'])).toEqual([2, 1])
    expect(v.lookup_tokens([1, 0])).toEqual(['b', '<unk>'])
    expect(String(v)).toBe('Vocab()')
  })

  test('a default index', () => {
    const v = made()
    expect(v.get_default_index()).toBeNull()
    expect(thrown(() => v(['z']))).toEqual(
      new RuntimeError('Token z not found and default index is not set'),
    )
    expect(thrown(() => v['<pad>'])).toEqual(
      new RuntimeError('Token <pad> not found and default index is not set'),
    )
    v.set_default_index(v['<unk>'])
    expect([v.forward(['z', 'a']), v['<pad>']]).toEqual([[0, 2], 0])
    expect((v as unknown as { then: unknown }).then).toBeUndefined()
  })

  test('more tokens', () => {
    const v = made()
    v.append_token('z')
    v.insert_token('y', 1)
    expect(v.get_itos()).toEqual(['<unk>', 'y', 'b', 'a', 'z'])
    expect(v(['z', 'y', 'b'])).toEqual([4, 1, 2])
    expect(thrown(() => v.append_token('a'))).toEqual(
      new RuntimeError('Token a already exists in the Vocab with index: 3'),
    )
    expect(thrown(() => v.insert_token('q', 9))).toEqual(
      new RuntimeError('Specified index 9 is out of bounds for vocab of size 5'),
    )
    expect(thrown(() => v.lookup_token(5))).toBeInstanceOf(RuntimeError)
  })

  test('of an iterator', () => {
    const lines = ['b a a', 'c c a'].map((line) => line.split(' '))
    expect(build_vocab_from_iterator(lines, 2).get_itos()).toEqual(['a', 'c'])
    const options = { specials: ['<unk>'], special_first: false, max_tokens: 3 }
    expect(build_vocab_from_iterator(lines, options).get_itos()).toEqual(['a', 'c', '<unk>'])
    expect(
      thrown(() => build_vocab_from_iterator(lines, { specials: ['x'], max_tokens: 1 })),
    ).toEqual(
      new AssertionError(
        'len(specials) >= max_tokens, so the vocab will be entirely special tokens.',
      ),
    )
    expect(thrown(() => vocab({}, 1, ['x', 'x']))).toEqual(
      new RuntimeError('Duplicate token found in tokens list: x'),
    )
  })
})

describe('Vocab', () => {
  test('looks words up', () => {
    const v = Vocab({ a: 2, b: 1 })
    expect([v.__getitem__('b'), v.__getitem__('z'), v.length]).toEqual([3, 0, 4])
    expect(v.lookup_indices(['a', 'z'])).toEqual([2, 0])
    expect(Vocab({ a: 1 }, { specials: [] }).__getitem__('z')).toBeNull()
  })

  test('takes another one in', () => {
    const v = Vocab({ a: 1 })
    v.extend(Vocab({ d: 2, c: 1, a: 5 }), { sort: true })
    expect(v.itos).toEqual(['<unk>', '<pad>', 'a', 'c', 'd'])
    expect(v.stoi.d).toBe(4)
  })

  test('vectors', () => {
    const v = Vocab({ a: 2, b: 1 }, { specials: ['<unk>'] })
    v.set_vectors({ b: 0 }, torch.tensor([[1, 2]]).float(), 2)
    expect(v.vectors?.tolist()).toEqual([
      [0, 0],
      [0, 0],
      [1, 2],
    ])
    const source = { dim: 1, __getitem__: (word: string) => torch.tensor([word.length * 1.5]) }
    v.load_vectors([source, source])
    expect(v.vectors?.tolist()).toEqual([
      [7.5, 7.5],
      [1.5, 1.5],
      [1.5, 1.5],
    ])
    expect(Vocab({ a: 1 }, { vectors: source, specials: [] }).vectors?.tolist()).toEqual([[1.5]])
    expect(thrown(() => v.load_vectors(3 as never))).toEqual(
      new ValueError("Got input vectors of type <class 'int'>, expected str or Vectors object"),
    )
    expect(thrown(() => Vocab({}, { unk_init: (x) => x }))).toBeInstanceOf(AssertionError)
  })
})
