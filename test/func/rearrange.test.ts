// Calls of scripts/golden/func_rearrange.py, whose names say all of them.
import { join } from 'node:path'
import torch from 'torch-node'
import { testAnswers } from '../golden/support/answers.js'
import { Container } from '../golden/support/container.js'

const { rearrange } = torch.func
const { answers } = new Container<{ answers: object }>(
  join(__dirname, '..', 'golden', 'func_rearrange.gz'),
).header

testAnswers('func_rearrange.gz', ({ input, piece }) => {
  for (const name of Object.keys(answers)) {
    if (name === 'list') continue
    const [tensor = '', pattern = '', lengths = ''] = name.split('|')
    const pairs = lengths.split(',').map((pair) => pair.split('=') as [string, string])
    const given = pairs.filter(([key]) => key !== '').map(([key, size]) => [key, Number(size)])
    piece(name, () => rearrange(input(tensor), pattern, Object.fromEntries(given)))
  }
  piece('list', () => rearrange([input('x'), input('x')], 'n a b c -> a b c n'))
})
