// Texts of arrays, and numpy.random of old. Made by scripts/golden/numpy_arrays.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { list, range } from 'torch-node/builtins'
import np from 'torch-node/numpy'

const golden = JSON.parse(readFileSync(join(__dirname, '../golden/numpy_arrays.json'), 'utf8')) as {
  texts: [dtype: string, shape: number[], values: unknown[], text: string][]
  draws: [seed: number, name: string, args: unknown[], kw: object, result: unknown][]
}

function numberOf(value: unknown): unknown {
  if (Array.isArray(value)) return { re: value[0] as number, im: value[1] as number }
  if (typeof value !== 'string') return value
  return /\d/.test(value) ? BigInt(value) : Number(value.replace('inf', 'Infinity'))
}

test.each(golden.texts)('%s %j %j', (dtype, shape, values, text) => {
  const data = values.map(numberOf) as number[]
  const tensor = torch.tensor(data, { dtype: torch[dtype as 'float32'] }).view(shape)
  expect(String(tensor.numpy())).toBe(text)
})

const plain = (value: unknown): unknown => (value instanceof np.ndarray ? value.tolist() : value)

const seeds = [...new Set(golden.draws.map(([seed]) => String(seed)))]
test.each(seeds)('draws under the seed %s', (seed) => {
  const rng = new np.random.RandomState()
  const some = golden.draws.filter(([one]) => String(one) === seed)
  rng.seed(some[0]?.[0] as number)
  const methods = rng as unknown as Record<string, (...args: unknown[]) => unknown>
  for (const [, name, args, kw, expected] of some) {
    if (name !== 'shuffle') {
      const given = Object.keys(kw).length > 0 ? [...args, kw] : args
      expect([name, args, plain(methods[name]?.(...given))]).toEqual([name, args, expected])
      continue
    }
    const items = list(range(20))
    rng.shuffle(items)
    const rows = np.asarray(torch.arange(12).view(6, 2))
    rng.shuffle(rows)
    expect([items, rows.tolist(), rng.randn(), rng.rand()]).toEqual(expected)
  }
})
