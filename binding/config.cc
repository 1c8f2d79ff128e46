#include "config.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DefaultDtype.h>
#include <torch/headeronly/version.h>

#include <algorithm>

#include "convert/arg.h"
#include "entry.h"
#include "result.h"

namespace torch_node {

namespace {

#ifndef TORCH_NODE_LIBTORCH_VERSION
#define TORCH_NODE_LIBTORCH_VERSION TORCH_VERSION
#endif

napi_value LibTorchVersion(AddonData& data, const Arguments&) {
  return Text(data.env, TORCH_NODE_LIBTORCH_VERSION);
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
    ThrowTypeError(
        "invalid dtype object: only floating-point types are "
        "supported as the default type");
  }
  auto type = static_cast<c10::ScalarType>(dtype.integer);
  if (!c10::isFloatingType(type)) {
    ThrowTypeError(
        "only floating-point types are supported as the default type");
  }
  c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
  return Undefined(data.env);
}

napi_value GetDeterministic(AddonData& data, const Arguments&) {
  auto& context = at::globalContext();
  return Integer(data.env, !context.deterministicAlgorithms()          ? 0
                           : context.deterministicAlgorithmsWarnOnly() ? 1
                                                                       : 2);
}

// (mode, warn_only)
napi_value SetDeterministic(AddonData& data, const Arguments& args) {
  at::globalContext().setDeterministicAlgorithms(IsTrue(data.env, args[0]),
                                                 IsTrue(data.env, args[1]));
  return Undefined(data.env);
}

bool ExpectBool(AddonData& data, napi_value value, const std::string& who) {
  Arg on = Classify(data.env, value);
  if (on.kind != Kind::kBool) {
    ThrowRuntimeError(who + " expects a bool, but got " +
                      TypeName(data.env, on));
  }
  return on.integer != 0;
}

napi_value GetWarnAlways(AddonData& data, const Arguments&) {
  return Boolean(data.env, c10::WarningUtils::get_warnAlways());
}

napi_value SetWarnAlways(AddonData& data, const Arguments& args) {
  c10::WarningUtils::set_warnAlways(
      ExpectBool(data, args[0], "setWarnOnlyOnce"));
  return Undefined(data.env);
}

napi_value SetFlushDenormal(AddonData& data, const Arguments& args) {
  return Boolean(data.env, at::globalContext().setFlushDenormal(
                               IsTrue(data.env, args[0])));
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
  bool has = name == "mkl"       ? at::hasMKL()
             : name == "openmp"  ? at::hasOpenMP()
             : name == "mkldnn"  ? at::globalContext().hasMKLDNN()
             : name == "lapack"  ? at::hasLAPACK()
             : name == "ck_sdpa" ? at::Context::hasCKSDPA()
             : name == "cudnn" ? at::detail::getCUDAHooks().compiledWithCuDNN()
                               : false;
  return Boolean(data.env, has);
}

// What lib/backends.ts lets users switch.
struct Switch {
  std::string_view name;
  bool (*get)(const at::Context& context);
  void (*set)(at::Context& context, bool on);
};

#define TORCH_NODE_SWITCH(name, getter, setter)                    \
  Switch {                                                         \
    name, [](const at::Context& c) -> bool { return c.getter(); }, \
        [](at::Context& c, bool on) { c.setter(on); }              \
  }

constexpr Switch kSwitches[] = {
    TORCH_NODE_SWITCH("enabled_cudnn", userEnabledCuDNN, setUserEnabledCuDNN),
    TORCH_NODE_SWITCH("benchmark_cudnn", benchmarkCuDNN, setBenchmarkCuDNN),
    TORCH_NODE_SWITCH("deterministic_cudnn", deterministicCuDNN,
                      setDeterministicCuDNN),
    TORCH_NODE_SWITCH("allow_tf32_cudnn", allowTF32CuDNN, setAllowTF32CuDNN),
    TORCH_NODE_SWITCH("allow_tf32_cublas", allowTF32CuBLAS, setAllowTF32CuBLAS),
    TORCH_NODE_SWITCH("enabled_mkldnn", userEnabledMkldnn,
                      setUserEnabledMkldnn),
    TORCH_NODE_SWITCH("flash_sdp", userEnabledFlashSDP, setSDPUseFlash),
    TORCH_NODE_SWITCH("mem_efficient_sdp", userEnabledMemEfficientSDP,
                      setSDPUseMemEfficient),
    TORCH_NODE_SWITCH("math_sdp", userEnabledMathSDP, setSDPUseMath),
    TORCH_NODE_SWITCH("cudnn_sdp", userEnabledCuDNNSDP, setSDPUseCuDNN),
    TORCH_NODE_SWITCH("overrideable_sdp", userEnabledOverrideableSDP,
                      setSDPUseOverrideable),
    TORCH_NODE_SWITCH("fp16_bf16_reduction_math_sdp",
                      allowFP16BF16ReductionMathSDP,
                      setAllowFP16BF16ReductionMathSDP),
};

const Switch& FindSwitch(AddonData& data, napi_value text) {
  std::string name = ToString(data.env, text);
  for (const Switch& found : kSwitches) {
    if (found.name == name) return found;
  }
  ThrowRuntimeError("no switch is called " + name);
}

napi_value GetSwitch(AddonData& data, const Arguments& args) {
  return Boolean(data.env, FindSwitch(data, args[0]).get(at::globalContext()));
}

napi_value SetSwitch(AddonData& data, const Arguments& args) {
  const Switch& found = FindSwitch(data, args[0]);
  bool on = ExpectBool(data, args[1], "set_" + std::string(found.name));
  found.set(at::globalContext(), on);
  return Undefined(data.env);
}

// The backends of attention by LibTorch's number, the first choice first.
napi_value GetSdpPriority(AddonData& data, const Arguments&) {
  auto backends = at::globalContext().sDPPriorityOrder();
  std::vector<int64_t> order;
  for (at::SDPBackend backend : backends) {
    order.push_back(static_cast<int64_t>(backend));
  }
  return IntArray(data.env, order);
}

// (number, ...), all of them.
napi_value SetSdpPriority(AddonData& data, const Arguments& args) {
  std::vector<int64_t> order;
  for (size_t i = 0; i < args.size(); i++) {
    order.push_back(IntArg(data, args[i]));
  }
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); i++) {
    if (sorted.size() != at::num_sdp_backends ||
        sorted[i] != static_cast<int64_t>(i)) {
      ThrowRuntimeError("each backend has one place in the order");
    }
  }
  at::globalContext().setSDPPriorityOrder(order);
  return Undefined(data.env);
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
    {"getWarnAlways", GetWarnAlways},
    {"setWarnAlways", SetWarnAlways},
    {"setFlushDenormal", SetFlushDenormal},
    {"getMatmulPrecision", GetMatmulPrecision},
    {"setMatmulPrecision", SetMatmulPrecision},
    {"hasFeature", HasFeature},
    {"getSwitch", GetSwitch},
    {"setSwitch", SetSwitch},
    {"getSdpPriority", GetSdpPriority},
    {"setSdpPriority", SetSdpPriority},
};

}  // namespace

void InitConfig(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
