#include "warnings.h"

#include "addon_data.h"

namespace torch_node {

void WarningKeeper::process(const c10::Warning& warning) {
  const char* category = "UserWarning";
  if (std::holds_alternative<c10::DeprecationWarning>(warning.type())) {
    category = "DeprecationWarning";
  }
  kept_.emplace_back(warning.msg(), category);
}

namespace {

void Hand(AddonData& data, const std::string& text,
          const std::string& category) {
  napi_value undefined, arguments[2];
  Check(napi_get_undefined(data.env, &undefined));
  Check(napi_create_string_utf8(data.env, text.data(), text.size(),
                                &arguments[0]));
  Check(napi_create_string_utf8(data.env, category.data(), category.size(),
                                &arguments[1]));
  Check(napi_call_function(data.env, undefined, data.Helper("warn"), 2,
                           arguments, nullptr));
}

}  // namespace

void Warn(AddonData& data, const std::string& text) {
  Hand(data, text, "UserWarning");
}

void FlushWarnings(AddonData& data) {
  for (const auto& [text, category] : data.warnings.Take()) {
    Hand(data, text, category);
  }
}

}  // namespace torch_node
