/** LayerNorm and BatchNorm: over which axes the mean and the variance go, and what BatchNorm remembers. */
import torch, { nn, type Tensor } from 'torch-node'
import { print } from 'torch-node/builtins'
import { printError } from '../errors.js'

torch.manual_seed(0)

/** The formula of both, before gamma and beta: the axes are all that differs. */
function normalise(x: Tensor, dim: number[], eps = 1e-5): Tensor {
  const mean = x.mean(dim, { keepdim: true })
  const variance = x.var(dim, { unbiased: false, keepdim: true })
  return x.sub(mean).div(variance.add(eps).sqrt())
}

const same = (a: Tensor, b: Tensor) => torch.allclose(a, b, { atol: 1e-6 })

// 1. LayerNorm: each vector by itself, over its own features.
// In the notes LayerNorm takes num_features, epsilon, center, beta_initializer and data.shape(axis=-1); that is
// TensorLayerX. Here it is normalized_shape, eps, elementwise_affine, bias and x.size(-1).

const words = torch.randn(2, 3, 5).mul(4).add(7) // (N, L, D): sentences of word vectors
const layer_norm = nn.LayerNorm(words.size(-1))
print(layer_norm)
print(layer_norm(words).mean(-1), layer_norm(words).var(-1, { unbiased: false }))
print(same(layer_norm(words), normalise(words, [-1])))

// Over the sentence and the vector: normalized_shape names the last dimensions. gamma and beta have that shape.
const sentence_norm = nn.LayerNorm([3, 5])
print(same(sentence_norm(words), normalise(words, [-2, -1])))
print(sentence_norm.weight!.shape, layer_norm.weight!.shape, layer_norm.bias!.shape)

// A sample does not see the others, and train() and eval() make no difference.
print(torch.equal(layer_norm(words['0:1']), layer_norm(words)['0:1']))
print(torch.equal(layer_norm.eval()(words), layer_norm.train()(words)))

// 2. BatchNorm: each channel by itself, over the batch and, in pictures, over the pixels.

const vectors = torch.randn(6, 4).mul(2).add(3) // (N, C)
print(same(nn.BatchNorm1d(4)(vectors), normalise(vectors, [0])))
print(same(nn.BatchNorm1d(3)(words), normalise(words, [0, 2]))) // (N, C, L): words are the channels now

const pictures = torch.rand(4, 3, 8, 8) // (N, C, H, W)
const batch_norm = nn.BatchNorm2d(pictures.size(1))
print(batch_norm)
const out = batch_norm(pictures)
print(out.mean([0, 2, 3]).abs().lt(1e-6), out.var([0, 2, 3], { unbiased: false }))
print(same(out, normalise(pictures, [0, 2, 3])))
print(batch_norm.weight!.shape, batch_norm.bias!.shape)

// gamma and beta come last.
torch.no_grad(() => {
  batch_norm.weight!.copy_(torch.tensor([1, 2, 3]))
  batch_norm.bias!.fill_(0.5)
})
const gamma = torch.tensor([1, 2, 3]).view(1, 3, 1, 1)
print(same(batch_norm(pictures), normalise(pictures, [0, 2, 3]).mul(gamma).add(0.5)))

// 3. eps is inside the square root. (In the notes it is added to the root.)

const large = nn.BatchNorm1d(4, { eps: 1 })
const deviation = vectors.var(0, { unbiased: false }).sqrt()
print(same(large(vectors), normalise(vectors, [0], 1)))
print(same(large(vectors), vectors.sub(vectors.mean(0)).div(deviation.add(1))))
print(nn.BatchNorm1d(1)(torch.full([2, 1], 5.5))) // no variance at all, and no division by zero

// 4. BatchNorm remembers a running mean and variance, and uses them after training.

const bn = nn.BatchNorm1d(4) // momentum 0.1
print(bn.state_dict())
print([...bn.named_buffers()].map(([name]) => name))
bn(vectors)
print(same(bn.running_mean!, vectors.mean(0).mul(0.1))) // 0.9 * 0 + 0.1 * mean
print(same(bn.running_var!, vectors.var(0).mul(0.1).add(0.9))) // 0.9 * 1 + 0.1 * variance, the unbiased one
bn(vectors)
print(bn.num_batches_tracked, bn.running_mean)

bn.eval()
const used = vectors.sub(bn.running_mean!).div(bn.running_var!.add(bn.eps).sqrt())
print(same(bn(vectors), used))
print(torch.equal(bn(vectors['0:1']), bn(vectors)['0:1'])) // the others no longer matter
print(bn.num_batches_tracked)

const forgetful = nn.BatchNorm1d(4, { track_running_stats: false })
print(forgetful.running_mean, same(forgetful.eval()(vectors), normalise(vectors, [0])))

// 5. BatchNorm cannot train on one value per channel, as a batch of one has it: that has no variance. LayerNorm can.

const one = torch.randn(1, 3)
printError(() => nn.BatchNorm1d(3)(one))
print(nn.BatchNorm1d(3).eval()(one))
print(nn.LayerNorm(3)(one))
print(
  nn
    .BatchNorm2d(3)(torch.rand(1, 3, 8, 8))
    .size(),
) // 64 values per channel

printError(() => nn.BatchNorm1d(4)(pictures))
printError(() => nn.BatchNorm2d(4)(pictures))
printError(() => nn.LayerNorm(4)(words))
