#include "ops.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/jit_type.h>

#include <algorithm>
#include <sstream>

#include "call.h"
#include "convert/arg.h"
#include "entry.h"

namespace torch_node {

namespace {

// The parser's word for a schema type; element types of lists included.
std::string ParserType(const c10::TypePtr& type) {
  switch (type->kind()) {
    case c10::TypeKind::TensorType:
      return "Tensor";
    case c10::TypeKind::NumberType:
      return "Scalar";
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType:
      return "int64_t";
    case c10::TypeKind::FloatType:
      return "double";
    case c10::TypeKind::ComplexType:
      return "complex";
    case c10::TypeKind::BoolType:
      return "bool";
    case c10::TypeKind::StringType:
      return "c10::string_view";
    case c10::TypeKind::DeviceObjType:
      return "Device";
    case c10::TypeKind::GeneratorType:
      return "Generator";
    case c10::TypeKind::ScalarTypeType:
      return "ScalarType";
    case c10::TypeKind::LayoutType:
      return "Layout";
    case c10::TypeKind::MemoryFormatType:
      return "MemoryFormat";
    case c10::TypeKind::OptionalType:
      return ParserType(type->castRaw<c10::OptionalType>()->getElementType());
    case c10::TypeKind::ListType: {
      std::string element =
          ParserType(type->castRaw<c10::ListType>()->getElementType());
      if (element == "Tensor") return "TensorList";
      if (element == "int64_t") return "IntArrayRef";
      if (element == "double") return "ArrayRef<double>";
      if (element == "Scalar") return "ArrayRef<Scalar>";
      if (element == "bool") return "ArrayRef<bool>";
      return "PyObject*";
    }
    default:
      return "PyObject*";
  }
}

std::string DefaultText(const c10::IValue& value) {
  if (value.isNone()) return "None";
  std::ostringstream text;
  text << value;
  return text.str();
}

// A row of the operator table (lib/_generated/operators.ts) from a schema.
std::string RowOf(const c10::FunctionSchema& schema) {
  std::string name = schema.name();
  std::string row = name.substr(name.find("::") + 2) + "(";
  bool keyword_only = false;
  bool first = true;
  for (const c10::Argument& argument : schema.arguments()) {
    if (!first) row += ", ";
    first = false;
    if (argument.kwarg_only() && !keyword_only) {
      row += "*, ";
      keyword_only = true;
    }
    row += ParserType(argument.real_type());
    if (argument.N().has_value()) {
      row += "[" + std::to_string(*argument.N()) + "]";
    }
    if (argument.type()->kind() == c10::TypeKind::OptionalType) row += "?";
    row += " " + argument.name();
    if (argument.default_value().has_value()) {
      row += "=" + DefaultText(*argument.default_value());
    }
  }
  row += ");" + name;
  if (!schema.overload_name().empty()) row += "." + schema.overload_name();
  return row + ";";
}

// The overloads of a name, in the order in which they were registered.
std::vector<std::string> OverloadNames(const std::string& name) {
  auto& dispatcher = c10::Dispatcher::singleton();
  std::vector<std::string> names;
  for (const c10::OperatorName& op : dispatcher.getAllOpNames()) {
    if (op.name == name && dispatcher.findSchema(op).has_value()) {
      names.push_back(op.overload_name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

// "aten::add" (any overload), "aten::add.Tensor", "aten::add.default" ->
// native function, or null if there is none
napi_value FindOperator(AddonData& data, const Arguments& args) {
  std::string full = ToString(data.env, args[0]);
  size_t dot = full.find('.');
  std::string name = full.substr(0, dot);
  size_t colons = name.find("::");
  if (colons == std::string::npos) return Null(data.env);
  std::vector<std::string> overloads;
  if (dot == std::string::npos) {
    overloads = OverloadNames(name);
  } else {
    overloads = {full.substr(dot + 1)};
    if (overloads[0] == "default") overloads[0].clear();
  }
  std::vector<std::string> rows;
  for (const std::string& overload : overloads) {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    if (handle.has_value()) rows.push_back(RowOf(handle->schema()));
  }
  if (rows.empty()) return Null(data.env);
  return MakeOperator(data, name.substr(colons + 2), false, std::move(rows));
}

// "aten::add" -> the names of its overloads, "" for the default one
napi_value OperatorOverloads(AddonData& data, const Arguments& args) {
  napi_value array = nullptr;
  Check(napi_create_array(data.env, &array));
  uint32_t count = 0;
  for (const std::string& name : OverloadNames(ToString(data.env, args[0]))) {
    Check(napi_set_element(data.env, array, count++, Text(data.env, name)));
  }
  return array;
}

constexpr NativeFunction kFunctions[] = {
    {"findOperator", FindOperator},
    {"operatorOverloads", OperatorOverloads},
};

}  // namespace

void InitOps(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
