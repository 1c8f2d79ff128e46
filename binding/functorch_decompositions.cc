// Batching rules that Python registers from its table of decompositions when
// vmap is first used (torch/_functorch/predispatch.py), in C++: the same
// operators in the same order, so that results agree to the bit. Without them
// vmap would loop over the batch. Mirrors torch/_decomp/decompositions.py and,
// for addr, torch/_refs/__init__.py.
#include <ATen/ATen.h>
#include <ATen/core/Reduction.h>
#include <torch/library.h>

#include "errors.h"

namespace torch_node {

namespace {

using at::Tensor;
using OptionalTensor = std::optional<at::Tensor>;

// LibTorch passes None as no tensor or as an undefined one.
bool Given(const OptionalTensor& tensor) {
  return tensor.has_value() && tensor->defined();
}

[[noreturn]] void ThrowAssertionError(std::string message) {
  throw PyError(ErrorKind::kAssertionError, std::move(message));
}

// Half-precision numbers are computed with in single precision; the result has
// the type that the arguments promote to.
template <class Body>
Tensor InOpMath(const Tensor& grad, const Tensor& self, const Tensor& target,
                Body body) {
  c10::ScalarType dtype = at::result_type(grad, self);
  dtype = c10::promoteTypes(dtype, at::result_type(self, target));
  c10::ScalarType computed =
      c10::isReducedFloatingType(dtype) ? c10::kFloat : dtype;
  return body(grad.to(computed), self.to(computed), target.to(computed))
      .to(dtype);
}

double Norm(const Tensor& self, int64_t reduction, double one) {
  return reduction == at::Reduction::Mean
             ? one / static_cast<double>(self.numel())
             : one;
}

Tensor MseLossBackward(const Tensor& grad_output, const Tensor& input,
                       const Tensor& target, int64_t reduction) {
  return InOpMath(
      grad_output, input, target,
      [&](const Tensor& grad, const Tensor& self, const Tensor& target) {
        double norm = Norm(self, reduction, 2);
        return at::mul(at::mul(at::sub(self, target), norm), grad);
      });
}

Tensor SmoothL1LossBackward(const Tensor& grad_output, const Tensor& input,
                            const Tensor& target, int64_t reduction,
                            double beta) {
  return InOpMath(
      grad_output, input, target,
      [&](const Tensor& grad, const Tensor& self, const Tensor& target) {
        double norm = Norm(self, reduction, 1);
        Tensor x = at::sub(self, target);
        Tensor abs = at::abs(x);
        Tensor norm_grad = at::mul(grad, norm);
        return at::where(at::lt(abs, beta),
                         at::div(at::mul(norm_grad, x), beta),
                         at::mul(norm_grad, at::sign(x)));
      });
}

Tensor HuberLossBackward(const Tensor& grad_output, const Tensor& input,
                         const Tensor& target, int64_t reduction,
                         double delta) {
  return InOpMath(
      grad_output, input, target,
      [&](const Tensor& grad, const Tensor& self, const Tensor& target) {
        double norm = Norm(self, reduction, 1);
        Tensor x = at::sub(self, target);
        return at::where(
            at::lt(x, -delta), at::mul(at::mul(grad, -norm), delta),
            at::where(at::gt(x, delta), at::mul(at::mul(grad, norm), delta),
                      at::mul(at::mul(x, norm), grad)));
      });
}

// The weights of the classes, along the dimension of the classes.
Tensor ByChannel(const Tensor& weight, int64_t dims, int64_t channel) {
  std::vector<int64_t> shape(dims, 1);
  shape[channel] = weight.size(0);
  return weight.reshape(shape);
}

std::tuple<Tensor, Tensor> NllLoss(Tensor self, const Tensor& target,
                                   const OptionalTensor& weight,
                                   int64_t reduction, int64_t ignore_index) {
  int64_t dims = self.dim();
  int64_t channel = dims < 2 ? 0 : 1;
  Tensor w;
  if (Given(weight)) {
    w = dims > 1 ? ByChannel(*weight, dims, channel) : *weight;
    self = at::mul(self, w);
  }
  Tensor counted = at::ne(target, ignore_index);
  Tensor index = at::where(counted, target, 0).unsqueeze(channel);
  Tensor result = at::neg(at::gather(self, channel, index).squeeze(channel));
  result = at::where(counted, result, 0);
  if (reduction == at::Reduction::None && dims > 1) {
    return {result, self.new_full({}, 0.0)};
  }
  Tensor total;
  if (Given(weight)) {
    Tensor each =
        at::gather(w.expand(self.sizes()), channel, index).squeeze(channel);
    total = at::where(counted, each, 0).sum();
  } else {
    total = counted.sum().to(self.scalar_type());
  }
  if (reduction == at::Reduction::Sum) {
    result = result.sum();
  } else if (reduction == at::Reduction::Mean) {
    result = at::div(result.sum(), total);
  }
  return {result, total};
}

std::string ShapeText(const Tensor& tensor) {
  return "torch.Size(" + c10::str(tensor.sizes()) + ")";
}

void CheckNllShapes(const Tensor& self, const Tensor& target) {
  if (self.dim() > 2 || self.dim() < 1) {
    ThrowAssertionError("input tensor should be 1D or 2D, got " +
                        std::to_string(self.dim()) + "D");
  }
  if (target.dim() > 1) {
    ThrowAssertionError(
        "0D or 1D target tensor expected, multi-target not supported, got " +
        std::to_string(target.dim()) + "D");
  }
  bool single = self.dim() == 1 && target.dim() == 0;
  if (!single && self.size(0) != target.size(0)) {
    ThrowRuntimeError("size mismatch (got input: " + ShapeText(self) +
                      ", target: " + ShapeText(target) + ")");
  }
}

std::tuple<Tensor, Tensor> NllLossForward(const Tensor& self,
                                          const Tensor& target,
                                          const OptionalTensor& weight,
                                          int64_t reduction,
                                          int64_t ignore_index) {
  CheckNllShapes(self, target);
  int64_t classes = self.size(-1);
  if (Given(weight) && !(weight->dim() == 1 && weight->numel() == classes)) {
    ThrowAssertionError(
        "weight tensor should be defined either for all " +
        std::to_string(classes) +
        " classes or no classes but got weight tensor of shape: " +
        ShapeText(*weight));
  }
  return NllLoss(self, target, weight, reduction, ignore_index);
}

std::tuple<Tensor, Tensor> NllLoss2dForward(const Tensor& self,
                                            const Tensor& target,
                                            const OptionalTensor& weight,
                                            int64_t reduction,
                                            int64_t ignore_index) {
  return NllLoss(self, target, weight, reduction, ignore_index);
}

Tensor NllLossGradient(Tensor grad, const Tensor& self, Tensor target,
                       const OptionalTensor& weight, int64_t reduction,
                       int64_t ignore_index, const Tensor& total_weight) {
  int64_t channel = self.dim() < 2 ? 0 : 1;
  if (reduction == at::Reduction::Mean) grad = at::div(grad, total_weight);
  // The kernel for one sample looks at its first target only.
  if (self.dim() == 1 && target.dim() > 0) target = target.select(0, 0);
  target = target.unsqueeze(channel);
  Tensor counted = at::ne(target, ignore_index);
  Tensor index = at::where(counted, target, 0);
  Tensor result = at::scatter(at::zeros_like(self), channel, index, -1.0);
  if (result.dim() > grad.dim() && grad.dim() > 0) {
    grad = grad.unsqueeze(channel);
  }
  if (Given(weight)) {
    grad = at::mul(grad, ByChannel(*weight, self.dim(), channel));
  }
  return at::mul(result, at::where(counted, grad, 0));
}

Tensor NllLossBackward(const Tensor& grad, const Tensor& self,
                       const Tensor& target, const OptionalTensor& weight,
                       int64_t reduction, int64_t ignore_index,
                       const Tensor& total_weight) {
  CheckNllShapes(self, target);
  return NllLossGradient(grad, self, target, weight, reduction, ignore_index,
                         total_weight);
}

Tensor NllLoss2dBackward(const Tensor& grad, const Tensor& self,
                         const Tensor& target, const OptionalTensor& weight,
                         int64_t reduction, int64_t ignore_index,
                         const Tensor& total_weight) {
  if (self.dim() != 4) {
    ThrowAssertionError(
        "only batches of spatial inputs supported (4D tensors), but got input "
        "of dimension: " +
        std::to_string(self.dim()));
  }
  if (target.dim() != 3) {
    ThrowAssertionError(
        "only batches of spatial targets supported (3D tensors) but got "
        "targets of dimension: " +
        std::to_string(target.dim()));
  }
  return NllLossGradient(grad, self, target, weight, reduction, ignore_index,
                         total_weight);
}

Tensor Addr(const Tensor& self, const Tensor& vec1, const Tensor& vec2,
            const at::Scalar& beta, const at::Scalar& alpha) {
  TORCH_CHECK(vec1.dim() == 1, "addr: Expected 1-D argument vec1, but got ",
              vec1.dim(), "-D");
  TORCH_CHECK(vec2.dim() == 1, "addr: Expected 1-D argument vec2, but got ",
              vec2.dim(), "-D");
  c10::ScalarType dtype = c10::promoteTypes(at::result_type(self, vec1),
                                            at::result_type(self, vec2));
  Tensor a = vec1.to(dtype);
  Tensor b = vec2.to(dtype);
  Tensor base = self.to(dtype).expand({vec1.size(0), vec2.size(0)});
  bool none = beta.equal(0);
  if (dtype == c10::kBool) {
    Tensor outer =
        alpha.equal(0) ? at::full_like(base, false) : at::outer(a, b);
    return none ? outer : at::logical_or(base, outer);
  }
  // A beta of zero drops what is not a number in `self`.
  if (none) return at::mul(at::outer(a, b), alpha);
  return at::add(at::mul(base, beta), at::mul(at::outer(a, b), alpha));
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, FuncTorchBatched, m) {
  m.impl("mse_loss_backward", &MseLossBackward);
  m.impl("smooth_l1_loss_backward", &SmoothL1LossBackward);
  m.impl("huber_loss_backward", &HuberLossBackward);
  m.impl("nll_loss_forward", &NllLossForward);
  m.impl("nll_loss2d_forward", &NllLoss2dForward);
  m.impl("nll_loss_backward", &NllLossBackward);
  m.impl("nll_loss2d_backward", &NllLoss2dBackward);
  m.impl("addr", &Addr);
}

}  // namespace torch_node
