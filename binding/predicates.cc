#include "predicates.h"

#include <utility>

namespace torch_node {

namespace {

constexpr std::pair<const char*, Predicate> kPredicates[] = {
    {"aten::is_complex", [](const at::Tensor& t) { return t.is_complex(); }},
    {"aten::is_floating_point",
     [](const at::Tensor& t) { return t.is_floating_point(); }},
    {"aten::is_signed", [](const at::Tensor& t) { return t.is_signed(); }},
    {"aten::is_conj", [](const at::Tensor& t) { return t.is_conj(); }},
    {"aten::is_neg", [](const at::Tensor& t) { return t.is_neg(); }},
    {"aten::is_inference",
     [](const at::Tensor& t) { return t.is_inference(); }},
    {"aten::_is_zerotensor",
     [](const at::Tensor& t) { return t._is_zerotensor(); }},
};

}  // namespace

Predicate FindPredicate(const std::string& name) {
  for (const auto& [own, predicate] : kPredicates) {
    if (name == own) return predicate;
  }
  return nullptr;
}

Unary FindUnary(const std::string& name) {
  if (name != "aten::conj") return nullptr;
  return [](const at::Tensor& tensor) { return tensor.conj(); };
}

}  // namespace torch_node
