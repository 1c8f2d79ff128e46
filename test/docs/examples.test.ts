// Every @example of a docstring runs, and says what its comments say.

import { simplefilter } from 'torch-node/warnings'
import { allExamples, runExample } from './support/examples.js'
import { typeErrors } from './support/types.js'

const examples = allExamples()

beforeAll(() => simplefilter('ignore'))

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(250)
})

test('the compiler takes them', () => {
  expect(typeErrors(examples)).toEqual([])
})

test.each(examples.map((example) => [example.place, example] as const))(
  '%s',
  async (_, example) => {
    await runExample(example)
  },
)
