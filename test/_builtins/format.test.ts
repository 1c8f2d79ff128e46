// Python's three ways to format. Made by scripts/golden/python_format.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { format, sprintf, str } from 'torch-node/builtins'

type Outcome = string | [name: string, message: string]

const golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/python_format.json'), 'utf8'),
) as Record<'format' | 'percent' | 'templates', [unknown, unknown, Outcome][]>

function decode(value: unknown): unknown {
  const { int, float } = (value ?? {}) as { int?: string; float?: string }
  if (int !== undefined) return BigInt(int)
  if (float !== undefined) return Number(float.replace('inf', 'Infinity'))
  return value
}

function outcome(run: () => string): Outcome {
  try {
    return run()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message]
  }
}

test.each(golden.format)('format(%j, %j)', (value, spec, expected) => {
  expect(outcome(() => format(decode(value), spec as string))).toEqual(expected)
})

test.each(golden.percent)('%j, %j', (template, values, expected) => {
  const given = (values as unknown[]).map(decode)
  expect(outcome(() => sprintf(template as string, ...given))).toEqual(expected)
})

test.each(golden.templates)('str.format(%j, %j)', (template, values, expected) => {
  expect(outcome(() => str.format(template as string, ...(values as unknown[])))).toEqual(expected)
})

describe('tensors', () => {
  test('of no dimension are their items', () => {
    expect(format(torch.tensor(1.5), '.2f')).toBe('1.50')
    expect(format(torch.tensor(3), '5d')).toBe('    3')
    expect(format(torch.ones(2))).toBe('tensor([1., 1.])')
    expect(sprintf('%.2f %d', torch.tensor(1.5), torch.tensor(3))).toBe('1.50 3')
    expect(sprintf('%s', torch.tensor(1.5))).toBe('tensor(1.5000)')
    expect(str.format('{:>7f}', torch.tensor(2.25))).toBe('2.250000')
  })
  test('of others are none', () => {
    expect(outcome(() => format(torch.ones(2), '.2f'))).toEqual([
      'TypeError',
      'unsupported format string passed to Tensor.__format__',
    ])
    expect(outcome(() => sprintf('%d', torch.ones(2)))).toEqual([
      'ValueError',
      'only one element tensors can be converted to Python scalars',
    ])
  })
})

test('complex numbers and own ways to format', () => {
  expect(format({ re: 1, im: -2 }, '.2f')).toBe('1.00-2.00j')
  expect(format({ re: 1, im: 2 }, '>8')).toBe('  (1+2j)')
  expect(format({ __format__: (spec: string) => `<${spec}>` }, 'abc')).toBe('<abc>')
})
