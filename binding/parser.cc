#include "parser.h"

#include <algorithm>
#include <utility>

#include "addon_data.h"
#include "errors.h"
#include "invalid_arguments.h"
#include "plan.h"
#include "warnings.h"

namespace torch_node {

namespace {

// NumPy's names for the same parameter, which Python's parser takes too.
struct NumpyName {
  std::string_view name;
  std::array<std::string_view, 3> others;
};
constexpr NumpyName kNumpyNames[] = {
    {"dim", {"axis"}},
    {"keepdim", {"keepdims"}},
    {"input", {"x", "a", "x1"}},
    {"other", {"x2"}},
};

const std::string& KeywordName(const AddonData& data,
                               const Call::Keyword& keyword) {
  return data.keywords[keyword.id];
}

std::string Plural(size_t count) { return count == 1 ? "" : "s"; }

[[noreturn]] void ThrowExtra(const Signature& signature, size_t given) {
  std::string text = signature.name + "() takes ";
  if (signature.min_args != signature.max_positional) {
    text += "from " + std::to_string(signature.min_args) + " to " +
            std::to_string(signature.max_positional) +
            " positional arguments but " + std::to_string(given) +
            " were given";
  } else {
    text += std::to_string(signature.max_positional) + " positional argument" +
            Plural(signature.max_positional) + " but " + std::to_string(given) +
            (given == 1 ? " was" : " were") + " given";
  }
  ThrowTypeError(text);
}

[[noreturn]] void ThrowMissing(const Signature& signature, size_t index) {
  size_t missing = 0;
  std::string names;
  for (size_t i = index; i < signature.params.size(); ++i) {
    if (signature.params[i].optional) continue;
    if (missing++ > 0) names += ", ";
    names += '"' + signature.params[i].name + '"';
  }
  // Python has the plural the wrong way round; so do we.
  ThrowTypeError(signature.name + "() missing " + std::to_string(missing) +
                 " required positional argument" + (missing == 1 ? "s" : "") +
                 ": " + names);
}

bool Names(const Param& param, int32_t id) {
  return std::find(param.keywords.begin(), param.keywords.end(), id) !=
         param.keywords.end();
}

[[noreturn]] void ThrowKeywords(const AddonData& data,
                                const Signature& signature, const Call& call) {
  for (size_t k = 0; k < call.keyword_count; ++k) {
    const Call::Keyword& keyword = call.keywords[k];
    size_t index = 0;
    while (index < signature.params.size() &&
           !Names(signature.params[index], keyword.id)) {
      ++index;
    }
    std::string name = KeywordName(data, keyword);
    if (index == signature.params.size()) {
      ThrowTypeError(signature.name +
                     "() got an unexpected keyword argument '" + name + "'");
    }
    if (index < call.positional_count) {
      ThrowTypeError(signature.name + "() got multiple values for argument '" +
                     name + "'");
    }
  }
  ThrowTypeError("invalid keyword arguments");
}

[[noreturn]] void ThrowWrongType(napi_env env, const Signature& signature,
                                 const Param& param, const Arg& arg,
                                 bool keyword, size_t position,
                                 int64_t failed) {
  std::string text = signature.name + "(): argument '" + param.name + "' ";
  if (!keyword) text += "(position " + std::to_string(position + 1) + ") ";
  text += std::string("must be ") + param.type_name() + ", ";
  if (!keyword && failed >= 0 && arg.kind == Kind::kList) {
    Arg element = Elements(env, arg)[failed];
    ThrowTypeError(text + "but found element of type " +
                   TypeName(env, element) + " at pos " +
                   std::to_string(failed));
  }
  ThrowTypeError(text + "not " + TypeName(env, arg));
}

const Arg* FindKeyword(const Param& param, const Call& call) {
  for (int32_t id : param.keywords) {
    for (size_t k = 0; k < call.keyword_count; ++k) {
      if (call.keywords[k].id == id) return &call.keywords[k].value;
    }
  }
  return nullptr;
}

bool AllInts(const Call& call) {
  for (size_t i = 0; i < call.positional_count; ++i) {
    const Arg& arg = call.positional[i];
    bool scalar_tensor = arg.kind == Kind::kTensor && arg.tensor->dim() == 0 &&
                         c10::isIntegralType(arg.tensor->scalar_type(), false);
    if (!arg.is_int() && !scalar_tensor) return i > 0;
  }
  return true;
}

// Mirrors FunctionSignature::parse of torch/csrc/utils/python_arg_parser.cpp.
bool ParseOne(napi_env env, const AddonData& data, const Signature& signature,
              const Call& call, Parsed* parsed, bool raise) {
  size_t given = call.positional_count;
  size_t keywords_left = call.keyword_count;
  size_t position = 0;
  bool may_spread = signature.max_positional == 1 &&
                    signature.params[0].type == ParamType::kIntList;
  parsed->spread_index = kMaxParams;
  if (given > signature.max_positional && !may_spread) {
    if (raise) ThrowExtra(signature, given);
    return false;
  }
  for (size_t i = 0; i < signature.params.size(); ++i) {
    const Param& param = signature.params[i];
    const Arg* arg = nullptr;
    bool keyword = false;
    if (position < given) {
      if (param.keyword_only) {
        if (raise) ThrowExtra(signature, given);
        return false;
      }
      arg = &call.positional[position];
    } else if (call.keyword_count > 0) {
      arg = FindKeyword(param, call);
      keyword = true;
    }
    int64_t failed = -1;
    Arg& value = parsed->values[i];
    if (arg != nullptr && arg->missing()) {
      // `undefined` means "not given", in the middle of a call too.
      if (keyword) --keywords_left;
      if (!keyword) ++position;
      if (param.optional) {
        value = Arg{};
        continue;
      }
      arg = nullptr;
    }
    if ((arg == nullptr && param.optional) ||
        (arg != nullptr && arg->none() && param.allow_none)) {
      value = Arg{};
    } else if (arg == nullptr) {
      if (raise) ThrowMissing(signature, i);
      return false;
    } else if (param.Accepts(env, *arg, &failed, i)) {
      value = *arg;
    } else if (may_spread && position == 0 && !keyword && AllInts(call)) {
      parsed->spread_index = i;
      parsed->spread = {call.positional, call.positional_count};
      position = given;
      continue;
    } else {
      if (raise && may_spread && given > 1) ThrowExtra(signature, given);
      if (raise) {
        ThrowWrongType(env, signature, param, *arg, keyword, position, failed);
      }
      return false;
    }
    if (!keyword) {
      ++position;
    } else if (arg != nullptr) {
      --keywords_left;
    }
  }
  if (keywords_left > 0) {
    if (raise) ThrowKeywords(data, signature, call);
    return false;
  }
  return true;
}

[[noreturn]] void ThrowNoMatch(napi_env env, Operator& op, const Call& call,
                               Parsed* parsed) {
  const AddonData& data = *op.data;
  size_t given = call.positional_count + call.keyword_count;
  std::vector<const Signature*> shown;
  const Signature* plausible = nullptr;
  size_t plausible_count = 0;
  for (const Overload& overload : op.overloads) {
    const Signature& signature = overload.signature;
    if (signature.deprecated) continue;
    shown.push_back(&signature);
    if (given >= signature.min_args && given <= signature.params.size()) {
      plausible = &signature;
      ++plausible_count;
    }
  }
  if (plausible_count == 1) {
    ParseOne(env, data, *plausible, call, parsed, /*raise=*/true);
  }
  const std::string& name = op.overloads[0].signature.name;
  ThrowTypeError(InvalidArgumentsText(env, data, name, call, shown));
}

// Methods without parameters have no parser in Python: the interpreter itself
// refuses arguments.
void RefuseAll(const std::string& name, const Call& call) {
  size_t given = call.positional_count;
  if (call.keyword_count > 0) {
    ThrowTypeError("TensorBase." + name + "() takes no keyword arguments");
  }
  if (given > 0) {
    ThrowTypeError("TensorBase." + name + "() takes no arguments (" +
                   std::to_string(given) + " given)");
  }
}

// As in Python's parser, the first deprecated form that a program calls warns
// for all of them.
void WarnDeprecated(Operator& op, const Signature& signature) {
  bool warned = std::exchange(op.data->warned_of_deprecated, true);
  if (warned && !c10::WarningUtils::get_warnAlways()) return;
  std::string text = "This overload of " + signature.name +
                     " is deprecated:\n\t" + signature.name +
                     signature.ToString();
  text += "\nConsider using one of the following signatures instead:";
  for (const Overload& overload : op.overloads) {
    if (overload.signature.deprecated) continue;
    text += "\n\t" + signature.name + overload.signature.ToString();
  }
  Warn(*op.data, text);
}

}  // namespace

namespace {

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0; start <= text.size();) {
    size_t end = std::min(text.find(separator, start), text.size());
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

}  // namespace

// A row is "signature;operator;out operator;values" (lib/_generated).
Overload::Overload(AddonData* data, std::string_view row)
    : signature(row.substr(0, row.find(';'))) {
  std::vector<std::string> fields = Split(row, ';');
  if (fields.size() > 1) schema = fields[1];
  if (fields.size() > 2) out_schema = fields[2];
  if (fields.size() > 3) values = Split(fields[3], ',');
  if (signature.params.size() > kMaxParams) {
    ThrowRuntimeError("too many parameters: " + signature.name);
  }
  for (size_t i = 0; i < signature.params.size() && !out_schema.empty(); ++i) {
    if (signature.params[i].name == "out") out_param = static_cast<int>(i);
  }
  for (Param& param : signature.params) {
    param.keywords.push_back(data->KeywordId(param.name));
    for (const NumpyName& numpy : kNumpyNames) {
      if (numpy.name != param.name) continue;
      for (std::string_view other : numpy.others) {
        if (!other.empty()) param.keywords.push_back(data->KeywordId(other));
      }
    }
  }
}

Overload::Overload(Overload&&) noexcept = default;
Overload& Overload::operator=(Overload&&) noexcept = default;
Overload::~Overload() = default;

void Operator::Prepare() {
  if (!overloads.empty()) return;
  std::vector<Overload> parsed;
  parsed.reserve(rows.size());
  for (const std::string& row : rows) parsed.emplace_back(data, row);
  overloads = std::move(parsed);
  rows.clear();
}

Overload& Operator::Parse(napi_env env, const Call& call, Parsed* parsed) {
  if (overloads.size() == 1) {
    Overload& only = overloads[0];
    if (is_method && only.signature.params.empty()) RefuseAll(name, call);
    ParseOne(env, *data, only.signature, call, parsed, /*raise=*/true);
    if (only.signature.deprecated) WarnDeprecated(*this, only.signature);
    return only;
  }
  for (Overload& overload : overloads) {
    if (ParseOne(env, *data, overload.signature, call, parsed, false)) {
      if (overload.signature.deprecated) {
        WarnDeprecated(*this, overload.signature);
      }
      return overload;
    }
  }
  ThrowNoMatch(env, *this, call, parsed);
}

}  // namespace torch_node
