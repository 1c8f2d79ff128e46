// Pieces of scripts/golden/linear_cross_entropy.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { testAnswers } from '../../golden/support/answers.js'

type Options = ConstructorParameters<typeof nn.LinearCrossEntropyOptions>[0] & object
type Reduction = 'mean' | 'sum' | 'none'

const { float32, float64, float16, bfloat16 } = torch
const dtypes = { float32, float64, float16, bfloat16 }
const policies = ['auto', 'accurate', 'balanced', 'compact'] as const
const reductions: Reduction[] = ['mean', 'sum', 'none']
const Chunks = nn.LinearCrossEntropyOptions

describe('torch.nn.functional.linear_cross_entropy', () => {
  testAnswers('linear_cross_entropy.gz', ({ input: get, piece }) => {
    const leaf = (name: string, dtype: torch.dtype = float32) =>
      get(name).to(dtype).requires_grad_()

    for (const [name, dtype] of Object.entries(dtypes)) {
      for (const reduction of reductions) {
        for (const acc_policy of policies) {
          for (const batch_chunk_size of [null, 4]) {
            const isMixed = acc_policy !== 'auto' && dtype.itemsize === 2
            const acc_dtype = isMixed ? float32 : null
            piece(`${name} ${reduction} ${acc_policy} ${batch_chunk_size ?? 'None'}`, () => {
              const options = Chunks({ acc_policy, batch_chunk_size, acc_dtype })
              const [x, head, bias] = [leaf('x', dtype), leaf('head', dtype), leaf('bias', dtype)]
              const weight = get('weight').to(dtype)
              const rest = { linear_bias: bias, weight, reduction, options }
              const loss = F.linear_cross_entropy(x, head, get('ignored'), rest)
              if (reduction === 'none') loss.backward(get('up').to(dtype))
              else loss.mul(3).backward()
              return [loss, x.grad, head.grad, bias.grad]
            })
          }
        }
      }
    }

    const plain = (reduction: Reduction, options: nn.LinearCrossEntropyOptions) => () => {
      const [x, head] = [leaf('x'), leaf('few')]
      const loss = F.linear_cross_entropy(x, head, get('labels of few'), { reduction, options })
      loss.sum().backward()
      return [loss, x.grad, head.grad]
    }
    for (const reduction of reductions) {
      piece(`few classes ${reduction}`, plain(reduction, Chunks()))
    }
    const balanced = Chunks({ acc_policy: 'balanced', batch_chunk_size: 2 })
    piece('few classes, balanced', plain('mean', balanced))
    const fourth = Chunks({ chunking_method: 'aspect_ratio:4' })
    piece('a fourth of the aspect ratio', plain('mean', fourth))
    piece('half throughout', () => {
      const options = Chunks({ batch_chunk_size: 3, acc_dtype: float16 })
      const [x, head] = [leaf('x', float16), leaf('head', float16)]
      const loss = F.linear_cross_entropy(x, head, get('labels'), { options })
      loss.backward()
      return [loss, x.grad, head.grad]
    })

    for (const names of [[], ['x'], ['head'], ['bias'], ['x', 'bias'], ['head', 'bias']]) {
      piece(`gradients of ${names.join(' and ') || 'nothing'}`, () => {
        const options = Chunks({ batch_chunk_size: 5 })
        const pick = (name: string) => (names.includes(name) ? leaf(name) : get(name))
        const tensors: Record<string, Tensor> = {}
        for (const name of ['x', 'head', 'bias']) tensors[name] = pick(name)
        const { x, head, bias } = tensors as Record<'x' | 'head' | 'bias', Tensor>
        const wanted = names.map((name) => tensors[name] as Tensor)
        return (['mean', 'none'] as const).flatMap((reduction) => {
          const rest = { linear_bias: bias, reduction, options }
          const loss = F.linear_cross_entropy(x, head, get('labels'), rest)
          return wanted.length === 0 ? [loss] : [loss, ...torch.autograd.grad(loss.sum(), wanted)]
        })
      })
    }

    const lossAndGrad = (x: Tensor, target: Tensor, rest: object = {}) => {
      const loss = F.linear_cross_entropy(x, get('head'), target, { options: Chunks(), ...rest })
      loss.sum().backward()
      return [loss, x.grad]
    }
    piece('module', () => {
      torch.manual_seed(3)
      const criterion = nn.LinearCrossEntropyLoss(6, 9, { bias: true, options: Chunks() })
      const loss = criterion(get('x'), get('labels'))
      loss.backward()
      return [loss, [...criterion.parameters()].map((one) => one.grad)]
    })
    piece('one_sample', () =>
      (['mean', 'none'] as const).flatMap((reduction) =>
        lossAndGrad((get('x')[0] as Tensor).requires_grad_(), torch.tensor(3), { reduction }),
      ),
    )
    piece('no_samples', () =>
      reductions.flatMap((reduction) => {
        const x = torch.ones(0, 6, { requires_grad: true })
        return lossAndGrad(x, torch.ones(0, { dtype: torch.long }), { reduction })
      }),
    )
    piece('all_ignored', () => lossAndGrad(leaf('x'), torch.full([11], -100)))
    piece('a_class_ignored', () => lossAndGrad(leaf('x'), get('labels'), { ignore_index: 3 }))
    piece('without_grad', () =>
      torch.no_grad(() =>
        F.linear_cross_entropy(leaf('x'), leaf('head'), get('labels'), { options: Chunks() }),
      ),
    )
    piece('strided', () => {
      const x = get('x').t().contiguous().t().requires_grad_()
      return lossAndGrad(x, get('labels'), { options: Chunks({ batch_chunk_size: 4 }) })
    })
    piece('autocast', () => {
      const [x, head] = [leaf('x'), leaf('head')]
      const options = Chunks({ batch_chunk_size: 4 })
      const loss = torch.autocast('cpu', { dtype: bfloat16 }, () =>
        F.linear_cross_entropy(x, head, get('labels'), { options }),
      )
      loss.backward()
      return [loss, x.grad, head.grad]
    })

    const twice = (reduction: Reduction, options: Options) => () => {
      const x = leaf('x')
      const rest = { reduction, options: Chunks(options) }
      const loss = F.linear_cross_entropy(x, get('head'), get('labels'), rest).sum()
      loss.backward({ retain_graph: true })
      loss.backward()
      return x.grad
    }
    piece('twice mean', twice('mean', {}))
    piece('twice sum, allowed', twice('sum', { allow_retain_graph: true }))
    piece('twice none', twice('none', {}))

    const call = (head: Tensor, target: Tensor, options: Options = {}) =>
      F.linear_cross_entropy(get('x'), head, target, { options: Chunks(options) })
    piece('double in half', () => call(get('head'), get('labels'), { acc_dtype: float16 }))
    piece('another type of weight', () => call(get('head').double(), get('labels')))
    piece('class too large', () => call(get('few'), torch.full([11], 4)))
  })
})
