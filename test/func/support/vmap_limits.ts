import torch, { nn, type Tensor } from 'torch-node'
import type { Pieces } from '../../golden/support/answers.js'

const { grad, vmap } = torch.func

type Function = (x: Tensor) => unknown

/** What is seen inside, what cannot be mapped, and wrong calls, of scripts/golden/func_vmap.py. */
export function limits({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const y = () => get('y')
  const v = () => get('v')

  const inside = (does: Function) =>
    vmap((a: Tensor) => {
      does(a)
      return a.mul(1)
    })(x())
  const seen = (...does: Function[]) => {
    const out: unknown[] = []
    inside((a) => out.push(...does.map((f) => f(a))))
    return out
  }
  piece('text', () =>
    seen(
      String,
      (a) => String(a.sum()),
      (a) => String(a['1:']),
    ),
  )
  piece('text of two', () => {
    const out: string[] = []
    const f = (a: Tensor) => {
      out.push(String(a))
      return a
    }
    vmap(vmap(f))(get('t'))
    return out
  })
  const texts = (transform: (f: (a: Tensor) => Tensor) => (a: Tensor) => unknown) => {
    const out: string[] = []
    transform((a) => {
      out.push(String(a))
      return a.sum()
    })(x())
    return out
  }
  piece('text other dim', () => texts((f) => vmap(f, 1)))
  piece('text of gradients', () => texts((f) => vmap(grad(f))))
  piece('facts', () =>
    seen(
      (a) => [...a.shape],
      (a) => [...a.stride()],
      (a) => a.dim(),
      (a) => a.numel(),
      (a) => a.is_contiguous(),
      (a) => a.type(),
      (a) => a.requires_grad,
      (a) => a.is_leaf,
      (a) => a.storage_offset(),
      (a) => a.size(0),
      (a) => [...a].length,
    ),
  )

  piece('item', () => inside((a) => a.sum().item()))
  piece('tolist', () => inside((a) => a.tolist()))
  piece('data_ptr', () => inside((a) => a.data_ptr()))
  piece('numpy', () => inside((a) => a.numpy()))
  piece('storage', () => inside((a) => a.untyped_storage()))
  piece('data', () => inside((a) => a.data))
  piece('set data', () =>
    inside((a) => {
      a.data = torch.zeros(4)
    }),
  )
  piece('nonzero', () => inside((a) => a.nonzero()))
  piece('mask', () => inside((a) => a.index([a.gt(0)])))
  piece('equal', () => inside((a) => torch.equal(a, a)))
  piece('allclose', () => inside((a) => torch.allclose(a, a)))
  piece('backward', () => inside((a) => a.sum().backward()))
  piece('requires_grad_', () => inside((a) => a.requires_grad_()))
  piece('write into another', () => {
    const out = torch.zeros(4)
    vmap((a: Tensor) => out.add_(1).add(a))(x())
    return out
  })
  piece('batched write into another', () => {
    const out = torch.zeros(4)
    vmap((a: Tensor) => out.add_(a))(x())
  })
  piece('unique', () => inside((a) => a.unique()))
  piece('is_nonzero', () => inside((a) => a.sum().is_nonzero()))

  // Called with what no type allows.
  const map = vmap as unknown as (...args: unknown[]) => (...args: unknown[]) => unknown
  const { dot, sin } = torch
  const same: Function = (a) => a
  piece('in_dims text', () => map(dot, { in_dims: 'a' })(x(), y()))
  piece('in_dims too many', () => map(dot, [0, 0, 0])(x(), y()))
  piece('in_dims too deep', () => map(dot, [0, 0.5])(x(), y()))
  piece('in_dims too large', () => map(dot, [0, 2])(x(), y()))
  piece('in_dims too small', () => map(dot, [-3, 0])(x(), y()))
  piece('in_dims of a scalar', () => map(sin)(get('s')))
  piece('in_dims of a dict', () => map(sin, [{ a: 0 }])({ b: x() }))
  piece('not a tensor', () => map(dot)(x(), 2))
  piece('no input', () => map(dot)())
  piece('nothing mapped', () => map(dot, [null, null])(v(), v()))
  piece('sizes differ', () => map((a: Tensor, b: Tensor) => a.add(b))(x(), v()))
  piece('number out', () => map(() => 3)(x()))
  piece('nothing out', () => map(() => null)(x()))
  piece('batched without out_dim', () => map((a: Tensor) => a, { out_dims: null })(x()))
  piece('out_dims too many', () => map((a: Tensor) => a, { out_dims: [0, 0] })(x()))
  piece('out_dims text', () => map((a: Tensor) => a, { out_dims: 'a' })(x()))
  piece('out_dims half', () => map((a: Tensor) => a, 0, 0.5)(x()))
  piece('out_dims too large', () => map(same, { out_dims: 3 })(x()))
  piece('randomness', () => map(same, { randomness: 'some' })(x()))
  piece('chunk size', () => map(same, { chunk_size: 0 })(x()))
  piece('module name', () => map(nn.ReLU(), [0, 0, 0])(x()))
  piece('shapes inside', () => map(dot)(x(), y()[':, :2']))
}
