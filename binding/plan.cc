#include "plan.h"

#include <ATen/core/List.h>

#include "addon_data.h"
#include "device.h"
#include "errors.h"

namespace torch_node {

namespace {

c10::OperatorHandle FindOperator(const std::string& python_name,
                                 const std::string& schema_name) {
  size_t dot = schema_name.find('.');
  std::string name = schema_name.substr(0, dot);
  std::string overload =
      dot == std::string::npos ? "" : schema_name.substr(dot + 1);
  auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
  if (!handle.has_value()) {
    throw PyError(ErrorKind::kNotImplementedError,
                  python_name + "() needs the operator " + schema_name +
                      ", which this LibTorch (" TORCH_VERSION
                      ") does not have; use another version of LibTorch");
  }
  return *handle;
}

int FindParam(const Signature& signature, const std::string& name) {
  for (size_t i = 0; i < signature.params.size(); ++i) {
    if (signature.params[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

// Python's functions call `self` `input`.
int FindParamOf(const Signature& signature, const std::string& argument) {
  int index = FindParam(signature, argument);
  if (index < 0 && argument == "self") index = FindParam(signature, "input");
  return index;
}

bool HasOptionalElements(const c10::TypePtr& type) {
  c10::TypePtr list = type;
  if (auto optional = list->cast<c10::OptionalType>()) {
    list = optional->getElementType();
  }
  auto list_type = list->cast<c10::ListType>();
  return list_type != nullptr &&
         list_type->getElementType()->kind() == c10::TypeKind::OptionalType;
}

// An int or a 0-d integer tensor, as Python's int lists take them.
int64_t IntElement(napi_env env, const Signature& signature, const Param& param,
                   const Arg& arg, size_t index) {
  try {
    return ToInt(env, arg);
  } catch (const PyError& error) {
    ThrowTypeError(signature.name + "(): argument '" + param.name +
                   "' failed to unpack the object at pos " +
                   std::to_string(index + 1) + " with error \"" + error.what() +
                   "\"");
  }
}

c10::List<int64_t> ToIntList(napi_env env, const Signature& signature,
                             const Param& param, const Arg& arg) {
  c10::List<int64_t> list;
  if (arg.kind != Kind::kList) {
    int64_t value = ToInt(env, arg);
    for (int i = 0; i < param.size; ++i) list.push_back(value);
    return list;
  }
  std::vector<Arg> elements = Elements(env, arg);
  list.reserve(elements.size());
  for (size_t i = 0; i < elements.size(); ++i) {
    list.push_back(IntElement(env, signature, param, elements[i], i));
  }
  return list;
}

c10::IValue ToTensorList(napi_env env, const Arg& arg, bool optional_elements) {
  std::vector<Arg> elements = Elements(env, arg);
  if (optional_elements) {
    c10::List<std::optional<at::Tensor>> list;
    list.reserve(elements.size());
    for (const Arg& element : elements) {
      list.push_back(element.tensor != nullptr
                         ? std::optional<at::Tensor>(*element.tensor)
                         : std::nullopt);
    }
    return list;
  }
  c10::List<at::Tensor> list;
  list.reserve(elements.size());
  for (size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].tensor == nullptr) {
      ThrowTypeError("expected Tensor as element " + std::to_string(i) +
                     " in argument 0, but got " + TypeName(env, elements[i]));
    }
    list.push_back(*elements[i].tensor);
  }
  return list;
}

}  // namespace

Plan::Plan(const Operator& op, const Overload& overload,
           const std::string& schema_name, bool with_out)
    : handle(FindOperator(op.name, schema_name)) {
  const Signature& signature = overload.signature;
  requires_grad_param = FindParam(signature, "requires_grad");
  bool is_factory = !op.is_method && !signature.params.empty() &&
                    signature.params[0].name != "input";
  int out = with_out ? FindParam(signature, "out") : -1;
  uint8_t out_index = 0;
  size_t position = 0;
  for (const c10::Argument& argument : handle.schema().arguments()) {
    Source source{};
    // Where names differ, the table says what each argument gets.
    std::string name = position < overload.values.size()
                           ? overload.values[position]
                           : argument.name();
    ++position;
    source.is_optional = argument.type()->kind() == c10::TypeKind::OptionalType;
    source.optional_elements = HasOptionalElements(argument.type());
    int param = FindParamOf(signature, name);
    // A list of outs of any length is one argument, like any other list.
    bool is_list = argument.type()->kind() == c10::TypeKind::ListType;
    if (out >= 0 && argument.is_out() && !is_list) {
      source.from = Source::From::kOut;
      source.param = static_cast<uint8_t>(out);
      source.out_index = out_index++;
    } else if (op.is_method && name == "self") {
      source.from = Source::From::kSelf;
    } else if (param >= 0) {
      source.from = Source::From::kParam;
      source.param = static_cast<uint8_t>(param);
      source.type = signature.params[param].type;
      source.default_device = is_factory && source.type == ParamType::kDevice;
    } else {
      source.from = Source::From::kDefault;
    }
    if (argument.default_value().has_value()) {
      source.default_value = *argument.default_value();
    } else if (source.from == Source::From::kDefault &&
               !argument.type()->isSubtypeOf(*c10::NoneType::get()) &&
               source.is_optional == false) {
      // A deprecated form that leaves a number out means 1 by it.
      source.default_value = 1;
    }
    sources.push_back(std::move(source));
  }
  const std::string& schema = handle.operator_name().name;
  unary = FindUnary(schema);
  if (!with_out && unary == nullptr) unboxed = FindUnboxed(*this);
  predicate = FindPredicate(schema);
}

c10::IValue ToIValue(napi_env env, const Signature& signature,
                     const Param& param, const Arg& arg,
                     bool optional_elements) {
  switch (param.type) {
    case ParamType::kTensor:
      return arg.tensor != nullptr ? *arg.tensor
                                   : ToWrappedNumber(ToScalar(env, arg));
    case ParamType::kScalar:
    case ParamType::kComplex:
      return ToScalar(env, arg);
    case ParamType::kInt:
      return ToInt(env, arg);
    case ParamType::kDouble:
      return ToDouble(env, arg);
    case ParamType::kBool:
      return arg.integer != 0;
    case ParamType::kTensorList:
      return ToTensorList(env, arg, optional_elements);
    case ParamType::kIntList:
      return ToIntList(env, signature, param, arg);
    case ParamType::kDoubleList: {
      c10::List<double> list;
      for (const Arg& element : Elements(env, arg)) {
        list.push_back(ToDouble(env, element));
      }
      return list;
    }
    case ParamType::kScalarList: {
      c10::impl::GenericList list(c10::NumberType::get());
      for (const Arg& element : Elements(env, arg)) {
        list.push_back(ToScalar(env, element));
      }
      return list;
    }
    case ParamType::kBoolList: {
      c10::List<bool> list;
      for (const Arg& element : Elements(env, arg)) {
        list.push_back(element.integer != 0);
      }
      return list;
    }
    case ParamType::kString:
      return ToString(env, arg.value);
    case ParamType::kDtype:
    case ParamType::kLayout:
    case ParamType::kMemoryFormat:
    case ParamType::kQScheme:
      return arg.integer;
    case ParamType::kDevice:
      return CheckedDevice(ToDevice(env, arg));
    case ParamType::kGenerator:
      return ToGenerator(env, arg);
    case ParamType::kObject:
      break;
  }
  ThrowTypeError(signature.name + "(): argument '" + param.name +
                 "' cannot be given from JavaScript");
}

void PushArguments(napi_env env, const Operator& op, const Overload& overload,
                   const Plan& plan, const Arg* self, const Parsed& parsed,
                   torch::jit::Stack* stack) {
  const Signature& signature = overload.signature;
  stack->reserve(plan.sources.size());
  for (const Plan::Source& source : plan.sources) {
    switch (source.from) {
      case Plan::Source::From::kSelf:
        stack->emplace_back(*self->tensor);
        break;
      case Plan::Source::From::kDefault:
        stack->push_back(source.default_value);
        break;
      case Plan::Source::From::kOut: {
        const Arg& out = parsed.values[source.param];
        if (out.kind == Kind::kTensor) {
          stack->emplace_back(*out.tensor);
          break;
        }
        std::vector<Arg> elements = Elements(env, out);
        if (source.out_index >= elements.size() ||
            elements[source.out_index].tensor == nullptr) {
          ThrowTypeError(op.name + "(): argument 'out' must be tuple of " +
                         "Tensors");
        }
        stack->emplace_back(*elements[source.out_index].tensor);
        break;
      }
      case Plan::Source::From::kParam: {
        const Param& param = signature.params[source.param];
        if (source.param == parsed.spread_index) {
          c10::List<int64_t> list;
          for (size_t i = 0; i < parsed.spread.size(); ++i) {
            list.push_back(
                IntElement(env, signature, param, parsed.spread[i], i));
          }
          stack->emplace_back(std::move(list));
          break;
        }
        const Arg& arg = parsed.values[source.param];
        if (arg.missing()) {
          if (source.default_device) {
            stack->push_back(DefaultDevice(env));
          } else if (param.type == ParamType::kTensor && !source.is_optional) {
            stack->emplace_back(at::Tensor());
          } else {
            stack->push_back(source.default_value);
          }
          break;
        }
        stack->push_back(
            ToIValue(env, signature, param, arg, source.optional_elements));
        break;
      }
    }
  }
}

}  // namespace torch_node
