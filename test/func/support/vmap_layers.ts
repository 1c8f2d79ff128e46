import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import type { Pieces } from '../../golden/support/answers.js'

const { grad, vmap } = torch.func

type Loss = (a: Tensor, b: Tensor) => Tensor

/** The layers and losses of scripts/golden/func_vmap.py. */
export function layers({ input: get, piece }: Pieces): void {
  const images = () => get('imgs')
  const kernels = () => get('ks')
  const first = (t: Tensor) => t[0] as Tensor
  const conv = (i: Tensor, k: Tensor) => F.conv2d(i, k)

  piece('conv', () => vmap(conv, [0, null])(images(), first(kernels())))
  piece('conv weights', () => vmap(conv, [null, 0])(first(images()), kernels()))
  piece('conv both', () => vmap(conv)(images(), kernels()))
  piece('conv gradients', () => {
    const gradient = grad((k: Tensor, i: Tensor) => F.conv2d(i, k).sin().sum())
    return vmap(gradient, [null, 0])(first(kernels()), images())
  })
  piece('pool', () => vmap((i: Tensor) => F.max_pool2d(i, 2))(images()))
  piece('group norm', () => vmap((i: Tensor) => F.group_norm(i, 3))(images()))
  piece('batch norm', () =>
    vmap((i: Tensor) => F.batch_norm(i, null, null, { training: true }))(images()),
  )
  piece('interpolate', () =>
    vmap((i: Tensor) => F.interpolate(i, { scale_factor: 2, mode: 'bilinear' }))(images()),
  )
  piece('embedding', () =>
    vmap((l: Tensor, w: Tensor) => F.embedding(l, w), [0, null])(get('l'), get('m')),
  )
  piece('attention', () => {
    const attend = (q: Tensor, k: Tensor, v: Tensor) => F.scaled_dot_product_attention(q, k, v)
    return vmap(attend)(get('q'), get('q'), get('q'))
  })

  const gradients = (loss: Loss) =>
    vmap((a: Tensor, b: Tensor) => [grad((a: Tensor) => loss(a, b).sum())(a), loss(a, b)])
  const weight = () => get('weight')
  const twice = (name: string) => get(name).mul(2)
  for (const reduction of ['none', 'mean', 'sum'] as const) {
    const nll: Loss = (a, b) => F.nll_loss(a, b, { reduction })
    const weighted =
      (ignore_index: number): Loss =>
      (a, b) =>
        F.nll_loss(a, b, weight(), { ignore_index, reduction })
    const mse: Loss = (a, b) => F.mse_loss(a, b, { reduction })
    const x = () => get('x')
    const y = () => get('y')
    piece(`nll ${reduction}`, () => gradients(nll)(get('logits'), get('l')))
    piece(`nll weight ${reduction}`, () => gradients(weighted(2))(get('logits'), get('l')))
    piece(`nll2d ${reduction}`, () => gradients(nll)(get('grid'), get('maps')))
    piece(`nll2d weight ${reduction}`, () => gradients(weighted(1))(get('grid'), get('maps')))
    piece(`nll one ${reduction}`, () => gradients(nll)(x(), get('lv')))
    piece(`cross entropy ${reduction}`, () =>
      gradients((a, b) => F.cross_entropy(a, b, { reduction }))(get('logits'), get('l')),
    )
    piece(`mse ${reduction}`, () => gradients(mse)(x(), y()))
    piece(`smooth l1 ${reduction}`, () =>
      gradients((a, b) => F.smooth_l1_loss(a, b, { reduction, beta: 0.7 }))(x(), y()),
    )
    piece(`huber ${reduction}`, () =>
      gradients((a, b) => F.huber_loss(a, b, { reduction, delta: 0.7 }))(x(), y()),
    )
    piece(`half mse ${reduction}`, () => gradients(mse)(get('h'), twice('h')))
    piece(`half huber ${reduction}`, () =>
      gradients((a, b) => F.huber_loss(a, b, { reduction }))(get('h'), twice('h')),
    )
  }

  const m = () => get('m')
  piece('addr', () => vmap((a: Tensor, b: Tensor) => torch.addr(m(), a, b))(get('x'), get('y')))
  piece('addr beta', () =>
    vmap((a: Tensor, b: Tensor) => torch.addr(m(), a, b, { beta: 0, alpha: 2 }))(
      get('x'),
      get('y'),
    ),
  )
  piece('addr of ints', () => {
    const ones = torch.ones(2, 2, { dtype: torch.long })
    return vmap((a: Tensor) => torch.addr(ones, a, a, { beta: 3 }))(get('i'))
  })
  piece('addr of bools', () => {
    const ones = torch.ones(2, 2).bool()
    return vmap((a: Tensor) => torch.addr(ones, a, a))(get('i').bool())
  })
  piece('nll of three dimensions', () => {
    const forward = torch.ops.aten?.nll_loss_forward as (...args: unknown[]) => Tensor[]
    const f = (a: Tensor, b: Tensor) => forward(a, b, null, 1, -100)[0]
    return vmap(f)(get('t').unsqueeze(0).expand(3, 2, 3, 4), get('l'))
  })
}
