#include "result.h"

#include <ATen/core/dynamic_type.h>
#include <ATen/core/jit_type.h>

#include "addon_data.h"
#include "entry.h"

namespace torch_node {

namespace {

napi_value ComplexToJs(napi_env env, c10::complex<double> number) {
  napi_value arguments[] = {Number(env, number.real()),
                            Number(env, number.imag())};
  napi_value result = nullptr;
  Check(napi_call_function(env, Undefined(env),
                           AddonData::Of(env)->Helper("complex"), 2,
                           arguments, &result));
  return result;
}

napi_value NamedTuple(AddonData& data, const c10::FunctionSchema& schema,
                      const std::vector<napi_value>& values,
                      napi_value array) {
  napi_env env = data.env;
  napi_value names = nullptr;
  Check(napi_create_array_with_length(env, values.size(), &names));
  for (size_t i = 0; i < values.size(); ++i) {
    Check(napi_set_element(env, names, static_cast<uint32_t>(i),
                           Text(env, schema.returns()[i].name())));
  }
  std::string name = schema.name().substr(schema.name().find("::") + 2);
  bool has_out = !schema.arguments().empty() &&
                 schema.arguments().back().is_out();
  if (has_out) name += "_out";
  napi_value arguments[] = {Text(env, name), names, array};
  napi_value result = nullptr;
  Check(napi_call_function(env, Undefined(env), data.Helper("namedTuple"), 3,
                           arguments, &result));
  return result;
}

}  // namespace

napi_value ScalarToJs(napi_env env, const c10::Scalar& scalar) {
  if (scalar.isBoolean()) return Boolean(env, scalar.toBool());
  if (scalar.isComplex()) return ComplexToJs(env, scalar.toComplexDouble());
  if (scalar.isFloatingPoint()) return Number(env, scalar.toDouble());
  if (scalar.type() == c10::ScalarType::UInt64) {
    uint64_t integer = scalar.toUInt64();
    if (integer > static_cast<uint64_t>(INT64_MAX)) {
      napi_value value = nullptr;
      Check(napi_create_bigint_uint64(env, integer, &value));
      return value;
    }
  }
  return Integer(env, scalar.toLong());
}

napi_value DtypeToJs(AddonData& data, c10::ScalarType type) {
  napi_value result = nullptr;
  Check(napi_get_element(data.env, data.Helper("dtypes"),
                         static_cast<uint32_t>(type), &result));
  return result;
}

std::string PythonTypeName(const at::Tensor& tensor) {
  std::string name = "torch.";
  if (!tensor.device().is_cpu()) {
    name += c10::DeviceTypeName(tensor.device().type(), true) + ".";
  }
  if (tensor.is_sparse()) name += "sparse.";
  return name + c10::toString(tensor.scalar_type()) + "Tensor";
}

napi_value ToJs(AddonData& data, const c10::IValue& value,
                const c10::TypePtr& type) {
  napi_env env = data.env;
  if (value.isNone()) return Null(env);
  if (value.isTensor()) return Wrap(env, value.toTensor());
  if (value.isBool()) return Boolean(env, value.toBool());
  if (value.isInt()) {
    if (type != nullptr && type->kind() == c10::TypeKind::ScalarTypeType) {
      return DtypeToJs(data, value.toScalarType());
    }
    if (type != nullptr && type->kind() == c10::TypeKind::QSchemeType) {
      napi_value scheme = nullptr;
      Check(napi_get_element(env, data.Helper("qschemes"),
                             static_cast<uint32_t>(value.toInt()), &scheme));
      return scheme;
    }
    return Integer(env, value.toInt());
  }
  if (value.isSymInt()) {
    return Integer(env, value.toSymInt().guard_int(__FILE__, __LINE__));
  }
  if (value.isDouble()) return Number(env, value.toDouble());
  if (value.isComplexDouble()) {
    return ComplexToJs(env, value.toComplexDouble());
  }
  if (value.isString()) return Text(env, value.toStringRef());
  if (value.isDevice()) return Text(env, value.toDevice().str());
  if (value.isList()) {
    auto list = value.toListRef();
    napi_value array = nullptr;
    Check(napi_create_array_with_length(env, list.size(), &array));
    for (size_t i = 0; i < list.size(); ++i) {
      Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                             ToJs(data, list[i], nullptr)));
    }
    return array;
  }
  if (value.isTuple()) {
    const auto& elements = value.toTupleRef().elements();
    napi_value array = nullptr;
    Check(napi_create_array_with_length(env, elements.size(), &array));
    for (size_t i = 0; i < elements.size(); ++i) {
      Check(napi_set_element(env, array, static_cast<uint32_t>(i),
                             ToJs(data, elements[i], nullptr)));
    }
    return array;
  }
  ThrowRuntimeError("a result of type " + value.tagKind() +
                    " cannot be handed to JavaScript");
}

napi_value StackToJs(AddonData& data, const c10::FunctionSchema& schema,
                     torch::jit::Stack& stack) {
  napi_env env = data.env;
  const auto& returns = schema.returns();
  if (stack.empty()) return Null(env);
  if (stack.size() == 1) return ToJs(data, stack[0], returns[0].real_type());
  std::vector<napi_value> values;
  napi_value array = nullptr;
  Check(napi_create_array_with_length(env, stack.size(), &array));
  bool named = true;
  for (size_t i = 0; i < stack.size(); ++i) {
    values.push_back(ToJs(data, stack[i], returns[i].real_type()));
    Check(napi_set_element(env, array, static_cast<uint32_t>(i), values[i]));
    named = named && !returns[i].name().empty();
  }
  return named ? NamedTuple(data, schema, values, array) : array;
}

}  // namespace torch_node
