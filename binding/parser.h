// Python's argument parser: from the arguments of a JavaScript call to the
// signature that Python would choose and its parameters, or Python's TypeError.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "signature.h"

namespace torch_node {

struct AddonData;
struct Plan;

constexpr size_t kMaxParams = 40;

// The arguments of one call as lib hands them over (lib/_call.ts).
struct Call {
  Arg* positional = nullptr;
  size_t positional_count = 0;
  struct Keyword {
    int32_t id;  // index into AddonData::keywords
    Arg value;
  };
  Keyword* keywords = nullptr;
  size_t keyword_count = 0;
};

// What the parameters of the chosen signature got; kMissing where nothing.
struct Parsed {
  std::array<Arg, kMaxParams> values;  // those of the signature are set
  // A size given as `view(2, 3)`: the positional arguments are the list.
  std::span<const Arg> spread;
  size_t spread_index = kMaxParams;
};

struct Overload {
  Overload(AddonData* data, std::string_view row);
  Overload(Overload&&) noexcept;
  Overload& operator=(Overload&&) noexcept;
  ~Overload();
  Signature signature;
  std::string schema;      // "aten::add.Tensor"
  std::string out_schema;  // "aten::add.out", or empty
  // For each argument of the operator the parameter, `self` or constant that
  // it gets; empty where they go by name.
  std::vector<std::string> values;
  int out_param = -1;  // where `out` stands; -1 if it cannot be given
  std::unique_ptr<Plan> plan;
  std::unique_ptr<Plan> out_plan;
};

// A function or method with all its overloads; rows are parsed on first use.
struct Operator {
  AddonData* data = nullptr;
  std::string name;
  bool is_method = false;
  std::vector<std::string> rows;
  std::vector<Overload> overloads;

  void Prepare();
  Overload& Parse(napi_env env, const Call& call, Parsed* parsed);
};

}  // namespace torch_node
