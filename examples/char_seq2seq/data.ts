/** Sentence pairs as tensors: tables of tokens, one-hot vectors, and the target one step ahead of the decoder's input. */
import { readFileSync } from 'node:fs'
import torch, { Slice, type Tensor } from 'torch-node'
import { enumerate, len, max, range, sorted } from 'torch-node/builtins'

/** What a sentence is cut into. */
export type Level = 'char' | 'word'

// The decoder begins at START and is done at END. What is left of a row is filled up with spaces.
export const START = '\t'
export const END = '\n'
const PAD = ' '

/** The tokens of a language, each with a number; of characters it is the "characabulary" of the notes. */
export class Table {
  readonly tokens: readonly string[]
  readonly #numbers: ReadonlyMap<string, number>

  constructor(texts: readonly (readonly string[])[]) {
    this.tokens = sorted(new Set([PAD, ...texts.flat()]))
    this.#numbers = new Map(this.tokens.map((token, i) => [token, i]))
  }

  get size(): number {
    return len(this.tokens)
  }

  numberOf(token: string): number {
    const number = this.#numbers.get(token)
    if (number === undefined) throw new RangeError(`no such token in the table: ${token}`)
    return number
  }
}

/** Lines of English, French and further columns, which are not read. Input is French, target English. */
export function readPairs(file: string, num_samples: number) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const input_texts: string[] = []
  const target_texts: string[] = []
  for (const line of lines.slice(0, Math.min(num_samples, len(lines) - 1))) {
    const [english = '', french = ''] = line.split('\t')
    input_texts.push(french)
    target_texts.push(START + english + END)
  }
  return { input_texts, target_texts }
}

/** The characters of a text, or its words and punctuation marks. */
function cut(text: string, level: Level): string[] {
  if (level === 'char') return [...text]
  return text.match(/[\t\n]|[\p{L}\p{N}'-]+|\S/gu) ?? []
}

/** One-hot vectors (n, T, V); the rest of each row is spaces. */
function oneHot(texts: readonly string[][], T: number, table: Table): Tensor {
  const data = torch.zeros(len(texts), T, table.size)
  for (const [i, text] of enumerate(texts)) {
    for (const [t, char] of enumerate(text)) data.index_put_([i, t, table.numberOf(char)], 1)
    data.index_put_([i, Slice(len(text), null), table.numberOf(PAD)], 1)
  }
  return data
}

/** Numbers of words, which are too many for one-hot vectors: an Embedding takes them. (n, T) */
function numbers(texts: readonly string[][], T: number, table: Table): Tensor {
  const data = torch.full([len(texts), T], table.numberOf(PAD))
  for (const [i, text] of enumerate(texts)) {
    data.index_put_([i, Slice(len(text))], torch.tensor(text.map((word) => table.numberOf(word))))
  }
  return data
}

/**
 * All sentences in three tensors: (n, T, V) of characters, (n, T) of words. (In the notes all three have
 * num_eng_characters; what the encoder reads is French, whose alphabet and longest sentence are others.)
 */
export function vectorize(file: string, num_samples: number, level: Level) {
  const { input_texts, target_texts } = readPairs(file, num_samples)
  const inputs = input_texts.map((text) => cut(text, level))
  const targets = target_texts.map((text) => cut(text, level))
  const [input_table, target_table] = [new Table(inputs), new Table(targets)]
  const max_encoder_seq_length = max(inputs.map((text) => len(text)))
  const max_decoder_seq_length = max(targets.map((text) => len(text)))

  const fill = level === 'char' ? oneHot : numbers
  const encoder_input_data = fill(inputs, max_encoder_seq_length, input_table)
  const decoder_input_data = fill(targets, max_decoder_seq_length, target_table)

  // What the decoder is to say at step t is what it reads at step t + 1: no START, but END.
  const decoder_target_data = torch.zeros_like(decoder_input_data)
  const last = max_decoder_seq_length - 1
  for (const t of range(last)) {
    decoder_target_data[`:, ${t}`] = decoder_input_data[`:, ${t + 1}`]
  }
  decoder_target_data[`:, ${last}`] = fill([[PAD]], 1, target_table)[':, 0']

  return {
    input_texts,
    target_texts,
    input_table,
    target_table,
    level,
    max_encoder_seq_length,
    max_decoder_seq_length,
    encoder_input_data,
    decoder_input_data,
    decoder_target_data,
  }
}

export type Data = ReturnType<typeof vectorize>
