// A default generator of one thread's own.
//
// Note [Thread's generator]
// LibTorch has one default generator for the CPU, and whoever draws without
// naming one draws from it. The workers of a loader are processes in Python,
// each with a default generator of its own; here they are threads, so each
// brings one along. A dispatch key that is no device's, switched on in such
// threads only, has kernels for the operators that take a generator: they put
// the thread's into the place of none and go on. All that draws comes by one of
// these in the end, and all other operators pass over the key.
#pragma once

#include <ATen/core/Generator.h>

#include "napi_setup.h"

namespace torch_node {

// The default generator of this thread: its own, or the process's.
at::Generator ThreadGenerator();

void InitThreadGenerator(napi_env env, napi_value exports);

}  // namespace torch_node
