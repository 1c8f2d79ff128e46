// Pieces of scripts/golden/cross_map_lrn.py, by the same names.
import torch, { nn } from 'torch-node'
import { testAnswers } from '../../golden/support/answers.js'

describe('torch.nn.CrossMapLRN2d', () => {
  testAnswers('cross_map_lrn.gz', ({ input, piece }) => {
    const run = (name: string, module: () => nn.CrossMapLRN2d) => () => {
      const x = input(name).requires_grad_()
      const made = module()
      const y = made(x)
      y.sum().backward()
      return [String(made), y, x.grad]
    }
    piece(
      'x [2] []',
      run('x', () => nn.CrossMapLRN2d(2)),
    )
    piece(
      "x [5, 0.5] ['beta', 'k']",
      run('x', () => nn.CrossMapLRN2d(5, 0.5, { beta: 0.25, k: 2 })),
    )
    piece(
      "x [1] ['alpha']",
      run('x', () => new nn.CrossMapLRN2d(1, { alpha: 1.5 })),
    )
    piece(
      'thin [6, 0.1] []',
      run('thin', () => nn.CrossMapLRN2d(6, 0.1)),
    )
    piece(
      'half [3, 0.3] []',
      run('half', () => nn.CrossMapLRN2d(3, 0.3)),
    )
    piece(
      'double [4, 0.7] []',
      run('double', () => nn.CrossMapLRN2d(4, 0.7)),
    )
    piece(
      'empty [3] []',
      run('empty', () => nn.CrossMapLRN2d(3)),
    )
    piece('strided input', () => {
      const x = input('x').transpose(2, 3).requires_grad_()
      const y = nn.CrossMapLRN2d(3, 0.5)(x)
      y.mul(input('grad').transpose(2, 3)).sum().backward()
      return [y, x.grad]
    })
    piece('three dimensions', () => nn.CrossMapLRN2d(2)(torch.ones(2, 3, 4)))
    piece('gradient of the gradient', () => {
      const x = input('x').requires_grad_()
      torch.autograd.grad(nn.CrossMapLRN2d(2)(x).sum(), x, { create_graph: true })
    })
  })
})
