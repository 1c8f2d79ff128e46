#include "signature.h"

#include <algorithm>
#include <array>
#include <utility>

#include "errors.h"
#include "handle_scope.h"

namespace torch_node {

namespace {

struct TypeRow {
  std::string_view written;  // in the table
  ParamType type;
};
constexpr TypeRow kTypes[] = {
    {"Tensor", ParamType::kTensor},
    {"Scalar", ParamType::kScalar},
    {"int64_t", ParamType::kInt},
    {"int", ParamType::kInt},
    {"SymInt", ParamType::kInt},
    {"DeviceIndex", ParamType::kInt},
    {"double", ParamType::kDouble},
    {"complex", ParamType::kComplex},
    {"TensorList", ParamType::kTensorList},
    {"c10::List<::std::optional<Tensor>>", ParamType::kTensorList},
    {"IntArrayRef", ParamType::kIntList},
    {"SymIntArrayRef", ParamType::kIntList},
    {"ArrayRef<double>", ParamType::kDoubleList},
    {"ScalarList", ParamType::kScalarList},
    {"ArrayRef<bool>", ParamType::kBoolList},
    {"bool", ParamType::kBool},
    {"c10::string_view", ParamType::kString},
    {"std::string_view", ParamType::kString},
    {"ScalarType", ParamType::kDtype},
    {"Layout", ParamType::kLayout},
    {"MemoryFormat", ParamType::kMemoryFormat},
    {"QScheme", ParamType::kQScheme},
    {"Device", ParamType::kDevice},
    {"Generator", ParamType::kGenerator},
    {"PyObject*", ParamType::kObject},
    {"Storage", ParamType::kObject},
    {"Stream", ParamType::kObject},
};

// Functions whose tensor arguments may be numbers, as in Python's parser.
constexpr std::string_view kNumbersAsTensors[] = {
    "add",      "add_",         "sub",          "sub_",          "mul",
    "mul_",     "div",          "div_",         "divide",        "divide_",
    "multiply", "multiply_",    "subtract",     "subtract_",     "true_divide",
    "_conj",    "true_divide_", "floor_divide", "floor_divide_",
};

ParamType TypeOf(std::string_view written) {
  for (const TypeRow& row : kTypes) {
    if (row.written == written) return row.type;
  }
  ThrowRuntimeError("unknown parameter type in the operator table: " +
                    std::string(written));
}

// "SymInt[2] stride=1", "Tensor? weight=None"
Param ParseParam(std::string_view text, bool numbers_as_tensors) {
  Param param;
  size_t space = text.find(' ');
  std::string_view type = text.substr(0, space);
  std::string_view name = text.substr(space + 1);
  size_t question = type.find('?');
  if (question != std::string_view::npos) {
    param.allow_none = true;
    type = type.substr(0, question);
  }
  size_t bracket = type.find('[');
  if (bracket != std::string_view::npos) {
    param.size = std::stoi(std::string(type.substr(bracket + 1)));
    type = type.substr(0, bracket);
  }
  param.type = TypeOf(type);
  size_t equals = name.find('=');
  if (equals != std::string_view::npos) {
    param.optional = true;
    param.default_text = name.substr(equals + 1);
    if (param.default_text == "None") param.allow_none = true;
    name = name.substr(0, equals);
  }
  param.name = name;
  param.allow_number = numbers_as_tensors && param.type == ParamType::kTensor;
  return param;
}

// Commas inside defaults such as `dim=[0,1]` or `mode="a, b"` do not separate:
// a separator is a comma and a space outside of brackets.
std::vector<std::string_view> SplitParams(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '[' || c == '(' || c == '{' || c == '<') ++depth;
    if (c == ']' || c == ')' || c == '}' || c == '>') --depth;
    if (c == ',' && depth == 0) {
      parts.push_back(text.substr(start, i - start));
      start = i + 1;
      while (start < text.size() && text[start] == ' ') ++start;
    }
  }
  if (start < text.size()) parts.push_back(text.substr(start));
  return parts;
}

bool IsScalarTensor(const Arg& arg) {
  return arg.kind == Kind::kTensor && !arg.tensor->requires_grad() &&
         arg.tensor->dim() == 0;
}

bool IsInt(const Arg& arg) {
  return arg.kind == Kind::kInt || arg.kind == Kind::kBigInt ||
         (IsScalarTensor(arg) &&
          c10::isIntegralType(arg.tensor->scalar_type(), false));
}

template <class F>
bool IsListOf(napi_env env, const Arg& arg, int64_t* failed, F&& accepts) {
  if (arg.kind != Kind::kList) return false;
  if (Length(env, arg) == 0) return true;
  if (accepts(Element(env, arg, 0))) return true;
  *failed = 0;
  return false;
}

// Python throws for a wrong element even while it tries other overloads.
bool IsTensorList(napi_env env, const Arg& arg, size_t position) {
  if (arg.kind != Kind::kList) return false;
  if (arg.handles != nullptr) return true;
  uint32_t length = Length(env, arg);
  for (uint32_t i = 0; i < length; ++i) {
    HandleScope scope(env);
    Arg item = Element(env, arg, i);
    bool accepted = item.kind == Kind::kTensor || item.none() ||
                    (item.missing() && i < kManyElements);
    if (!accepted) {
      ThrowTypeError("expected Tensor as element " + std::to_string(i) +
                     " in argument " + std::to_string(position) + ", but got " +
                     TypeName(env, item));
    }
  }
  return true;
}

}  // namespace

const char* Param::type_name() const {
  switch (type) {
    case ParamType::kTensor:
      return "Tensor";
    case ParamType::kScalar:
      return "Number";
    case ParamType::kInt:
      return "int";
    case ParamType::kDouble:
      return "float";
    case ParamType::kComplex:
      return "complex";
    case ParamType::kTensorList:
      return "tuple of Tensors";
    case ParamType::kIntList:
      return "tuple of ints";
    case ParamType::kDoubleList:
      return "tuple of floats";
    case ParamType::kScalarList:
      return "tuple of Scalars";
    case ParamType::kBoolList:
      return "tuple of bools";
    case ParamType::kBool:
      return "bool";
    case ParamType::kString:
      return "str";
    case ParamType::kDtype:
      return "torch.dtype";
    case ParamType::kLayout:
      return "torch.layout";
    case ParamType::kMemoryFormat:
      return "torch.memory_format";
    case ParamType::kQScheme:
      return "torch.qscheme";
    case ParamType::kDevice:
      return "torch.device";
    case ParamType::kGenerator:
      return "torch.Generator";
    case ParamType::kObject:
      return "object";
  }
  return "object";
}

bool IsIntList(napi_env env, const Arg& arg, int64_t* failed) {
  return IsListOf(env, arg, failed, IsInt);
}

bool Param::Accepts(napi_env env, const Arg& arg, int64_t* failed,
                    size_t position) const {
  switch (type) {
    case ParamType::kTensor:
      return arg.kind == Kind::kTensor || (allow_number && arg.is_number());
    case ParamType::kScalar:
      return arg.is_number() || IsScalarTensor(arg);
    case ParamType::kComplex:
      return arg.is_number() || IsScalarTensor(arg);
    case ParamType::kDouble:
      return arg.is_real() || IsScalarTensor(arg);
    case ParamType::kInt:
      return IsInt(arg);
    case ParamType::kBool:
      return arg.kind == Kind::kBool;
    case ParamType::kTensorList:
      return IsTensorList(env, arg, position);
    case ParamType::kIntList:
      return IsIntList(env, arg, failed) ||
             (size > 0 && arg.kind == Kind::kInt);
    case ParamType::kDoubleList:
      return IsListOf(env, arg, failed, [](const Arg& a) {
        return a.is_real() && a.kind != Kind::kBool;
      });
    case ParamType::kScalarList:
      return IsListOf(env, arg, failed,
                      [](const Arg& a) { return a.is_number(); });
    case ParamType::kBoolList:
      return IsListOf(env, arg, failed,
                      [](const Arg& a) { return a.kind == Kind::kBool; });
    case ParamType::kString:
      return arg.kind == Kind::kString;
    case ParamType::kDtype:
      return arg.kind == Kind::kDtype;
    case ParamType::kLayout:
      return arg.kind == Kind::kLayout;
    case ParamType::kMemoryFormat:
      return arg.kind == Kind::kMemoryFormat;
    case ParamType::kQScheme:
      return arg.kind == Kind::kQScheme;
    case ParamType::kDevice:
      return arg.kind == Kind::kDevice || arg.kind == Kind::kString ||
             arg.kind == Kind::kInt;
    case ParamType::kGenerator:
      return arg.kind == Kind::kGenerator;
    case ParamType::kObject:
      return true;
  }
  return false;
}

Signature::Signature(std::string_view text) {
  size_t open = text.find('(');
  size_t close = text.rfind(')');
  name = text.substr(0, open);
  deprecated = text.substr(close + 1) == "|deprecated";
  bool numbers =
      std::find(std::begin(kNumbersAsTensors), std::end(kNumbersAsTensors),
                name) != std::end(kNumbersAsTensors);
  bool keyword_only = false;
  for (std::string_view part :
       SplitParams(text.substr(open + 1, close - open - 1))) {
    if (part == "*") {
      keyword_only = true;
      continue;
    }
    Param param = ParseParam(part, numbers);
    param.keyword_only = keyword_only;
    if (!keyword_only) ++max_positional;
    if (!param.optional) ++min_args;
    params.push_back(std::move(param));
  }
}

std::string Signature::ToString() const {
  std::string text = "(";
  bool starred = false;
  for (size_t i = 0; i < params.size(); ++i) {
    const Param& param = params[i];
    if (i != 0) text += ", ";
    if (param.keyword_only && !starred) {
      text += "*, ";
      starred = true;
    }
    text += param.type_name();
    text += " ";
    text += param.name;
    if (param.optional) text += " = " + param.default_text;
  }
  return text + ")";
}

}  // namespace torch_node
