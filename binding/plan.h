// How the parameters of a Python signature become the arguments of a
// registered schema; made once per overload, on its first call.
#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include <vector>

#include "fast/unboxed.h"
#include "parser.h"
#include "predicates.h"

namespace torch_node {

struct Plan {
  // Throws for an operator that this LibTorch does not have.
  Plan(const Operator& op, const Overload& overload,
       const std::string& schema_name, bool with_out);

  struct Source {
    enum class From : uint8_t { kSelf, kParam, kOut, kDefault };
    From from;
    ParamType type;
    uint8_t param = 0;      // index into the signature
    uint8_t out_index = 0;  // element of `out`
    bool is_optional = false;
    bool optional_elements = false;  // Tensor?[]
    // The device of a factory; `x.to`, `zeros_like` and their like have that
    // of a tensor.
    bool default_device = false;
    c10::IValue default_value;
  };

  c10::OperatorHandle handle;
  std::vector<Source> sources;
  int requires_grad_param = -1;
  std::unique_ptr<UnboxedCall> unboxed;  // null for most
  Predicate predicate = nullptr;         // the same
  Unary unary = nullptr;                 // the same
};

// Builds the stack for a plan from what was parsed.
void PushArguments(napi_env env, const Operator& op, const Overload& overload,
                   const Plan& plan, const Arg* self, const Parsed& parsed,
                   torch::jit::Stack* stack);

// One argument as the schema's kind of value.
c10::IValue ToIValue(napi_env env, const Signature& signature,
                     const Param& param, const Arg& arg,
                     bool optional_elements);

}  // namespace torch_node
