// Operators under autocast on the CPU against Python: dtypes, bits and gradients.
import { join } from 'node:path'
import torch from 'torch-node'
import { type Case, runCase } from '../golden/support/case.js'
import { Container } from '../golden/support/container.js'

interface AutocastCase extends Case {
  path: string
  dtype: 'bfloat16' | 'float16'
  grad: boolean
}

const box = new Container<{ cases: AutocastCase[] }>(join(__dirname, '..', 'golden', 'autocast.gz'))

// Python's results are those of one thread.
beforeAll(() => torch.set_num_threads(1))

test.each(box.header.cases.map((one, i) => [`${one.path} ${i}`, one] as const))('%s', (_, one) => {
  const equality = torch.autocast('cpu', { dtype: torch[one.dtype] }, () => runCase(one, box))
  expect(equality).toBe('bits')
  expect(torch.is_autocast_enabled('cpu')).toBe(false)
})
