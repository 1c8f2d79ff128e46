// What plain Python says of torchtext's rules. Made by scripts/golden/torchtext.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { random } from 'torch-node/builtins'
import {
  BucketIterator,
  Dataset,
  Example,
  get_tokenizer,
  Iterator,
  interleave_keys,
  RawField,
} from 'torch-node/torchtext/data'
import { build_vocab_from_iterator, Vocab, vocab } from 'torch-node/torchtext/vocab'
import { csvRows } from '../../lib/torchtext/data/_csv.js'

interface Passes {
  size: number
  bucket: boolean
  tokens?: boolean
  train?: boolean
  shuffle?: boolean
  sort_within_batch?: boolean
  epochs: number[][][]
}

const golden = JSON.parse(readFileSync(join(__dirname, '../golden/torchtext.json'), 'utf8')) as {
  basic_english: [line: string, tokens: string[], words: string[]][]
  words: string[]
  vocabs: [Record<string, never>, string[]][]
  iterators: (Passes | number[])[]
  splits: [number, number[], number[][]][]
  tables: [string, object, string[][]][]
  interleaved: [number, number, number][]
}

test.each(golden.basic_english)('tokens of %j', (line, tokens, words) => {
  expect(get_tokenizer('basic_english')(line)).toEqual(tokens)
  expect(get_tokenizer(null)(line)).toEqual(words)
})

const counts = new Map<string, number>()
for (const word of golden.words) counts.set(word, (counts.get(word) ?? 0) + 1)

describe('Vocab', () => {
  test.each(golden.vocabs)('%j', (options, itos) => {
    const made = new Vocab(counts, options)
    expect(made.itos).toEqual(itos)
    for (const [i, word] of itos.entries()) expect(made.stoi[word]).toBe(i)
  })

  test('the functions of later versions put words in the same order', () => {
    const [, itos = []] = golden.vocabs[4] ?? []
    expect(build_vocab_from_iterator([golden.words]).get_itos()).toEqual(itos)
    expect(vocab(new Map(itos.map((word) => [word, 1]))).get_itos()).toEqual(itos)
  })
})

const lengths = golden.iterators.at(-1) as number[]
const index = new RawField()
const fields = [
  ['index', index],
  ['size', index],
] as const
const examples = lengths.map((size, i) => Example.fromlist([i, size], fields))
const dataset = new Dataset<{ index: number; size: number }>(examples, fields)

describe('batches', () => {
  test.each(golden.iterators.slice(0, -1) as Passes[])('%j', ({ epochs, ...options }) => {
    const { size, bucket, tokens, ...kw } = options
    random.seed(7)
    const iterator = (bucket ? BucketIterator : Iterator)(dataset, {
      ...kw,
      batch_size: size,
      sort_key: (example: { size: number }) => example.size,
      batch_size_fn: tokens
        ? (example: { size: number }, _: number, so_far: number) => so_far + example.size
        : null,
    })
    for (const epoch of epochs) {
      const batches = [...iterator].map((batch) => batch.index as unknown)
      expect(batches).toEqual(epoch)
    }
  })
})

test.each(golden.splits)('%d examples split by %j', (count, ratios, parts) => {
  random.seed(count)
  const some = Array.from({ length: count }, (_, i) => Example.fromlist([i], fields))
  const whole = new Dataset<{ index: number }>(some, fields)
  const ratio = ratios.length === 1 ? (ratios[0] as number) : ratios
  const split = whole.split(ratio)
  expect(split.map((part) => part.examples.map((one) => one.index))).toEqual(parts)
})

test.each(golden.tables)('the table %j with %j', (text, params, rows) => {
  expect([...csvRows(text, params)]).toEqual(rows)
})

test.each(golden.interleaved)('interleave_keys(%d, %d)', (a, b, key) => {
  expect(interleave_keys(a, b)).toBe(key)
})
