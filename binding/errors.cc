#include "errors.h"

#include <c10/util/Exception.h>

#include <new>
#include <string_view>

#include "addon_data.h"
#include "js_thread.h"

namespace torch_node {

void ThrowTypeError(std::string message) {
  throw PyError(ErrorKind::kTypeError, std::move(message));
}
void ThrowValueError(std::string message) {
  throw PyError(ErrorKind::kValueError, std::move(message));
}
void ThrowIndexError(std::string message) {
  throw PyError(ErrorKind::kIndexError, std::move(message));
}
void ThrowRuntimeError(std::string message) {
  throw PyError(ErrorKind::kRuntimeError, std::move(message));
}

namespace {

napi_value String(napi_env env, const std::string& text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.c_str(), text.size(), &value);
  return value;
}

// Makes the error with lib's own class, so that `instanceof` holds in every
// realm; before lib has registered its classes, a plain Error.
void Raise(napi_env env, ErrorKind kind, const std::string& message,
           const char* cpp_stack = nullptr) noexcept {
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) return;
  AddonData* data = AddonData::Of(env);
  napi_value error_class = nullptr;
  if (data != nullptr) {
    napi_ref reference = data->error_classes[static_cast<size_t>(kind)];
    if (reference != nullptr) {
      napi_get_reference_value(env, reference, &error_class);
    }
  }
  napi_value text = String(env, message);
  napi_value error = nullptr;
  if (error_class == nullptr) {
    napi_create_error(env, nullptr, text, &error);
  } else if (napi_new_instance(env, error_class, 1, &text, &error) != napi_ok) {
    return;
  }
  if (cpp_stack != nullptr) {
    napi_property_descriptor property = {};
    property.utf8name = "cppStack";
    property.value = String(env, cpp_stack);
    property.attributes = napi_writable;
    napi_define_properties(env, error, 1, &property);
  }
  napi_throw(env, error);
}

void ReplaceAll(std::string* text, const std::string& from,
                const std::string& to) {
  for (size_t at = text->find(from); at != std::string::npos;
       at = text->find(from, at + to.size())) {
    text->replace(at, from.size(), to);
  }
}

// What lists the backends of an operator has our own among them, once a thread
// has a generator (thread_generator.cc).
void LeaveOutOwnBackend(std::string* text) {
  constexpr std::string_view kLine = "\nTESTING_ONLY_GenericMode: ";
  for (size_t at = text->find(kLine); at != std::string::npos;
       at = text->find(kLine, at)) {
    text->erase(at, text->find('\n', at + 1) - at);
  }
  ReplaceAll(text, ", TESTING_ONLY_GenericMode", "");
}

// LibTorch's names of tensor types as Python writes them: CPUFloatType is
// torch.FloatTensor. Mirrors torch::processErrorMsg.
std::string PythonMessage(std::string text) {
  LeaveOutOwnBackend(&text);
  if (text.find("Type") == std::string::npos) return text;
  constexpr const char* kTypes[] = {"Byte", "Char", "Double", "Float",
                                    "Int",  "Long", "Short",  "Half"};
  constexpr std::pair<const char*, const char*> kPlaces[] = {
      {"SparseCUDA", "torch.cuda.sparse."},
      {"SparseCPU", "torch.sparse."},
      {"CUDA", "torch.cuda."},
      {"CPU", "torch."},
  };
  for (const auto& [place, module] : kPlaces) {
    for (const char* type : kTypes) {
      std::string name = std::string(place) + type + "Type";
      std::string python = std::string(module) + type + "Tensor";
      ReplaceAll(&text, "Variable[" + name + "]", python);
      ReplaceAll(&text, name, python);
    }
  }
  return text;
}

void RaiseC10(napi_env env, ErrorKind kind, const c10::Error& error) noexcept {
  Raise(env, kind, PythonMessage(error.what_without_backtrace()), error.what());
}

}  // namespace

// The order mirrors HANDLE_TH_ERRORS: most derived first.
void RaiseCurrentException(napi_env env) noexcept {
  try {
    throw;
  } catch (const JsPending&) {
    // Asked first: the next Node-API call overwrites it.
    const napi_extended_error_info* info = nullptr;
    napi_get_last_error_info(env, &info);
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (!pending) {
      Raise(env, ErrorKind::kTypeError,
            info != nullptr && info->error_message != nullptr
                ? info->error_message
                : "invalid argument");
    }
  } catch (const JsError& error) {
    error.Raise(env);
  } catch (const PyError& error) {
    Raise(env, error.kind(), error.what());
  } catch (const c10::IndexError& error) {
    RaiseC10(env, ErrorKind::kIndexError, error);
  } catch (const c10::ValueError& error) {
    RaiseC10(env, ErrorKind::kValueError, error);
  } catch (const c10::TypeError& error) {
    RaiseC10(env, ErrorKind::kTypeError, error);
  } catch (const c10::NotImplementedError& error) {
    RaiseC10(env, ErrorKind::kNotImplementedError, error);
  } catch (const c10::LinAlgError& error) {
    RaiseC10(env, ErrorKind::kLinAlgError, error);
  } catch (const c10::OutOfMemoryError& error) {
    RaiseC10(env, ErrorKind::kOutOfMemoryError, error);
  } catch (const c10::Error& error) {
    RaiseC10(env, ErrorKind::kRuntimeError, error);
  } catch (const std::bad_alloc&) {
    Raise(env, ErrorKind::kOutOfMemoryError, "out of memory");
  } catch (const std::exception& error) {
    Raise(env, ErrorKind::kRuntimeError, error.what());
  } catch (...) {
    Raise(env, ErrorKind::kRuntimeError, "unknown C++ exception");
  }
}

}  // namespace torch_node
