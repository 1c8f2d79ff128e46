// Lets go of local handles early, where a loop makes many.
#pragma once

#include "errors.h"
#include "napi_setup.h"

namespace torch_node {

class HandleScope {
 public:
  explicit HandleScope(napi_env env) : env_(env) {
    Check(napi_open_handle_scope(env, &scope_));
  }
  ~HandleScope() { napi_close_handle_scope(env_, scope_); }
  HandleScope(const HandleScope&) = delete;
  HandleScope& operator=(const HandleScope&) = delete;

 private:
  napi_env env_;
  napi_handle_scope scope_;
};

}  // namespace torch_node
