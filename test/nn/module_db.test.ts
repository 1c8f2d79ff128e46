// PyTorch's own database of modules. Made by scripts/golden/module_db.py.
import { join } from 'node:path'
import torch, { nn } from 'torch-node'
import { simplefilter } from '../../lib/warnings.js'
import { Container } from '../golden/support/container.js'
import { judge } from '../golden/support/judge.js'
import {
  type Dtype,
  type ErrorCase,
  type ModuleCase,
  runErrorCase,
  runModuleCase,
} from '../golden/support/module_case.js'

interface Entry {
  name: string
  cases: ModuleCase[]
  errors: ErrorCase[]
}

const box = new Container<{ entries: Entry[]; skipped: string[][] }>(
  join(__dirname, '../golden/nn/module_db.gz'),
)
const { entries, skipped } = box.header

/** What does not equal Python, with the reason; each is asserted to differ still. */
const KNOWN: Record<string, string> = {}

function failures<T>(cases: readonly T[], run: (test: T) => void): string[] {
  return cases.flatMap((test, at) => {
    try {
      run(test)
      return []
    } catch (error) {
      return [
        `#${at} ${JSON.stringify((test as ModuleCase).constructor)}: ${(error as Error).message}`,
      ]
    }
  })
}

describe('module_db', () => {
  beforeAll(() => {
    torch.set_num_threads(1)
    simplefilter('ignore')
  })

  const dtypes: Dtype[] = ['float32', 'float64']
  const runs = entries.flatMap((entry) => dtypes.map((dtype) => ({ ...entry, dtype })))

  test.each(runs)('torch.nn.$name $dtype', ({ name, cases, dtype }) => {
    const failed = failures(cases, (sample) => {
      runModuleCase(name, sample, box, dtype)
    })
    judge(KNOWN, `${name} ${dtype}`, () => expect(failed).toEqual([]))
  })

  test.each(entries.filter(({ errors }) => errors.length > 0))(
    'errors of torch.nn.$name',
    ({ name, errors }) => {
      const failed = failures(errors, (wrong) => runErrorCase(name, wrong, box))
      judge(KNOWN, `errors of ${name}`, () => expect(failed).toEqual([]))
    },
  )

  test('has all entries, each with a case', () => {
    expect(entries).toHaveLength(114)
    expect(entries.filter(({ cases }) => cases.length === 0)).toEqual([])
    expect(entries.filter(({ name }) => !(name in nn))).toEqual([])
  })

  test('leaves out only errors that cannot be had here', () => {
    const floats = 'throws only for a float that JavaScript takes for an int'
    const expected = [['nn.NLLLoss', 'error', 'throws nothing']]
    for (const name of ['nn.RNN', 'nn.GRU', 'nn.LSTM']) {
      expected.push([name, 'error', 'throws nothing'])
      expected.push([name, 'error', floats], [name, 'error', floats])
    }
    expect(skipped).toEqual(expected)
  })
})
