"""Goldens of the functions that Python writes by hand: python scripts/golden/functional.py.

What each call below gives, warns or raises, beyond what PyTorch's own samples cover.
"""

import warnings

from oracle import DATA, torch

from encode import Container
from op_db import encode_result
from scenario import Scenario, step, t

torch.manual_seed(11)
TENSORS = {
    "x": torch.randn(2, 3),
    "y": torch.randn(2, 3),
    "m": torch.randn(4, 5),
    "s": torch.randn(3, 3),
    "seq": torch.randn(2, 4, 10),
    "img": torch.randn(2, 4, 6, 8),
    "vol": torch.randn(1, 2, 5, 6, 4),
    "p": torch.rand(2, 3),
    "z": torch.rand(2, 3),
    "signs": torch.tensor([1.0, -1.0]),
    "labels": torch.tensor([2, 0]),
    "many": torch.tensor([[0, 2, -1], [1, -1, 0]]),
    "scalar": torch.tensor(1.5),
    "v": torch.tensor([3.0, 1.0, 1.0, 2.0, 3.0, 3.0]),
    "i": torch.tensor([[1, 2], [2, 2], [1, 2]]),
    "idx": torch.tensor([[0, 3, 1], [2, 2, 0]]),
    "flat": torch.tensor([0, 3, 1, 2, 2, 0]),
    "offs": torch.tensor([0, 2, 5]),
    "table": torch.randn(4, 3),
    "w": torch.rand(2, 3),
    "w6": torch.rand(6),
    "c3": torch.rand(3),
    "q": torch.randn(3, 2, 4),
    "k": torch.randn(5, 2, 4),
    "v5": torch.randn(5, 2, 4),
    "q2": torch.randn(3, 4),
    "in_w": torch.randn(12, 4),
    "in_b": torch.randn(12),
    "out_w": torch.randn(4, 4),
    "out_b": torch.randn(4),
    "bias1": torch.randn(1, 1, 4),
    "mask": torch.triu(torch.ones(3, 5), 1).bool(),
    "mask3": torch.triu(torch.ones(3, 3), 1).bool(),
    "pads": torch.tensor([[False, False, True, False, False], [False, True, False, False, True]]),
    "theta": torch.randn(2, 2, 3),
    "theta3": torch.randn(1, 3, 4),
    "grid": torch.rand(2, 3, 4, 2),
    "hidden": torch.randn(2, 4),
    "head": torch.randn(3, 4),
    "sig": torch.randn(2, 40),
    "win": torch.hann_window(8),
    "b": torch.tensor([True, False]),
    "c": torch.tensor([1 + 2j, 3j]),
}

# What ends such a warning in Python.
NATIVE = " (Triggered internally"
PATHS = {"torch": "torch", "F": "torch.nn.functional", "I": "torch.nn.init"}

# F is torch.nn.functional, I is torch.nn.init.
CALLS = """
# activations
F.threshold(x, 0.1, 20) | F.threshold(x, 0.1, 20, True) | F.relu(x, inplace=True) | F.glu(seq) | F.glu(seq, 1) | F.glu(scalar) | F.hardtanh(x, -0.5, 0.25) | F.hardtanh(x, 1, -1)
F.hardtanh(x, inplace=True) | F.relu6(x.mul(9)) | F.elu(x, 0.5) | F.elu(x, 0.5, True) | F.selu(x) | F.selu(x, True) | F.celu(x, 1.5) | F.celu(x, 1.5, True) | F.leaky_relu(x) | F.leaky_relu(x, 0.2, True)
F.rrelu(x) | F.rrelu(x, 0.1, 0.3, True) | F.rrelu(x, training=True, inplace=True) | F.rrelu_(x) | F.tanhshrink(x) | F.softsign(x) | F.tanh(x) | F.sigmoid(x) | F.hardsigmoid(x) | F.hardsigmoid(x, True)
F.silu(x, inplace=True) | F.mish(x, True) | F.hardswish(x, True) | F.prelu(x, c3) | F.logsigmoid(x) | F.gelu(x, approximate='tanh') | F.hardshrink(x, 0.3) | F.softshrink(x, 0.3) | F.softplus(x, 2, 1)
F.relu() | F.relu(x, True, 3) | F.relu(x, input=x) | F.relu(x, foo=1) | F.threshold(x) | F.threshold(x, 1) | F.threshold(x, 0.1, 20, False, 3) | F.elu(alpha=3) | F.relu(3) | F.threshold_(x, 0.1, 2)
# softmax
F.softmax(x) | F.softmax(seq) | F.softmax(img) | F.softmax(scalar) | F.softmax(x, 1) | F.softmax(x, dim=0, dtype=torch.float64) | F.softmin(x) | F.softmin(x, 1) | F.softmin(x, 1, dtype=torch.float64) | F.log_softmax(x) | F.log_softmax(x, -1)
F.log_softmax(x, 1, dtype=torch.float64) | F.gumbel_softmax(x, 0.5) | F.gumbel_softmax(x, hard=True) | F.gumbel_softmax(x, eps=1e-5) | F.gumbel_softmax(x, 2, True, 1e-10, 0)
# dropout
F.dropout(x, 1.5) | F.dropout(x, -1) | F.dropout(x, 0.3, True, True) | F.alpha_dropout(x, 0.3, True, True) | F.alpha_dropout(x, 2) | F.dropout1d(x, 0.5) | F.dropout1d(seq) | F.dropout1d(seq, inplace=True) | F.dropout1d(x, 0.5, True, True)
F.dropout1d(img) | F.dropout1d(seq, 7) | F.dropout2d(seq) | F.dropout2d(x) | F.dropout2d(img, inplace=True) | F.dropout2d(img, 2) | F.dropout3d(img) | F.dropout3d(vol) | F.dropout3d(seq) | F.dropout3d(vol, -0.5) | F.dropout3d(img, 0.5, True, True)
F.feature_alpha_dropout(img, 0.3) | F.feature_alpha_dropout(img, 0.3, True, True) | F.feature_alpha_dropout(img, 3) | F.dropout() | F.dropout(x, p=0.5, q=3)
# pooling
F.max_pool1d(seq, 3) | F.max_pool1d(seq, 3, return_indices=True) | F.max_pool1d(seq, 3, 2, 1, 1, True, True) | F.max_pool2d(img, 2) | F.max_pool2d(img, (2, 3), stride=1) | F.max_pool2d(img, 2, return_indices=True) | F.max_pool2d(img, 2, None, 1, 2, False, True)
F.max_pool3d(vol, 2) | F.max_pool3d(vol, 2, return_indices=True) | F.max_pool2d_with_indices(img, 3, 2, 1) | F.max_pool1d_with_indices(seq, 2) | F.max_pool3d_with_indices(vol, 2) | F.max_pool2d(img) | F.max_pool2d(img, return_indices=True) | F.max_pool2d(img, 2, foo=1) | F.max_pool2d(img, 0)
F.adaptive_max_pool1d(seq, 3) | F.adaptive_max_pool1d(seq, 3, True) | F.adaptive_max_pool2d(img, 3) | F.adaptive_max_pool2d(img, (3, None)) | F.adaptive_max_pool2d(img, 3, return_indices=True) | F.adaptive_max_pool3d(vol, (None, 2, 2), True) | F.adaptive_max_pool2d(x, (3, 3)) | F.adaptive_max_pool3d(vol, 2)
F.adaptive_max_pool1d_with_indices(seq, 2) | F.adaptive_max_pool2d_with_indices(img, 2) | F.adaptive_max_pool3d_with_indices(vol, 2) | F.adaptive_avg_pool1d(seq, 3) | F.adaptive_avg_pool2d(img, 1) | F.adaptive_avg_pool2d(img, (None, 2)) | F.adaptive_avg_pool3d(vol, 2) | F.adaptive_avg_pool3d(img, (1, 2, 3, 4))
F.avg_pool1d(seq, 2) | F.avg_pool2d(img, 2, divisor_override=3) | F.avg_pool3d(vol, 2, 1, 1, True, False) | F.lp_pool1d(seq, 2, 3) | F.lp_pool1d(seq, 2, 3, 2, True) | F.lp_pool2d(img, 3, (2, 3)) | F.lp_pool2d(img, 2, 2, stride=1) | F.lp_pool3d(vol, 2, 2) | F.lp_pool3d(vol, 1, 2, 1)
F.lp_pool1d(seq, float('inf'), 3) | F.lp_pool2d(img, float('-inf'), 2) | F.lp_pool3d(vol, float('inf'), 2, 2) | F.lp_pool2d(img, 1.5, 2) | F.lp_pool2d(img, 2)
F.fractional_max_pool2d(img, 2, output_size=3) | F.fractional_max_pool2d(img, 2, output_ratio=(0.5, 0.7), return_indices=True) | F.fractional_max_pool2d(img, 2) | F.fractional_max_pool2d(img, 2, output_ratio=(0.5, 0.5, 0.5)) | F.fractional_max_pool2d(img[0], (2, 3), (3, 3))
F.fractional_max_pool3d(vol, 2, output_size=(2, 3, 2)) | F.fractional_max_pool3d(vol, 2, output_ratio=(0.5, 0.6, 0.7), return_indices=True) | F.fractional_max_pool3d(vol, 2) | F.fractional_max_pool3d_with_indices(vol, 2, 2) | F.fractional_max_pool2d_with_indices(img, 2, 2)
F.max_unpool1d(F.max_pool1d(seq, 2, return_indices=True)[0], F.max_pool1d(seq, 2, return_indices=True)[1], 2) | F.max_unpool2d(F.max_pool2d(img, 2, return_indices=True)[0], F.max_pool2d(img, 2, return_indices=True)[1], 2, output_size=[2, 4, 7, 9]) | F.max_unpool2d(F.max_pool2d(img, 2, return_indices=True)[0], F.max_pool2d(img, 2, return_indices=True)[1], 2)
F.max_unpool3d(F.max_pool3d(vol, 2, return_indices=True)[0], F.max_pool3d(vol, 2, return_indices=True)[1], 2) | F.max_unpool2d(img, img.long(), 2, output_size=[9]) | F.max_unpool2d(img, img.long(), 2, output_size=[99, 99]) | F.max_unpool1d(seq, seq.long(), 2, output_size=[3]) | F.max_unpool1d(seq, seq.long(), 2, padding=20)
# convolutions
F.conv1d(seq, seq) | F.conv2d(img, img, stride=2) | F.conv_transpose1d(seq, seq[:, :, :3], output_padding=0) | F.conv_tbc(q, torch.ones(2, 4, 3), c3) | F.unfold(img, 2) | F.unfold(img, (2, 3), 1, 1, (2, 1)) | F.fold(F.unfold(img, 2, stride=2), (6, 8), 2, stride=2) | F.fold(F.unfold(img, 3), output_size=(6, 8), kernel_size=3) | F.unfold(img)
F.linear(hidden, head) | F.bilinear(hidden, hidden, torch.ones(3, 4, 4)) | F.cosine_similarity(x, y) | F.pairwise_distance(x, y, 1, keepdim=True) | F.pdist(m) | F.one_hot(labels, 4) | F.pixel_shuffle(img, 2) | F.pixel_unshuffle(img, 2) | F.channel_shuffle(img, 2) | F.native_channel_shuffle(img, 2)
# embeddings
F.embedding(idx, table) | F.embedding(idx, table, 2) | F.embedding(idx, table, -1) | F.embedding(idx, table, 4) | F.embedding(idx, table, -5) | F.embedding(idx, table, max_norm=1.0) | F.embedding(idx, table, None, 0.5, 1.0) | F.embedding_bag(idx, table) | F.embedding_bag(table, idx) | F.embedding_bag(flat, table, offs)
F.embedding_bag(flat, table, offs, mode='sum', per_sample_weights=w6) | F.embedding_bag(idx, table, mode='max') | F.embedding_bag(flat, table, offs, include_last_offset=True) | F.embedding_bag(flat, table, offs, padding_idx=2) | F.embedding_bag(idx, table, max_norm=1.0) | F.embedding_bag(flat, table) | F.embedding_bag(flat, table, idx)
F.embedding_bag(idx, table, offs) | F.embedding_bag(idx, table, mode='rubbish') | F.embedding_bag(idx, table, per_sample_weights=w6) | F.embedding_bag(idx, table, per_sample_weights=w) | F.embedding_bag(idx, table, mode='max', sparse=True) | F.embedding_bag(idx, table, mode='max', scale_grad_by_freq=True)
F.embedding_bag(idx, c3) | F.embedding_bag(labels[0], table) | F.embedding_bag(idx, table, mode='sum', per_sample_weights=w)
# normalisations
F.batch_norm(img, None, None, training=True) | F.batch_norm(x, c3.clone(), c3.clone()) | F.batch_norm(x[:1], None, None, training=True) | F.batch_norm(x, None, None, training=True, eps=0) | F.batch_norm(x, c3, c3, eps=-0.5) | F.batch_norm(x, c3, c3, c3, c3, True, 0.3, 0.01) | F.batch_norm(x)
F.instance_norm(img) | F.instance_norm(seq[:, :, :1]) | F.instance_norm(img, use_input_stats=False) | F.layer_norm(x, [3]) | F.layer_norm(x, [3], c3, c3, 0.1) | F.layer_norm(x, (2,)) | F.rms_norm(x, [3]) | F.rms_norm(x, [3], c3, 0.1) | F.group_norm(img, 2) | F.group_norm(x[:1, :1], 1) | F.group_norm(scalar, 1) | F.group_norm(img, 3)
F.local_response_norm(seq, 2) | F.local_response_norm(img, 3, 0.1, 0.5, 2) | F.local_response_norm(vol, 2) | F.local_response_norm(x, 2) | F.local_response_norm(seq[:, :0], 2) | F.normalize(x) | F.normalize(x, 1, 0) | F.normalize(x, dim=(0, 1), eps=5.5) | F.normalize(x, out=y)
# losses
F.cross_entropy(x, labels) | F.cross_entropy(x, labels, c3, reduction='none') | F.cross_entropy(x, labels, label_smoothing=0.1) | F.cross_entropy(x, p) | F.cross_entropy(x, labels, size_average=False) | F.cross_entropy(x, labels, reduce=False) | F.cross_entropy(x, labels, reduction='elementwise_mean') | F.cross_entropy(x, labels, reduction='rubbish') | F.cross_entropy(x, labels, ignore_index=2) | F.cross_entropy(x)
F.nll_loss(x, labels, c3) | F.nll_loss(x, labels, None, True, 2, False) | F.ctc_loss(q.log_softmax(2), torch.tensor([[1, 2], [2, 1]]), (3, 3), (2, 2)) | F.ctc_loss(q.log_softmax(2), torch.tensor([[1, 2], [2, 1]]), torch.tensor([3, 3]), torch.tensor([2, 2]), reduction='sum', zero_infinity=True)
F.binary_cross_entropy(p, z) | F.binary_cross_entropy(p, z, c3, reduction='sum') | F.binary_cross_entropy(p, z[0]) | F.binary_cross_entropy_with_logits(x, z) | F.binary_cross_entropy_with_logits(x, z, w, pos_weight=c3) | F.binary_cross_entropy_with_logits(x, z[0]) | F.binary_cross_entropy(p, z, None, True, True)
F.kl_div(x, p) | F.kl_div(x, p, reduction='batchmean') | F.kl_div(x, y, reduction='sum', log_target=True) | F.kl_div(x, p, False) | F.kl_div(scalar, scalar, reduction='batchmean') | F.multilabel_soft_margin_loss(x, z) | F.multilabel_soft_margin_loss(x, z, c3, reduction='none') | F.multilabel_soft_margin_loss(x, z, reduction='sum') | F.multilabel_soft_margin_loss(x, z, reduction='rubbish')
F.mse_loss(x, y) | F.mse_loss(x, y[0]) | F.mse_loss(x, y, reduction='none') | F.mse_loss(x, y, weight=w) | F.mse_loss(x, y, weight=w, reduction='sum') | F.mse_loss(x, y, weight=w, reduction='none') | F.mse_loss(x, y, weight=c3) | F.mse_loss(x, y, weight=w, reduction='rubbish') | F.mse_loss(x, y, size_average=False)
F.l1_loss(x, y) | F.l1_loss(x, y[0], reduction='sum') | F.l1_loss(x, y, weight=w) | F.l1_loss(x, y, weight=c3) | F.smooth_l1_loss(x, y) | F.smooth_l1_loss(x, y, beta=0) | F.smooth_l1_loss(x, y[:1], reduction='none', beta=0.3) | F.huber_loss(x, y, delta=0.5) | F.huber_loss(x, y, weight=w) | F.huber_loss(x, y, 'sum', 0.5, w) | F.huber_loss(x, y, 'rubbish', 1, w)
F.poisson_nll_loss(x, p) | F.poisson_nll_loss(p, z, False, True) | F.poisson_nll_loss(x, p, reduction='rubbish') | F.poisson_nll_loss(x, p, reduce=False) | F.gaussian_nll_loss(x, y, p) | F.gaussian_nll_loss(x, y, p[:, :1], True) | F.gaussian_nll_loss(x, y, p[:, 0], reduction='sum') | F.gaussian_nll_loss(x, y, 0.5) | F.gaussian_nll_loss(x, y, x) | F.gaussian_nll_loss(x, y, c3[:2].abs()) | F.gaussian_nll_loss(x, y, m.abs()) | F.gaussian_nll_loss(x, y, p, reduction='rubbish') | F.gaussian_nll_loss(x, y, -0.5)
F.margin_ranking_loss(x, y, x.sign(), 0.5) | F.margin_ranking_loss(x, y, signs) | F.hinge_embedding_loss(p, x.sign()) | F.hinge_embedding_loss(p, x.sign(), 0.5, reduction='none') | F.multilabel_margin_loss(x, many) | F.soft_margin_loss(x, y.sign()) | F.cosine_embedding_loss(x, y, signs, 0.1) | F.multi_margin_loss(x, labels) | F.multi_margin_loss(x, labels, 2, 0.5, c3) | F.multi_margin_loss(x, labels, 3) | F.multi_margin_loss(x, labels, weight=w)
F.triplet_margin_loss(x, y, p) | F.triplet_margin_loss(x, y, p, 0.5, 1, swap=True) | F.triplet_margin_loss(x, y, p, 0) | F.triplet_margin_loss(x, y, p, -0.5) | F.triplet_margin_with_distance_loss(x, y, p) | F.triplet_margin_with_distance_loss(x, y, p, margin=2, swap=True, reduction='sum') | F.triplet_margin_with_distance_loss(x, y, p, margin=-1.5) | F.triplet_margin_with_distance_loss(x, y, c3) | F.triplet_margin_with_distance_loss(x, y, p, reduction='rubbish') | F.triplet_margin_with_distance_loss(x, y, p, reduction='none') | F.triplet_margin_with_distance_loss(x, y, p, None)
F.linear_cross_entropy(hidden, head, labels) | F.linear_cross_entropy(hidden, head, labels, linear_bias=c3, weight=c3, reduction='none') | F.linear_cross_entropy(hidden, head, p) | F.linear_cross_entropy(hidden, head, p, ignore_index=1) | F.linear_cross_entropy(hidden, m, labels) | F.linear_cross_entropy(hidden, c3, labels) | F.linear_cross_entropy(seq, head, labels) | F.linear_cross_entropy(hidden, head, labels, linear_bias=w) | F.linear_cross_entropy(hidden[0], head, labels[0], label_smoothing=0.1)
F.linear_cross_entropy(hidden, torch.ones(3, 2, 4), labels.view(2, 1).expand(2, 2)) | F.linear_cross_entropy(hidden[0], torch.ones(3, 2, 4), labels)
# vision
F.grid_sample(img, grid) | F.grid_sample(img, grid, 'nearest', 'border', True) | F.grid_sample(img, grid, 'bicubic', 'reflection', False) | F.grid_sample(img, grid, 'rubbish') | F.grid_sample(img, grid, padding_mode='rubbish') | F.grid_sample(vol, grid)
F.affine_grid(theta, (2, 1, 3, 4)) | F.affine_grid(theta, [2, 1, 3, 4], True) | F.affine_grid(theta3, [1, 1, 2, 3, 2], False) | F.affine_grid(theta, [2, 1, 3], False) | F.affine_grid(theta, [1, 1, 2, 3, 2], False) | F.affine_grid(theta3, [2, 1, 3, 4], False) | F.affine_grid(labels, [2, 1, 3, 4]) | F.affine_grid(theta, [2, 1, 1, 4], True) | F.affine_grid(theta, [2, 1, 0, 4], False)
F.interpolate(img, 5) | F.interpolate(img, (3, 4), mode='bilinear') | F.interpolate(img, scale_factor=2) | F.interpolate(img, scale_factor=(1.5, 2.5), mode='bicubic', align_corners=True) | F.interpolate(img, scale_factor=1.3, mode='bilinear', recompute_scale_factor=True) | F.interpolate(img, None, 1.3, 'bilinear', False, False) | F.interpolate(seq, 7, mode='linear') | F.interpolate(vol, scale_factor=2, mode='trilinear') | F.interpolate(img, 4, mode='area') | F.interpolate(seq, scale_factor=0.5, mode='area') | F.interpolate(vol, 3, mode='area')
F.interpolate(img, 4, mode='nearest-exact') | F.interpolate(seq, 4, mode='nearest-exact') | F.interpolate(vol, 4, mode='nearest-exact') | F.interpolate(seq, 4) | F.interpolate(vol, 4) | F.interpolate(img, 4, mode='bilinear', antialias=True) | F.interpolate(img, 4, mode='bicubic', antialias=True) | F.interpolate(img, 4, mode='lanczos', antialias=True) | F.interpolate(img, 4, mode='lanczos') | F.interpolate(img, 4, mode='lanczos', align_corners=True) | F.interpolate(img, 4, antialias=True) | F.interpolate(seq, 4, mode='linear', antialias=True)
F.interpolate(img) | F.interpolate(img, 4, 2) | F.interpolate(img, (4, 4, 4)) | F.interpolate(img, scale_factor=[2]) | F.interpolate(img, 4, align_corners=True) | F.interpolate(img, 4, recompute_scale_factor=True) | F.interpolate(img, [4.5, 4.5]) | F.interpolate(x, 4) | F.interpolate(img, 4, mode='linear') | F.interpolate(img, 4, mode='trilinear') | F.interpolate(seq, 4, mode='bilinear') | F.interpolate(seq, 4, mode='trilinear') | F.interpolate(vol, 4, mode='linear') | F.interpolate(vol, 4, mode='bilinear') | F.interpolate(seq, 4, mode='bicubic') | F.interpolate(img, 4, mode='rubbish')
F.upsample(img, 4) | F.upsample(img, scale_factor=2, mode='bilinear', align_corners=True) | F.upsample_nearest(img, 3) | F.upsample_bilinear(img, scale_factor=2)
F.pad(x, (1, 2)) | F.pad(x, [1, 0, 0, 1], 'constant', 7) | F.pad(x, (1, 2), value=0.5) | F.pad(img, (1, 1, 1, 1), 'reflect') | F.pad(seq, (2, 1), mode='replicate') | F.pad(seq, (2, 1), mode='circular') | F.pad(seq, (-2, 1)) | F.pad(x, (1,)) | F.pad(x, (1, 1), 'rubbish') | F.pad(seq, (1, 1), 'reflect', 3)
# attention
F.multi_head_attention_forward(q, q, q, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, k, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b)
F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, None, None, None, False, 0.0, out_w, None, need_weights=False) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, bias1, bias1, True, 0.0, out_w, out_b, attn_mask=mask, key_padding_mask=pads) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.5, out_w, out_b, average_attn_weights=False)
F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.5, out_w, out_b, False, pads, False, mask) | F.multi_head_attention_forward(q2, q2, q2, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=mask3) | F.multi_head_attention_forward(q, q, q, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, need_weights=False, attn_mask=mask3, is_causal=True)
F.multi_head_attention_forward(q, k, v5, 4, 2, None, in_b, None, None, False, 0.0, out_w, out_b, use_separate_proj_weight=True, q_proj_weight=out_w, k_proj_weight=out_w, v_proj_weight=out_w) | F.multi_head_attention_forward(q, k, v5, 4, 2, None, in_b, None, None, False, 0.0, out_w, out_b, use_separate_proj_weight=True, q_proj_weight=in_w, k_proj_weight=out_w, v_proj_weight=out_w)
F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, static_k=torch.ones(4, 5, 2), static_v=torch.ones(4, 5, 2)) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, static_k=torch.ones(4, 5, 3)) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, static_v=torch.ones(3, 5, 2))
F.multi_head_attention_forward(q, k, v5, 5, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, v5, 4, 3, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, q, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, v5, 4, 2, None, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, bias1, None, False, 0.0, out_w, out_b)
F.multi_head_attention_forward(img, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, q2, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q2, q, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=mask3)
F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, key_padding_mask=c3) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, key_padding_mask=mask3) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=labels) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=mask.long())
F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, is_causal=True) | F.multi_head_attention_forward(q, k, v5, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=mask.float(), key_padding_mask=pads) | F.multi_head_attention_forward(q2, q2, q2, 4, 2, in_w, in_b, None, None, False, 0.0, out_w, out_b, attn_mask=torch.ones(3, 3, 3))
F.scaled_dot_product_attention(q, k[:3], v5[:3]) | F.scaled_dot_product_attention(q, k[:3], v5[:3], is_causal=True) | F.scaled_dot_product_attention(q, k[:3], v5[:3], dropout_p=0.3, scale=0.2)
# torch.nn.init
I.calculate_gain('linear') | I.calculate_gain('tanh') | I.calculate_gain('relu') | I.calculate_gain('leaky_relu') | I.calculate_gain('leaky_relu', 0.2) | I.calculate_gain('leaky_relu', 'a') | I.calculate_gain('leaky_relu', True) | I.calculate_gain('selu') | I.calculate_gain('conv_transpose2d') | I.calculate_gain('rubbish') | I.calculate_gain()
I.uniform_(x) | I.uniform_(x, -1, 2) | I.normal_(x, 1, 0.5) | I.constant_(x, 0.3) | I.ones_(x) | I.zeros_(x) | I.eye_(m) | I.eye_(seq) | I.dirac_(seq) | I.dirac_(img) | I.dirac_(vol) | I.dirac_(img, 2) | I.dirac_(img, 3) | I.dirac_(x) | I.xavier_uniform_(m) | I.xavier_uniform_(img, 2) | I.xavier_normal_(m, 0.5) | I.xavier_normal_(c3) | I.xavier_uniform_(torch.empty(0, 0))
I.kaiming_uniform_(m) | I.kaiming_uniform_(img, 2, 'fan_out', 'relu') | I.kaiming_uniform_(m, mode='rubbish') | I.kaiming_uniform_(m, nonlinearity='rubbish') | I.kaiming_normal_(m) | I.kaiming_normal_(m, mode='FAN_OUT', nonlinearity='relu') | I.kaiming_normal_(torch.empty(0, 3)) | I.kaiming_uniform_(torch.empty(0, 3)) | I.kaiming_normal_(c3)
I.orthogonal_(m) | I.orthogonal_(torch.empty(5, 4), 2) | I.orthogonal_(img) | I.orthogonal_(c3) | I.orthogonal_(torch.empty(0, 3)) | I.sparse_(m, 0.5) | I.sparse_(m, 0.3, 1) | I.sparse_(img, 0.3) | I.trunc_normal_(m) | I.trunc_normal_(m, 0, 1, 1.5, 2) | I.trunc_normal_(m, 5, 1, -1, 1) | I.trunc_normal_(m, std=0.02) | I.trunc_normal_(m, 0, 1, 0, 0.5) | I.trunc_normal_(torch.empty(40, 40), 0, 1, -1, 1)
I.uniform(x) | I.normal(x, 2) | I.constant(x, 3) | I.eye(m) | I.dirac(seq) | I.xavier_uniform(m) | I.xavier_normal(m) | I.kaiming_uniform(m) | I.kaiming_normal(m) | I.orthogonal(m) | I.sparse(m, 0.5)
# torch.functional
torch.broadcast_tensors(x, c3, scalar) | torch.broadcast_tensors(x, m) | torch.broadcast_shapes((2, 3), (3,), (1, 1, 1)) | torch.broadcast_shapes((2, 3), [4]) | torch.broadcast_shapes() | torch.broadcast_shapes(3, (2, 1)) | torch.broadcast_shapes([2], [3], [1, -1]) | torch.broadcast_shapes([1], [-2])
torch.atleast_1d(scalar) | torch.atleast_1d(scalar, c3) | torch.atleast_1d([scalar, c3]) | torch.atleast_2d(scalar, c3) | torch.atleast_3d(scalar, c3, x) | torch.atleast_3d(c3) | torch.atleast_2d(3) | torch.block_diag(x, scalar, c3) | torch.block_diag() | torch.cartesian_prod(c3, v) | torch.cartesian_prod(c3) | torch.cartesian_prod(x)
torch.meshgrid(c3, v) | torch.meshgrid(c3, v, indexing='xy') | torch.meshgrid([c3, v], indexing='ij') | torch.meshgrid(c3, v, indexing='rubbish')
torch.einsum('ij,kj->ik', x, y) | torch.einsum('ij', x) | torch.einsum('ij->j', [x]) | torch.einsum('...i,...i', x, y) | torch.einsum('ij,jk,k', x, s, c3) | torch.einsum('ii', s) | torch.einsum(x, [0, 1], y, [2, 1], [0, 2]) | torch.einsum(x, [0, 1], y, [0, 1]) | torch.einsum(x, [0, 99]) | torch.einsum('ij') | torch.einsum() | torch.einsum('ij,jk', x, y) | torch.einsum('i', x) | torch.einsum(s, [30, 27], [27, 30])
torch.tensordot(x, s, 1) | torch.tensordot(x, y, ([0, 1], [0, 1])) | torch.tensordot(x, y) | torch.tensordot(x, y, -1) | torch.tensordot(x, y, 3) | torch.tensordot(x, y, 'a') | torch.tensordot(x, y, torch.tensor([[0], [0]])) | torch.tensordot(x, s, torch.tensor(1)) | torch.tensordot(x, s, 1, out=torch.empty(2, 3)) | torch.tensordot(x, y, torch.tensor(-1))
torch.cdist(x, y) | torch.cdist(x, y, 1) | torch.cdist(x, y, compute_mode='donot_use_mm_for_euclid_dist') | torch.cdist(x, y, 2, 'use_mm_for_euclid_dist') | torch.cdist(x, y, compute_mode='rubbish') | torch.chain_matmul(x, s, s) | torch.chain_matmul(x, s, out=torch.empty(2, 3))
torch.norm(x) | torch.norm(x, 1) | torch.norm(x, 'nuc') | torch.norm(x, p=2, dim=0) | torch.norm(x, 'fro', (0, 1), True) | torch.norm(x, float('inf'), 1) | torch.norm(x, None) | torch.norm(x, 'rubbish') | torch.norm(x, dtype=torch.float64) | torch.norm(seq, 'fro', (0, 1, 2)) | torch.norm(x, 'nuc', dim=(0, 1), keepdim=True) | torch.norm(x, 3, 1, out=torch.empty(2)) | torch.norm(labels) | x.norm() | x.norm(1, 0, True) | x.norm(p=3, dim=1, dtype=torch.float64) | x.norm(out=x)
torch.norm(x.to_sparse()) | torch.norm(x.to_sparse(), 2, dtype=torch.float64) | torch.norm(x.to_sparse(), 'fro', dtype=torch.float64) | torch.norm(x.to_sparse(), 'rubbish', 0)
torch.split(v, 4) | torch.split(v, [1, 5]) | torch.split(x, 2, dim=1) | torch.split(v, [1, 2]) | torch.split(v, 0) | x.split(1) | x.split([1, 2], 1) | x.split(split_size=2, dim=1) | v.split(torch.tensor(4)) | v.split(torch.tensor([2, 4])) | x.split() | x.split(1, 2, 3)
torch.unique(v) | torch.unique(v, return_inverse=True) | torch.unique(v, return_counts=True) | torch.unique(v, True, True, True) | torch.unique(i, dim=0) | torch.unique(i, dim=0, return_inverse=True, return_counts=True) | torch.unique(i, False) | torch.unique(i, foo=1) | v.unique() | v.unique(return_counts=True) | i.unique(True, True, False, 0) | torch.unique(v, sorted=False)
torch.unique_consecutive(v) | torch.unique_consecutive(v, return_inverse=True) | torch.unique_consecutive(v, return_counts=True) | torch.unique_consecutive(v, return_inverse=True, return_counts=True) | torch.unique_consecutive(v, True) | torch.unique_consecutive(v, False, True) | torch.unique_consecutive(v, True, True) | torch.unique_consecutive(v, True, return_counts=True) | torch.unique_consecutive(i, dim=0) | v.unique_consecutive() | v.unique_consecutive(True, True) | v.unique_consecutive(True)
torch.unravel_index(flat, (3, 2)) | torch.unravel_index(flat, 6) | torch.unravel_index(x, (3, 2)) | torch.unravel_index(flat, (3, -2)) | torch.unravel_index(flat, (3, 1.5)) | torch.unravel_index(idx, (2, 2, 2)) | torch.unravel_index(b, (3, 2)) | torch.unravel_index(flat)
torch.stft(sig, 8, return_complex=True) | torch.stft(sig, 8, 4, window=win, return_complex=True) | torch.stft(sig[0], 8, 3, 6, return_complex=True, onesided=False, normalized=True) | torch.stft(sig, 8, center=False, return_complex=True) | torch.stft(sig, 8, pad_mode='constant', return_complex=True) | torch.stft(sig, 8) | torch.stft(sig, 8, return_complex=True, align_to_window=True) | torch.stft(sig, 8, center=False, return_complex=True, align_to_window=True) | sig.stft(8, 4, window=win, return_complex=True) | sig.stft()
torch.istft(torch.stft(sig, 8, 4, window=win, return_complex=True), 8, 4, window=win) | torch.stft(sig, 8, 4, window=win, return_complex=True).istft(8, 4, window=win, length=40) | torch.istft(sig, 8)
torch.lu(s) | torch.lu(s, get_infos=True) | torch.lu(s, True, True) | torch.lu(s.mul(0)) | torch.lu(s.mul(0), get_infos=True) | s.lu() | s.lu(get_infos=True) | torch.lu(s, out=[torch.empty(0), torch.empty(0)]) | torch.lu(s, out=[torch.empty(0)]) | torch.lu()
torch.svd_lowrank(m, 2) | torch.svd_lowrank(m.mT, q=2, niter=3) | torch.pca_lowrank(m) | torch.pca_lowrank(m, 2, False) | torch.pca_lowrank(m, 9) | torch.pca_lowrank(m, niter=-1) | torch.svd_lowrank(m, 2, M=m.mul(0.5)) | torch.pca_lowrank(m.to_sparse(), 2)
torch.solve(s, s) | torch.lstsq(s, s) | torch.eig(s) | torch.symeig(s) | torch.matrix_rank(s) | s.solve(s) | s.eig() | s.symeig() | s.lstsq(s) | s.reinforce(3)
x.unflatten(1, (3, 1)) | x.unflatten(-1, [1, -1]) | x.unflatten(1, ()) | x.unflatten(1) | x.unflatten(1, (2, 2)) | x.to_sparse_coo() | x.module_load(y) | x.module_load(y, True) | x.module_load(y, assign=True) | img.dim_order() | img.transpose(1, 2).dim_order() | img.to(memory_format=torch.channels_last).dim_order() | img[:, :1].dim_order() | img[:, :1].dim_order(ambiguity_check=True)
img[:, :1].dim_order(ambiguity_check=[torch.contiguous_format, torch.channels_last]) | x.expand(4, 2, 3).dim_order() | x.dim_order(ambiguity_check='a') | x.dim_order(ambiguity_check=[3]) | x.to_sparse().dim_order() | scalar.dim_order() | c3.dim_order() | img.permute(3, 0, 2, 1).dim_order(ambiguity_check=True)
# no tensors
F.mse_loss(x, 3) | F.mse_loss(3, x) | F.mse_loss(x, None) | F.softmax(3, 1) | F.softmax([1, 2], 1) | F.dropout2d('a') | F.interpolate(3, 2) | F.group_norm(True, 1) | F.embedding(idx, 3, 1) | F.normalize(2.5) | F.local_response_norm(None, 2) | F.max_unpool2d(3, x, 2) | F.binary_cross_entropy(p, 1) | F.smooth_l1_loss([1], x) | F.softsign(1) | F.tanhshrink('a')
I.xavier_uniform_(3) | I.normal_('a') | I.dirac_(None) | torch.split(3, 1) | torch.unravel_index(3, (1, 2)) | F.linear(x, 3) | F.cross_entropy(x, 3) | F.nll_loss(None, labels) | F.pad(3, (1, 1)) | F.layer_norm(3, [3]) | torch.einsum('i', 3) | torch.cdist(x, 3) | torch.broadcast_tensors(x, 3) | torch.block_diag(3) | torch.meshgrid(3, indexing='ij')
# torch.masked
torch.masked.sum(x, 0, mask=x.gt(0)) | torch.masked.sum(labels) | torch.masked.sum(x, (0, 0)) | torch.masked.sum(x, 5) | torch.masked.sum(x, mask=seq.gt(0)) | torch.masked.sum(x, mask=c3.gt(0.5), keepdim=True) | torch.masked.sum(x, 0, True) | torch.masked.mean(labels) | torch.masked.mean(labels, dtype=torch.float64) | torch.masked.mean(x, 1, mask=x.gt(9))
torch.masked.amax(c) | torch.masked.amax(c, mask=c.real.gt(0)) | torch.masked.amax(b, mask=b) | torch.masked.argmax(x, 1, mask=x.gt(0)) | torch.masked.amin(labels, mask=b) | torch.masked.norm(x, float('-inf'), 0, mask=x.gt(0)) | torch.masked.norm(labels, float('-inf'), mask=b) | torch.masked.median(labels, mask=b) | torch.masked.median(i, 1, mask=i.gt(9)) | torch.masked.median(x, 1, mask=x.gt(9))
torch.masked.std(x, 1, False, mask=x.gt(-1)) | torch.masked.var(x, 1, True, correction=1) | torch.masked.var(x, 0, correction=0, keepdim=True) | torch.masked.var(labels) | torch.masked.softmax(x, 1, mask=x.gt(0)) | torch.masked.softmax(x) | torch.masked.softmin(x, 1, mask=x.gt(0)) | torch.masked.cumsum(x.to_sparse(), 0) | torch.masked.cumsum(x, 1, mask=x.gt(0)) | torch.masked.normalize(x, 2, 1, mask=x.gt(0)) | torch.masked.logaddexp(x, y, input_mask=x.gt(0)) | torch.masked.logaddexp(x.to_sparse(), y) | torch.masked.sum(x, mask=x.gt(0).to_sparse()) | torch.masked.logsumexp(labels, 0, mask=b)
"""


class Spelling:
    """Collects `torch.f(x)[0].g()` as steps instead of calling it: a function by its path, or a value."""

    def __init__(self, steps, path=None, value=None):
        self._steps, self._path, self._value = steps, path, value

    def __getattr__(self, name):
        if self._value is not None:
            return Spelling(self._steps, f"torch.Tensor.{name}", self._value)
        value = getattr(torch, name, None)
        if isinstance(value, (torch.dtype, torch.memory_format)):
            return value
        return Spelling(self._steps, f"{self._path}.{name}")

    def __call__(self, *args, **kwargs):
        own = [] if self._value is None else [self._value]
        args = [*own, *map(_plain, args)]
        return self._add(step(self._path, *args, **{key: _plain(value) for key, value in kwargs.items()}))

    def __getitem__(self, index):
        if isinstance(index, int) and "r" in self._value:
            return Spelling(self._steps, None, {"r": [*self._value["r"], index]})
        return self._add(step("torch.Tensor.__getitem__", self._value, index))

    def _add(self, made):
        self._steps.append(made)
        return Spelling(self._steps, None, {"r": [len(self._steps) - 1]})


def _plain(value):
    if isinstance(value, Spelling):
        return value._value
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def program(source: str) -> Scenario:
    steps: list = []
    names = {name: Spelling(steps, None, t(at)) for at, name in enumerate(TENSORS)}
    spaces = {name: Spelling(steps, path) for name, path in PATHS.items()}
    eval(source, {**spaces, **names})
    return Scenario(TENSORS.values(), steps)


def case(source: str, box: Container) -> dict:
    scenario = program(source)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            outcome = {"want": encode_result(box, scenario.run()[0], True)}
        except Exception as error:
            outcome = {"error": [type(error).__name__.lstrip("_"), str(error)]}
    encoded = scenario.encode(box)
    # All programs have the same tensors: once is enough.
    del encoded["inputs"]
    # LibTorch's own warnings come once in a process: which call that is, is left open.
    texts = [str(one.message) for one in caught]
    told = [text for text in texts if NATIVE not in text]
    native = {text.split(NATIVE)[0] for text in texts if NATIVE in text}
    box.header["native"] = sorted(native.union(box.header["native"]))
    return {"name": source, **encoded, **outcome, **({"warnings": told} if told else {})}


def main():
    torch.set_warn_always(True)
    box = Container(groups={}, native=[])
    group = ""
    box.header["inputs"] = Scenario(TENSORS.values()).encode(box)["inputs"]
    for line in CALLS.strip().splitlines():
        if line.startswith("#"):
            group = line[2:]
            box.header["groups"][group] = []
        else:
            box.header["groups"][group] += [case(part.strip(), box) for part in line.split(" | ")]
    count = sum(map(len, box.header["groups"].values()))
    print(count, "calls,", box.write(DATA / "functional.gz"), "bytes")


if __name__ == "__main__":
    main()
