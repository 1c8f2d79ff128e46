// What ATen answers itself, without its dispatcher: questions about a tensor,
// and the conjugate of a real one.
//
// They are registered as operators too, but not for every kind of tensor: those
// of torch/_vmap_internals.py have no rule for them.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>

namespace torch_node {

using Predicate = bool (*)(const at::Tensor& tensor);

// The answer to the operator of this name; null for any other operator.
Predicate FindPredicate(const std::string& name);

using Unary = at::Tensor (*)(const at::Tensor& tensor);

// ATen's own form of the operator of this name; null for any other operator.
Unary FindUnary(const std::string& name);

}  // namespace torch_node
