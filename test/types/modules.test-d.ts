// Checked by tsc alone: the arguments of modules that nn.test-d.ts does not mention.

import { expectTypeOf } from 'expect-type'
import torch, { nn, type Tensor } from 'torch-node'
import { LazyModuleMixin } from 'torch-node/nn/modules/lazy'

declare const x: Tensor
declare const longs: Tensor

// Padding: one number, or as many as there are sides.
nn.ReflectionPad1d([1, 2])
nn.ReplicationPad2d({ padding: [1, 2, 3, 4] })
nn.ConstantPad3d(1, { value: 0.5 })
// @ts-expect-error images have four sides
nn.ReflectionPad2d([1, 2])
// @ts-expect-error the value is missing
nn.ConstantPad1d(2)
// @ts-expect-error zeros have no value
nn.ZeroPad2d(1, { value: 2 })
expectTypeOf(nn.CircularPad1d(1)(x)).toEqualTypeOf<Tensor>()

// Convolutions back and lazy ones.
const up = nn.ConvTranspose2d(1, 2, 3, { stride: 2, output_padding: [1, 0], dilation: 1 })
expectTypeOf(up(x)).toEqualTypeOf<Tensor>()
up(x, [1, 2, 8, 8])
// @ts-expect-error a transposed convolution has no padding by name
nn.ConvTranspose1d(1, 2, 3, { padding: 'same' })
nn.LazyConv2d(4, { kernel_size: [3, 1], padding: 'same' })
nn.LazyConvTranspose3d({ out_channels: 4, kernel_size: 3, output_padding: 1 })
// @ts-expect-error kernel_size is missing
nn.LazyConv1d(4)
expectTypeOf(nn.LazyConv2d(4, 3)).toExtend<nn.Conv2d>()
expectTypeOf(nn.LazyLinear(3, { bias: false, dtype: torch.float64 })).toExtend<nn.Linear>()
expectTypeOf(nn.LazyLinear(3)(x)).toEqualTypeOf<Tensor>()
expectTypeOf(nn.LazyLinear(3).has_uninitialized_params()).toBeBoolean()
nn.LazyBatchNorm2d({ momentum: null, bias: false })
// @ts-expect-error num_features is what it learns
nn.LazyBatchNorm2d({ num_features: 3 })

class LazyScale extends LazyModuleMixin(nn.Module) {
  weight = nn.UninitializedParameter({ dtype: torch.float64 })
  override initialize_parameters(input: Tensor): void {
    this.weight.materialize(input.shape, { device: 'cpu' })
  }
  override forward(input: Tensor): Tensor {
    return input.mul(this.weight)
  }
}
expectTypeOf(new LazyScale()(x)).toEqualTypeOf<Tensor>()
expectTypeOf(nn.UninitializedParameter()).toExtend<nn.Parameter>()
expectTypeOf(nn.UninitializedBuffer({ persistent: false }).persistent).toBeBoolean()
// @ts-expect-error no such keyword
nn.UninitializedParameter({ shape: [1] })

// Normalisation.
nn.GroupNorm(2, 4, { bias: false })
nn.RMSNorm([2, 3], { eps: null })
nn.InstanceNorm2d(3, { affine: true })
// @ts-expect-error bias is a keyword only
nn.GroupNorm(2, 4, 1e-5, true, null, null, false)
expectTypeOf(nn.SyncBatchNorm(3)).toExtend<nn.SyncBatchNorm>()

// Pooling.
nn.FractionalMaxPool2d(3, { output_ratio: [0.5, 0.7] })
nn.LPPool1d(2, { kernel_size: 3, ceil_mode: true })
expectTypeOf(nn.MaxUnpool2d(2)(x, longs, { length: 0 } as number[])).toEqualTypeOf<Tensor>()

// Losses, tables and the rest.
const adaptive = nn.AdaptiveLogSoftmaxWithLoss(8, 12, [3, 7], { head_bias: true })
const { loss } = adaptive(x, longs)
expectTypeOf(loss).toEqualTypeOf<Tensor>()
const [output] = adaptive(x, longs)
expectTypeOf(output).toEqualTypeOf<Tensor>()
nn.TripletMarginWithDistanceLoss({ distance_function: (a, b) => a.sub(b), swap: true })
nn.TripletMarginWithDistanceLoss({ distance_function: nn.PairwiseDistance({ p: 1 }) })
// @ts-expect-error a keyword only
nn.TripletMarginWithDistanceLoss(null)
const options = nn.LinearCrossEntropyOptions({ chunking_method: 'aspect_ratio:4' })
nn.LinearCrossEntropyLoss(8, 12, { out_features: [2], options })
// @ts-expect-error no such policy
nn.LinearCrossEntropyOptions({ acc_policy: 'fast' })
nn.EmbeddingBag(10, 3, { mode: 'max', include_last_offset: true })
expectTypeOf(nn.EmbeddingBag.from_pretrained(x, { freeze: false })(longs)).toEqualTypeOf<Tensor>()
nn.Upsample({ scale_factor: 2, mode: 'trilinear' })
// @ts-expect-error no such mode
nn.Upsample({ scale_factor: 2, mode: 'cubic' })
expectTypeOf(nn.CosineSimilarity({ dim: 0 })(x, x)).toEqualTypeOf<Tensor>()
nn.Unfold([2, 3], { stride: 2 })
expectTypeOf(nn.ParameterDict().fromkeys(['a'], 1).__getitem__('a')).toBeNumber()

// Functions beside.
expectTypeOf(nn.grad.conv2d_input([1, 1, 3, 3], x, x, { padding: 1 })).toEqualTypeOf<Tensor>()
expectTypeOf(torch.utils.swap_tensors).returns.toEqualTypeOf<void>()
expectTypeOf(torch.__future__.get_swap_module_params_on_conversion()).toBeBoolean()
declare const anything: unknown
if (nn.parameter.is_lazy(anything)) anything.materialize([1])
