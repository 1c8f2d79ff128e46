// Checked by tsc alone: random, formats, numpy, torchtext, tqdm.

import { expectTypeOf } from 'expect-type'
import { divmod, format, math, random, range, set, sprintf, str, time } from '../../lib/builtins.js'
import type { Tensor } from '../../lib/index.js'
import torch from '../../lib/index.js'
import np from '../../lib/numpy.js'
import torchtext from '../../lib/torchtext/index.js'
import { tqdm, trange } from '../../lib/tqdm/index.js'

declare const x: Tensor
const { data, datasets, vocab } = torchtext

// random
expectTypeOf(random.random()).toEqualTypeOf<number>()
expectTypeOf(random.randint(0, 3)).toEqualTypeOf<number>()
expectTypeOf(random.randrange(0n, 10n)).toEqualTypeOf<number | bigint>()
expectTypeOf(random.choice(['a', 'b'])).toEqualTypeOf<string>()
expectTypeOf(random.choice(range(3))).toEqualTypeOf<number>()
expectTypeOf(random.sample([1, 2], { k: 1 })).toEqualTypeOf<number[]>()
expectTypeOf(random.choices('abc', { k: 2 })).toEqualTypeOf<string[]>()
expectTypeOf(random.getrandbits(8)).toEqualTypeOf<number | bigint>()
expectTypeOf(random.Random(3).uniform(0, 1)).toEqualTypeOf<number>()
// @ts-expect-error: no list is a seed
random.seed([1])
// @ts-expect-error: no such keyword
random.sample([1], 1, { weights: [1] })

// formats and small builtins
expectTypeOf(format(x, '.2f')).toEqualTypeOf<string>()
expectTypeOf(sprintf('%d', 1)).toEqualTypeOf<string>()
expectTypeOf(str.format('{}', 1)).toEqualTypeOf<string>()
expectTypeOf(divmod(7, 2)).toEqualTypeOf<[quotient: number, rest: number]>()
expectTypeOf(set('ab')).toEqualTypeOf<Set<string>>()
expectTypeOf(math.sqrt(x)).toEqualTypeOf<number>()
expectTypeOf(time.time()).toEqualTypeOf<number>()

// numpy
expectTypeOf(np.ones(5)).toEqualTypeOf<np.ndarray>()
expectTypeOf(torch.from_numpy(np.ones(5))).toEqualTypeOf<Tensor>()
expectTypeOf(np.add(np.ones(2), 1)).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.add(1, 2)).toEqualTypeOf<number>()
expectTypeOf(np.clip(x, 0, 1)).toEqualTypeOf<Tensor>()
expectTypeOf(np.clip([1, 2], { min: 0 })).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.clip(x, { min: 0, out: x })).toEqualTypeOf<Tensor>()
// @ts-expect-error both bounds, by position
np.clip([1, 2], 0)
expectTypeOf(np.squeeze([1])).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.transpose(x.numpy(), [1, 0])).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.sum([1, 2])).toEqualTypeOf<number>()
expectTypeOf(np.sum([[1]], { axis: 0 })).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.random.rand()).toEqualTypeOf<number>()
expectTypeOf(np.random.randn(2, 3)).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.random.randint(0, 10, { size: 3 })).toEqualTypeOf<np.ndarray>()
expectTypeOf(np.random.randint(10)).toEqualTypeOf<number>()
expectTypeOf(np.random.normal(0, 1, [2])).toEqualTypeOf<np.ndarray>()
const target = np.ones(2)
expectTypeOf(np.add(target, 1, { out: target })).toEqualTypeOf<np.ndarray>()
// @ts-expect-error: a text is no array
np.add('a', 1)

// torchtext
const TEXT = data.Field({ tokenize: data.get_tokenizer('basic_english'), lower: true })
data.Field(true, false)
// @ts-expect-error: no such keyword
data.Field({ tokenise: null })
// @ts-expect-error: a field's length is a number
data.Field({ fix_length: 'long' })
expectTypeOf(TEXT.vocab.stoi['<unk>']).toEqualTypeOf<number>()
expectTypeOf(TEXT.vocab.itos).toEqualTypeOf<string[]>()
expectTypeOf(TEXT.numericalize([['a']])).toEqualTypeOf<Tensor>()
const [train] = datasets.WikiText2.splits(TEXT)
expectTypeOf(train.examples[0]?.text).toEqualTypeOf<string[]>()
TEXT.build_vocab(train, { min_freq: 2 })

interface Review {
  text: string[]
  label: string
}
const reviews = data.TabularDataset<Review>('a.tsv', 'tsv', [['text', TEXT]])
expectTypeOf(reviews[0]?.label).toEqualTypeOf<string>()
const buckets = data.BucketIterator<Review, { text: [Tensor, Tensor]; label: Tensor }>(reviews, 32)
for (const batch of buckets) {
  expectTypeOf(batch.text).toEqualTypeOf<[Tensor, Tensor]>()
  expectTypeOf(batch.batch_size).toEqualTypeOf<number>()
}
for (const batch of data.Iterator(reviews, { batch_size: 2 })) {
  expectTypeOf(batch.text).toEqualTypeOf<Tensor>()
}
const [first, second] = data.BucketIterator.splits([reviews, reviews], {
  batch_size: 8,
  sort_key: (one) => one.label,
})
expectTypeOf(first).toEqualTypeOf(second)
for (const batch of datasets.WikiText2.iters({ bptt_len: 3 })[0]) {
  expectTypeOf(batch.target).toEqualTypeOf<Tensor>()
}
const words = vocab.build_vocab_from_iterator([['a']], { specials: ['<unk>'] })
expectTypeOf(words(['a'])).toEqualTypeOf<number[]>()
expectTypeOf(words['<unk>']).toEqualTypeOf<number>()

// tqdm
for (const batch of tqdm([x], { desc: 'train' })) expectTypeOf(batch).toEqualTypeOf<Tensor>()
for (const i of trange(3)) expectTypeOf(i).toEqualTypeOf<number>()
expectTypeOf(tqdm({ total: 3 }).update(1)).toEqualTypeOf<true | undefined>()
// @ts-expect-error: no such keyword
tqdm([1], { description: 'x' })
