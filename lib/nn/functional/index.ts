// Everything that mirrors torch/nn/functional.py, by family.

export * from './activation.js'
export {
  multi_head_attention_forward,
  scaled_dot_product_attention,
} from './attention.js'
export { _canonical_mask, _mha_shape_check } from './attention_checks.js'
export { _in_projection, _in_projection_packed } from './attention_projection.js'
export * from './convolution.js'
export * from './dropout.js'
export * from './embedding.js'
export * from './fractional_pooling.js'
export * from './linear.js'
export * from './linear_cross_entropy.js'
export * from './loss_classification.js'
export * from './loss_margin.js'
export * from './loss_regression.js'
export * from './max_pooling.js'
export * from './normalization.js'
export * from './padding.js'
export * from './pooling.js'
export * from './scaled_mm.js'
export * from './softmax.js'
export * from './unpooling.js'
export * from './upsampling.js'
export * from './vision.js'
