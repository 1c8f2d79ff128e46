// The corpora as later versions of torchtext give them: line by line. Mirrors torchtext/datasets of 0.9 and later.

import { join } from 'node:path'
import { isKeywords, python } from '../../_kwargs.js'
import { pyStr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { IterableDataset } from '../../utils/data/index.js'
import { linesOf, readText } from '../_text.js'
import { Field } from '../data/field.js'

/** A part of a corpus. */
export type Split = 'train' | 'valid' | 'test'
/** The lines of a text, each with its end. */
export type RawText = IterableDataset<string>

const splits: readonly Split[] = ['train', 'valid', 'test']

/** The class of a corpus, which knows where its files are. */
export interface Corpus {
  readonly files: readonly string[]
  download(root: string): string
}

class Lines extends IterableDataset<string> {
  readonly #path: string

  constructor(path: string) {
    super()
    this.#path = path
  }

  override *__iter__(): IterableIterator<string> {
    yield* linesOf(readText(this.#path, 'utf-8'))
  }
}

/** Whether a call means the class of old, which makes a dataset of a file and a field. */
export function namesField(args: readonly unknown[]): boolean {
  return args.some((arg) => arg instanceof Field || (isKeywords(arg) && 'text_field' in arg))
}

/** `WikiText2(root='.data', split=('train', 'valid', 'test'))`: the lines of one part, or of several in a tuple. */
export function rawText(
  name: string,
  corpus: Corpus,
  args: readonly unknown[],
): RawText | RawText[] {
  const bind = python(`${name}(root='.data', split=None)`)
  const { root, split } = bind<{ root: string; split: Split | readonly Split[] | null }>(args)
  const wanted = [split ?? splits].flat() as Split[]
  if (!wanted.every((one) => splits.includes(one))) {
    throw new TypeError(
      `Given selection ${pyStr(split)} of splits is not supported for dataset ${name}. Please choose from ${pyStr(tuple(splits))}.`,
    )
  }
  const folder = corpus.download(root)
  const parts = wanted.map(
    (one) => new Lines(join(folder, corpus.files[splits.indexOf(one)] ?? '')),
  )
  return typeof split === 'string' ? (parts[0] as RawText) : tuple(parts)
}
