// What a profile recorded, for lib/autograd/profiler.ts.
#pragma once

#include "napi_setup.h"

namespace torch::autograd::profiler {
struct ProfilerResult;
}

namespace torch_node {

struct AddonData;

// A list of lists: the fields of Python's _KinetoEvent for each event. Times
// count from the start of the trace, in nanoseconds.
napi_value EventsToJs(AddonData& data,
                      const torch::autograd::profiler::ProfilerResult& result);

}  // namespace torch_node
