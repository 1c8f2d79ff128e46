// What has no counterpart in Python, or needs no golden.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import { unwrap_dead_wrappers } from 'torch-node/_functorch/utils'
import * as stateless from 'torch-node/nn/utils/stateless'

const { functional_call, grad, jvp, vjp, vmap } = torch.func

const x = () => torch.tensor([1, 2, 3], { dtype: torch.float })

/** Whether a transform is still running. */
const idle = () => {
  const probe = x().requires_grad_()
  probe.sum().backward()
  return String(torch.ones(1)) === 'tensor([1.])' && !String(probe).includes('Tracking')
}

describe('what a function throws', () => {
  const transforms: Record<string, (f: (x: Tensor) => Tensor) => unknown> = {
    vmap: (f) => vmap(f)(x()),
    'vmap of vmap': (f) => vmap(vmap(f))(torch.ones(2, 2)),
    grad: (f) => grad(f)(x()),
    vjp: (f) => vjp(f, x()),
    jvp: (f) => jvp(f, [x()], [x()]),
    jacrev: (f) => torch.func.jacrev(f)(x()),
    jacfwd: (f) => torch.func.jacfwd(f)(x()),
    hessian: (f) => torch.func.hessian(f)(x()),
    functionalize: (f) => torch.func.functionalize(f)(x()),
    'vmap of grad': (f) => vmap(grad(f))(torch.ones(2, 2)),
    linearize: (f) => torch.func.linearize(f, x()),
  }
  for (const [name, run] of Object.entries(transforms)) {
    test.each([new Error('mine'), null, undefined, 3])(
      `arrives unchanged through ${name}: %p`,
      (thrown) => {
        let caught: unknown = 'nothing'
        try {
          run(() => {
            throw thrown
          })
        } catch (error) {
          caught = error
        }
        expect(caught).toBe(thrown)
        expect(idle()).toBe(true)
      },
    )
  }

  test('an asynchronous function is refused, and leaves no layer', () => {
    const later = (async (x: Tensor) => x.sum()) as unknown as (x: Tensor) => Tensor
    expect(() => grad(later)(x())).toThrow("to return a Tensor, got <class 'Promise'>")
    expect(() => vmap(later)(x())).toThrow("must only return Tensors, got type <class 'Promise'>")
    expect(idle()).toBe(true)
  })
})

describe('tensors inside', () => {
  test('one tensor is one object', () => {
    grad((a: Tensor) => {
      const b = a.mul(2)
      expect(b.add_(0)).toBe(b)
      return b.sum()
    })(x())
  })

  test('are Tensors, also after the transform', () => {
    const seen: Tensor[] = []
    vmap((a: Tensor) => {
      seen.push(a)
      return a
    })(torch.ones(2, 3))
    expect(seen[0]).toBeInstanceOf(torch.Tensor)
    expect([...(seen[0] as Tensor).shape]).toEqual([3])
    expect(String(seen[0])).toContain('BatchedTensor(lvl=1, bdim=0')
  })

  test('can be disposed of, and then throw', () => {
    const disposed = /disposed/
    grad((a: Tensor) => {
      const b = a.mul(2)
      b.dispose()
      expect(() => b.add(1)).toThrow(disposed)
      expect(() => String(b)).toThrow(disposed)
      return a.sum()
    })(x())
    const gone = x()
    gone.dispose()
    expect(() => grad((a: Tensor) => a.sum())(gone)).toThrow(disposed)
    expect(() => vmap((a: Tensor) => a)(gone)).toThrow(disposed)
    expect(idle()).toBe(true)
  })

  test('stand for what they wrap when the transform is over', () => {
    const a = x()
    let dead = a
    grad((a: Tensor) => {
      dead = a
      expect(unwrap_dead_wrappers([a])[0]).toBe(a)
      return a.sum()
    })(a)
    const [unwrapped, three] = unwrap_dead_wrappers([dead, 3])
    expect(unwrapped).toBe(a)
    expect(three).toBe(3)
  })

  test('the input stays as it was', () => {
    const a = x()
    grad((a: Tensor) => a.pow(2).sum())(a)
    expect([a.requires_grad, a.grad, a.is_leaf]).toEqual([false, null, true])
  })
})

describe('containers', () => {
  test('a Map is a dict, and never keywords', () => {
    const f = (scale: Map<string, Tensor>, a: Map<string, Tensor>) =>
      new Map([['out', (scale.get('s') as Tensor).mul(a.get('a') as Tensor)]])
    const s = new Map([['s', x()]])
    const out = vmap(f)(s, new Map([['a', x()]]))
    expect((out.get('out') as Tensor).tolist()).toEqual([1, 4, 9])
    expect(
      (
        grad((s: Map<string, Tensor>) =>
          (f(s, s.set('a', s.get('s') as Tensor)).get('out') as Tensor).sum(),
        )(s).get('s') as Tensor
      ).tolist(),
    ).toEqual([2, 4, 6])
  })

  test('results with names keep them', () => {
    const out = vmap((a: Tensor) => a.max(0))(
      torch.tensor([
        [1, 5],
        [7, 2],
      ]),
    )
    expect(out.values.tolist()).toEqual([5, 7])
    expect(String(out)).toContain('torch.return_types.max(')
  })

  test('two dicts are both mapped over where in_dims is one number', () => {
    const f = (p: { a: Tensor }, b: { c: Tensor }) => p.a.add(b.c)
    expect(vmap(f)({ a: x() }, { c: x() }).tolist()).toEqual([2, 4, 6])
  })
})

test('functions of modules and operators keep their names', () => {
  expect(vmap(torch.sin).name).toBe('sin')
  expect(
    grad(function loss(a: Tensor) {
      return a.sum()
    }).name,
  ).toBe('loss')
  expect(() => vmap(nn.ReLU())(x())).not.toThrow()
})

test('functional_call on a module with a hook runs the hook', () => {
  const model = nn.Linear(3, 1)
  let calls = 0
  model.register_forward_hook(() => {
    calls++
    return null
  })
  functional_call(model, { weight: torch.ones(1, 3) }, x())
  expect(calls).toBe(1)
})

test('the older functional_call warns', () => {
  const seen: unknown[] = []
  const showWarning = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    seen.push(text)
    return true
  })
  const model = nn.Linear(3, 1)
  const zeros = { weight: torch.zeros(1, 3), bias: torch.zeros(1) }
  expect((stateless.functional_call(model, zeros, x()) as Tensor).item()).toBe(0)
  showWarning.mockRestore()
  expect(seen.join('')).toContain('is deprecated as of PyTorch 2.0')
})

test('worker threads transform at the same time, each for itself', () => {
  const script = join(__dirname, 'support', 'workers.mjs')
  const output = execFileSync(process.execPath, [script], { encoding: 'utf8' })
  expect(JSON.parse(output)).toEqual([
    [12, 27],
    [12, 27],
    [12, 27],
  ])
})
