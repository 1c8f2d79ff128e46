// Losses of torch/nn/modules/loss.py for probabilities of classes.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { callable } from '../../../_callable.js'
import type { Tensor } from '../../../tensor.js'
import { FutureWarning, warn } from '../../../warnings.js'
import type { Reduction } from '../../_reduction.js'
import * as F from '../../functional.js'
import { layer } from '../_layer.js'
import { _Loss, _WeightedLoss, ofClasses, weighted } from './base.js'

const initNLLLoss = ofClasses('NLLLoss')

class NLLLoss extends _WeightedLoss {
  declare ignore_index: number

  constructor(...args: ArgumentsOf<typeof initNLLLoss>) {
    const { weight, size_average, ignore_index, reduce, reduction } = initNLLLoss(args)
    super(weight, size_average, reduce, reduction)
    this.ignore_index = ignore_index
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.nll_loss(input, target, {
      weight: this.weight,
      ignore_index: this.ignore_index,
      reduction: this.reduction,
    })
  }
}

const initNLLLoss2d = ofClasses('NLLLoss2d')

class NLLLoss2d extends NLLLoss {
  constructor(...args: ArgumentsOf<typeof initNLLLoss2d>) {
    if (new.target === NLLLoss2d) {
      warn(
        '`NLLLoss2d` has been deprecated. Please use `NLLLoss` instead as a drop-in replacement and see ' +
          'https://pytorch.org/docs/main/nn.html#torch.nn.NLLLoss for more details.',
        FutureWarning,
      )
    }
    super(initNLLLoss2d(args))
  }
}

const initCrossEntropyLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    ignore_index: number,
    reduce: boolean | null,
    reduction: Reduction,
    label_smoothing: number,
  ]
>()(
  "CrossEntropyLoss.__init__(self, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
)

class CrossEntropyLoss extends _WeightedLoss {
  declare ignore_index: number
  declare label_smoothing: number

  constructor(...args: ArgumentsOf<typeof initCrossEntropyLoss>) {
    const { weight, size_average, ignore_index, reduce, reduction, label_smoothing } =
      initCrossEntropyLoss(args)
    super(weight, size_average, reduce, reduction)
    this.ignore_index = ignore_index
    this.label_smoothing = label_smoothing
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.cross_entropy(input, target, {
      weight: this.weight,
      ignore_index: this.ignore_index,
      reduction: this.reduction,
      label_smoothing: this.label_smoothing,
    })
  }
}

const initBCELoss = weighted('BCELoss')

class BCELoss extends _WeightedLoss {
  constructor(...args: ArgumentsOf<typeof initBCELoss>) {
    const { weight, size_average, reduce, reduction } = initBCELoss(args)
    super(weight, size_average, reduce, reduction)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.binary_cross_entropy(input, target, {
      weight: this.weight,
      reduction: this.reduction,
    })
  }
}

const initBCEWithLogitsLoss = initializer<
  [
    weight: Tensor | null,
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction,
    pos_weight: Tensor | null,
  ]
>()(
  "BCEWithLogitsLoss.__init__(self, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
)

class BCEWithLogitsLoss extends _Loss {
  declare pos_weight: Tensor | null
  declare weight: Tensor | null

  constructor(...args: ArgumentsOf<typeof initBCEWithLogitsLoss>) {
    const { weight, size_average, reduce, reduction, pos_weight } = initBCEWithLogitsLoss(args)
    super(size_average, reduce, reduction)
    this.register_buffer('weight', weight)
    this.register_buffer('pos_weight', pos_weight)
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.binary_cross_entropy_with_logits(input, target, {
      weight: this.weight,
      pos_weight: this.pos_weight,
      reduction: this.reduction,
    })
  }
}

const initKLDivLoss = initializer<
  [
    size_average: boolean | null,
    reduce: boolean | null,
    reduction: Reduction | 'batchmean',
    log_target: boolean,
  ]
>()("KLDivLoss.__init__(self, size_average=None, reduce=None, reduction='mean', log_target=False)")

class KLDivLoss extends _Loss {
  declare log_target: boolean

  constructor(...args: ArgumentsOf<typeof initKLDivLoss>) {
    const { size_average, reduce, reduction, log_target } = initKLDivLoss(args)
    super(size_average, reduce, reduction)
    this.log_target = log_target
  }

  override forward(input: Tensor, target: Tensor): Tensor {
    return F.kl_div(input, target, { reduction: this.reduction, log_target: this.log_target })
  }
}

const initCTCLoss = initializer<[blank: number, reduction: Reduction, zero_infinity: boolean]>()(
  "CTCLoss.__init__(self, blank=0, reduction='mean', zero_infinity=False)",
)

class CTCLoss extends _Loss {
  declare blank: number
  declare zero_infinity: boolean

  constructor(...args: ArgumentsOf<typeof initCTCLoss>) {
    const { blank, reduction, zero_infinity } = initCTCLoss(args)
    super(null, null, reduction)
    this.blank = blank
    this.zero_infinity = zero_infinity
  }

  override forward(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor | readonly number[],
    target_lengths: Tensor | readonly number[],
  ): Tensor {
    return F.ctc_loss(
      log_probs,
      targets,
      input_lengths,
      target_lengths,
      this.blank,
      this.reduction,
      this.zero_infinity,
    )
  }
}

/**
 * The negative log likelihood of classes, `-weight[target] * input[target]`: the input holds log-probabilities, as of
 * {@link LogSoftmax}, the target indices. The mean is by the weights; targets that are `ignore_index` do not count.
 *
 * Shape: input `(N, C, *)` or `(C)`, target `(N, *)` or `()` of int64, `weight` `(C)`; the result `()`, or the shape of
 * the target with `reduction: 'none'`.
 *
 * @example
 * const log_probs = torch.tensor([[-0.5, -1.5], [-2, -0.25]])
 * nn.NLLLoss()(log_probs, torch.tensor([0, 1])) // tensor(0.3750)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.NLLLoss.html
 */
const NLLLoss_ = layer(NLLLoss, 'input, target')
/**
 * {@link NLLLoss} under a name of old, which warns; shapes are the same.
 *
 * @deprecated Use {@link NLLLoss}.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.NLLLoss.html
 */
const NLLLoss2d_ = callable(NLLLoss2d)
/**
 * The binary cross entropy of probabilities, `-weight * (target * log(input) + (1 - target) * log(1 - input))`, the
 * logarithms being at least -100. `weight` is broadcast.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @throws ValueError where the shapes differ, RuntimeError where an input is not between 0 and 1.
 *
 * @example
 * nn.BCELoss()(torch.tensor([0.5, 0.75]), torch.ones(2)) // tensor(0.4904)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BCELoss.html
 */
const BCELoss_ = layer(BCELoss, 'input, target')
/**
 * Sigmoid and {@link BCELoss} in one, without overflow:
 * `-weight * (pos_weight * target * log σ(x) + (1 - target) * log(1 - σ(x)))`. A `pos_weight` above 1, one for each
 * class, makes positives count more.
 *
 * `reduction` is `'mean'`, the default, `'sum'` or `'none'`. Shape: input and target `(*)`; the result `()`, or `(*)`
 * with `'none'`.
 *
 * @throws ValueError where the shapes differ.
 *
 * @example
 * nn.BCEWithLogitsLoss()(torch.zeros(2), torch.ones(2)) // tensor(0.6931)
 * nn.BCEWithLogitsLoss({ pos_weight: torch.tensor([2]) })(torch.zeros(2), torch.ones(2)) // tensor(1.3863)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.BCEWithLogitsLoss.html
 */
const BCEWithLogitsLoss_ = layer(BCEWithLogitsLoss, 'input, target')
/**
 * The Kullback-Leibler divergence of log-probabilities from a target, `target * (log(target) - input)`; with
 * `log_target` the target holds logarithms, too. `reduction: 'batchmean'` divides the sum by the size of the batch, as
 * the definition has it; `'mean'`, the default, divides by the number of elements, and warns.
 *
 * Shape: input and target `(*)`; the result `()`, or `(*)` with `reduction: 'none'`.
 *
 * @example
 * const input = torch.tensor([[0.5, 0.5]]).log()
 * nn.KLDivLoss({ reduction: 'batchmean' })(input, torch.tensor([[0.25, 0.75]])) // tensor(0.1308)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.KLDivLoss.html
 */
const KLDivLoss_ = layer(KLDivLoss, 'input, target')
/**
 * Connectionist temporal classification: the negative log likelihood of targets without alignment, summed over all ways
 * to stretch them by repetitions and the class `blank` to the length of the input. `zero_infinity` makes losses zero
 * whose input is too short. The mean divides each loss by the length of its target first.
 *
 * Shape: log_probs `(T, N, C)` or `(T, C)`; targets `(N, S)`, padded, or all after each other `(Σ target_lengths)`;
 * both lengths `(N)` or `()`; the result `()`, or `(N)` with `reduction: 'none'`.
 *
 * @example
 * const log_probs = torch.full([2, 1, 2], 0.5).log()
 * nn.CTCLoss()(log_probs, torch.tensor([[1]]), [2], [1]) // tensor(0.2877)
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CTCLoss.html
 */
const CTCLoss_ = layer(CTCLoss, 'log_probs, targets, input_lengths, target_lengths')
/**
 * The cross entropy of logits, `-log(softmax(input)[target])`, weighted by class, without the targets that are
 * `ignore_index`. The target holds indices or, as floating point numbers, the probabilities of all classes;
 * `label_smoothing` mixes it with the uniform distribution.
 *
 * Shape: input `(N, C, *)` or `(C)`; target `(N, *)` or `()` of int64, or the shape of the input; `weight` `(C)`; the
 * result `()`, or `(N, *)` with `reduction: 'none'`.
 *
 * @example
 * const criterion = nn.CrossEntropyLoss()
 * const scores = torch.zeros([2, 4], { requires_grad: true })
 * const loss = criterion(scores, torch.tensor([1, 3]))
 * loss.backward()
 * loss.item().toFixed(4) // 1.3863
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.CrossEntropyLoss.html
 */
const CrossEntropyLoss_ = layer(CrossEntropyLoss, 'input, target')
type CrossEntropyLoss_ = CrossEntropyLoss
type NLLLoss_ = NLLLoss
type NLLLoss2d_ = NLLLoss2d
type BCELoss_ = BCELoss
type BCEWithLogitsLoss_ = BCEWithLogitsLoss
type KLDivLoss_ = KLDivLoss
type CTCLoss_ = CTCLoss

export {
  BCELoss_ as BCELoss,
  BCEWithLogitsLoss_ as BCEWithLogitsLoss,
  CrossEntropyLoss_ as CrossEntropyLoss,
  CTCLoss_ as CTCLoss,
  KLDivLoss_ as KLDivLoss,
  NLLLoss_ as NLLLoss,
  NLLLoss2d_ as NLLLoss2d,
}
