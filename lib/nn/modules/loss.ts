// Mirrors torch/nn/modules/loss.py, whose classes are in the folder of that name.

export { _Loss, _WeightedLoss } from './loss/base.js'
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  CTCLoss,
  KLDivLoss,
  NLLLoss,
  NLLLoss2d,
} from './loss/classification.js'
export {
  CosineEmbeddingLoss,
  MarginRankingLoss,
  TripletMarginLoss,
  TripletMarginWithDistanceLoss,
} from './loss/distance.js'
export { LinearCrossEntropyLoss } from './loss/linear_cross_entropy.js'
export {
  HingeEmbeddingLoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  SoftMarginLoss,
} from './loss/margin.js'
export {
  GaussianNLLLoss,
  HuberLoss,
  L1Loss,
  MSELoss,
  PoissonNLLLoss,
  SmoothL1Loss,
} from './loss/regression.js'
