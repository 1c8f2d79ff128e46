// Questions about a tensor that ATen answers itself, without its dispatcher.
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

}  // namespace torch_node
