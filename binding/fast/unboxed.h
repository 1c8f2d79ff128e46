// Unboxed calls for the signatures that most operators share.
//
// Note [Unboxed families]
// A boxed call builds a stack of IValues and lists on the heap, which costs
// about as much as a small kernel. An unboxed call needs the operator's C++
// type at compile time; but many operators share one type (`Tensor(Tensor)`,
// `Tensor(Tensor, Tensor, Scalar)`, ...), and the dispatcher checks a type that
// is asked for. So a few dozen types serve some hundred operators, without a
// line for any of them; all others are called boxed.
#pragma once

#include <memory>

#include "../parser.h"

namespace torch_node {

struct Plan;

class UnboxedCall {
 public:
  virtual ~UnboxedCall() = default;
  // False if these arguments need the boxed call.
  virtual bool Run(napi_env env, const Overload& overload, const Plan& plan,
                   const Arg* self, const Parsed& parsed,
                   at::Tensor* result) const = 0;
};

// The call for the plan's operator; null if its type is not among the shared.
std::unique_ptr<UnboxedCall> FindUnboxed(const Plan& plan);

}  // namespace torch_node
