// backwardAsync and gradAsync: backward on another thread, while this one goes on.
import torch, { type Tensor } from 'torch-node'
import { Function as AutogradFunction, type FunctionCtx } from 'torch-node/autograd/function'
import { saved_tensors_hooks } from 'torch-node/autograd/graph'
import { gradOf, leaf } from './scenarios/support.js'
import { ending } from './support/ending.js'
import { onEachEngine } from './support/engines.js'

const { backwardAsync, gradAsync } = torch.autograd

/** A pass of a tenth of a second and more. */
function long(): { w: Tensor; loss: Tensor } {
  const w = torch.eye(300).mul(0.5).requires_grad_()
  let y: Tensor = w
  // On a GPU it is the launches that take time.
  const steps = w.is_cuda ? 3000 : 100
  for (let i = 0; i < steps; i++) y = y.mm(w).tanh()
  return { w, loss: y.sum() }
}

class Double extends AutogradFunction {
  static run: (grad: Tensor) => void = () => {}

  static override forward(_ctx: FunctionCtx, x: Tensor) {
    return x.mul(2)
  }

  static override backward(_ctx: FunctionCtx, grad: Tensor) {
    Double.run(grad)
    return grad.mul(2)
  }
}

async function caughtFrom(promise: Promise<unknown>): Promise<unknown[]> {
  try {
    await promise
  } catch (error) {
    return [error]
  }
  return []
}

class Mine extends Error {}

onEachEngine('torch.autograd.backwardAsync', () => {
  test('leaves the event loop free, and comes to what backward does', async () => {
    const { w, loss } = long()
    loss.backward(null, { retain_graph: true })
    const wanted = gradOf(w)
    w.grad = null
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const promise = loss.backwardAsync()
    expect(promise).toBeInstanceOf(Promise)
    expect(await promise).toBeUndefined()
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(3)
    expect(torch.equal(gradOf(w), wanted)).toBe(true)
  })

  test('runs hooks and custom functions on the JavaScript thread, with its state', async () => {
    const x = leaf([2])
    const y = Double.apply(x)
    const seen: string[] = []
    y.register_hook((grad) => {
      seen.push(`hook ${grad.tolist()}`)
      return grad.mul(5)
    })
    Double.run = (grad) => seen.push(`backward ${grad.tolist()} ${torch.is_grad_enabled()}`)
    x.register_post_accumulate_grad_hook((p) => {
      seen.push(`accumulated ${p === x}`)
    })
    const promise = y.sum().backwardAsync()
    // Nothing is called before this thread is free.
    expect(seen).toEqual([])
    await promise
    expect(seen).toEqual(['hook 1,1', 'backward 5,5 false', 'accumulated true'])
    expect(gradOf(x).tolist()).toEqual([10, 10])
    expect(torch.is_grad_enabled()).toBe(true)
  })

  test('takes the arguments of backward, and refuses as it does', async () => {
    const x = leaf([2])
    const z = leaf([2], 1)
    const y = x.mul(z)
    await backwardAsync([y], { grad_tensors: [torch.ones(2)], inputs: x, retain_graph: true })
    expect(gradOf(x).tolist()).toEqual(z.tolist())
    expect(z.grad).toBeNull()
    const refused = 'grad can be implicitly created only for scalar outputs'
    await expect(y.backwardAsync()).rejects.toThrow(refused)
    await y.backwardAsync(torch.ones(2))
    await expect(y.backwardAsync(torch.ones(2))).rejects.toMatchObject({
      name: 'RuntimeError',
      message: expect.stringContaining('Trying to backward through the graph a second time'),
    })
  })

  test.each([
    ['an error', new Mine('mine')],
    ['null', null],
    ['undefined', undefined],
    ['a number', 3],
  ])('is rejected with %s that was thrown', async (_kind, thrown) => {
    const fail = () => {
      throw thrown
    }
    const hooked = leaf([2]).mul(3)
    hooked.register_hook(fail)
    expect(await caughtFrom(hooked.sum().backwardAsync())).toEqual([thrown])
    Double.run = fail
    const [caught] = await caughtFrom(
      Double.apply(leaf([2]))
        .sum()
        .backwardAsync(),
    )
    expect(caught).toBe(thrown)
    Double.run = () => {}
    const x = leaf([2])
    await x.mul(3).sum().backwardAsync()
    expect(gradOf(x).tolist()).toEqual([3, 3])
  })

  test('passes at the same time do not mix', async () => {
    const passes = Array.from({ length: 8 }, (_, i) => {
      const x = leaf([3], i)
      const y = x.mul(i)
      y.register_hook((grad) => grad.mul(2))
      return { x, done: y.exp().sum().backwardAsync(), wanted: y.exp().mul(2 * i) }
    })
    await Promise.all(passes.map(({ done }) => done))
    for (const { x, wanted } of passes) expect(torch.equal(gradOf(x), wanted.detach())).toBe(true)
  })

  test('to one leaf at the same time: all arrive', async () => {
    const x = leaf([3])
    await Promise.all(Array.from({ length: 20 }, () => x.mul(2).sum().backwardAsync()))
    expect(gradOf(x).tolist()).toEqual([40, 40, 40])
  })

  test('one fails, the others do not', async () => {
    const mine = new Mine('mine')
    const x = leaf([2])
    const run = (i: number) => {
      const y = x.mul(1)
      y.register_hook(() => {
        if (i === 1) throw mine
      })
      return y.sum().backwardAsync()
    }
    const results = await Promise.allSettled([run(0), run(1), run(2)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: mine })
    expect(gradOf(x).tolist()).toEqual([2, 2])
  })

  test('backward of this thread goes on meanwhile', async () => {
    const { w, loss } = long()
    const order: string[] = []
    const promise = loss.backwardAsync().then(() => order.push('awaited'))
    const x = leaf([2])
    const y = x.mul(3)
    y.register_hook((grad) => {
      order.push('hook')
      return grad
    })
    y.sum().backward()
    order.push('synchronous')
    await promise
    expect(order).toEqual(['hook', 'synchronous', 'awaited'])
    expect(gradOf(x).tolist()).toEqual([3, 3])
    expect(gradOf(w).shape).toEqual([300, 300])
  })

  test('a hook may run backward, and begin a pass that is awaited later', async () => {
    const inner = leaf([2])
    const later = leaf([2], 1)
    const graphs = [inner.mul(2).sum(), later.mul(4).sum()] as const
    let promise: Promise<void> | undefined
    const y = leaf([2]).mul(3)
    y.register_hook(() => {
      graphs[0].backward()
      promise = graphs[1].backwardAsync()
    })
    await y.sum().backwardAsync()
    await promise
    expect(gradOf(inner).tolist()).toEqual([2, 2])
    expect(gradOf(later).tolist()).toEqual([4, 4])
  })

  test('unpack hooks run, and a pass keeps the pack hooks that it began with', async () => {
    const seen: string[] = []
    const pack = (saved: Tensor) => {
      seen.push('pack')
      return saved.clone()
    }
    const unpack = (saved: Tensor) => {
      seen.push('unpack')
      return saved
    }
    const x = leaf([2])
    const y = saved_tensors_hooks(pack, unpack, () => x.exp().sum())
    await y.backwardAsync()
    expect(seen).toEqual(['pack', 'unpack'])
    expect(torch.equal(gradOf(x), x.detach().exp())).toBe(true)
    seen.length = 0
    const cube = x.pow(3).sum()
    let promise: Promise<Tensor[]>
    {
      using _ = saved_tensors_hooks(pack, unpack)
      promise = gradAsync(cube, x, { create_graph: true })
    }
    const outside = x.exp()
    expect(seen).toEqual([])
    const [gradient] = await promise
    expect(seen).toContain('pack')
    seen.length = 0
    outside.sum().backward()
    expect(seen).toEqual([])
    expect(torch.allclose(gradient as Tensor, x.detach().pow(2).mul(3))).toBe(true)
  })

  test('a block does not wait for a promise: that is refused', () => {
    const y = leaf([2]).exp().sum()
    const identity = (tensor: Tensor) => tensor
    expect(() => saved_tensors_hooks(identity, identity, () => y.backwardAsync())).toThrow(
      'the block is over before the promise is settled',
    )
  })
})

onEachEngine('torch.autograd.gradAsync', () => {
  test('gives what grad gives, in its form', async () => {
    const x = leaf([3])
    const z = leaf([3], 1)
    const y = x.mul(z).exp().sum()
    const wanted = torch.autograd.grad(y, [x, z], { retain_graph: true })
    const list = await gradAsync(y, [x, z], { retain_graph: true })
    expect(list.map((gradient, i) => torch.equal(gradient, wanted[i] as Tensor))).toEqual([
      true,
      true,
    ])
    const named = await gradAsync(y, { z }, { create_graph: true })
    expect(Object.keys(named)).toEqual(['z'])
    expect(named.z.requires_grad).toBe(true)
    expect(x.grad).toBeNull()
    const unused = await gradAsync(x.sum(), [x, z], { materialize_grads: true })
    expect(unused.map((gradient) => gradient.tolist())).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ])
    await expect(gradAsync(x.sum(), z)).rejects.toThrow(
      'The differentiated Tensor at index 0 appears to not have been used in the graph.',
    )
  })
})

describe('a process with an awaited backward', () => {
  test.each([
    ['stays until done', 0, 'done\nexit\n'],
    ['unhandled rejection', 6, 'thrown by a hook\n'],
    ['exit while some run', 7, ''],
    ['exit in a hook', 8, ''],
    ['exit in a hook while others run', 12, ''],
    ['a pass that an exit starts', 13, ''],
    ['an exit that is stopped', 11, 'stopped\ndone\n'],
    ['exit in a hook of a synchronous pass', 9, ''],
    ['exit in a hook of a synchronous pass on another thread', 10, ''],
  ])('ends cleanly: %s', (how, code, stdout) => {
    expect(ending('async_process.mjs', how)).toEqual({ code, signal: null, stdout, stderr: '' })
  })
})
