import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { compare } from './compare.js'
import { Container } from './container.js'

interface Answer {
  want?: unknown
  /** The text of each tensor of the result. */
  text?: unknown
  /** Class and message, in full. */
  error?: [string, string]
}

interface Header {
  answers: Record<string, Answer>
  inputs: Record<string, number>
}

/** Named tensors to start from, and the code to run by the name that scripts/golden gave it. */
export interface Pieces {
  /** A new tensor with the values of that name. */
  input(name: string): Tensor
  /** Code whose result, texts or error must be Python's. */
  piece(name: string, code: () => unknown): void
}

function texts(value: unknown): unknown {
  if (value instanceof torch.Tensor) return String(value)
  return Array.isArray(value) ? Array.from(value, texts) : null
}

function check({ want, text, error }: Answer, box: Container<unknown>, code: () => unknown): void {
  torch.manual_seed(0)
  if (error !== undefined) {
    let thrown: unknown
    try {
      code()
    } catch (caught) {
      thrown = caught
    }
    const { name, message } = (thrown ?? {}) as Partial<Error>
    expect([name, message]).toEqual(error)
    return
  }
  const value = code()
  expect(compare(value, want, box)).toBe('bits')
  expect(texts(value)).toEqual(text ?? null)
}

/** Tests for the answers of scripts/golden/answers.py in a file of test/golden: one for each, none left out. */
export function testAnswers(file: string, define: (pieces: Pieces) => void): void {
  const box = new Container<Header>(join(__dirname, '..', file))
  const { answers, inputs } = box.header
  const defined = new Map<string, () => unknown>()

  // Python's results are those of one thread: sums split over several round differently.
  const threads = torch.get_num_threads()
  beforeAll(() => torch.set_num_threads(1))
  afterAll(() => torch.set_num_threads(threads))

  define({
    input(name) {
      const row = inputs[name]
      if (row === undefined) throw new Error(`no input ${name}`)
      return box.make(row)
    },
    piece(name, code) {
      if (defined.has(name)) throw new Error(`two pieces are called ${name}`)
      defined.set(name, code)
    },
  })

  test.each(Object.entries(answers))('%s', (name, answer) => {
    const code = defined.get(name)
    if (code === undefined) throw new Error(`no piece ${name}`)
    check(answer, box, code)
  })

  test('no piece lacks an answer', () => {
    expect([...defined.keys()].filter((name) => !Object.hasOwn(answers, name))).toEqual([])
  })
}
