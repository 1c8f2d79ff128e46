// The only include of <napi.h>: every configuration of Node-API lives here.
#pragma once

// Stable Node-API only: wrappers are weak references that the addon sweeps
// itself (tensor_table.h), so no experimental finalizers are needed.
#ifndef NAPI_VERSION
#define NAPI_VERSION 9
#endif

// A failed Node-API call leaves its JavaScript exception pending and we unwind
// with JsPending (errors.h); node-addon-api must not throw objects of its own.
#ifndef NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS
#define NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS
#endif
#ifndef NAPI_DISABLE_CPP_EXCEPTIONS
#define NAPI_DISABLE_CPP_EXCEPTIONS
#endif

#include <napi.h>
