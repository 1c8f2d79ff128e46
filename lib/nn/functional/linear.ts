// Mirrors the linear maps, distances and similarities of torch/nn/functional.py: native, all of them.

export { linear } from '../../_generated/nn.js'
export {
  bilinear,
  cosine_similarity,
  pairwise_distance,
  pdist,
} from '../../_generated/torch_functions.js'
