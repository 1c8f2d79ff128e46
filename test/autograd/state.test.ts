// Pieces of scripts/golden/autograd_state.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import { type Pieces, testAnswers } from '../golden/support/answers.js'

const A = torch.autograd
const { increment_version } = A.graph

type Wrong = (...args: unknown[]) => unknown
type Switch = (mode: boolean) => Disposable
type Dtype = Tensor['dtype'] | null

function switched(on: Switch, read: () => boolean): boolean[] {
  const before = read()
  const seen: boolean[] = []
  {
    using _ = on(false)
    seen.push(read())
    {
      using _ = on(true)
      seen.push(read())
    }
    seen.push(read())
  }
  {
    using _ = on(!before)
    seen.push(read())
  }
  return [before, ...seen, read()]
}

function switches({ input, piece }: Pieces): void {
  piece('multithreading', () => switched(A.set_multithreading_enabled, A.is_multithreading_enabled))
  piece('view replay', () => switched(A._force_original_view_tracking, A.is_view_replay_enabled))
  piece('multithreading of a number', () => (A.set_multithreading_enabled as Wrong)(1))
  piece('layout of a number', () => (A.enforce_grad_layout_policy as Wrong)(1))
  piece('view replay of a number', () => (A._force_original_view_tracking as Wrong)(1))
  piece('multithreading of nothing', () => (A.set_multithreading_enabled as Wrong)())
  piece('multithreading of two', () => (A.set_multithreading_enabled as Wrong)(true, false))

  /** The strides of a gradient whose leaf is not contiguous. */
  const layout = (...args: unknown[]) => {
    const p = input('m').permute(2, 0, 1).requires_grad_()
    const weight = input('m').permute(2, 0, 1).contiguous()
    ;(A.enforce_grad_layout_policy as Wrong)(...args, () => p.mul(weight).sum().backward())
    const { grad } = p as { grad: Tensor }
    return [[...grad.stride()], grad]
  }
  piece('layout enforced', () => layout())
  piece('layout enforced by name', () => layout({ enable: true }))
  piece('layout not enforced', () => layout(false))

  /** How a view comes about again after its base was changed. */
  const view = (mode: boolean) =>
    A._force_original_view_tracking(mode, () => {
      const base = input('m').requires_grad_().clone()
      const row = base.view(6, 4)[1] as Tensor
      base.mul_(2)
      return row.grad_fn?.name()
    })
  piece('view by its strides', () => view(false))
  piece('view replayed', () => view(true))
}

function versions({ input, piece }: Pieces): void {
  piece('versions', () => {
    const x = input('x')
    const y = input('x')
    increment_version(x)
    increment_version(new Set([x, y]))
    const z = torch.inference_mode(() => torch.zeros(2))
    increment_version(z)
    return [x._version - input('x')._version, y._version - input('x')._version, null]
  })
  piece('saved', () => {
    const x = input('x').requires_grad_()
    const y = x.exp()
    increment_version(y)
    return y.sum().backward()
  })
  const wrong = increment_version as Wrong
  piece('version of a number', () => wrong(1))
  piece('version of None', () => wrong(null))
  piece('version of a string', () => wrong('a'))
  piece('version of numbers', () => wrong([input('x'), 2]))
}

function gradDtypes({ input, piece }: Pieces): void {
  const leaf = () => input('x').requires_grad_()
  const ones = (dtype: Dtype) => torch.ones(3, { dtype })
  const set = (x: Tensor, value: unknown) => {
    x.grad_dtype = value as Dtype
    return null
  }
  piece('grad_dtype', () => {
    const x = leaf()
    const found: unknown[] = [String(x.grad_dtype)]
    x.grad_dtype = torch.float64
    found.push(String(x.grad_dtype))
    x.grad_dtype = null
    return [...found, x.grad_dtype, String(input('i').grad_dtype)]
  })
  const backward = (dtype: Dtype) => {
    const x = leaf()
    x.grad_dtype = dtype
    x.mul(3).sum().backward()
    x.mul(2).sum().backward()
    return x.grad
  }
  piece('backward in double', () => backward(torch.float64))
  piece('backward in half', () => backward(torch.float16))
  piece('backward in any', () => backward(null))

  const assigned = (dtype: Dtype, grad: Tensor) => {
    const x = leaf()
    x.grad_dtype = dtype
    x.grad = grad
    return x.grad
  }
  piece('assigned double', () => assigned(torch.float64, ones(torch.float64)))
  piece('assigned any', () => assigned(null, ones(torch.float16)))
  piece('assigned float', () => assigned(torch.float64, ones(torch.float32)))
  piece('assigned double unasked', () => assigned(torch.float32, ones(torch.float64)))

  const withGrad = (dtype: Dtype) => {
    const x = leaf()
    x.grad = ones(torch.float32)
    x.grad_dtype = dtype
    return x.grad
  }
  piece('with the same grad', () => withGrad(torch.float32))
  piece('with another grad', () => withGrad(torch.float64))
  piece('with any grad', () => withGrad(null))
  piece('grad_dtype of a number', () => set(leaf(), 1))
  piece('grad_dtype of no leaf', () => leaf().mul(2).grad_dtype)
  piece('grad_dtype set of no leaf', () => set(leaf().mul(2), torch.float64))
}

describe('torch.autograd', () => {
  testAnswers('autograd_state.gz', (pieces) => {
    switches(pieces)
    versions(pieces)
    gradDtypes(pieces)
  })

  test('a switch without a block stays', () => {
    A.set_multithreading_enabled(false)
    expect(A.is_multithreading_enabled()).toBe(false)
    A.set_multithreading_enabled(true)
    expect(A.is_multithreading_enabled()).toBe(true)
  })

  test('a switch ends with its block, whatever that throws', () => {
    const mine = new Error('mine')
    const fail = () =>
      A._force_original_view_tracking(true, () => {
        throw mine
      })
    expect(fail).toThrow(mine)
    expect(A.is_view_replay_enabled()).toBe(false)
  })

  test('a disposed tensor throws', () => {
    const gone = torch.ones(1)
    gone.dispose()
    expect(() => increment_version(gone)).toThrow(/disposed/)
    expect(() => gone.grad_dtype).toThrow(/disposed/)
  })
})
