// V8 has elementary functions of its own, which differ from the C library's in
// the last bit here and there. Python calls the C library, so lib does too
// where a number of Python's is to come out.
#include "libm.h"

#include <cmath>

#include "entry.h"

namespace torch_node {

namespace {

double NumberArg(AddonData& data, napi_value value) {
  napi_valuetype type;
  double number = 0;
  Check(napi_typeof(data.env, value, &type));
  if (type != napi_number) ThrowTypeError("must be real number");
  Check(napi_get_value_double(data.env, value, &number));
  return number;
}

template <double (*function)(double)>
napi_value Unary(AddonData& data, const Arguments& args) {
  return Number(data.env, function(NumberArg(data, args[0])));
}

napi_value Pow(AddonData& data, const Arguments& args) {
  return Number(data.env,
                std::pow(NumberArg(data, args[0]), NumberArg(data, args[1])));
}

constexpr NativeFunction kFunctions[] = {
    {"libmAcos", Unary<std::acos>},
    {"libmCos", Unary<std::cos>},
    {"libmExp", Unary<std::exp>},
    {"libmLog", Unary<std::log>},
    {"libmPow", Pow},
    {"libmSin", Unary<std::sin>},
};

}  // namespace

void InitLibm(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
