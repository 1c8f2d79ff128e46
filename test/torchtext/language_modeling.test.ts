// Corpora of language models, and the iterators over them; the chapter of the tutorial that starts with them.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { crc32, deflateRawSync } from 'node:zlib'
import torch from 'torch-node'
import { map, random } from 'torch-node/builtins'
import { FileNotFoundError, RuntimeError } from 'torch-node/errors'
import torchtext from 'torch-node/torchtext'

const { data, datasets } = torchtext
const { get_tokenizer } = data.utils

const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lines = ' \n = Title = \n The cat , the dog . \nEnd'
mkdirSync(join(folder, 'plain'))
for (const part of ['train', 'valid', 'test']) {
  writeFileSync(
    join(folder, 'plain', `wiki.${part}.tokens`),
    lines.repeat(part === 'train' ? 2 : 1),
  )
}

const makeField = () =>
  data.Field({
    tokenize: get_tokenizer('basic_english'),
    init_token: '<sos>',
    eos_token: '<eos>',
    lower: true,
  })

// A zip archive of files, one of them stored, the others deflated.
function zipOf(files: Readonly<Record<string, string>>, change?: (zip: Buffer) => void): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [i, [name, text]] of Object.entries(files).entries()) {
    const raw = Buffer.from(text)
    const packed = i === 0 ? raw : deflateRawSync(raw)
    const title = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(title.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(i === 0 ? 0 : 8, 10)
    entry.writeUInt32LE(crc32(raw), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(raw.length, 24)
    entry.writeUInt16LE(title.length, 28)
    entry.writeUInt32LE(at, 42)
    directory.push(entry, title)
    parts.push(head, title, packed)
    at += head.length + title.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(at, 16)
  const zip = Buffer.concat([...parts, ...directory, end])
  change?.(zip)
  return zip
}

describe('LanguageModelingDataset', () => {
  test('is one example, with a mark at the end of each line', () => {
    const TEXT = makeField()
    const path = join(folder, 'plain', 'wiki.test.tokens')
    const dataset = datasets.LanguageModelingDataset(path, TEXT)
    expect(dataset.examples).toHaveLength(1)
    expect(dataset.examples[0]?.text).toEqual(
      '<eos> = title = <eos> the cat , the dog . <eos> end <eos>'.split(' '),
    )
    const plain = datasets.LanguageModelingDataset({ path, text_field: TEXT, newline_eos: false })
    expect(plain[0]?.text.includes('<eos>')).toBe(false)
  })

  test('of a file that is not there', () => {
    expect(() => datasets.LanguageModelingDataset('/nowhere', makeField())).toThrow(
      new FileNotFoundError("[Errno 2] No such file or directory: '/nowhere'"),
    )
  })
})

describe('WikiText2', () => {
  const path = join(folder, 'plain')

  test('splits, of files that are there', () => {
    const TEXT = makeField()
    const [train, valid, test_] = datasets.WikiText2.splits(TEXT, { path })
    expect([train, valid, test_].map((part) => part.examples[0]?.text.length)).toEqual([27, 14, 14])
    expect(train).toBeInstanceOf(datasets.WikiText2)
    expect(train.name).toBe('wikitext-2')
    const only = datasets.WikiText2.splits(TEXT, { path, train: null, test: null })
    expect(only).toHaveLength(1)
  })

  test('what the tutorial does with it', () => {
    const TEXT = makeField()
    const [train_txt] = datasets.WikiText2.splits(TEXT, { path })
    TEXT.build_vocab(train_txt)
    const batchify = (dataset: typeof train_txt, bsz: number) => {
      let numbers = TEXT.numericalize([dataset.examples[0]?.text ?? []])
      expect(numbers.size(1)).toBe(1)
      const nbatch = Math.floor(numbers.size(0) / bsz)
      numbers = numbers.narrow(0, 0, nbatch * bsz)
      return numbers.view(bsz, -1).t().contiguous()
    }
    const batches = batchify(train_txt, 4)
    expect(batches.size()).toEqual([6, 4])
    expect(TEXT.vocab.stoi['<eos>']).toBe(3)
    expect(TEXT.vocab.itos.slice(0, 6)).toEqual(['<unk>', '<pad>', '<sos>', '<eos>', '=', 'the'])
  })

  test('iters', () => {
    const [train, valid] = datasets.WikiText2.iters({
      path,
      batch_size: 2,
      bptt_len: 3,
      device: 'cpu',
    })
    expect([train.train, valid.train, train.repeat]).toEqual([true, false, false])
    const batches = [...train]
    expect(batches).toHaveLength(train.length)
    for (const batch of batches) {
      expect(batch.text.size(1)).toBe(2)
      expect(batch.target.size()).toEqual(batch.text.size())
    }
    const [first, second] = batches
    expect(first?.target['-1']?.tolist()).toEqual(second?.text[0]?.tolist())
  })

  test('is downloaded when it is asked for, once', () => {
    const zip = join(folder, 'corpus.zip')
    writeFileSync(zip, zipOf({ 'mini/train.txt': 'a b\n', 'mini/test.txt': lines }))
    class Mini extends datasets.LanguageModelingDataset {
      static override readonly name = 'mini-corpus'
      static override readonly dirname = 'mini'
      static override readonly urls = [pathToFileURL(zip).href]
    }
    const printed: string[] = []
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text))
      return true
    })
    const root = join(folder, 'root')
    const load = () =>
      Mini.splits({ root, train: 'train.txt', test: 'test.txt', text_field: makeField() })
    const [train] = load() as Mini[]
    load()
    write.mockRestore()
    expect(train?.examples[0]?.text).toEqual(['a', 'b', '<eos>'])
    expect(printed.join('')).toBe('downloading corpus.zip\nextracting\n')
    expect(existsSync(join(root, 'mini-corpus', 'mini', 'test.txt'))).toBe(true)
  })

  test('that cannot be downloaded', () => {
    class Lost extends datasets.LanguageModelingDataset {
      static override readonly urls = ['file:///nowhere/lost.txt']
    }
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
    const load = () => Lost.download(join(folder, 'lost'))
    expect(load).toThrow(RuntimeError)
    expect(load).toThrow(/^cannot download file:\/\/\/nowhere\/lost.txt: ENOENT/)
    write.mockRestore()
    // So that the next try does not take it for what was downloaded.
    expect(existsSync(join(folder, 'lost', 'Lost'))).toBe(false)
  })
})

describe('corpora by lines', () => {
  // Where a download would put them.
  const root = join(folder, 'by-line')
  mkdirSync(join(root, 'wikitext-2', 'wikitext-2'), { recursive: true })
  for (const part of ['train', 'valid', 'test']) {
    writeFileSync(
      join(root, 'wikitext-2', 'wikitext-2', `wiki.${part}.tokens`),
      `${part} one\n\ntwo`,
    )
  }

  test('what the later tutorial does with them', () => {
    const tokenizer = get_tokenizer('basic_english')
    const train_iter = datasets.WikiText2({ root, split: 'train' })
    expect([...train_iter]).toEqual(['train one\n', '\n', 'two'])
    const vocab = torchtext.vocab.build_vocab_from_iterator(map(tokenizer, train_iter), {
      specials: ['<unk>'],
    })
    vocab.set_default_index(vocab['<unk>'])
    const process = (lines: Iterable<string>) => {
      const parts = Array.from(lines, (line) =>
        torch.tensor(vocab(tokenizer(line)), { dtype: torch.long }),
      )
      return torch.cat(parts.filter((part) => part.numel() > 0))
    }
    const [train, valid, test_] = datasets.WikiText2(root)
    expect([train, valid, test_].map((part) => process(part).tolist())).toEqual([
      [2, 1, 3],
      [0, 1, 3],
      [0, 1, 3],
    ])
    expect(datasets.WikiText2(root, ['test', 'train'])).toHaveLength(2)
  })

  test('other parts are none', () => {
    expect(() => datasets.WikiText2({ root, split: 'dev' as never })).toThrow(
      new TypeError(
        "Given selection dev of splits is not supported for dataset WikiText2. Please choose from ('train', 'valid', 'test').",
      ),
    )
  })

  test('with a field it is the class', () => {
    const path = join(root, 'wikitext-2', 'wikitext-2', 'wiki.test.tokens')
    const dataset = datasets.WikiText2(path, makeField())
    expect(dataset).toBeInstanceOf(datasets.WikiText2)
    expect(dataset.constructor).toBe(datasets.WikiText2)
    expect(new datasets.WikiText2({ path, text_field: makeField() }).examples).toHaveLength(1)
  })
})

describe('iterators', () => {
  const RAW = data.RawField()
  const examples = [5, 1, 4, 2, 3].map((n) => data.Example.fromlist([n], [['n', RAW]]))
  const dataset = data.Dataset(examples, [['n', RAW]])
  const passOf = (batches: Iterable<Readonly<Record<string, unknown>>>) =>
    [...batches].map((batch) => batch.n)

  test('go on where a state was saved', () => {
    random.seed(1)
    const first = data.Iterator(dataset, 2)
    const batches = first[Symbol.iterator]()
    batches.next()
    const state = first.state_dict()
    const rest = passOf({ [Symbol.iterator]: () => batches })
    random.seed(99)
    const second = data.Iterator(dataset, 2)
    second.load_state_dict(state)
    expect(passOf(second)).toEqual(rest)
    expect(passOf(second)).toHaveLength(3)
  })

  test('repeat for ever, and count the passes', () => {
    const iterator = data.Iterator(dataset, { batch_size: 2, repeat: true, shuffle: false })
    const seen: unknown[] = []
    for (const batch of iterator) {
      seen.push(batch.n)
      if (seen.length === 7) break
    }
    expect(seen).toEqual([[5, 1], [4, 2], [3], [5, 1], [4, 2], [3], [5, 1]])
    expect([iterator.iterations, iterator.epoch, iterator.length]).toEqual([7, 2, 3])
  })

  test('splits: the first is for training', () => {
    const sort_key = (one: { n: number }) => one.n
    const [train, valid] = data.BucketIterator.splits([dataset, dataset], {
      batch_sizes: [2, 3],
      sort_key,
    })
    expect([train.train, train.shuffle, train.sort, train.batch_size]).toEqual([
      true,
      true,
      false,
      2,
    ])
    expect([valid.train, valid.shuffle, valid.sort, valid.batch_size]).toEqual([
      false,
      false,
      true,
      3,
    ])
    expect(passOf(valid)).toEqual([
      [3, 2, 1],
      [5, 4],
    ])
    expect(valid).toBeInstanceOf(data.BucketIterator)
    const [same] = data.Iterator.splits([dataset], null, { batch_size: 4 })
    expect(same.batch_size).toBe(4)
  })

  test('without a key examples cannot be sorted', () => {
    expect(() => passOf(data.Iterator(dataset, 2, { sort: true }))).toThrow(
      "'<' not supported between instances of 'Example' and 'Example'",
    )
    const sized = data.Iterator(dataset, 2, { batch_size_fn: () => 1 })
    expect(() => sized.length).toThrow(expect.objectContaining({ name: 'NotImplementedError' }))
  })
})

describe('the real WikiText-2', () => {
  const root = process.env.TORCH_NODE_DATA
  const maybe = root === undefined ? test.skip : test
  maybe('(needs TORCH_NODE_DATA) numbers, and as many batches as words make', () => {
    const TEXT = makeField()
    const path = join(root as string, 'wikitext-2')
    const [valid, test_] = datasets.WikiText2.splits(TEXT, {
      path,
      train: null,
      validation: 'valid.txt',
      test: 'test.txt',
    })
    TEXT.build_vocab(valid)
    const text = test_.examples[0]?.text ?? []
    const numbers = TEXT.numericalize([text])
    expect(numbers.size()).toEqual([text.length, 1])
    expect(numbers.max().item()).toBeLessThan(TEXT.vocab.length)
    expect(TEXT.vocab.itos.slice(4, 8)).toEqual(['the', ',', '.', 'of'])
    const [batches] = data.BPTTIterator.splits([valid], {
      batch_size: 20,
      bptt_len: 35,
      device: 'cpu',
    })
    let count = 0
    for (const batch of batches) count += batch.text?.size(0) ?? 0
    expect(count).toBe(Math.ceil((valid.examples[0]?.text.length ?? 0) / 20) - 1)
    expect(torch.is_tensor(numbers)).toBe(true)
  })
})
