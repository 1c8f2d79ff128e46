// What callbacks of backward may do and throw, whichever thread the engine is on.
import torch, { type Tensor } from 'torch-node'
import { Function as AutogradFunction, type FunctionCtx } from 'torch-node/autograd/function'
import { saved_tensors_hooks } from 'torch-node/autograd/graph'
import { gradOf, leaf } from './scenarios/support.js'
import { onEachEngine } from './support/engines.js'

type Run = () => unknown

/** The identity, with `run` in its backward. */
function custom(run: Run): (x: Tensor) => Tensor {
  class Custom extends AutogradFunction {
    static override forward(_ctx: FunctionCtx, x: Tensor) {
      return x.clone()
    }

    static override backward(_ctx: FunctionCtx, grad: Tensor) {
      run()
      return grad
    }
  }
  return Custom.apply
}

/** Makes a graph, inside of a callback too, and runs it. */
function backwardOf(graph: () => Tensor): void {
  torch.enable_grad(() => graph().sum()).backward()
}

/** Runs backward with `run` in a hook. */
function inHook(run: Run): void {
  backwardOf(() => {
    const y = leaf([2]).mul(3)
    y.register_hook(() => {
      run()
    })
    return y
  })
}

const inCustom = (run: Run): void => backwardOf(() => custom(run)(leaf([2])))

function inUnpack(run: Run): void {
  const x = leaf([2])
  const unpack = (saved: Tensor) => {
    run()
    return saved
  }
  backwardOf(() =>
    saved_tensors_hooks(
      (saved) => saved,
      unpack,
      () => x.exp(),
    ),
  )
}

function inNode(way: 'register_hook' | 'register_prehook', run: Run): void {
  const y = leaf([2]).mul(3)
  y.grad_fn?.[way](() => {
    run()
  })
  y.sum().backward()
}

/** Everywhere that backward calls JavaScript. */
const places: Record<string, (run: Run) => void> = {
  'a hook': inHook,
  'a hook of a leaf': (run) => {
    const x = leaf([2])
    x.register_hook(() => {
      run()
    })
    x.mul(2).sum().backward()
  },
  'a post-accumulate hook': (run) => {
    const x = leaf([2])
    x.register_post_accumulate_grad_hook(() => {
      run()
    })
    x.mul(2).sum().backward()
  },
  'a hook of a node': (run) => inNode('register_hook', run),
  'a prehook of a node': (run) => inNode('register_prehook', run),
  'a custom backward': (run) =>
    custom(run)(leaf([2]))
      .sum()
      .backward(),
  'an unpack hook': inUnpack,
  'a hook of a nested backward': (run) => inHook(() => inHook(run)),
  'a nested custom backward': (run) => inCustom(() => inCustom(run)),
  'a hook inside a custom backward inside a hook': (run) =>
    inHook(() => inCustom(() => inHook(run))),
  'an unpack hook of a nested backward': (run) => inHook(() => inUnpack(run)),
  'the pack hook of a recorded backward': (run) => {
    const x = leaf([2])
    const y = x.pow(3).sum()
    let within = false
    const pack = (saved: Tensor) => {
      // What it runs is recorded too.
      if (!within) {
        within = true
        run()
        within = false
      }
      return saved
    }
    saved_tensors_hooks(
      pack,
      (saved) => saved,
      () => y.backward(null, { create_graph: true }),
    )
    x.grad = null
  },
}

function caughtFrom(body: () => void): unknown[] {
  try {
    body()
  } catch (error) {
    return [error]
  }
  return []
}

class Mine extends Error {}

onEachEngine('torch.autograd', () => {
  describe.each(Object.entries(places))('%s', (_place, runIn) => {
    test('is run', () => {
      let runs = 0
      runIn(() => {
        runs++
      })
      expect(runs).toBeGreaterThan(0)
    })

    test.each([
      ['an error', new Mine('mine')],
      ['an object', { mine: true }],
      ['null', null],
      ['undefined', undefined],
      ['a number', 3],
      ['a symbol', Symbol('mine')],
    ])('throws %s, which arrives as it is', (_kind, thrown) => {
      const caught = caughtFrom(() =>
        runIn(() => {
          throw thrown
        }),
      )
      expect(caught.length).toBe(1)
      expect(caught[0]).toBe(thrown)
      // And the engine goes on to work.
      const x = leaf([2])
      x.mul(3).sum().backward()
      expect(gradOf(x).tolist()).toEqual([3, 3])
      expect(torch.is_grad_enabled()).toBe(true)
    })

    test('can run a backward and autograd.grad of its own', () => {
      const x = leaf([2])
      let inner: unknown
      runIn(() =>
        torch.enable_grad(() => {
          x.grad = null
          x.mul(x).sum().backward()
          const second = torch.autograd.grad(x.pow(3).sum(), x, { create_graph: true })[0] as Tensor
          inner = torch.autograd.grad(second.sum(), x)[0]
        }),
      )
      expect(gradOf(x).tolist()).toEqual(x.detach().mul(2).tolist())
      expect(torch.equal(inner as Tensor, x.detach().mul(6))).toBe(true)
    })
  })

  test('an error that is caught in a callback stays there', () => {
    const caught: unknown[] = []
    const inner = new Mine('inner')
    const x = leaf([2])
    const y = x.mul(3)
    y.register_hook((grad) => {
      caught.push(
        ...caughtFrom(() =>
          inHook(() => {
            throw inner
          }),
        ),
      )
      return grad.mul(2)
    })
    y.sum().backward()
    expect(caught).toEqual([inner])
    expect(gradOf(x).tolist()).toEqual([6, 6])
  })

  test("LibTorch's errors of a nested backward can be caught, and arrive if not", () => {
    const y = leaf([2]).exp().sum()
    y.backward()
    const again = () => y.backward()
    const text = /Trying to backward through the graph a second time/
    expect(() => inHook(again)).toThrow(text)
    expect(() => inHook(again)).toThrow(expect.objectContaining({ name: 'RuntimeError' }))
    inHook(() => expect(again).toThrow(text))
  })

  test('a hook may end itself, and another that has not run', () => {
    const x = leaf([2])
    const y = x.mul(3)
    const runs: string[] = []
    const first = y.register_hook(() => {
      runs.push('first')
      first.remove()
      second.remove()
    })
    const second = y.register_hook(() => {
      runs.push('second')
    })
    y.sum().backward(null, { retain_graph: true })
    y.sum().backward()
    // As in Python, the pass that runs has its own list.
    expect(runs).toEqual(['first', 'second'])
  })

  test('a hook that registers a hook: it runs in the next pass', () => {
    const x = leaf([2])
    const y = x.mul(3)
    let runs = 0
    const handle = y.register_hook(() => {
      handle.remove()
      y.register_hook(() => {
        runs++
      })
    })
    y.sum().backward(null, { retain_graph: true })
    expect(runs).toBe(0)
    y.sum().backward()
    expect(runs).toBe(1)
  })

  test('the grad mode of callbacks is that of the pass, and is not changed by them', () => {
    const modes = (create_graph: boolean): boolean[] => {
      const seen: boolean[] = []
      const note = () => {
        seen.push(torch.is_grad_enabled())
        torch.set_grad_enabled(!torch.is_grad_enabled())
      }
      const x = leaf([2])
      const y = custom(note)(x.mul(2))
      y.register_hook(note)
      y.sum().backward(null, { create_graph })
      x.grad = null
      expect(torch.is_grad_enabled()).toBe(true)
      return seen
    }
    expect(modes(false)[0]).toBe(false)
    expect(modes(true)[0]).toBe(true)
    torch.no_grad(() => {
      const seen: boolean[] = []
      inHook(() => seen.push(torch.is_grad_enabled()))
      expect(seen).toEqual([false])
      expect(torch.is_grad_enabled()).toBe(false)
    })
  })

  test('nested to a depth where LibTorch changes threads', () => {
    const nest = (depth: number): number => {
      let deepest = depth
      if (depth < 80) {
        inHook(() => {
          deepest = nest(depth + 1)
        })
      }
      return deepest
    }
    expect(nest(0)).toBe(80)
    const bottom = new Mine('bottom')
    const fall = (depth: number): void => {
      if (depth === 80) throw bottom
      inHook(() => fall(depth + 1))
    }
    expect(caughtFrom(() => fall(0))).toEqual([bottom])
  })
})
