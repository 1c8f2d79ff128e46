// torchtext.data: fields, examples, tables.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import {
  AssertionError,
  AttributeError,
  FileNotFoundError,
  ImportError,
  IndexError,
  KeyError,
  ValueError,
} from 'torch-node/errors'
import {
  Batch,
  Dataset,
  Example,
  Field,
  get_tokenizer,
  LabelField,
  Pipeline,
  RawField,
  TabularDataset,
  utils,
} from 'torch-node/torchtext/data'
import type { Vocab } from 'torch-node/torchtext/vocab'
import { thrown } from '../support/thrown.js'

const tokens = [['a', 'b', 'c'], ['d'], []]

describe('Field.pad', () => {
  test.each([
    [
      {},
      [
        ['a', 'b', 'c'],
        ['d', '<pad>', '<pad>'],
        ['<pad>', '<pad>', '<pad>'],
      ],
    ],
    [
      { init_token: '<s>', eos_token: '</s>' },
      [
        ['<s>', 'a', 'b', 'c', '</s>'],
        ['<s>', 'd', '</s>', '<pad>', '<pad>'],
        ['<s>', '</s>', '<pad>', '<pad>', '<pad>'],
      ],
    ],
    [
      { eos_token: '.', pad_first: true, pad_token: '_' },
      [
        ['a', 'b', 'c', '.'],
        ['_', '_', 'd', '.'],
        ['_', '_', '_', '.'],
      ],
    ],
    [
      { fix_length: 2 },
      [
        ['a', 'b'],
        ['d', '<pad>'],
        ['<pad>', '<pad>'],
      ],
    ],
    [
      { fix_length: 2, truncate_first: true },
      [
        ['b', 'c'],
        ['d', '<pad>'],
        ['<pad>', '<pad>'],
      ],
    ],
    [
      { fix_length: 3, init_token: '<', eos_token: '>' },
      [
        ['<', 'a', '>'],
        ['<', 'd', '>'],
        ['<', '>', '<pad>'],
      ],
    ],
  ])('%j', (options, padded) => {
    expect(Field(options).pad(tokens)).toEqual(padded)
  })

  test('with lengths', () => {
    expect(Field({ include_lengths: true, init_token: '<s>' }).pad(tokens)).toEqual([
      [
        ['<s>', 'a', 'b', 'c'],
        ['<s>', 'd', '<pad>', '<pad>'],
        ['<s>', '<pad>', '<pad>', '<pad>'],
      ],
      [4, 2, 1],
    ])
  })

  test('not of single tokens', () => {
    expect(Field({ sequential: false }).pad(['x', 'y'])).toEqual(['x', 'y'])
  })
})

describe('Field.preprocess', () => {
  test.each([
    [{}, 'It is  so\n', ['It', 'is', 'so']],
    [{ lower: true }, 'It IS', ['it', 'is']],
    [{ lower: true, stop_words: ['is'] }, 'It IS', ['it']],
    [{ tokenize: (text: string) => [...text] }, 'ab\n\n', ['a', 'b']],
    [{ sequential: false, lower: true }, 'POS', 'pos'],
    [{ sequential: false, preprocessing: (text: string) => `${text}!` }, 'x', 'x!'],
    [{ preprocessing: Pipeline((word: string) => word.length) }, 'one three', [3, 5]],
  ])('%p', (options, text, result) => {
    expect(Field(options as never).preprocess(text)).toEqual(result)
  })
})

describe('Field.build_vocab and numericalize', () => {
  const corpus = [
    ['the', 'cat'],
    ['the', 'constructor', '__proto__'],
    ['7', 'the'],
  ]

  test('of lists, with its own specials first', () => {
    const TEXT = Field({ init_token: '<s>', eos_token: '</s>' })
    TEXT.build_vocab(corpus, { specials: ['<mask>', '<pad>'], min_freq: 1 })
    expect(TEXT.vocab.itos).toEqual(
      '<unk> <pad> <s> </s> <mask> the 7 __proto__ cat constructor'.split(' '),
    )
    expect(TEXT.vocab.stoi.constructor as unknown).toBe(9)
    expect(TEXT.vocab.stoi.toString as unknown).toBe(0)
    expect(['the' in TEXT.vocab.stoi, 'dog' in TEXT.vocab.stoi]).toEqual([true, false])
    expect([TEXT.vocab.freqs.the, TEXT.vocab.freqs.dog]).toEqual([3, 0])
    expect(TEXT.vocab.freqs.most_common(1)).toEqual([['the', 3]])
    expect(TEXT.vocab.__len__()).toBe(10)
    const numbers = TEXT.numericalize([
      ['the', 'dog'],
      ['cat', '</s>'],
    ])
    expect(numbers.tolist()).toEqual([
      [5, 8],
      [0, 3],
    ])
    expect(numbers.is_contiguous()).toBe(true)
    expect(numbers.dtype).toBe(torch.int64)
  })

  test('of the columns of datasets that have this field', () => {
    const TEXT = Field()
    const LABEL = LabelField()
    const fields = [
      ['text', TEXT],
      ['more', TEXT],
      ['label', LABEL],
    ] as const
    const examples = [
      ['a b', 'c', 'pos'],
      ['a', 'c', 'neg'],
      ['x', 'x', 'neg'],
    ].map((row) => Example.fromlist(row, fields))
    const dataset = Dataset(examples, fields)
    TEXT.build_vocab(dataset, { max_size: 2 })
    LABEL.build_vocab(dataset)
    expect(TEXT.vocab.itos).toEqual(['<unk>', '<pad>', 'a', 'c'])
    expect(LABEL.vocab.itos).toEqual(['neg', 'pos'])
    expect(LABEL.vocab.unk_index).toBeNull()
    expect([...(dataset as unknown as { text: Iterable<unknown> }).text]).toEqual([
      ['a', 'b'],
      ['a'],
      ['x'],
    ])
    const batch = Batch(examples.slice(0, 2), dataset)
    expect(batch.label.tolist()).toEqual([1, 0])
    expect(String(batch)).toBe(
      '\n[torchtext.data.batch.Batch of size 2]\n\t[.text]:[torch.LongTensor of size 2x2]\n\t[.more]:[torch.LongTensor of size 1x2]\n\t[.label]:[torch.LongTensor of size 2]',
    )
    const [x, y] = batch as unknown as [torch.Tensor[], torch.Tensor]
    expect([x.length, y.size()]).toEqual([2, [2]])
    dataset.filter_examples(['text'])
    expect(examples.map((one) => one.text)).toEqual([['a'], ['a'], []])
  })

  test('batch first, with lengths, on a device', () => {
    const TEXT = Field({ batch_first: true, include_lengths: true })
    TEXT.build_vocab(corpus)
    const [data, lengths] = TEXT.process([['the'], ['the', 'cat']], 'cpu') as unknown as [
      torch.Tensor,
      torch.Tensor,
    ]
    expect(data.tolist()).toEqual([
      [2, 1],
      [2, 5],
    ])
    expect(lengths.tolist()).toEqual([1, 2])
    expect(thrown(() => TEXT.numericalize([['the']]))).toEqual(
      new ValueError(
        'Field has include_lengths set to True, but input data is not a tuple of (data batch, batch lengths).',
      ),
    )
  })

  test('numbers need no vocabulary', () => {
    const score = Field({ sequential: false, use_vocab: false, dtype: torch.float32 })
    expect(score.numericalize(['1.5', 2]).tolist()).toEqual([1.5, 2])
    const rank = Field({ sequential: false, use_vocab: false })
    expect(rank.process(['7', ' 8 ']).tolist()).toEqual([7, 8])
    expect(thrown(() => rank.numericalize(['1.5']))).toEqual(
      new ValueError("invalid literal for int() with base 10: '1.5'"),
    )
    const flag = Field({ sequential: false, use_vocab: false, dtype: torch.bool })
    expect(thrown(() => flag.numericalize(['1']))).toEqual(
      new ValueError(
        'Specified Field dtype torch.bool can not be used with use_vocab=False because we do not know how to numericalize it. Please raise an issue at https://github.com/pytorch/text/issues',
      ),
    )
  })

  test('postprocessing gets the numbers and the vocabulary', () => {
    const seen: unknown[] = []
    const TEXT = Field({
      postprocessing: (rows: number[][], vocab: Vocab) => {
        seen.push(vocab)
        return rows.map((row) => row.map((i) => i * 10))
      },
    })
    TEXT.build_vocab(corpus)
    expect(TEXT.numericalize([['the']]).tolist()).toEqual([[20]])
    expect(seen).toEqual([TEXT.vocab])
    const raw = RawField({ postprocessing: (batch: string[]) => batch.join() })
    expect(raw.process(['a', 'b'])).toBe('a,b')
  })

  test('errors', () => {
    expect(thrown(() => Field().vocab)).toEqual(
      new AttributeError("'Field' object has no attribute 'vocab'"),
    )
    expect(thrown(() => Field({ stop_words: 3 as never }))).toEqual(
      new ValueError('Stop words must be convertible to a set'),
    )
    const LABEL = LabelField()
    LABEL.build_vocab(['pos', 'neg'])
    expect(thrown(() => LABEL.numericalize(['other']))).toEqual(new KeyError('other'))
    expect(thrown(() => Field({ tokenise: 1 } as never))).toEqual(
      new TypeError("Field.__init__() got an unexpected keyword argument 'tokenise'"),
    )
  })
})

describe('get_tokenizer', () => {
  test('errors', () => {
    expect(thrown(() => get_tokenizer('basic_english', 'fr'))).toEqual(
      new ValueError('Basic normalization is only available for Enlish(en)'),
    )
    expect(thrown(() => get_tokenizer('spacy'))).toBeInstanceOf(ImportError)
    expect(String(thrown(() => get_tokenizer('mine')))).toMatch(
      /^ValueError: Requested tokenizer mine, valid choices are a callable/,
    )
  })
  test('functions are taken as they are', () => {
    const own = (text: string) => [text]
    expect(get_tokenizer(own)).toBe(own)
  })
  test('ngrams_iterator', () => {
    expect([...utils.ngrams_iterator(['a', 'b', 'c'], 3)]).toEqual([
      'a',
      'b',
      'c',
      'a b',
      'b c',
      'a b c',
    ])
  })
})

test('Pipeline', () => {
  const upper = Pipeline((word: string) => word.toUpperCase())
  const pipe = Pipeline()
    .add_before(upper)
    .add_after((word: string) => `${word}.`)
  expect(pipe(['a', 'b'])).toEqual(['A.', 'B.'])
  expect(pipe('x')).toBe('X.')
  expect(thrown(() => Pipeline(3 as never))).toEqual(
    new ValueError('Pipeline input convert_token 3 is not None or callable'),
  )
})

describe('Example', () => {
  const TEXT = Field()
  const RAW = RawField()
  test('of JSON, keys going into what is nested', () => {
    const json = '{"a": "x y", "b": {"c": [{"d": 1}, {"d": 2}]}}'
    const example = Example.fromJSON(json, {
      a: ['text', TEXT],
      'b.c.d': [
        ['n', RAW],
        ['m', RAW],
      ],
    })
    expect({ ...example }).toEqual({ text: ['x', 'y'], n: [1, 2], m: [1, 2] })
    expect(thrown(() => Example.fromJSON(json, { z: ['z', RAW] }))).toEqual(
      new ValueError('Specified key z was not found in the input data'),
    )
    expect(
      thrown(() => Example.fromJSON('{"__proto__x": 1}', { toString: ['z', RAW] as never })),
    ).toBeInstanceOf(ValueError)
  })
  test('of a dict', () => {
    expect({ ...Example.fromdict({ a: 1, b: 2 }, { a: ['x', RAW], b: null }) }).toEqual({ x: 1 })
    expect(thrown(() => Example.fromdict({}, { a: null }))).toEqual(
      new ValueError('Specified key a was not found in the input data'),
    )
  })
  test('of a list, a column of which may go to several fields', () => {
    const example = Example.fromlist(
      ['a b\n', 'skipped', 'c d'],
      [
        ['text', TEXT],
        ['none', null],
        [
          ['whole', 'words'],
          [RAW, TEXT],
        ],
      ],
    )
    expect({ ...example }).toEqual({ text: ['a', 'b'], whole: 'c d', words: ['c', 'd'] })
    expect(thrown(() => Example.fromCSV(['a'], [['text', TEXT]], { text: 0 }))).toBeInstanceOf(
      AssertionError,
    )
  })
})

describe('TabularDataset', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tabular-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const TEXT = Field({ lower: true })
  const LABEL = LabelField()
  const columns = [
    ['text', TEXT],
    ['skipped', null],
    ['label', LABEL],
  ] as const
  const all = (dataset: Dataset) => dataset.examples.map((one) => ({ ...one }))
  const expected = [
    { text: ['a', 'b,', 'c'], label: 'pos' },
    { text: ['d'], label: 'neg' },
  ]

  test('csv and tsv, by position', () => {
    const csv = file('a.csv', 'text,n,label\r\n"A b, c",1,pos\r\nD,2,neg\r\n')
    expect(all(TabularDataset(csv, 'csv', columns, { skip_header: true }))).toEqual(expected)
    const tsv = file('a.tsv', 'A b, c\t1\tpos\nD\t2\tneg\n')
    expect(all(TabularDataset({ path: tsv, format: 'TSV', fields: columns }))).toEqual(expected)
    const semicolons = file('b.csv', 'A b, c;1;pos\nD;2;neg\n')
    expect(
      all(TabularDataset(semicolons, 'csv', columns, { csv_reader_params: { delimiter: ';' } })),
    ).toEqual(expected)
  })

  test('csv by the names of columns, and json', () => {
    const csv = file('c.csv', 'label,n,text\npos,1,"A b, c"\nneg,2,D\n')
    const fields = { text: ['text', TEXT], label: ['label', LABEL] } as const
    expect(all(TabularDataset(csv, 'csv', fields))).toEqual(expected)
    const json = file(
      'c.json',
      '{"text": "A b, c", "label": "pos"}\n{"text": "D", "label": "neg"}\n',
    )
    const dataset = TabularDataset(json, 'json', fields)
    expect(all(dataset)).toEqual(expected)
    expect(Object.keys(dataset.fields)).toEqual(['text', 'label'])
  })

  test('splits', () => {
    file('train.tsv', 'x\t1\tpos\n')
    file('test.tsv', 'y\t1\tneg\nz\t1\tneg\n')
    const [train, test] = TabularDataset.splits({
      path: folder,
      train: 'train.tsv',
      test: 'test.tsv',
      format: 'tsv',
      fields: columns,
    })
    expect([train.length, test.length]).toEqual([1, 2])
    expect(train).toBeInstanceOf(TabularDataset)
  })

  test('filter_pred', () => {
    const tsv = file('d.tsv', 'A b\t1\tpos\nD\t2\tneg\n')
    const filter_pred = (one: { label: string }) => one.label === 'neg'
    expect(TabularDataset(tsv, 'tsv', columns, { filter_pred })).toHaveLength(1)
  })

  test('errors', () => {
    const csv = file('e.csv', 'text\na\n')
    const fields = { text: ['text', TEXT], label: ['label', LABEL] } as const
    expect(thrown(() => TabularDataset(csv, 'xml' as never, columns))).toEqual(new KeyError('xml'))
    expect(thrown(() => TabularDataset(csv, 'csv', fields, true))).toEqual(
      new ValueError(
        'When using a dict to specify fields with a csv file, skip_header must be False and the file must have a header.',
      ),
    )
    expect(thrown(() => TabularDataset(csv, 'csv', fields))).toEqual(
      new ValueError("'label' is not in list"),
    )
    expect(thrown(() => TabularDataset('/nowhere.csv', 'csv', columns))).toEqual(
      new FileNotFoundError("[Errno 2] No such file or directory: '/nowhere.csv'"),
    )
  })
})

describe('Dataset', () => {
  const RAW = RawField()
  const dataset = Dataset(
    [1, 2, 3].map((n) =>
      Example.fromlist(
        [n, n % 2],
        [
          ['n', RAW],
          ['odd', RAW],
        ],
      ),
    ),
    [
      ['n', RAW],
      ['odd', RAW],
    ],
  )
  test('is a dataset', () => {
    expect([dataset.length, dataset[0]?.n, dataset[-1]?.n]).toEqual([3, 1, 3])
    expect([...dataset].map((one) => one.n)).toEqual([1, 2, 3])
    expect(thrown(() => dataset[3])).toBeInstanceOf(IndexError)
    expect(
      Dataset(dataset.examples, { n: RAW }, { filter_pred: (one) => one.n !== 2 }),
    ).toHaveLength(2)
  })
  test('splits by strata', () => {
    const some = Dataset(
      Array.from({ length: 20 }, (_, i) =>
        Example.fromlist(
          [i, i % 2],
          [
            ['n', RAW],
            ['odd', RAW],
          ],
        ),
      ),
      dataset.fields,
    )
    const [train, test] = some.split({ split_ratio: 0.8, stratified: true, strata_field: 'odd' })
    expect(train?.examples.filter((one) => one.odd === 1)).toHaveLength(8)
    expect(test?.examples.filter((one) => one.odd === 1)).toHaveLength(2)
  })
  test('errors', () => {
    expect(thrown(() => dataset.split(1.5))).toEqual(
      new AssertionError('Split ratio 1.5 not between 0 and 1'),
    )
    expect(thrown(() => dataset.split([1]))).toEqual(
      new AssertionError('Length of split ratio list should be 2 or 3, got [1]'),
    )
    expect(thrown(() => dataset.split('a' as never))).toEqual(
      new ValueError("Split ratio must be float or a list, got <class 'str'>"),
    )
    expect(thrown(() => dataset.split(0.5, true))).toEqual(
      new ValueError('Invalid field name for strata_field label'),
    )
    expect(thrown(() => [...Batch.fromvars(dataset, 1, {})])).toEqual(
      new AttributeError("'Batch' object has no attribute 'input_fields'"),
    )
    expect(String(Batch())).toBe('Empty torchtext.data.batch.Batch instance')
  })
})
