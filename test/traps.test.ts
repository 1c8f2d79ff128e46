// What is different in JavaScript and would bite those who port: what still works, and what says why it does not.

import { spawnSync } from 'node:child_process'
import torch, { nn, type Tensor } from 'torch-node'
import { bool, math, range, sum } from 'torch-node/builtins'
import F from 'torch-node/nn/functional'
import np from 'torch-node/numpy'
import { catch_warnings, simplefilter } from 'torch-node/warnings'
import { thrown } from './support/thrown.js'

const textOf = (run: () => unknown): string => String(thrown(run))

describe('functions work detached', () => {
  class MyReLU extends torch.autograd.Function {
    static override forward(ctx: torch.autograd.FunctionCtx, input: Tensor) {
      ctx.save_for_backward(input)
      return input.clamp({ min: 0 })
    }
    static override backward(ctx: torch.autograd.FunctionCtx, grad_output: Tensor) {
      const [input] = ctx.saved_tensors
      const grad_input = grad_output.clone()
      grad_input.index_put_([(input as Tensor).lt(0)], 0)
      return grad_input
    }
  }

  test('apply of a custom function', () => {
    const relu = MyReLU.apply
    const x = torch.tensor([-1, 2], { dtype: torch.float, requires_grad: true })
    ;(relu(x) as Tensor).sum().backward()
    expect(x.grad?.tolist()).toEqual([0, 1])
  })

  test.each<[string, () => unknown]>([
    [
      'F.cross_entropy',
      () => {
        const loss_func = F.cross_entropy
        return loss_func(torch.zeros(1, 2), torch.tensor([1])).item()
      },
    ],
    [
      'torch.randn',
      () => {
        const { randn, manual_seed } = torch
        manual_seed(0)
        return randn(1).numel()
      },
    ],
    [
      'nn.init',
      () => {
        const { zeros_ } = nn.init
        return zeros_(torch.ones(1)).item()
      },
    ],
    [
      'math',
      () => {
        const { sqrt } = math
        return sqrt(4)
      },
    ],
    [
      'numpy',
      () => {
        const { add } = np
        return add(1, 2)
      },
    ],
  ])('%s', (_, run) => {
    expect(typeof run()).toBe('number')
  })
})

describe('a module’s names are its own', () => {
  class Named extends nn.Module {
    override name = 'mine'
    override call = nn.Linear(2, 2)
    override forward(x: Tensor) {
      return this.call(x)
    }
  }

  test('apply goes over modules; name and call may be fields', () => {
    const net = new Named()
    const seen: string[] = []
    expect(net.apply((m: nn.Module) => seen.push(m._get_name()))).toBe(net)
    expect(seen).toEqual(['Linear', 'Named'])
    expect([net.name, net.call._get_name()]).toEqual(['mine', 'Linear'])
    expect(net(torch.ones(1, 2)).size()).toEqual([1, 2])
  })

  test('nothing of Function.prototype shows', () => {
    const net = nn.ReLU() as unknown as Record<string, unknown>
    expect([net.name, net.length, net.call, net.bind]).toEqual(Array(4).fill(undefined))
  })

  test('a module of a list is called by its index', () => {
    const layers = nn.ModuleList([nn.ReLU(), nn.Linear(2, 3)])
    expect((layers[0] as nn.ReLU)(torch.tensor([-1])).item()).toBe(0)
    expect((layers[-1] as nn.Linear)(torch.ones(2)).size()).toEqual([3])
  })
})

describe('tensors in JavaScript’s operators', () => {
  const numeric = (t: Tensor): number => t as unknown as number

  test('a comparison is one of items', () => {
    let y = torch.tensor([3, 4], { dtype: torch.float })
    let steps = 0
    while (numeric(y.norm()) < 1000) {
      y = y.mul(2)
      steps++
    }
    expect(steps).toBe(8)
    expect(numeric(torch.tensor(2)) > numeric(torch.tensor(1))).toBe(true)
  })

  test('more than one element has no item', () => {
    expect(textOf(() => numeric(torch.ones(2)) < 1)).toBe(
      'RuntimeError: Boolean value of Tensor with more than one value is ambiguous',
    )
  })

  test('+ does not join two texts', () => {
    const [a, b] = [torch.ones(2), torch.ones(2)]
    expect(textOf(() => numeric(a) + numeric(b))).toMatch(/^TypeError: .*a\.add\(b\)/)
    expect(textOf(() => numeric(a) + 1)).toMatch(/^TypeError: .*a\.add\(b\)/)
    expect(`${torch.tensor(1)}`).toBe('tensor(1)')
  })

  test('an object is always true, what bool() says is not', () => {
    const zero = torch.tensor(0)
    expect(zero ? 1 : 2).toBe(1)
    expect([bool(zero), Boolean(zero.item())]).toEqual([false, false])
  })

  test('sum adds tensors to 0', () => {
    expect((sum([torch.ones(2), torch.ones(2)]) as Tensor).tolist()).toEqual([2, 2])
  })
})

test('a deprecated form works, and warns', () => {
  torch.set_warn_always(true)
  const net = nn.Linear(1, 1)
  const texts = catch_warnings((caught) => {
    for (const _ of range(2)) {
      net.zero_grad()
      net(torch.ones(1)).sum().backward()
      for (const p of net.parameters()) {
        const before = p.item()
        const step = p.data.add_ as unknown as (alpha: number, other: Tensor) => Tensor
        step.call(p.data, -0.5, p.grad as Tensor)
        expect(p.item()).toBeCloseTo((before as number) - 0.5, 6)
      }
    }
    return caught.map(String)
  })
  torch.set_warn_always(false)
  expect(texts).toHaveLength(1)
  expect(texts[0]).toMatch(
    /^UserWarning: This overload of add_ is deprecated:\n\tadd_\(Number alpha, Tensor other\)/,
  )
})

test('of deprecated forms, the first of a program warns', () => {
  const code = `import torch from 'torch-node'
    const x = torch.ones(2)
    x.add_(1, x); x.add_(1, x); x.sub_(1, x)`
  const args = ['--input-type=module', '-e', code]
  const { stderr, status } = spawnSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' })
  expect(status).toBe(0)
  expect(stderr.match(/UserWarning: .*/g)).toEqual([
    'UserWarning: This overload of add_ is deprecated:',
  ])
})

test('deprecated forms warn once in all, or each time', () => {
  const addmm = torch.addmm as unknown as (beta: number, ...others: unknown[]) => Tensor
  const sub = torch.sub as unknown as (input: Tensor, alpha: number, other: Tensor) => Tensor
  const [a, b] = [torch.ones(2), torch.ones(2, 2)]
  const count = (): number =>
    catch_warnings((caught) => {
      simplefilter('always')
      expect(sub(a, 2, a).tolist()).toEqual([-1, -1])
      expect(addmm(1, b, 1, b, b).tolist()).toEqual([
        [3, 3],
        [3, 3],
      ])
      sub(a, 2, a)
      return caught.length
    })
  count()
  expect(count()).toBe(0)
  torch.set_warn_always(true)
  expect([torch.is_warn_always_enabled(), count()]).toEqual([true, 3])
  torch.set_warn_always(false)
  expect(count()).toBe(0)
  expect(() => torch.set_warn_always(1 as never)).toThrow(
    'setWarnOnlyOnce expects a bool, but got int',
  )
})

test('writing through an index stays on the tape', () => {
  const y = torch.ones(2, { requires_grad: true })
  const out = torch.zeros(3, 2)
  out[1] = y.mul(3)
  expect(String(out)).toContain('grad_fn=<CopySlices>')
  out.sum().backward()
  expect(y.grad?.tolist()).toEqual([3, 3])
})
