// Note [Calls]
// lib calls an operator as `f(out, mask, ...args)` (lib/_call.ts):
// - `out` is a bare wrapper made in JavaScript (far cheaper than from here). A
//   single new tensor is bound to it: its handle goes to the first element of
//   the shared scratch array (negative for one that is not in the open batch,
//   Note [Batches]) and the call returns undefined. Any other result is
//   returned.
// - `mask` holds three bits for each of the first ten arguments, which save
//   looking at them: the argument is a tensor, whose handle stands in the
//   scratch array; a list of tensors, whose handles stand there too, of which
//   this is the length; the key of a dtype or its like; or from here on come
//   (keyword id, value) pairs. 0 says nothing. The handles lie one behind the
//   other from the second element on. For methods the first argument is `this`.
#include "call.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <c10/util/SmallVector.h>
#include <torch/csrc/autograd/variable.h>

#include "entry.h"
#include "parser.h"
#include "plan.h"
#include "result.h"

namespace torch_node {

namespace {

enum MaskBits : uint32_t {
  kUnknown = 0,
  kHandle = 1,
  kKeywords = 2,
  kKey = 3,
  kHandleList = 4,
};
constexpr size_t kMaskArguments = 10;

struct CallBuffers {
  c10::SmallVector<Arg, 8> positional;
  c10::SmallVector<Call::Keyword, 6> keywords;
  // Copied: a getter among the arguments might make calls of its own.
  c10::SmallVector<int32_t, 16> handles;
};

// Reads arguments by the mask.
class CallReader {
 public:
  CallReader(AddonData& data, const Arguments& args, CallBuffers* buffers)
      : data_(data), args_(args), buffers_(buffers) {
    int32_t mask = 0;
    napi_get_value_int32(data.env, args[1], &mask);
    mask_ = static_cast<uint32_t>(mask);
    // All at once: pointers into the copy must stay.
    size_t total = 0;
    for (size_t i = 2; i < args.size(); ++i) {
      if (Bits(i) == kHandle) ++total;
      if (Bits(i) == kHandleList) total += ListLength(i, total);
    }
    if (total > 0) {
      buffers->handles.append(data.scratch + 1, data.scratch + 1 + total);
    }
  }

  Call Read() {
    size_t i = 2;
    for (; i < args_.size() && Bits(i) != kKeywords; ++i) {
      buffers_->positional.push_back(ReadOne(i));
    }
    auto known = static_cast<int32_t>(data_.keywords.size());
    for (; i + 1 < args_.size(); i += 2) {
      int32_t id = -1;
      napi_get_value_int32(data_.env, args_[i], &id);
      if (id < 0 || id >= known) ThrowTypeError("keywords must be strings");
      Arg value = ReadOne(i + 1);
      if (!value.missing()) buffers_->keywords.push_back({id, value});
    }
    Call call;
    call.positional = buffers_->positional.data();
    call.positional_count = buffers_->positional.size();
    call.keywords = buffers_->keywords.data();
    call.keyword_count = buffers_->keywords.size();
    return call;
  }

 private:
  uint32_t Bits(size_t i) const {
    size_t index = i - 2;
    return index < kMaskArguments ? (mask_ >> (3 * index)) & 7 : kUnknown;
  }
  uint32_t ListLength(size_t i, size_t used) const {
    uint32_t length = 0;
    napi_get_value_uint32(data_.env, args_[i], &length);
    if (used + length > AddonData::kScratchHandles) {
      ThrowTypeError("expected a list of tensors");
    }
    return length;
  }
  Arg ReadOne(size_t i) {
    switch (Bits(i)) {
      case kHandle:
        return FromHandle(data_, buffers_->handles[used_++], args_[i]);
      case kKey:
        return FromKey(data_.env, args_[i]);
      case kHandleList: {
        uint32_t length = ListLength(i, used_);
        const int32_t* handles = buffers_->handles.data() + used_;
        used_ += length;
        return FromHandles(args_[i], handles, length);
      }
      default:
        return Classify(data_.env, args_[i]);
    }
  }

  AddonData& data_;
  const Arguments& args_;
  CallBuffers* buffers_;
  uint32_t mask_ = 0;
  size_t used_ = 0;
};

// A function that makes a tensor takes no part in autograd, whatever it is made
// of, also on the graph of a transform of torch.func. `requires_grad=True` is
// Python's own, not the schema's. Mirrors variable_factories.h.
void ApplyRequiresGrad(const Plan& plan, const Parsed& parsed, bool is_method,
                       at::Tensor& result) {
  if (!is_method && result.requires_grad()) [[unlikely]] {
    result = torch::autograd::make_variable(std::move(result));
  }
  const Arg& flag = parsed.values[plan.requires_grad_param];
  if (flag.kind == Kind::kBool && flag.integer != 0) {
    result.set_requires_grad(true);
  }
}

// Factories with `out=` must agree with the `dtype` that they are given.
void CheckOutDtype(const Signature& signature, const Parsed& parsed,
                   const Arg& out) {
  if (out.tensor == nullptr) return;
  for (size_t i = 0; i < signature.params.size(); ++i) {
    const Arg& value = parsed.values[i];
    if (signature.params[i].type != ParamType::kDtype || value.missing()) {
      continue;
    }
    auto wanted = static_cast<c10::ScalarType>(value.integer);
    if (signature.params[i].name == "dtype" &&
        wanted != out.tensor->scalar_type() &&
        signature.params.size() > i + 1 &&
        signature.params[i + 1].type == ParamType::kLayout) {
      ThrowRuntimeError(
          "dtype " + std::string(c10::getDtypeNames(wanted).first) +
          " does not match dtype of out parameter (" +
          std::string(c10::getDtypeNames(out.tensor->scalar_type()).first) +
          ")");
    }
  }
}

napi_value Invoke(AddonData& data, Operator& op, const Call& all,
                  napi_value out) {
  napi_env env = data.env;
  Call call = all;
  const Arg* self = nullptr;
  if (op.is_method) {
    if (call.positional_count == 0 ||
        call.positional[0].kind != Kind::kTensor) {
      ThrowTypeError("descriptor '" + op.name +
                     "' for 'torch._C.TensorBase' objects doesn't apply to a "
                     "'" +
                     (call.positional_count == 0
                          ? std::string("undefined")
                          : TypeName(env, call.positional[0])) +
                     "' object");
    }
    self = call.positional++;
    --call.positional_count;
  }
  op.Prepare();
  Parsed parsed;
  Overload& overload = op.Parse(env, call, &parsed);
  const Arg* out_arg = nullptr;
  if (overload.out_param >= 0 && !parsed.values[overload.out_param].missing()) {
    out_arg = &parsed.values[overload.out_param];
  }
  std::unique_ptr<Plan>& plan =
      out_arg != nullptr ? overload.out_plan : overload.plan;
  if (plan == nullptr) {
    plan = std::make_unique<Plan>(
        op, overload,
        out_arg != nullptr ? overload.out_schema : overload.schema,
        out_arg != nullptr);
  }
  std::optional<at::AutoDispatchBelowADInplaceOrView> without_autograd;
  if (plan->requires_grad_param >= 0 && !op.is_method) {
    without_autograd.emplace();
  }
  if (plan->unboxed != nullptr) {
    at::Tensor result;
    if (plan->unboxed->Run(env, overload, *plan, self, parsed, &result)) {
      if (plan->requires_grad_param >= 0) {
        ApplyRequiresGrad(*plan, parsed, op.is_method, result);
      }
      return BindResult(data, out, std::move(result));
    }
  }
  if (plan->predicate != nullptr || plan->unary != nullptr) {
    const Arg& arg = self != nullptr ? *self : parsed.values[0];
    if (arg.tensor != nullptr) {
      return plan->unary != nullptr
                 ? BindResult(data, out, plan->unary(*arg.tensor))
                 : Boolean(env, plan->predicate(*arg.tensor));
    }
  }
  if (out_arg != nullptr) {
    CheckOutDtype(overload.signature, parsed, *out_arg);
  }
  torch::jit::Stack stack;
  PushArguments(env, op, overload, *plan, self, parsed, &stack);
  plan->handle.callBoxed(stack);
  if (plan->requires_grad_param >= 0) {
    at::Tensor made = std::move(stack[0]).toTensor();
    ApplyRequiresGrad(*plan, parsed, op.is_method, made);
    stack[0] = std::move(made);
  }
  if (stack.size() == 1 && stack[0].isTensor()) {
    return BindResult(data, out, std::move(stack[0]).toTensor());
  }
  return StackToJs(data, plan->handle.schema(), stack);
}

napi_value CallOperator(napi_env env, napi_callback_info info) {
  return Guard(env, [&]() -> napi_value {
    Arguments args(env, info);
    Operator& op = *static_cast<Operator*>(args.callback_data());
    AddonData& data = *op.data;
    TensorTable::Uses uses(&data.tensors);
    CallBuffers buffers;
    Call call = CallReader(data, args, &buffers).Read();
    napi_value result = Invoke(data, op, call, args[0]);
    Finish(data);
    return result;
  });
}

std::vector<std::string> ReadRows(napi_env env, napi_value list) {
  std::vector<std::string> rows;
  for (uint32_t i = 0, length = Length(env, list); i < length; ++i) {
    napi_value row = nullptr;
    Check(napi_get_element(env, list, i, &row));
    rows.push_back(ToString(env, row));
  }
  return rows;
}

napi_value MakeFunction(AddonData& data, std::string name, bool is_method,
                        std::vector<std::string> rows, napi_callback body) {
  auto op = std::make_unique<Operator>();
  op->data = &data;
  op->name = std::move(name);
  op->is_method = is_method;
  op->rows = std::move(rows);
  napi_value function = nullptr;
  Check(napi_create_function(data.env, op->name.c_str(), op->name.size(), body,
                             op.get(), &function));
  data.operators.push_back(std::move(op));
  return function;
}

// (name, isMethod, rows: string[]) -> native function
napi_value DefineOperator(AddonData& data, const Arguments& args) {
  return MakeOperator(data, ToString(data.env, args[0]),
                      IsTrue(data.env, args[1]), ReadRows(data.env, args[2]));
}

// A parser without an operator: (out, mask, ...args) -> [overload, ...values],
// with undefined for what was not given.
napi_value CallParser(napi_env env, napi_callback_info info) {
  return Guard(env, [&]() -> napi_value {
    Arguments args(env, info);
    Operator& op = *static_cast<Operator*>(args.callback_data());
    CallBuffers buffers;
    Call call = CallReader(*op.data, args, &buffers).Read();
    op.Prepare();
    Parsed parsed;
    Overload& overload = op.Parse(env, call, &parsed);
    napi_value result = nullptr;
    Check(napi_create_array(env, &result));
    Check(napi_set_element(env, result, 0,
                           Integer(env, &overload - op.overloads.data())));
    for (uint32_t i = 0; i < overload.signature.params.size(); ++i) {
      const Arg& value = parsed.values[i];
      if (value.missing()) continue;
      Check(napi_set_element(env, result, i + 1, value.value));
    }
    return result;
  });
}

// (name, rows: string[]) -> native parser
napi_value DefineParser(AddonData& data, const Arguments& args) {
  return MakeFunction(data, ToString(data.env, args[0]), /*is_method=*/false,
                      ReadRows(data.env, args[1]), CallParser);
}

napi_value KeywordId(AddonData& data, const Arguments& args) {
  return Integer(data.env, data.KeywordId(ToString(data.env, args[0])));
}

// All registered schemas as text; the generator's source.
napi_value Schemas(AddonData& data, const Arguments&) {
  napi_env env = data.env;
  napi_value array = nullptr;
  Check(napi_create_array(env, &array));
  uint32_t count = 0;
  auto& dispatcher = c10::Dispatcher::singleton();
  for (const c10::OperatorName& name : dispatcher.getAllOpNames()) {
    auto handle = dispatcher.findSchema(name);
    if (!handle.has_value()) continue;
    std::ostringstream text;
    text << handle->schema();
    Check(napi_set_element(env, array, count++, Text(env, text.str())));
  }
  return array;
}

constexpr NativeFunction kFunctions[] = {
    {"defineOperator", DefineOperator},
    {"defineParser", DefineParser},
    {"keywordId", KeywordId},
    {"schemas", Schemas},
};

}  // namespace

napi_value MakeOperator(AddonData& data, std::string name, bool is_method,
                        std::vector<std::string> rows) {
  return MakeFunction(data, std::move(name), is_method, std::move(rows),
                      CallOperator);
}

void InitCall(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
