/** Sentence pairs, and the words of a language with their numbers. */
import { readFileSync } from 'node:fs'
import { len, print } from 'torch-node/builtins'

export const SOS_token = 0
export const EOS_token = 1

/** Maps: a word may be `constructor`, which every plain object has. */
export class Lang {
  word2index = new Map<string, number>()
  word2count = new Map<string, number>()
  index2word = new Map([
    [0, 'SOS'],
    [1, 'EOS'],
  ])
  n_words = 2 // SOS and EOS

  constructor(readonly name: string) {}

  addSentence(sentence: string): void {
    for (const word of sentence.split(' ')) this.addWord(word)
  }

  addWord(word: string): void {
    if (!this.word2index.has(word)) {
      this.word2index.set(word, this.n_words)
      this.word2count.set(word, 1)
      this.index2word.set(this.n_words, word)
      this.n_words += 1
    } else {
      this.word2count.set(word, this.word2count.get(word)! + 1)
    }
  }
}

/** Without the marks on letters. */
function unicodeToAscii(s: string): string {
  return s.normalize('NFD').replaceAll(/\p{Mn}/gu, '')
}

/** Lower case, with no punctuation but the ends of sentences, which stand apart. */
export function normalizeString(s: string): string {
  s = unicodeToAscii(s.toLowerCase().trim())
  s = s.replaceAll(/([.!?])/g, ' $1')
  s = s.replaceAll(/[^a-zA-Z.!?]+/g, ' ')
  return s
}

export type Pair = [string, string]

function readLangs(
  file: string,
  lang1: string,
  lang2: string,
  reverse: boolean,
): [Lang, Lang, Pair[]] {
  print('Reading lines...')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  const pairs = lines.map((l) => l.split('\t').map(normalizeString) as Pair)
  if (!reverse) return [new Lang(lang1), new Lang(lang2), pairs]
  return [new Lang(lang2), new Lang(lang1), pairs.map(([a, b]) => [b, a])]
}

export const MAX_LENGTH = 10

const eng_prefixes = [
  'i am ',
  'i m ',
  'he is',
  'he s ',
  'she is',
  'she s ',
  'you are',
  'you re ',
  'we are',
  'we re ',
  'they are',
  'they re ',
]

function filterPair(p: Pair): boolean {
  return (
    len(p[0].split(' ')) < MAX_LENGTH &&
    len(p[1].split(' ')) < MAX_LENGTH &&
    eng_prefixes.some((prefix) => p[1].startsWith(prefix))
  )
}

/** Reads pairs, keeps short ones that begin as `eng_prefixes`, and counts words. */
export function prepareData(file: string, lang1: string, lang2: string, reverse = false) {
  const [input_lang, output_lang, all] = readLangs(file, lang1, lang2, reverse)
  print(`Read ${len(all)} sentence pairs`)
  const pairs = all.filter(filterPair)
  print(`Trimmed to ${len(pairs)} sentence pairs`)
  print('Counting words...')
  for (const pair of pairs) {
    input_lang.addSentence(pair[0])
    output_lang.addSentence(pair[1])
  }
  print('Counted words:')
  print(input_lang.name, input_lang.n_words)
  print(output_lang.name, output_lang.n_words)
  return [input_lang, output_lang, pairs] as const
}
