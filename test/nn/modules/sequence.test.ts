// The sequence modules against Python, to the bit: PyTorch's samples and more; scripts/golden/sequence_modules.py.
import { join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { catch_warnings } from '../../../lib/warnings.js'
import { backward } from '../../golden/support/case.js'
import { compare, compareTensor } from '../../golden/support/compare.js'
import { Container } from '../../golden/support/container.js'
import {
  callModule,
  decodeArgument,
  digest,
  type ModuleCall,
} from '../../golden/support/modules.js'

interface Case extends ModuleCall {
  repr: string
  initial: Record<string, number>
  train: unknown
  grads: Record<string, string | null>
  input_grads: (number | null)[]
  eval: unknown
  eval_grad: unknown
  warnings?: string[]
}

interface Wrong extends ModuleCall {
  error: [name: string, text: string]
  mode: 'eval' | null
}

interface Header {
  groups: Record<string, Case[]>
  errors: Wrong[]
  /** LibTorch's own warnings, which come once in a process. */
  native: string[]
  training: { losses: number[]; last: number }
}

const box = new Container<Header>(join(__dirname, '..', '..', 'golden', 'sequence_modules.gz'))

// Python's results are those of one thread: sums split over several round differently.
const threads = torch.get_num_threads()
beforeAll(() => torch.set_num_threads(1))
afterAll(() => torch.set_num_threads(threads))

function expectSame(actual: unknown, wanted: unknown, what: string): void {
  expect([what, compare(actual, wanted, box, what)]).toEqual([what, 'bits'])
}

function check(golden: Case): void {
  torch.manual_seed(0)
  const module = decodeArgument(golden.module, []) as nn.Module
  if (golden.name.endsWith('in evaluation')) module.eval()
  expect(String(module)).toBe(golden.repr)
  const state = module.state_dict()
  expect(Object.keys(state)).toEqual(Object.keys(golden.initial))
  for (const [name, row] of Object.entries(golden.initial)) {
    const equality = compareTensor(state[name], box, row, name)
    expect([name, equality]).toEqual([name, 'bits'])
  }
  const { result, leaves } = callModule(module, golden, box)
  expectSame(result, golden.train, 'output')
  backward(result)
  const grads = [...module.named_parameters()].map(([name, param]) => [name, digest(param.grad)])
  expect(Object.fromEntries(grads)).toEqual(golden.grads)
  for (const [i, row] of golden.input_grads.entries()) {
    const grad = leaves[i]?.grad ?? null
    expectSame(grad, row === null ? null : { t: row }, `gradient of input ${i}`)
  }
  module.eval()
  const evaluated = torch.no_grad(() => callModule(module, golden, box).result)
  expectSame(evaluated, golden.eval, 'output in evaluation')
  const recorded = callModule(module, golden, box).result
  expectSame(recorded, golden.eval_grad, 'output in evaluation with gradients')
}

describe.each(Object.keys(box.header.groups))('%s', (group) => {
  test.each(box.header.groups[group] as Case[])('$name', (golden) => {
    catch_warnings((caught) => {
      check(golden)
      const texts = new Set(caught.map(({ message }) => message))
      for (const text of box.header.native) texts.delete(text)
      expect([...texts]).toEqual(golden.warnings ?? [])
    })
  })
})

describe('wrong settings and inputs', () => {
  test.each(box.header.errors)('$name', (golden) => {
    let found: string | undefined
    try {
      const module = decodeArgument(golden.module, []) as nn.Module
      if (golden.mode === 'eval') module.eval()
      callModule(module, golden, box)
    } catch (error) {
      const { name, message } = error as Error
      found = `${name}: ${message}`
    }
    expect(found).toBe(golden.error.join(': '))
  })
})

test('nn.Transformer learns with the same losses', () => {
  const { losses, last } = box.header.training
  torch.manual_seed(3)
  const model = nn.Transformer(8, 2, 2, 2, 16, 0.1, { batch_first: true })
  const optimizer = optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 })
  const [src, tgt, goal] = [torch.randn(3, 5, 8), torch.randn(3, 4, 8), torch.randn(3, 4, 8)]
  const found = losses.map(() => {
    optimizer.zero_grad()
    const tgt_mask = nn.Transformer.generate_square_subsequent_mask(4)
    const loss = nn.functional.mse_loss(model(src, tgt, { tgt_mask }), goal)
    loss.backward()
    optimizer.step()
    return loss.item()
  })
  expect(found).toEqual(losses)
  const sums = [...model.parameters()].map((param) => param.detach().double().sum())
  expect(sums.reduce((sum: Tensor, one) => sum.add(one)).item()).toBe(last)
})
