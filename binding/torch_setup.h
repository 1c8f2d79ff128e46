// The LibTorch headers that every file may rely on; narrow on purpose
// (torch/torch.h costs tens of seconds a file).
#pragma once

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <c10/core/Scalar.h>
#include <c10/core/ScalarType.h>
#include <torch/headeronly/version.h>

static_assert(TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 11 &&
                  TORCH_VERSION_MINOR <= 14,
              "torch-node builds against LibTorch 2.11 to 2.14; run "
              "`npm run doctor` to see which one was found");
