// Wrong arguments to every native name: the texts of Python's parser. Made by scripts/golden/argument_errors.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch from 'torch-node'
import type { Namespace } from '../../lib/_generated/operators.js'
import { operators } from '../../lib/_operators.js'

type Texts = readonly (string | null)[]
const data = gunzipSync(readFileSync(join(__dirname, 'argument_errors.gz'))).toString()
const golden = JSON.parse(data) as Record<Namespace, Record<string, Texts>>

const x = torch.ones(2, 2)
// The same calls as in the script.
const calls: unknown[][] = [
  [],
  ['x'],
  [x, { foo: 1 }],
  [x, 'y'],
  Array(18).fill(x),
  [null],
  [1.5],
  [x, null],
  [[1, 'a']],
  [x, [1.5]],
  [{ input: 1 }],
]

function message(namespace: Namespace, name: string, args: unknown[]): string | undefined {
  // In-place methods that accept the arguments change what they are called on.
  const receiver = namespace === 'Tensor' ? torch.ones(2, 2) : undefined
  try {
    operators[namespace][name]?.apply(receiver, args)
  } catch (error) {
    if (error instanceof TypeError) return error.message
  }
  return undefined
}

describe.each(Object.keys(golden) as Namespace[])('argument errors: %s', (namespace) => {
  const texts = Object.entries(golden[namespace])

  test.each(calls.map((args, i) => [i, args] as const))('call %#', (i, args) => {
    const expected = texts.filter(([, all]) => typeof all[i] === 'string')
    expect(expected.length).toBeGreaterThan(0)
    const given = expected.map(([name]) => [name, message(namespace, name, args)])
    expect(given).toEqual(expected.map(([name, all]) => [name, all[i]]))
  })
})
