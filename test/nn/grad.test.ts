import torch, { nn, type Tensor } from 'torch-node'

const { grad, functional: F } = nn
const geometry = { stride: 2, padding: 1, dilation: 2, groups: 2 }

/** The gradients that autograd gives by input and weight. */
function byAutograd(
  conv: typeof F.conv2d,
  input: Tensor,
  weight: Tensor,
): [Tensor, Tensor, Tensor] {
  const leaves = [input, weight].map((one) => one.clone().requires_grad_()) as [Tensor, Tensor]
  const output = conv(...leaves, geometry)
  const cotangent = torch.randn(output.shape)
  output.backward(cotangent)
  return [cotangent, leaves[0].grad as Tensor, leaves[1].grad as Tensor]
}

describe('torch.nn.grad', () => {
  test.each([
    ['conv1d', F.conv1d, grad.conv1d_input, grad.conv1d_weight, [9]],
    ['conv2d', F.conv2d, grad.conv2d_input, grad.conv2d_weight, [9, 8]],
    ['conv3d', F.conv3d, grad.conv3d_input, grad.conv3d_weight, [9, 8, 7]],
  ])('%s_input and %s_weight are what autograd gives', (_, conv, byInput, byWeight, size) => {
    const input = torch.randn([2, 4, ...size])
    const weight = torch.randn([6, 2, ...size.map(() => 3)])
    const [cotangent, inputGrad, weightGrad] = byAutograd(conv, input, weight)
    expect(byInput(input.shape, weight, cotangent, geometry).equal(inputGrad)).toBe(true)
    expect(byWeight(input, weight.shape, cotangent, 2, 1, 2, 2).equal(weightGrad)).toBe(true)
  })

  it('names its arguments', () => {
    const call = grad.conv2d_input as (...args: unknown[]) => unknown
    expect(() => call([1, 1, 3, 3])).toThrow(
      "conv2d_input() missing 2 required positional arguments: 'weight' and 'grad_output'",
    )
  })
})
