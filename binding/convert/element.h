// One element of a tensor: from and to JavaScript. Mirrors
// torch/csrc/utils/python_scalars.h, whose casts differ from `Tensor.to`.
#pragma once

#include <c10/core/ScalarType.h>

#include <span>

#include "arg.h"

namespace torch_node {

// Writes one value as an element of `dtype`; Python's errors for values of
// another kind and for overflow.
void StoreElement(napi_env env, void* element, c10::ScalarType dtype,
                  const Arg& arg);

// The same for many plain numbers at once (integral ones are ints). False, with
// nothing promised about `elements`, if one of them needs StoreElement.
bool StoreNumbers(void* elements, c10::ScalarType dtype,
                  std::span<const double> numbers);

// Reads one element; RuntimeError for dtypes that Python does not list.
napi_value LoadElement(napi_env env, const void* element,
                       c10::ScalarType dtype);

}  // namespace torch_node
