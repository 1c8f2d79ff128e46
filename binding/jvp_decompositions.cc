// Mirrors torch/_decomp/decompositions_for_jvp.py.
//
// Some backward operators have no formula for tangents. LibTorch then looks for
// a decomposition in TorchScript, which Python registers when the first dual
// tensor is made. These are the same sums in the same order, so that tangents
// agree to the bit.
#include "jvp_decompositions.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/runtime/decomposition_registry.h>
#include <torch/jit.h>

#include <initializer_list>
#include <mutex>
#include <string>

namespace torch_node {

namespace {

constexpr const char* kLosses = R"(
def trace(self):
    return torch.sum(torch.diag(self))

def nll_loss_backward(grad_output, self, target, weight: Optional[Tensor],
                      reduction: int, ignore_index: int, total_weight):
    channel = 0 if self.dim() < 2 else 1
    grad = grad_output / total_weight if reduction == 1 else grad_output
    if self.dim() == 1 and target.dim() > 0:
        target = target[0]
    target = target.unsqueeze(channel)
    used = target != ignore_index
    picked = torch.where(used, target, 0)
    grad_input = torch.scatter(torch.zeros_like(self), channel, picked, -1.0)
    if grad_input.dim() > grad.dim() and grad.dim() > 0:
        grad = grad.unsqueeze(channel)
    if weight is not None:
        shape = [1 for _ in range(self.dim())]
        shape[channel] = weight.shape[0]
        grad = grad * weight.reshape(shape)
    return grad_input * torch.where(used, grad, 0)

def nll_loss2d_backward(grad_output, self, target, weight: Optional[Tensor],
                        reduction: int, ignore_index: int, total_weight):
    return nll_loss_backward(grad_output, self, target, weight, reduction,
                             ignore_index, total_weight)

def _log_softmax_backward_data(grad_output, output, dim: int,
                               input_dtype: int):
    total = torch.sum(grad_output, dim=[dim], keepdim=True)
    return (grad_output - torch.exp(output) * total).to(input_dtype)

def _softmax_backward_data(grad_output, output, dim: int, input_dtype: int):
    weighted = grad_output * output
    total = torch.sum(weighted, dim=[dim], keepdim=True)
    return (weighted - output * total).to(input_dtype).contiguous()

def log_sigmoid_forward(self):
    smaller = torch.minimum(self.new_zeros([]), self)
    z = torch.exp(-torch.abs(self))
    buffer = self.new_zeros([0]) if self.is_cuda else z
    return smaller - torch.log1p(z), buffer
)";

// Mean and variance are computed anew: what was saved does not follow the
// tangents of the input.
constexpr const char* kNormalizations = R"(
def moments(input, rstd, dims: List[int], keepdim: bool):
    var, mean = torch.var_mean(input, dim=dims, correction=0, keepdim=keepdim)
    eps = (torch.pow(1 / rstd, 2) - var).detach()
    return mean, torch.rsqrt(var + eps)

def product(sizes: List[int]) -> int:
    result = 1
    for size in sizes:
        result *= size
    return result

def native_layer_norm_backward(grad_out, input, normalized_shape: List[int],
                               mean, rstd, weight: Optional[Tensor],
                               bias: Optional[Tensor],
                               output_mask: List[bool]):
    shape = input.shape
    axis = input.dim() - len(normalized_shape)
    inner = [i for i in range(axis, input.dim())]
    outer = [i for i in range(axis)]
    n = product(shape[axis:])
    if product(shape[:axis]) <= 0 or n <= 0:
        return (input.new_zeros(shape), input.new_zeros(shape[axis:]),
                input.new_zeros(shape[axis:]))
    mean_, rstd_ = moments(input, rstd, inner, True)
    x_hat = (input - mean_) * rstd_
    grad_x_hat = grad_out
    if weight is not None:
        grad_x_hat = grad_out * weight
    sum_grad = torch.sum(grad_x_hat, inner, True)
    sum_product = torch.sum(torch.mul(grad_x_hat, x_hat), inner, True)
    centred = grad_x_hat * n - sum_grad - torch.mul(x_hat, sum_product)
    if output_mask[0]:
        d_input = (rstd_ / n) * centred
    else:
        d_input = torch.zeros_like(input)
    d_weight = torch.zeros([])
    if weight is not None:
        d_weight = torch.zeros_like(weight)
        if output_mask[1]:
            d_weight = grad_out * x_hat
            if len(outer) > 0:
                d_weight = torch.sum(d_weight, outer, False)
    d_bias = torch.zeros([])
    if bias is not None:
        d_bias = torch.zeros_like(bias)
        if output_mask[2]:
            if len(outer) > 0:
                d_bias = torch.sum(grad_out, outer, False)
            else:
                d_bias = grad_out.clone()
    return d_input, d_weight, d_bias

def native_batch_norm_backward(grad_out, input, weight: Optional[Tensor],
                               running_mean: Optional[Tensor],
                               running_var: Optional[Tensor],
                               save_mean: Optional[Tensor],
                               save_invstd: Optional[Tensor], train: bool,
                               eps: float, output_mask: List[bool]):
    rank = input.dim()
    assert rank >= 2, "rank of the input must be at least 2"
    features = input.shape[1]
    dims = [0]
    for i in range(2, rank):
        dims.append(i)
    if train:
        assert save_mean is not None and save_invstd is not None, \
            "when train=True, save_mean and save_invstd are required"
        mean, invstd = moments(input, save_invstd, dims, False)
    else:
        assert running_mean is not None and running_var is not None, \
            "running_mean and running_var must not be None when train=False"
        mean = running_mean
        invstd = torch.rsqrt(running_var + eps)
    along = [1 for _ in range(rank)]
    along[1] = features
    mean = torch.reshape(mean, along)
    norm = 1.0 / (product(input.shape) / features)
    sum_grad = torch.sum(grad_out, dims)
    dot = torch.sum(grad_out * (input - mean), dims)
    grad_mean = torch.reshape(sum_grad * norm, along)
    proj_scale = torch.reshape(torch.mul(dot * norm, invstd * invstd), along)
    if weight is None:
        grad_scale = torch.reshape(invstd, along) * 1.0
    else:
        grad_scale = torch.reshape(invstd * weight, along)
    if train:
        proj = (input - mean) * proj_scale
        grad_input = ((grad_out - proj) - grad_mean) * grad_scale
    else:
        grad_input = grad_out * grad_scale
    if output_mask[1]:
        grad_weight = dot * invstd
    elif weight is not None:
        grad_weight = torch.zeros_like(weight)
    else:
        grad_weight = torch.zeros([])
    grad_bias = sum_grad if output_mask[2] else torch.zeros_like(sum_grad)
    return grad_input, grad_weight, grad_bias

def batch_norm_backward(grad_out, input, weight, running_mean: Optional[Tensor],
                        running_var: Optional[Tensor],
                        save_mean: Optional[Tensor], save_var: Optional[Tensor],
                        update: bool, eps: float, output_mask: List[bool],
                        reserve):
    return native_batch_norm_backward(grad_out, input, weight, running_mean,
                                      running_var, save_mean, save_var, update,
                                      eps, output_mask)

def cudnn_batch_norm_backward(input, grad_output, weight,
                              running_mean: Optional[Tensor],
                              running_var: Optional[Tensor],
                              save_mean: Optional[Tensor],
                              save_var: Optional[Tensor], epsilon: float,
                              reserve_space):
    return native_batch_norm_backward(grad_output, input, weight, running_mean,
                                      running_var, save_mean, save_var, True,
                                      epsilon, [True, True, True])

def miopen_batch_norm_backward(input, grad_output, weight,
                               running_mean: Optional[Tensor],
                               running_var: Optional[Tensor],
                               save_mean: Optional[Tensor],
                               save_var: Optional[Tensor], epsilon: float):
    return native_batch_norm_backward(grad_output, input, weight, running_mean,
                                      running_var, save_mean, save_var, True,
                                      epsilon, [True, True, True])
)";

void Register(const char* source, std::initializer_list<const char*> names) {
  auto unit = torch::jit::compile(source);
  for (const char* name : names) {
    auto op = c10::Dispatcher::singleton().findSchema(
        {std::string("aten::") + name, ""});
    // An older LibTorch may lack one.
    if (!op.has_value()) continue;
    auto& function = torch::jit::toGraphFunction(unit->get_function(name));
    torch::jit::RegisterDecomposition(op->schema(), function.graph());
  }
}

}  // namespace

void RegisterJvpDecompositions() {
  static std::once_flag once;
  std::call_once(once, [] {
    Register(kLosses, {"trace", "nll_loss_backward", "nll_loss2d_backward",
                       "_log_softmax_backward_data", "_softmax_backward_data",
                       "log_sigmoid_forward"});
    Register(kNormalizations,
             {"native_layer_norm_backward", "native_batch_norm_backward",
              "batch_norm_backward", "cudnn_batch_norm_backward",
              "miopen_batch_norm_backward"});
  });
}

}  // namespace torch_node
