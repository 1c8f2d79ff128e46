// Mirrors torch/nn/init.py: the same draws in the same order, so the same bits under the same seed.

import { def } from '../_def.js'
import { linalg_qr } from '../_generated/linalg.js'
import * as C from '../_generated/torch_functions.js'
import { pyRepr, pyStr } from '../_repr.js'
import { no_grad } from '../autograd/grad_mode.js'
import { ValueError, ZeroDivisionError } from '../errors.js'
import type { Generator, Scalar, Tensor } from '../types.js'
import { warn } from '../warnings.js'
import { _make_deprecate } from './_deprecated_init.js'
import { trunc_normal } from './_trunc_normal.js'

/** What {@link calculate_gain} knows. */
export type Nonlinearity =
  | 'linear'
  | 'conv1d'
  | 'conv2d'
  | 'conv3d'
  | 'conv_transpose1d'
  | 'conv_transpose2d'
  | 'conv_transpose3d'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'leaky_relu'
  | 'selu'

/** Which side of a layer keeps its variance: the forward pass (`fan_in`) or the backward pass. */
export type FanMode = 'fan_in' | 'fan_out'

const gains: Readonly<Record<string, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.sqrt(2),
  selu: 3 / 4,
}

/**
 * By how much weights are to be larger, so that the variance survives a nonlinearity: 1 for linear, convolutions and
 * sigmoid, 5/3 for tanh, √2 for relu, `sqrt(2 / (1 + param²))` for leaky_relu, 3/4 for selu. `param` is the slope of
 * leaky_relu, 0.01 if null. An unknown name throws a ValueError.
 *
 * @example
 * nn.init.calculate_gain('leaky_relu', 0.2) // 1.3867504905630728
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.calculate_gain
 */
export const calculate_gain = def(
  'calculate_gain(nonlinearity, param=None)',
  (nonlinearity: Nonlinearity, param: number | null): number => {
    if (nonlinearity === 'leaky_relu') {
      const slope: unknown = param ?? 0.01
      if (typeof slope !== 'number') {
        throw new ValueError(`negative_slope ${pyStr(slope)} not a valid number`)
      }
      return Math.sqrt(2 / (1 + slope ** 2))
    }
    const gain = Object.hasOwn(gains, nonlinearity) ? gains[nonlinearity] : undefined
    if (gain === undefined) throw new ValueError(`Unsupported nonlinearity ${nonlinearity}`)
    return gain
  },
)

/**
 * Fills a tensor of any shape with draws from the uniform distribution between `a` and `b`, and gives it back. As all
 * functions here it changes the tensor in place, and autograd does not see that.
 *
 * @example
 * nn.init.uniform_(torch.empty(3, 5)).size() // torch.Size([3, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.uniform_
 */
export const uniform_ = def(
  'uniform_(tensor, a=0.0, b=1.0, generator=None)',
  (tensor: Tensor, a: number, b: number, generator: Generator | null): Tensor =>
    no_grad(() => tensor.uniform_(a, b, { generator })),
)

/**
 * Fills a tensor of any shape with draws from the normal distribution of mean `mean` and standard deviation `std`, and
 * gives it back.
 *
 * @example
 * nn.init.normal_(torch.empty(3, 5), { std: 0.02 }).size() // torch.Size([3, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.normal_
 */
export const normal_ = def(
  'normal_(tensor, mean=0.0, std=1.0, generator=None)',
  (tensor: Tensor, mean: number, std: number, generator: Generator | null): Tensor =>
    no_grad(() => tensor.normal_(mean, std, { generator })),
)

/**
 * Fills a tensor of any shape with draws from a normal distribution, taken again where they are outside of `[a, b]`.
 * The bounds are numbers, not multiples of `std`.
 *
 * @example
 * const w = nn.init.trunc_normal_(torch.empty(100), { a: -1, b: 1 })
 * w.abs().le(1).all() // tensor(True)
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.trunc_normal_
 */
export const trunc_normal_ = def(
  'trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None)',
  (
    tensor: Tensor,
    mean: number,
    std: number,
    a: number,
    b: number,
    generator: Generator | null,
  ): Tensor => trunc_normal(tensor, mean, std, a, b, generator),
)

/**
 * Fills a tensor of any shape with one value, and gives it back.
 *
 * @example
 * nn.init.constant_(torch.empty(3), 0.5) // tensor([0.5000, 0.5000, 0.5000])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.constant_
 */
export const constant_ = def(
  'constant_(tensor, val)',
  (tensor: Tensor, val: Scalar): Tensor => no_grad(() => tensor.fill_(val)),
)

/**
 * Fills a tensor of any shape with ones, and gives it back.
 *
 * @example
 * nn.init.ones_(torch.empty(3)) // tensor([1., 1., 1.])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.ones_
 */
export const ones_ = def(
  'ones_(tensor)',
  (tensor: Tensor): Tensor => no_grad(() => tensor.fill_(1)),
)

/**
 * Fills a tensor of any shape with zeros, and gives it back.
 *
 * @example
 * nn.init.zeros_(torch.empty(3)) // tensor([0., 0., 0.])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.zeros_
 */
export const zeros_ = def(
  'zeros_(tensor)',
  (tensor: Tensor): Tensor => no_grad(() => tensor.zero_()),
)

/**
 * Makes a matrix the identity, as far as it goes, and gives it back: a linear layer then passes its inputs on.
 *
 * Shape: 2 dimensions; else a ValueError is thrown.
 *
 * @example
 * nn.init.eye_(torch.empty(2, 3)) // tensor([[1., 0., 0.], [0., 1., 0.]])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.eye_
 */
export const eye_ = def('eye_(tensor)', (tensor: Tensor): Tensor => {
  checkMatrix(tensor)
  no_grad(() => C.eye(tensor.size(0), tensor.size(1), { out: tensor }))
  return tensor
})

function checkMatrix(tensor: Tensor): void {
  if (tensor.ndimension() !== 2)
    throw new ValueError('Only tensors with 2 dimensions are supported')
}

/**
 * Makes the weight of a convolution pass its input on, as many channels as there are, in each group.
 *
 * Shape: 3 to 5 dimensions, the first divisible by `groups`; else a ValueError is thrown.
 *
 * @example
 * nn.init.dirac_(torch.empty(1, 1, 3)) // tensor([[[0., 1., 0.]]])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.dirac_
 */
export const dirac_ = def('dirac_(tensor, groups=1)', (tensor: Tensor, groups: number): Tensor => {
  const dimensions = tensor.ndimension()
  if (dimensions < 3 || dimensions > 5) {
    throw new ValueError('Only tensors with 3, 4, or 5 dimensions are supported')
  }
  const [outputs = 0, inputs = 0, ...kernel] = tensor.size()
  if (outputs % groups !== 0) throw new ValueError('dim 0 must be divisible by groups')
  const perGroup = outputs / groups
  no_grad(() => {
    tensor.zero_()
    for (let group = 0; group < groups; group++) {
      for (let d = 0; d < Math.min(perGroup, inputs); d++) {
        const centre = kernel.map((size) => Math.floor(size / 2))
        let element = tensor
        for (const at of [group * perGroup + d, d, ...centre]) element = element.select(0, at)
        element.fill_(1)
      }
    }
  })
  return tensor
})

/** How many inputs and outputs an element of a weight has, the receptive field counted in. */
export function _calculate_fan_in_and_fan_out(tensor: Tensor): [fan_in: number, fan_out: number] {
  if (tensor.dim() < 2) {
    throw new ValueError(
      'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions',
    )
  }
  const [outputs = 0, inputs = 0, ...kernel] = tensor.size()
  const field = kernel.reduce((product, size) => product * size, 1)
  return [inputs * field, outputs * field]
}

/** The fan of {@link _calculate_fan_in_and_fan_out} that a mode names. */
export function _calculate_correct_fan(tensor: Tensor, mode: string): number {
  const name = mode.toLowerCase()
  if (name !== 'fan_in' && name !== 'fan_out') {
    throw new ValueError(
      `Mode ${name} not supported, please use one of ${pyRepr(['fan_in', 'fan_out'])}`,
    )
  }
  return _calculate_fan_in_and_fan_out(tensor)[name === 'fan_in' ? 0 : 1]
}

function xavierStd(tensor: Tensor, gain: number): number {
  const [fan_in, fan_out] = _calculate_fan_in_and_fan_out(tensor)
  if (fan_in + fan_out === 0) throw new ZeroDivisionError('float division by zero')
  return gain * Math.sqrt(2 / (fan_in + fan_out))
}

/**
 * Glorot's uniform initialisation: bounds of `gain * sqrt(6 / (fan_in + fan_out))`. The fans are the inputs and outputs
 * of the weight, each times its receptive field.
 *
 * Shape: `(out, in, *)`; fewer than 2 dimensions throw a ValueError.
 *
 * @example
 * const w = nn.init.xavier_uniform_(torch.empty(2, 4), { gain: nn.init.calculate_gain('linear') })
 * w.abs().le(1).all() // tensor(True)
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.xavier_uniform_
 */
export const xavier_uniform_ = def(
  'xavier_uniform_(tensor, gain=1.0, generator=None)',
  (tensor: Tensor, gain: number, generator: Generator | null): Tensor => {
    const a = Math.sqrt(3) * xavierStd(tensor, gain)
    return uniform_(tensor, -a, a, generator)
  },
)

/**
 * Glorot's normal initialisation: a standard deviation of `gain * sqrt(2 / (fan_in + fan_out))`; see
 * {@link xavier_uniform_}.
 *
 * Shape: `(out, in, *)`; fewer than 2 dimensions throw a ValueError.
 *
 * @example
 * nn.init.xavier_normal_(torch.empty(3, 5)).size() // torch.Size([3, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.xavier_normal_
 */
export const xavier_normal_ = def(
  'xavier_normal_(tensor, gain=1.0, generator=None)',
  (tensor: Tensor, gain: number, generator: Generator | null): Tensor => {
    return normal_(tensor, 0, xavierStd(tensor, gain), generator)
  },
)

// The standard deviation of both Kaiming initialisations; null, with a warning, where there is nothing to fill.
function kaimingStd(
  tensor: Tensor,
  a: number,
  mode: FanMode,
  nonlinearity: Nonlinearity,
): number | null {
  if (tensor.size().includes(0)) {
    warn('Initializing zero-element tensors is a no-op')
    return null
  }
  const fan = _calculate_correct_fan(tensor, mode)
  return calculate_gain(nonlinearity, a) / Math.sqrt(fan)
}

/**
 * He's uniform initialisation: bounds of `gain * sqrt(3 / fan)`. `mode` names the fan, and with it the pass whose
 * variance is kept; `nonlinearity` the gain ({@link calculate_gain}); `a` is the slope of a leaky_relu that follows. A
 * tensor without elements warns and stays.
 *
 * Shape: `(out, in, *)`; fewer than 2 dimensions throw a ValueError.
 *
 * @example
 * const w = nn.init.kaiming_uniform_(torch.empty(3, 6), { mode: 'fan_in', nonlinearity: 'relu' })
 * w.abs().le(1).all() // tensor(True)
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.kaiming_uniform_
 */
export const kaiming_uniform_ = def(
  "kaiming_uniform_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None)",
  (
    tensor: Tensor,
    a: number,
    mode: FanMode,
    nonlinearity: Nonlinearity,
    generator: Generator | null,
  ): Tensor => {
    const std = kaimingStd(tensor, a, mode, nonlinearity)
    if (std === null) return tensor
    const bound = Math.sqrt(3) * std
    return uniform_(tensor, -bound, bound, generator)
  },
)

/**
 * He's normal initialisation: a standard deviation of `gain / sqrt(fan)`; the arguments are those of
 * {@link kaiming_uniform_}.
 *
 * Shape: `(out, in, *)`; fewer than 2 dimensions throw a ValueError.
 *
 * @example
 * nn.init.kaiming_normal_(torch.empty(3, 5), { mode: 'fan_out', nonlinearity: 'relu' }).size() // torch.Size([3, 5])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.kaiming_normal_
 */
export const kaiming_normal_ = def(
  "kaiming_normal_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None)",
  (
    tensor: Tensor,
    a: number,
    mode: FanMode,
    nonlinearity: Nonlinearity,
    generator: Generator | null,
  ): Tensor => {
    const std = kaimingStd(tensor, a, mode, nonlinearity)
    return std === null ? tensor : normal_(tensor, 0, std, generator)
  },
)

/**
 * Fills a tensor with a matrix, or a matrix spread over its last dimensions, that is orthogonal, times `gain`: the rows
 * are orthonormal, or the columns where there are more rows.
 *
 * Shape: at least 2 dimensions, or a ValueError is thrown.
 *
 * @example
 * const w = nn.init.orthogonal_(torch.empty(3, 5))
 * w.matmul(w.mT).allclose(torch.eye(3), { atol: 1e-5 }) // True
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.orthogonal_
 */
export const orthogonal_ = def(
  'orthogonal_(tensor, gain=1, generator=None)',
  (tensor: Tensor, gain: number, generator: Generator | null): Tensor => {
    if (tensor.ndimension() < 2) {
      throw new ValueError('Only tensors with 2 or more dimensions are supported')
    }
    if (tensor.numel() === 0 || tensor.is_meta) return tensor
    const rows = tensor.size(0)
    const cols = tensor.numel() / rows
    const flattened = tensor.new_empty([rows, cols]).normal_(0, 1, { generator })
    if (rows < cols) flattened.t_()
    const [q, r] = linalg_qr(flattened)
    // QR is unique up to signs: with these the result is spread evenly over all orthogonal matrices.
    q.mul_(r.diag(0).sign())
    if (rows < cols) q.t_()
    return no_grad(() => {
      tensor.view_as(q).copy_(q)
      return tensor.mul_(gain)
    })
  },
)

/**
 * Fills a matrix with draws from a normal distribution of mean 0, and then a fraction `sparsity` of each column,
 * rounded up, with zeros. Which rows these are the default generator draws, whatever `generator` is.
 *
 * Shape: 2 dimensions; else a ValueError is thrown.
 *
 * @example
 * const w = nn.init.sparse_(torch.empty(10, 2), 0.3)
 * w.eq(0).sum(0) // tensor([3, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.sparse_
 */
export const sparse_ = def(
  'sparse_(tensor, sparsity, std=0.01, generator=None)',
  (tensor: Tensor, sparsity: number, std: number, generator: Generator | null): Tensor => {
    checkMatrix(tensor)
    if (tensor.is_meta) return tensor
    const [rows, cols] = [tensor.size(0), tensor.size(1)]
    const zeros = Math.ceil(sparsity * rows)
    no_grad(() => {
      tensor.normal_(0, std, { generator })
      for (let col = 0; col < cols; col++) {
        // From the default generator, as in Python, whatever `generator` is.
        const chosen = C.randperm(rows).narrow(0, 0, zeros)
        tensor.select(1, col).index_fill_(0, chosen, 0)
      }
    })
    return tensor
  },
)

/** The former name of {@link uniform_}; warns. @deprecated Use {@link uniform_}. */
export const uniform = _make_deprecate(uniform_)
/** The former name of {@link normal_}; warns. @deprecated Use {@link normal_}. */
export const normal = _make_deprecate(normal_)
/** The former name of {@link constant_}; warns. @deprecated Use {@link constant_}. */
export const constant = _make_deprecate(constant_)
/** The former name of {@link eye_}; warns. @deprecated Use {@link eye_}. */
export const eye = _make_deprecate(eye_)
/** The former name of {@link dirac_}; warns. @deprecated Use {@link dirac_}. */
export const dirac = _make_deprecate(dirac_)
/** The former name of {@link xavier_uniform_}; warns. @deprecated Use {@link xavier_uniform_}. */
export const xavier_uniform = _make_deprecate(xavier_uniform_)
/** The former name of {@link xavier_normal_}; warns. @deprecated Use {@link xavier_normal_}. */
export const xavier_normal = _make_deprecate(xavier_normal_)
/** The former name of {@link kaiming_uniform_}; warns. @deprecated Use {@link kaiming_uniform_}. */
export const kaiming_uniform = _make_deprecate(kaiming_uniform_)
/** The former name of {@link kaiming_normal_}; warns. @deprecated Use {@link kaiming_normal_}. */
export const kaiming_normal = _make_deprecate(kaiming_normal_)
/** The former name of {@link orthogonal_}; warns. @deprecated Use {@link orthogonal_}. */
export const orthogonal = _make_deprecate(orthogonal_)
/** The former name of {@link sparse_}; warns. @deprecated Use {@link sparse_}. */
export const sparse = _make_deprecate(sparse_)

export * as default from './init.js'
