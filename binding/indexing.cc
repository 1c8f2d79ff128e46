#include "indexing.h"

#include <ATen/TensorIndexing.h>
#include <c10/core/GradMode.h>

#include <charconv>

#include "attributes.h"
#include "convert/arg.h"
#include "convert/nested.h"
#include "entry.h"
#include "functorch_guard.h"
#include "result.h"

namespace torch_node {

// Index texts that were parsed once, by number.
struct IndexTexts {
  std::vector<std::vector<at::indexing::TensorIndex>> parsed;
};

namespace {

using at::indexing::Slice;
using at::indexing::TensorIndex;

// --- Text: ":, 1", "1:3", "..., ::2", "None", "[0, 2], :" --------------------

[[noreturn]] void ThrowSyntax(std::string_view text) {
  ThrowValueError("'" + std::string(text) +
                  "' is not an index: expected integers, slices "
                  "(start:stop:step), '...', None, True, False or lists of "
                  "integers, separated by commas");
}

std::string_view Trim(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

int64_t ParseInt(std::string_view text, std::string_view whole) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int64_t value = 0;
  auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    ThrowSyntax(whole);
  }
  return value;
}

// Splits at a separator outside of brackets.
std::vector<std::string_view> SplitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '[') ++depth;
    if (i < text.size() && text[i] == ']') --depth;
    if (i == text.size() || (text[i] == separator && depth == 0)) {
      parts.push_back(Trim(text.substr(start, i - start)));
      start = i + 1;
    }
  }
  return parts;
}

std::optional<c10::SymInt> ParseBound(std::string_view text,
                                      std::string_view whole) {
  if (text.empty() || text == "None") return std::nullopt;
  return c10::SymInt(ParseInt(text, whole));
}

TensorIndex ParseItem(std::string_view item, std::string_view whole) {
  if (item == "...") return TensorIndex(at::indexing::Ellipsis);
  if (item == "None") return TensorIndex(at::indexing::None);
  if (item == "True" || item == "true") return TensorIndex(true);
  if (item == "False" || item == "false") return TensorIndex(false);
  if (item.size() >= 2 && item.front() == '[' && item.back() == ']') {
    std::vector<int64_t> values;
    std::string_view inner = Trim(item.substr(1, item.size() - 2));
    if (!inner.empty()) {
      for (std::string_view value : SplitAt(inner, ',')) {
        values.push_back(ParseInt(value, whole));
      }
    }
    WithoutTransforms guard;
    return TensorIndex(at::tensor(c10::ArrayRef<int64_t>(values), at::kLong));
  }
  if (item.find(':') != std::string_view::npos) {
    std::vector<std::string_view> bounds = SplitAt(item, ':');
    if (bounds.size() > 3) ThrowSyntax(whole);
    return TensorIndex(
        Slice(ParseBound(bounds[0], whole), ParseBound(bounds[1], whole),
              bounds.size() > 2 ? ParseBound(bounds[2], whole) : std::nullopt));
  }
  return TensorIndex(ParseInt(item, whole));
}

void ParseText(std::string_view text, std::vector<TensorIndex>* indices) {
  std::vector<std::string_view> items = SplitAt(text, ',');
  // A trailing comma makes a tuple of one, as in Python.
  if (items.size() > 1 && items.back().empty()) items.pop_back();
  for (std::string_view item : items) {
    indices->push_back(ParseItem(item, text));
  }
}

// --- Values ------------------------------------------------------------------

std::optional<c10::SymInt> SliceBound(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.none() || arg.missing()) return std::nullopt;
  if (arg.kind != Kind::kInt && arg.kind != Kind::kTensor) {
    ThrowTypeError(
        "slice indices must be integers or None or have an __index__ method");
  }
  return c10::SymInt(ToInt(data.env, arg));
}

// A list of ints or booleans indexes like the tensor of its values; an empty
// one selects nothing.
at::Tensor ListIndex(AddonData& data, napi_value value) {
  WithoutTransforms guard;
  std::vector<int64_t> sizes = SizesOf(data.env, value);
  c10::ScalarType dtype = InferDtype(data.env, value);
  at::Tensor tensor = at::empty(sizes, at::TensorOptions(dtype));
  StoreNested(data.env, tensor, value);
  return tensor.numel() == 0 ? tensor.to(at::kLong) : tensor;
}

[[noreturn]] void ThrowBadIndex(AddonData& data, const Arg& arg) {
  ThrowIndexError(
      "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
      "Variables are valid indices (got " +
      TypeName(data.env, arg) + ")");
}

void AppendIndex(AddonData& data, napi_value value,
                 std::vector<TensorIndex>* indices) {
  napi_env env = data.env;
  Arg arg = Classify(env, value);
  switch (arg.kind) {
    case Kind::kInt:
      indices->emplace_back(arg.integer);
      return;
    case Kind::kBool:
      indices->emplace_back(arg.integer != 0);
      return;
    case Kind::kNone:
      indices->emplace_back(at::indexing::None);
      return;
    case Kind::kString:
      ParseText(ToString(env, value), indices);
      return;
    case Kind::kList:
      indices->emplace_back(ListIndex(data, value));
      return;
    case Kind::kTensor: {
      const at::Tensor& tensor = *arg.tensor;
      // A 0-d integer tensor is an int, a 0-d mask a boolean, as in Python.
      if (tensor.dim() == 0 && !tensor.requires_grad() &&
          c10::isIntegralType(tensor.scalar_type(), false) &&
          tensor.scalar_type() != at::kByte && tensor.device().is_cpu()) {
        indices->emplace_back(tensor.item<int64_t>());
        return;
      }
      indices->emplace_back(tensor);
      return;
    }
    case Kind::kSlice: {
      auto step = SliceBound(data, Property(env, value, "step"));
      if (step.has_value() && step->guard_int(__FILE__, __LINE__) == 0) {
        ThrowValueError("slice step cannot be zero");
      }
      indices->emplace_back(
          Slice(SliceBound(data, Property(env, value, "start")),
                SliceBound(data, Property(env, value, "stop")), step));
      return;
    }
    default:
      ThrowBadIndex(data, arg);
  }
}

// Python takes a short list for a tuple when something in it cannot be a number
// (treatSequenceAsTuple in torch/csrc/autograd/python_variable_indexing.cpp).
bool IsTuple(AddonData& data, napi_value list) {
  uint32_t length = Length(data.env, list);
  for (uint32_t i = 0; length < 32 && i < length; ++i) {
    napi_value element = nullptr;
    Check(napi_get_element(data.env, list, i, &element));
    switch (Classify(data.env, element).kind) {
      case Kind::kList:
      case Kind::kTensor:
      case Kind::kSlice:
      case Kind::kNone:
      case Kind::kString:
        return true;
      default:
        break;
    }
  }
  return false;
}

std::vector<TensorIndex> ReadIndices(AddonData& data, napi_value value) {
  std::vector<TensorIndex> indices;
  Arg arg = Classify(data.env, value);
  if (arg.kind != Kind::kList) {
    AppendIndex(data, value, &indices);
    return indices;
  }
  uint32_t length = Length(data.env, value);
  if (length == 1) {
    napi_value only = nullptr;
    Check(napi_get_element(data.env, value, 0, &only));
    if (Classify(data.env, only).kind == Kind::kList && IsTuple(data, only)) {
      value = only;
      length = Length(data.env, value);
    }
  }
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    Check(napi_get_element(data.env, value, i, &element));
    AppendIndex(data, element, &indices);
  }
  return indices;
}

// (out, handle, indices): x[...]
napi_value GetItem(AddonData& data, const Arguments& args) {
  const at::Tensor& self = HandleArg(data, args[1]);
  std::vector<TensorIndex> indices = ReadIndices(data, args[2]);
  if (indices.empty()) return BindResult(data, args[0], at::alias(self));
  return BindResult(data, args[0], at::indexing::get_item(self, indices));
}

// Text that was parsed once: `x[':, 1']` in a loop costs no parsing. Bounded,
// because scripts make texts of their numbers.
constexpr size_t kMaxTexts = 4096;

// (text) -> a number for getItemByText, or -1 if too many are known
napi_value InternIndex(AddonData& data, const Arguments& args) {
  std::vector<TensorIndex> indices;
  ParseText(ToString(data.env, args[0]), &indices);
  if (data.index_texts == nullptr) {
    data.index_texts = std::make_shared<IndexTexts>();
  }
  auto& parsed = data.index_texts->parsed;
  if (parsed.size() >= kMaxTexts) return Integer(data.env, -1);
  parsed.push_back(std::move(indices));
  return Integer(data.env, static_cast<int64_t>(parsed.size()) - 1);
}

// (out, handle, number of a text)
napi_value GetItemByText(AddonData& data, const Arguments& args) {
  const at::Tensor& self = HandleArg(data, args[1]);
  int64_t number = IntArg(data, args[2]);
  if (data.index_texts == nullptr || number < 0 ||
      number >= static_cast<int64_t>(data.index_texts->parsed.size())) {
    ThrowIndexError("no such index text");
  }
  return BindResult(
      data, args[0],
      at::indexing::get_item(self, data.index_texts->parsed[number]));
}

// (out, handle, int): x[i], the commonest of all
napi_value Select(AddonData& data, const Arguments& args) {
  const at::Tensor& self = HandleArg(data, args[1]);
  double index = 0;
  Check(napi_get_value_double(data.env, args[2], &index));
  if (self.dim() == 0) [[unlikely]] {
    return BindResult(
        data, args[0],
        at::indexing::get_item(self, {TensorIndex(int64_t(index))}));
  }
  int64_t size = self.size(0);
  if (index < -size || index >= size) [[unlikely]] {
    ThrowIndexError("index " + std::to_string(int64_t(index)) +
                    " is out of bounds for dimension 0 with size " +
                    std::to_string(size));
  }
  return BindResult(data, args[0], self.select(0, int64_t(index)));
}

at::Tensor ValueTensor(AddonData& data, const at::Tensor& self,
                       napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.kind == Kind::kTensor) return *arg.tensor;
  if (!arg.is_number()) {
    ThrowTypeError("can't assign a " + TypeName(data.env, arg) + " to a " +
                   PythonTypeName(self));
  }
  c10::Scalar scalar = ToScalar(data.env, arg);
  return at::indexing::scalarToTensor(scalar, self.options(), self.device());
}

// (handle, indices, value): x[...] = value
napi_value SetItem(AddonData& data, const Arguments& args) {
  const at::Tensor& self = HandleArg(data, args[0]);
  std::vector<TensorIndex> indices = ReadIndices(data, args[1]);
  at::Tensor value = ValueTensor(data, self, args[2]);
  if (indices.empty()) indices.emplace_back(at::indexing::Ellipsis);
  at::indexing::set_item(self, indices, value);
  return Undefined(data.env);
}

constexpr NativeFunction kFunctions[] = {
    {"getItem", GetItem},
    {"internIndex", InternIndex},
    {"getItemByText", GetItemByText},
    {"select", Select},
    {"setItem", SetItem},
};

}  // namespace

void InitIndexing(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
