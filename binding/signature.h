// A signature of Python's argument parser, parsed from its text:
// `add(Tensor input, Tensor other, *, Scalar alpha=1, Tensor out=None)`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "convert/arg.h"

namespace torch_node {

enum class ParamType : uint8_t {
  kTensor,
  kScalar,
  kInt,
  kDouble,
  kComplex,
  kTensorList,
  kIntList,
  kDoubleList,
  kScalarList,
  kBoolList,
  kBool,
  kString,
  kDtype,
  kLayout,
  kMemoryFormat,
  kQScheme,
  kDevice,
  kGenerator,
  kObject,
};

struct Param {
  ParamType type;
  std::string name;
  std::string default_text;
  bool optional = false;  // has a default
  bool allow_none = false;
  bool keyword_only = false;
  bool allow_number = false;  // a Tensor that may be a number
  int size = 0;               // `int[2]`: one int stands for two
  // This name's keyword id and NumPy's names for the same (`axis` for `dim`).
  std::vector<int32_t> keywords;

  const char* type_name() const;
  bool Accepts(napi_env env, const Arg& arg, int64_t* failed_element,
               size_t position) const;
};

struct Signature {
  explicit Signature(std::string_view text);

  // "(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)"
  std::string ToString() const;

  std::string name;
  std::vector<Param> params;
  size_t min_args = 0;
  size_t max_positional = 0;
  bool deprecated = false;
};

// Whether a list can be an int list: its first element is an int.
bool IsIntList(napi_env env, const Arg& arg, int64_t* failed_element);

}  // namespace torch_node
