// The text of "received an invalid combination of arguments".
#pragma once

#include <span>
#include <string>

#include "parser.h"

namespace torch_node {

// Mirrors torch/csrc/utils/invalid_arguments.cpp, which works on the *text* of
// the signatures; what looks odd in a message comes from there.
std::string InvalidArgumentsText(napi_env env, const AddonData& data,
                                 const std::string& function, const Call& call,
                                 std::span<const Signature* const> options);

}  // namespace torch_node
