// Mirrors torch/nn/grad.py.

import { def } from '../_def.js'
import { operator } from '../_ops.js'
import type { Tensor } from '../types.js'
import { _ntuple } from './modules/utils.js'

type Ints = number | readonly number[]

type ConvolutionBackward = (...args: unknown[]) => [Tensor, Tensor, Tensor]
const convolution_backward = operator<ConvolutionBackward>('convolution_backward')

interface Geometry {
  readonly stride: Ints
  readonly padding: Ints
  readonly dilation: Ints
  readonly groups: number
}

// What the other operand was matters in its sizes only.
const ofSize = (like: Tensor, size: readonly number[]): Tensor => like.new_empty(1).expand(size)

type Operands = [grad_output: Tensor, input: Tensor, weight: Tensor]

function gradients(
  dimensions: number,
  operands: Operands,
  { stride, padding, dilation, groups }: Geometry,
  wanted: readonly boolean[],
): [Tensor, Tensor, Tensor] {
  const sizes = _ntuple(dimensions)
  const geometry = [sizes<number>(stride), sizes<number>(padding), sizes<number>(dilation)]
  return convolution_backward(...operands, null, ...geometry, false, [0], groups, wanted)
}

// The bodies of the functions below, one for each number of dimensions.
const inputGradient =
  (dimensions: number) =>
  (
    input_size: readonly number[],
    weight: Tensor,
    grad_output: Tensor,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: number,
  ): Tensor => {
    const operands: Operands = [grad_output, ofSize(grad_output, input_size), weight]
    const geometry = { stride, padding, dilation, groups }
    return gradients(dimensions, operands, geometry, [true, false, false])[0]
  }

const weightGradient =
  (dimensions: number) =>
  (
    input: Tensor,
    weight_size: readonly number[],
    grad_output: Tensor,
    stride: Ints,
    padding: Ints,
    dilation: Ints,
    groups: number,
  ): Tensor => {
    const operands: Operands = [grad_output, input, ofSize(grad_output, weight_size)]
    const geometry = { stride, padding, dilation, groups }
    return gradients(dimensions, operands, geometry, [false, true, false])[1]
  }

/**
 * The gradient of {@link torch.nn.functional.conv1d} by its input, which had `input_size`, `(N, C, L)`. `stride`,
 * `padding`, `dilation` and `groups` are those of the convolution.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.randn(1, 1, 3, { requires_grad: true })
 * const weight = torch.randn(1, 1, 1)
 * const output = F.conv1d(input, weight)
 * torch.nn.grad.conv1d_input(input.shape, weight, torch.ones_like(output)).size() // torch.Size([1, 1, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv1d_input = def(
  'conv1d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  inputGradient(1),
)

/**
 * The gradient of {@link torch.nn.functional.conv1d} by its weight, which had `weight_size`, `(C_out, C / groups, K)`.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.ones(1, 1, 3)
 * const weight = torch.randn(1, 1, 1, { requires_grad: true })
 * const output = F.conv1d(input, weight)
 * torch.nn.grad.conv1d_weight(input, weight.shape, torch.ones_like(output)) // tensor([[[3.]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv1d_weight = def(
  'conv1d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  weightGradient(1),
)

/**
 * The gradient of {@link torch.nn.functional.conv2d} by its input, which had `input_size`, `(N, C, H, W)`.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.randn(1, 1, 3, 3, { requires_grad: true })
 * const weight = torch.randn(1, 1, 1, 2)
 * const output = F.conv2d(input, weight)
 * torch.nn.grad.conv2d_input(input.shape, weight, torch.ones_like(output)).size() // torch.Size([1, 1, 3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv2d_input = def(
  'conv2d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  inputGradient(2),
)

/**
 * The gradient of {@link torch.nn.functional.conv2d} by its weight, which had `weight_size`,
 * `(C_out, C / groups, KH, KW)`.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.ones(1, 1, 3, 3)
 * const weight = torch.randn(1, 1, 1, 2, { requires_grad: true })
 * const output = F.conv2d(input, weight)
 * torch.nn.grad.conv2d_weight(input, weight.shape, torch.ones_like(output)) // tensor([[[[6., 6.]]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv2d_weight = def(
  'conv2d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  weightGradient(2),
)

/**
 * The gradient of {@link torch.nn.functional.conv3d} by its input, which had `input_size`, `(N, C, D, H, W)`.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.randn(2, 8, 10, 10, 20, { requires_grad: true })
 * const weight = torch.randn(4, 8, 2, 3, 3)
 * const output = F.conv3d(input, weight)
 * torch.nn.grad.conv3d_input(input.shape, weight, torch.ones_like(output)).size() // torch.Size([2, 8, 10, 10, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv3d_input = def(
  'conv3d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  inputGradient(3),
)

/**
 * The gradient of {@link torch.nn.functional.conv3d} by its weight, which had `weight_size`,
 * `(C_out, C / groups, KD, KH, KW)`.
 *
 * @param grad_output - the gradient by the output
 *
 * @example
 * const input = torch.randn(2, 8, 10, 10, 20)
 * const weight = torch.randn(4, 8, 2, 3, 3, { requires_grad: true })
 * const output = F.conv3d(input, weight)
 * torch.nn.grad.conv3d_weight(input, weight.shape, torch.ones_like(output)).size() // torch.Size([4, 8, 2, 3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.functional.html
 */
export const conv3d_weight = def(
  'conv3d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1)',
  weightGradient(3),
)
