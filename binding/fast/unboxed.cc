#include "unboxed.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/SymInt.h>
#include <c10/util/OptionalArrayRef.h>
#include <c10/util/SmallVector.h>

#include <tuple>
#include <utility>
#include <vector>

#include "../device.h"
#include "../errors.h"
#include "../plan.h"
#include "families.h"

namespace torch_node {

namespace {

// What the arguments of one call are read from.
struct Reader {
  napi_env env;
  const Signature& signature;
  const Arg* self;
  const Parsed& parsed;

  // Null for what was not given: the schema's default holds.
  const Arg* Find(const Plan::Source& source) const {
    switch (source.from) {
      case Plan::Source::From::kSelf:
        return self;
      case Plan::Source::From::kParam: {
        const Arg& arg = parsed.values[source.param];
        return arg.missing() ? nullptr : &arg;
      }
      default:
        return nullptr;
    }
  }
  bool IsSpread(const Plan::Source& source) const {
    return source.from == Plan::Source::From::kParam &&
           source.param == parsed.spread_index;
  }
};

// Holds one argument in the form that the C++ type wants. `Load` says whether
// it could; `get` gives the argument.
template <class T>
struct Holder;

template <>
struct Holder<const at::Tensor&> {
  at::Tensor number;
  const at::Tensor* tensor = &number;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg == nullptr) return false;
    if (arg->tensor != nullptr) {
      tensor = arg->tensor;
    } else {
      number = ToWrappedNumber(ToScalar(reader.env, *arg));
    }
    return true;
  }
  const at::Tensor& get() { return *tensor; }
};

template <>
struct Holder<at::Tensor&> {
  at::Tensor tensor;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg == nullptr || arg->tensor == nullptr) return false;
    tensor = *arg->tensor;
    return true;
  }
  at::Tensor& get() { return tensor; }
};

template <>
struct Holder<const std::optional<at::Tensor>&> {
  std::optional<at::Tensor> tensor;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg != nullptr && arg->tensor != nullptr) tensor = *arg->tensor;
    return arg == nullptr || arg->tensor != nullptr;
  }
  const std::optional<at::Tensor>& get() { return tensor; }
};

template <>
struct Holder<const at::Scalar&> {
  at::Scalar scalar;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg != nullptr) {
      scalar = ToScalar(reader.env, *arg);
      return true;
    }
    if (!source.default_value.isScalar()) return false;
    scalar = source.default_value.toScalar();
    return true;
  }
  const at::Scalar& get() { return scalar; }
};

// Numbers, flags and codes, with the reading of each.
template <class T, T (*FromArg)(napi_env, const Arg&),
          T (*FromDefault)(const c10::IValue&)>
struct ValueHolder {
  T value{};
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg != nullptr) {
      value = FromArg(reader.env, *arg);
      return true;
    }
    if (source.default_value.isNone()) return false;
    value = FromDefault(source.default_value);
    return true;
  }
  T get() { return value; }
};

bool BoolFromArg(napi_env, const Arg& arg) { return arg.integer != 0; }
bool BoolFromDefault(const c10::IValue& value) { return value.toBool(); }
int64_t IntFromDefault(const c10::IValue& value) { return value.toInt(); }
double DoubleFromDefault(const c10::IValue& value) { return value.toDouble(); }
c10::SymInt SymIntFromArg(napi_env env, const Arg& arg) {
  return ToInt(env, arg);
}
c10::SymInt SymIntFromDefault(const c10::IValue& value) {
  return value.toInt();
}
at::ScalarType DtypeFromArg(napi_env, const Arg& arg) {
  return static_cast<at::ScalarType>(arg.integer);
}
at::ScalarType DtypeFromDefault(const c10::IValue& value) {
  return value.toScalarType();
}
at::Layout LayoutFromArg(napi_env, const Arg& arg) {
  return static_cast<at::Layout>(arg.integer);
}
at::MemoryFormat FormatFromArg(napi_env, const Arg& arg) {
  return static_cast<at::MemoryFormat>(arg.integer);
}
at::Device DeviceFromArg(napi_env env, const Arg& arg) {
  return CheckedDevice(ToDevice(env, arg));
}

template <>
struct Holder<bool> : ValueHolder<bool, BoolFromArg, BoolFromDefault> {};
template <>
struct Holder<int64_t> : ValueHolder<int64_t, ToInt, IntFromDefault> {};
template <>
struct Holder<double> : ValueHolder<double, ToDouble, DoubleFromDefault> {};
template <>
struct Holder<c10::SymInt>
    : ValueHolder<c10::SymInt, SymIntFromArg, SymIntFromDefault> {};
template <>
struct Holder<at::ScalarType>
    : ValueHolder<at::ScalarType, DtypeFromArg, DtypeFromDefault> {};

// The same where None is allowed; a default other than None is left to the
// boxed call.
template <class T, T (*FromArg)(napi_env, const Arg&)>
struct OptionalHolder {
  std::optional<T> value;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg != nullptr) value = FromArg(reader.env, *arg);
    return arg != nullptr || source.default_value.isNone();
  }
  std::optional<T> get() { return value; }
};

template <>
struct Holder<std::optional<bool>> : OptionalHolder<bool, BoolFromArg> {};
template <>
struct Holder<std::optional<int64_t>> : OptionalHolder<int64_t, ToInt> {};
template <>
struct Holder<std::optional<double>> : OptionalHolder<double, ToDouble> {};
template <>
struct Holder<std::optional<at::ScalarType>>
    : OptionalHolder<at::ScalarType, DtypeFromArg> {};
template <>
struct Holder<std::optional<at::Layout>>
    : OptionalHolder<at::Layout, LayoutFromArg> {};
template <>
struct Holder<std::optional<at::MemoryFormat>>
    : OptionalHolder<at::MemoryFormat, FormatFromArg> {};
template <>
struct Holder<std::optional<at::Device>>
    : OptionalHolder<at::Device, DeviceFromArg> {
  bool Load(const Reader& reader, const Plan::Source& source) {
    if (!OptionalHolder::Load(reader, source)) return false;
    if (!value.has_value() && source.default_device) {
      c10::IValue standard = DefaultDevice(reader.env);
      if (standard.isDevice()) value = standard.toDevice();
    }
    return true;
  }
};

// Sizes and dims: a list, one int for several, or spread arguments.
struct IntsHolder {
  c10::SmallVector<int64_t, 6> values;
  bool given = false;
  bool Load(const Reader& reader, const Plan::Source& source) {
    if (reader.IsSpread(source)) {
      for (const Arg& arg : reader.parsed.spread) {
        if (!arg.is_int()) return false;
        values.push_back(arg.integer);
      }
      given = true;
      return true;
    }
    const Arg* arg = reader.Find(source);
    if (arg == nullptr) {
      if (source.default_value.isNone()) return source.is_optional;
      for (int64_t value : source.default_value.toIntVector()) {
        values.push_back(value);
      }
      given = true;
      return true;
    }
    given = true;
    if (arg->is_int()) {
      int size = reader.signature.params[source.param].size;
      values.append(static_cast<size_t>(size), arg->integer);
      return true;
    }
    if (arg->kind != Kind::kList) return false;
    // Anything but ints goes the boxed way, which has the errors.
    return ReadInts(reader.env, *arg, &values);
  }
  static bool ReadInts(napi_env env, const Arg& list,
                       c10::SmallVectorImpl<int64_t>* values) {
    uint32_t length = Length(env, list);
    for (uint32_t i = 0; i < length; ++i) {
      napi_value element = nullptr;
      Check(napi_get_element(env, list.value, i, &element));
      Arg item = Classify(env, element);
      if (!item.is_int()) return false;
      values->push_back(item.integer);
    }
    return true;
  }
};

template <>
struct Holder<at::IntArrayRef> : IntsHolder {
  at::IntArrayRef get() { return values; }
};
template <>
struct Holder<c10::SymIntArrayRef> : IntsHolder {
  bool Load(const Reader& reader, const Plan::Source& source) {
    if (!IntsHolder::Load(reader, source)) return false;
    // A negative int64 as a SymInt may be a symbol: the checked way.
    for (int64_t value : values) {
      if (!c10::SymInt::check_range(value)) return false;
    }
    return true;
  }
  c10::SymIntArrayRef get() { return c10::fromIntArrayRefUnchecked(values); }
};
template <>
struct Holder<at::OptionalIntArrayRef> : IntsHolder {
  at::OptionalIntArrayRef get() {
    return given ? at::OptionalIntArrayRef(at::IntArrayRef(values))
                 : at::OptionalIntArrayRef();
  }
};

struct TensorsHolder {
  c10::SmallVector<at::Tensor, 4> tensors;
  bool Load(const Reader& reader, const Plan::Source& source) {
    const Arg* arg = reader.Find(source);
    if (arg == nullptr || arg->kind != Kind::kList) return false;
    for (const Arg& element : Elements(reader.env, *arg)) {
      if (element.tensor == nullptr) return false;
      tensors.push_back(*element.tensor);
    }
    return true;
  }
};

template <>
struct Holder<at::TensorList> : TensorsHolder {
  at::TensorList get() { return tensors; }
};
template <>
struct Holder<const at::ITensorListRef&> : TensorsHolder {
  at::ITensorListRef list;
  const at::ITensorListRef& get() {
    list = at::ITensorListRef(at::TensorList(tensors));
    return list;
  }
};

template <class F>
class Family;

template <class R, class... Args>
class Family<R(Args...)> final : public UnboxedCall {
 public:
  using Handle = c10::TypedOperatorHandle<R(Args...)>;
  explicit Family(Handle handle) : handle_(std::move(handle)) {}

  bool Run(napi_env env, const Overload& overload, const Plan& plan,
           const Arg* self, const Parsed& parsed,
           at::Tensor* result) const override {
    return Run(Reader{env, overload.signature, self, parsed}, plan, result,
               std::index_sequence_for<Args...>());
  }

  static std::unique_ptr<UnboxedCall> TryMake(const Plan& plan) {
    if (plan.sources.size() != sizeof...(Args)) return nullptr;
    try {
      return std::make_unique<Family>(plan.handle.typed<R(Args...)>());
    } catch (const c10::Error&) {
      return nullptr;  // the operator is of another type
    }
  }

 private:
  template <size_t... I>
  bool Run(const Reader& reader, const Plan& plan, at::Tensor* result,
           std::index_sequence<I...>) const {
    std::tuple<Holder<Args>...> holders;
    bool loaded = (std::get<I>(holders).Load(reader, plan.sources[I]) && ...);
    if (!loaded) return false;
    *result = handle_.call(std::get<I>(holders).get()...);
    return true;
  }

  Handle handle_;
};

using MakeFamily = std::unique_ptr<UnboxedCall> (*)(const Plan& plan);

const std::vector<std::pair<std::string, MakeFamily>>& Families() {
  // One row per C++ type, keyed by the schema of an operator that has it.
  static const auto* rows = [] {
    auto* list = new std::vector<std::pair<std::string, MakeFamily>>();
#define TORCH_NODE_FAMILY(op)                                       \
  list->emplace_back(                                               \
      SchemaKey(c10::Dispatcher::singleton()                        \
                    .findSchemaOrThrow(at::_ops::op::name,          \
                                       at::_ops::op::overload_name) \
                    .schema()),                                     \
      &Family<at::_ops::op::schema>::TryMake);
    TORCH_NODE_FAMILIES(TORCH_NODE_FAMILY)
#undef TORCH_NODE_FAMILY
    return list;
  }();
  return *rows;
}

}  // namespace

std::string SchemaKey(const c10::FunctionSchema& schema) {
  std::string key;
  for (const c10::Argument& argument : schema.arguments()) {
    key += argument.real_type()->str();
    const c10::AliasInfo* alias = argument.alias_info();
    key += alias != nullptr && alias->isWrite() ? "!," : ",";
  }
  key += ">";
  for (const c10::Argument& argument : schema.returns()) {
    key += argument.real_type()->str() + ",";
  }
  return key;
}

std::unique_ptr<UnboxedCall> FindUnboxed(const Plan& plan) {
  std::string key = SchemaKey(plan.handle.schema());
  for (const auto& [family, make] : Families()) {
    if (family != key) continue;
    if (auto call = make(plan)) return call;
  }
  return nullptr;
}

}  // namespace torch_node
