#include "random.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/detail/AcceleratorHooksInterface.h>

#include <mutex>

#include "convert/arg.h"
#include "device.h"
#include "entry.h"
#include "thread_generator.h"

namespace torch_node {

namespace {

// Marks the objects that hold a generator, so that a foreign one is refused.
constexpr napi_type_tag kTag = {0x746f7263686e6f64, 0x47656e657261746f};

at::Generator* Find(napi_env env, napi_value value) {
  napi_valuetype type;
  bool tagged = false;
  Check(napi_typeof(env, value, &type));
  if (type != napi_object ||
      napi_check_object_type_tag(env, value, &kTag, &tagged) != napi_ok ||
      !tagged) {
    return nullptr;
  }
  void* generator = nullptr;
  if (napi_unwrap(env, value, &generator) != napi_ok) return nullptr;
  return static_cast<at::Generator*>(generator);
}

at::Generator& GeneratorArg(AddonData& data, napi_value value) {
  at::Generator* generator = Find(data.env, value);
  if (generator == nullptr) ThrowTypeError("expected a torch.Generator");
  return *generator;
}

at::Generator Make(c10::Device device) {
  if (device.is_cpu()) return at::make_generator<at::CPUGeneratorImpl>();
  return at::globalContext()
      .getAcceleratorHooksInterface(device.type())
      .getNewGenerator(device.index());
}

// A seed as Python takes it: 64 bits, negative ones counted from the top.
uint64_t Seed(AddonData& data, napi_value value) {
  Arg arg = Classify(data.env, value);
  if (arg.kind == Kind::kInt) return static_cast<uint64_t>(arg.integer);
  if (arg.kind == Kind::kBigInt) {
    uint64_t seed = 0;
    bool lossless = false;
    Check(napi_get_value_bigint_uint64(data.env, value, &seed, &lossless));
    if (lossless) return seed;
  }
  if (arg.kind == Kind::kBigInt || arg.kind == Kind::kFloat) {
    ThrowValueError("Overflow when unpacking long long");
  }
  ThrowRuntimeError("manual_seed expected a long, but got " +
                    TypeName(data.env, arg));
}

napi_value SeedToJs(napi_env env, uint64_t seed) {
  if (seed <= static_cast<uint64_t>(INT64_MAX)) {
    return Integer(env, static_cast<int64_t>(seed));
  }
  napi_value value = nullptr;
  Check(napi_create_bigint_uint64(env, seed, &value));
  return value;
}

void Bind(napi_env env, napi_value object, at::Generator generator) {
  Check(napi_type_tag_object(env, object, &kTag));
  auto* held = new at::Generator(std::move(generator));
  napi_status status = napi_wrap(
      env, object, held,
      [](napi_env, void* data, void*) {
        delete static_cast<at::Generator*>(data);
      },
      nullptr, nullptr);
  if (status != napi_ok) {
    delete held;
    throw JsPending{};
  }
}

// (object, device): a new generator
napi_value InitGenerator(AddonData& data, const Arguments& args) {
  Bind(data.env, args[0],
       Make(ToDevice(data.env, Classify(data.env, args[1]))));
  return args[0];
}

// (object, device): the device's default generator
napi_value InitDefaultGenerator(AddonData& data, const Arguments& args) {
  c10::Device device =
      CheckedDevice(ToDevice(data.env, Classify(data.env, args[1])));
  Bind(data.env, args[0],
       device.is_cpu() ? ThreadGenerator()
                       : at::globalContext().defaultGenerator(device));
  return args[0];
}

napi_value GeneratorManualSeed(AddonData& data, const Arguments& args) {
  at::Generator& generator = GeneratorArg(data, args[0]);
  uint64_t seed = Seed(data, args[1]);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(seed);
  return Undefined(data.env);
}

napi_value GeneratorSeed(AddonData& data, const Arguments& args) {
  at::Generator& generator = GeneratorArg(data, args[0]);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return SeedToJs(data.env, generator.seed());
}

napi_value GeneratorInitialSeed(AddonData& data, const Arguments& args) {
  return SeedToJs(data.env, GeneratorArg(data, args[0]).current_seed());
}

napi_value GeneratorGetState(AddonData& data, const Arguments& args) {
  at::Generator& generator = GeneratorArg(data, args[0]);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return Wrap(data.env, generator.get_state());
}

napi_value GeneratorSetState(AddonData& data, const Arguments& args) {
  at::Generator& generator = GeneratorArg(data, args[0]);
  const at::Tensor& state = TensorArg(data, args[1]);
  if (state.layout() != c10::kStrided || !state.device().is_cpu() ||
      state.scalar_type() != c10::kByte) {
    ThrowTypeError("RNG state must be a torch.ByteTensor");
  }
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
  return Undefined(data.env);
}

// (object, generator): a generator of its own in the same state
napi_value GeneratorClone(AddonData& data, const Arguments& args) {
  at::Generator& generator = GeneratorArg(data, args[1]);
  std::lock_guard<std::mutex> lock(generator.mutex());
  Bind(data.env, args[0], generator.clone());
  return args[0];
}

napi_value GeneratorDevice(AddonData& data, const Arguments& args) {
  return Text(data.env, GeneratorArg(data, args[0]).device().str());
}

constexpr NativeFunction kFunctions[] = {
    {"initGenerator", InitGenerator},
    {"initDefaultGenerator", InitDefaultGenerator},
    {"generatorManualSeed", GeneratorManualSeed},
    {"generatorSeed", GeneratorSeed},
    {"generatorInitialSeed", GeneratorInitialSeed},
    {"generatorGetState", GeneratorGetState},
    {"generatorSetState", GeneratorSetState},
    {"generatorClone", GeneratorClone},
    {"generatorDevice", GeneratorDevice},
};

}  // namespace

bool IsGenerator(napi_env env, napi_value value) {
  return Find(env, value) != nullptr;
}

at::Generator ToGenerator(napi_env env, const Arg& arg) {
  at::Generator* generator = Find(env, arg.value);
  if (generator == nullptr) ThrowTypeError("expected a torch.Generator");
  return *generator;
}

void InitRandom(napi_env env, napi_value exports) {
  Define(env, exports, kFunctions);
}

}  // namespace torch_node
