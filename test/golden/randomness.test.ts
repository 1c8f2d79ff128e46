// Random streams, to the bit. Made by scripts/golden/randomness.py.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { bytesOf, compare } from './support/compare.js'
import { Container } from './support/container.js'
import { type Program, run } from './support/scenario.js'

interface Case extends Program {
  group: string
  seed: number
  want?: unknown
  /** Of the elements, where they are many. */
  sha256?: string
  /** What torch.rand gives afterwards. */
  next: number
}

const box = new Container<{ cases: Case[]; streams: Record<string, unknown> }>(
  join(__dirname, 'randomness.gz'),
)
const { cases, streams } = box.header
beforeAll(() => torch.set_num_threads(1))

const groups = [...new Set(cases.map(({ group }) => group))]

describe.each(groups)('random %s', (group) => {
  test.each(cases.filter((test) => test.group === group))('$name', (test) => {
    const { result } = run(test, box, test.seed)
    const next = torch.rand(1, { dtype: torch.float64 }).item()
    if (test.sha256) {
      expect(
        createHash('sha256')
          .update(bytesOf(result as Tensor))
          .digest('hex'),
      ).toBe(test.sha256)
    } else {
      expect(compare(result, test.want, box)).toBe('bits')
    }
    expect(next).toBe(test.next)
  })
})

describe('torch.Generator', () => {
  const check = (name: string, value: unknown) =>
    expect(compare(value, streams[name], box, name)).toBe('bits')

  test('draws, state, copies', () => {
    const generator = new torch.Generator()
    generator.manual_seed(7)
    check('draws', [
      torch.rand(3, { generator }),
      torch.randn(4, { generator }),
      torch.randint(9, [3], { generator }),
      torch.randperm(6, { generator }),
    ])
    check('state', generator.get_state())
    check('initial_seed', generator.initial_seed())
    const copy = new torch.Generator()
    copy.set_state(generator.get_state())
    check('copy', torch.rand(2, { generator: copy }))
  })

  test('starts from the default seed', () => {
    const generator = torch.Generator()
    check('default seed', generator.initial_seed())
    check('without a seed', torch.rand(2, { generator }))
  })

  test('serves every operator that takes one, and leaves the default alone', () => {
    torch.manual_seed(3)
    const weight = torch.tensor([0.5, 0.25, 0.25])
    const generator = new torch.Generator()
    generator.manual_seed(1)
    check('with generator', [
      torch.multinomial(weight, 5, { replacement: true, generator }),
      torch.bernoulli(weight, { generator }),
      torch.empty(3).uniform_({ generator }),
      torch.empty(3).normal_({ generator }),
      torch.empty(3).exponential_({ generator }),
      torch.normal(0, 1, [3], { generator }),
      torch.poisson(weight.mul(10), { generator }),
    ])
    check('untouched default', torch.rand(1))
  })
})

describe('torch.random', () => {
  const check = (name: string, value: unknown) =>
    expect(compare(value, streams[name], box, name)).toBe('bits')

  test('fork_rng brings the stream back', () => {
    torch.manual_seed(3)
    const before = torch.rand(2)
    const inside = torch.random.fork_rng(() => {
      torch.manual_seed(99)
      return torch.rand(2)
    })
    check('fork_rng', [before, inside, torch.rand(2)])
  })

  test.each([-1n, 2n ** 63n, 2n ** 64n - 1n])('manual_seed(%s)', (seed) => {
    torch.manual_seed(seed)
    check(`manual_seed ${seed}`, [torch.rand(2), torch.initial_seed()])
  })
})
