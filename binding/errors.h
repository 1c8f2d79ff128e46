// Errors in both directions: C++ exceptions become the JavaScript class that
// Python would raise; exceptions of user code pass through as the same object.
//
// A failed Node-API call leaves a JavaScript exception pending. `Check` turns
// that into the C++ exception JsPending, which unwinds to the entry point's
// Guard; Guard then returns with the very same exception still pending. A
// thrown `null` needs no special case, because nobody looks at the value.
#pragma once

#include <exception>
#include <string>
#include <utility>

#include "napi_setup.h"

namespace torch_node {

// A JavaScript exception is pending in the environment.
struct JsPending {};

enum class ErrorKind {
  kRuntimeError,
  kIndexError,
  kValueError,
  kTypeError,
  kNotImplementedError,
  kAttributeError,
  kOutOfMemoryError,
  kLinAlgError,
  kKeyError,
  kAssertionError,
  kOverflowError,
  kCount,
};

// An error of our own, with the class and the text of Python's.
class PyError : public std::exception {
 public:
  PyError(ErrorKind kind, std::string message)
      : kind_(kind), message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }
  ErrorKind kind() const { return kind_; }

 private:
  ErrorKind kind_;
  std::string message_;
};

[[noreturn]] void ThrowTypeError(std::string message);
[[noreturn]] void ThrowValueError(std::string message);
[[noreturn]] void ThrowIndexError(std::string message);
[[noreturn]] void ThrowRuntimeError(std::string message);

inline void Check(napi_status status) {
  if (status != napi_ok) [[unlikely]] {
    throw JsPending{};
  }
}

// Rethrows the C++ exception in flight as a pending JavaScript exception.
void RaiseCurrentException(napi_env env) noexcept;

// Every entry point runs inside Guard: nothing escapes into V8.
template <class F>
napi_value Guard(napi_env env, F&& body) noexcept {
  try {
    return body();
  } catch (...) {
    RaiseCurrentException(env);
    return nullptr;
  }
}

}  // namespace torch_node
