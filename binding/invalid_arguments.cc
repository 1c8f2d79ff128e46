#include "invalid_arguments.h"

#include <unordered_map>

#include "addon_data.h"

namespace torch_node {

namespace {

// Python lists keywords in the order of this very container.
using Keywords = std::unordered_map<std::string, const Arg*>;

// One comma-separated part of a signature's text.
struct Part {
  std::string type;
  std::string name;

  bool Matches(const std::string& given) const {
    if (type == "float") return given == "float" || given == "int";
    return given == type;
  }
};

Keywords KeywordsOf(const AddonData& data, const Call& call) {
  Keywords keywords;
  for (size_t k = 0; k < call.keyword_count; ++k) {
    const Call::Keyword& keyword = call.keywords[k];
    keywords.emplace(data.keywords[keyword.id], &keyword.value);
  }
  return keywords;
}

// The name is what follows the last space: "*" counts as a part, and of
// "bool keepdim = False" the name is "False". An empty list has one part.
std::vector<Part> PartsOf(const Signature& signature) {
  std::string text = signature.ToString();
  text = text.substr(1, text.size() - 2);
  std::vector<Part> parts;
  for (size_t start = 0; start <= text.size();) {
    size_t end = std::min(text.find(", ", start), text.size());
    std::string part = text.substr(start, end - start);
    size_t space = part.rfind(' ');
    bool spaced = space != std::string::npos;
    parts.push_back(
        {part.substr(0, space), spaced ? part.substr(space + 1) : part});
    start = end + 2;
  }
  return parts;
}

std::string WithoutLastComma(std::string text) {
  text.resize(text.size() - 2);
  return text;
}

// "(Tensor, foo=int, )": the last separator stays where all is by keyword.
std::string Closed(const Call& call, std::string text) {
  if (call.positional_count > 0) text = WithoutLastComma(std::move(text));
  return text + ")";
}

std::string TypesText(napi_env env, const Call& call,
                      const Keywords& keywords) {
  std::string text = "(";
  for (size_t i = 0; i < call.positional_count; ++i) {
    text += TypeName(env, call.positional[i]) + ", ";
  }
  for (const auto& [name, arg] : keywords) {
    text += name + "=" + TypeName(env, *arg) + ", ";
  }
  return Closed(call, std::move(text));
}

std::string ValueText(napi_env env, const Arg& arg) {
  if (arg.kind != Kind::kList) return TypeName(env, arg);
  std::string text = TypeName(env, arg) + " of [";
  for (const Arg& element : Elements(env, arg)) {
    if (text.back() != '[') text += ", ";
    text += TypeName(env, element);
  }
  return text + "]";
}

// Arguments whose type is not the one that the signature names are in marks.
std::string MarkedText(napi_env env, const Call& call, const Keywords& keywords,
                       const std::vector<Part>& parts) {
  std::string text = "(";
  for (size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    bool keyword = i >= call.positional_count;
    auto found = keyword ? keywords.find(part.name) : keywords.end();
    if (keyword && found == keywords.end()) continue;
    const Arg& arg = keyword ? *found->second : call.positional[i];
    const char* mark = part.Matches(TypeName(env, arg)) ? "" : "!";
    text += mark;
    if (keyword) text += part.name + "=";
    text += ValueText(env, arg) + mark + ", ";
  }
  return Closed(call, std::move(text));
}

// Keywords are looked for among the last parts only; each ends in ", ".
std::string UnmatchedText(const Keywords& keywords,
                          const std::vector<Part>& parts) {
  std::string text;
  size_t first =
      parts.size() > keywords.size() ? parts.size() - keywords.size() : 0;
  for (const auto& [name, _] : keywords) {
    bool found = false;
    for (size_t i = first; i < parts.size(); ++i)
      found |= parts[i].name == name;
    if (!found) text += name + ", ";
  }
  return text;
}

}  // namespace

std::string InvalidArgumentsText(napi_env env, const AddonData& data,
                                 const std::string& function, const Call& call,
                                 std::span<const Signature* const> options) {
  Keywords keywords = KeywordsOf(data, call);
  size_t given = call.positional_count + keywords.size();
  std::string text =
      function + "() received an invalid combination of arguments - got ";
  if (options.size() == 1) {
    std::vector<Part> parts = PartsOf(*options[0]);
    std::string unmatched = UnmatchedText(keywords, parts);
    if (!unmatched.empty()) {
      return text + "unrecognized keyword arguments: " +
             WithoutLastComma(std::move(unmatched));
    }
    text += given == parts.size() ? MarkedText(env, call, keywords, parts)
                                  : TypesText(env, call, keywords);
    return text + ", but expected " + options[0]->ToString();
  }
  text += TypesText(env, call, keywords) + ", but expected one of:\n";
  for (const Signature* option : options) {
    text += " * " + option->ToString() + "\n";
    std::vector<Part> parts = PartsOf(*option);
    if (given != parts.size()) continue;
    std::string unmatched = UnmatchedText(keywords, parts);
    text += "      didn't match because some of the ";
    text += unmatched.empty() ? "arguments have invalid types: " +
                                    MarkedText(env, call, keywords, parts)
                              : "keywords were incorrect: " +
                                    WithoutLastComma(std::move(unmatched));
    text += "\n";
  }
  return text;
}

}  // namespace torch_node
