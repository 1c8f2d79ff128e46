#include "config.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/DefaultDtype.h>
#include <torch/headeronly/version.h>

#include "convert/arg.h"
#include "entry.h"
#include "result.h"

namespace torch_node {

namespace {

napi_value LibTorchVersion(AddonData& data, const Arguments&) {
  return Text(data.env, TORCH_VERSION);
}

napi_value ShowConfig(AddonData& data, const Arguments&) {
  return Text(data.env, at::show_config());
}

napi_value ParallelInfo(AddonData& data, const Arguments&) {
  return Text(data.env, at::get_parallel_info());
}

napi_value CpuCapability(AddonData& data, const Arguments&) {
  return Text(data.env, at::get_cpu_capability());
}

napi_value GetNumThreads(AddonData& data, const Arguments&) {
  return Integer(data.env, at::get_num_threads());
}

napi_value SetNumThreads(AddonData& data, const Arguments& args) {
  Arg count = Classify(data.env, args[0]);
  if (!count.is_int()) {
    ThrowRuntimeError("set_num_threads expects an int, but got " +
                   TypeName(data.env, count));
  }
  if (count.integer <= 0 || count.integer > INT_MAX) {
    ThrowRuntimeError("set_num_threads expects a positive integer");
  }
  at::set_num_threads(static_cast<int>(count.integer));
  return Undefined(data.env);
}

napi_value GetNumInteropThreads(AddonData& data, const Arguments&) {
  return Integer(data.env, at::get_num_interop_threads());
}

napi_value SetNumInteropThreads(AddonData& data, const Arguments& args) {
  Arg count = Classify(data.env, args[0]);
  if (!count.is_int()) {
    ThrowRuntimeError("set_num_interop_threads expects an int, but got " +
                   TypeName(data.env, count));
  }
  if (count.integer <= 0 || count.integer > INT_MAX) {
    ThrowRuntimeError("set_num_interop_threads expects a positive integer");
  }
  at::set_num_interop_threads(static_cast<int>(count.integer));
  return Undefined(data.env);
}

napi_value GetDefaultDtype(AddonData& data, const Arguments&) {
  return DtypeToJs(data, c10::get_default_dtype_as_scalartype());
}

napi_value SetDefaultDtype(AddonData& data, const Arguments& args) {
  Arg dtype = Classify(data.env, args[0]);
  if (dtype.kind != Kind::kDtype) {
    ThrowTypeError("invalid dtype object: only floating-point types are "
                   "supported as the default type");
  }
  auto type = static_cast<c10::ScalarType>(dtype.integer);
  if (!c10::isFloatingType(type)) {
    ThrowTypeError("only floating-point types are supported as the default type");
  }
  c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
  return Undefined(data.env);
}

napi_value GetDeterministic(AddonData& data, const Arguments&) {
  auto& context = at::globalContext();
  return Integer(data.env, !context.deterministicAlgorithms() ? 0
                           : context.deterministicAlgorithmsWarnOnly() ? 1
                                                                       : 2);
}

// (mode, warn_only)
napi_value SetDeterministic(AddonData& data, const Arguments& args) {
  at::globalContext().setDeterministicAlgorithms(IsTrue(data.env, args[0]),
                                                 IsTrue(data.env, args[1]));
  return Undefined(data.env);
}

napi_value SetFlushDenormal(AddonData& data, const Arguments& args) {
  return Boolean(data.env,
                 at::globalContext().setFlushDenormal(IsTrue(data.env, args[0])));
}

napi_value GetMatmulPrecision(AddonData& data, const Arguments&) {
  auto precision = at::globalContext().float32MatmulPrecision();
  return Text(data.env,
              precision == at::Float32MatmulPrecision::HIGHEST ? "highest"
              : precision == at::Float32MatmulPrecision::HIGH  ? "high"
                                                               : "medium");
}

napi_value SetMatmulPrecision(AddonData& data, const Arguments& args) {
  Arg precision = Classify(data.env, args[0]);
  if (precision.kind != Kind::kString) {
    ThrowTypeError("set_float32_matmul_precision expects a str, but got " +
                   TypeName(data.env, precision));
  }
  std::string text = ToString(data.env, precision.value);
  // LibTorch copies it to a buffer on the stack whatever its length.
  if (text.size() > 16) {
    TORCH_WARN(text,
               " is not one of 'highest', 'high', or 'medium'; the current"
               "setFloat32MatmulPrecision call has no effect.");
    return Undefined(data.env);
  }
  at::globalContext().setFloat32MatmulPrecision(text);
  return Undefined(data.env);
}

napi_value HasFeature(AddonData& data, const Arguments& args) {
  std::string name = ToString(data.env, args[0]);
  bool has = name == "mkl"      ? at::hasMKL()
             : name == "openmp" ? at::hasOpenMP()
             : name == "mkldnn" ? at::globalContext().hasMKLDNN()
             : name == "lapack" ? at::hasLAPACK()
                                : false;
  return Boolean(data.env, has);
}

constexpr NativeFunction kFunctions[] = {
    {"libtorchVersion", LibTorchVersion},
    {"showConfig", ShowConfig},
    {"parallelInfo", ParallelInfo},
    {"cpuCapability", CpuCapability},
    {"getNumThreads", GetNumThreads},
    {"setNumThreads", SetNumThreads},
    {"getNumInteropThreads", GetNumInteropThreads},
    {"setNumInteropThreads", SetNumInteropThreads},
    {"getDefaultDtype", GetDefaultDtype},
    {"setDefaultDtype", SetDefaultDtype},
    {"getDeterministic", GetDeterministic},
    {"setDeterministic", SetDeterministic},
    {"setFlushDenormal", SetFlushDenormal},
    {"getMatmulPrecision", GetMatmulPrecision},
    {"setMatmulPrecision", SetMatmulPrecision},
    {"hasFeature", HasFeature},
};

}  // namespace

void InitConfig(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
