#include "result.h"

#include <ATen/core/dynamic_type.h>
#include <ATen/core/jit_type.h>
#include <c10/util/SmallVector.h>

#include <algorithm>

#include "addon_data.h"
#include "entry.h"

namespace torch_node {

namespace {

napi_value ComplexToJs(napi_env env, c10::complex<double> number) {
  napi_value arguments[] = {Number(env, number.real()),
                            Number(env, number.imag())};
  napi_value result = nullptr;
  Check(napi_call_function(env, Undefined(env),
                           AddonData::Of(env)->Helper("complex"), 2, arguments,
                           &result));
  return result;
}

// lib's function that makes the list of an operator's results: `(count) =>
// list`, with the names that the schema gives. One per operator.
napi_value ListMaker(AddonData& data, const c10::FunctionSchema* schema) {
  napi_env env = data.env;
  napi_ref& kept = data.list_makers[schema];
  napi_value maker = nullptr;
  if (kept != nullptr) {
    Check(napi_get_reference_value(env, kept, &maker));
    return maker;
  }
  napi_value arguments[2];
  size_t count = 0;
  if (schema != nullptr) {
    std::string name = schema->name().substr(schema->name().find("::") + 2);
    if (!schema->arguments().empty() && schema->arguments().back().is_out()) {
      name += "_out";
    }
    arguments[0] = Text(env, name);
    Check(napi_create_array(env, &arguments[1]));
    uint32_t i = 0;
    for (const c10::Argument& field : schema->returns()) {
      Check(napi_set_element(env, arguments[1], i++, Text(env, field.name())));
    }
    count = 2;
  }
  Check(napi_call_function(env, Undefined(env), data.Helper("listMaker"), count,
                           arguments, &maker));
  Check(napi_create_reference(env, maker, 1, &kept));
  return maker;
}

// A list with room for `count` tensors whose handles stand in the scratch
// array; null schema: a list without names.
napi_value MakeList(AddonData& data, const c10::FunctionSchema* schema,
                    size_t count) {
  napi_value argument = Integer(data.env, static_cast<int64_t>(count));
  napi_value list = nullptr;
  Check(napi_call_function(data.env, Undefined(data.env),
                           ListMaker(data, schema), 1, &argument, &list));
  return list;
}

// New tensors all of them, which nobody else holds: lib makes their wrappers
// with the list, in one go.
template <class Tensors>
bool AllNew(const Tensors& tensors) {
  if (tensors.size() > AddonData::kScratchHandles) return false;
  for (const c10::IValue& value : tensors) {
    if (!value.isTensor()) return false;
    const at::Tensor& tensor = value.toTensor();
    if (!tensor.defined() || tensor.use_count() > 1) return false;
  }
  return true;
}

// Whether lib may enter all their wrappers into the batch.
template <class Tensors>
bool AllLight(const Tensors& tensors) {
  if (tensors.size() > TensorTable::kBlockSize) return false;
  for (const c10::IValue& value : tensors) {
    if (!TensorTable::IsLight(value.toTensor())) return false;
  }
  return true;
}

template <class Tensors>
napi_value NewTensors(AddonData& data, const c10::FunctionSchema* schema,
                      const Tensors& tensors) {
  napi_env env = data.env;
  size_t count = tensors.size();
  if (AllLight(tensors)) {
    data.tensors.MakeRoom(env, static_cast<int>(count));
    for (size_t i = 0; i < count; ++i) {
      data.scratch[1 + i] = data.tensors.ReserveInBatch(tensors[i].toTensor());
    }
    return MakeList(data, schema, count);
  }
  c10::SmallVector<int32_t, 8> handles;
  for (size_t i = 0; i < count; ++i) {
    handles.push_back(data.tensors.Reserve(tensors[i].toTensor()));
    data.scratch[1 + i] = -handles[i];
  }
  napi_value list = MakeList(data, schema, count);
  for (size_t i = 0; i < count; ++i) {
    napi_value wrapper = nullptr;
    Check(napi_get_element(env, list, static_cast<uint32_t>(i), &wrapper));
    data.tensors.Attach(env, handles[i], wrapper);
  }
  return list;
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
    if (!list.empty() && AllNew(list)) {
      return NewTensors(data, nullptr, list);
    }
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
  bool named = std::none_of(
      returns.begin(), returns.end(),
      [](const c10::Argument& field) { return field.name().empty(); });
  const c10::FunctionSchema* names = named ? &schema : nullptr;
  if (AllNew(stack)) return NewTensors(data, names, stack);
  napi_value list = MakeList(data, names, 0);
  for (size_t i = 0; i < stack.size(); ++i) {
    Check(napi_set_element(env, list, static_cast<uint32_t>(i),
                           ToJs(data, stack[i], returns[i].real_type())));
  }
  return list;
}

}  // namespace torch_node
