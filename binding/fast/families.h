// The operators whose C++ types are the families of unboxed.cc; each stands for
// every operator of its type. A type that is missing costs speed, nothing else.
#pragma once

#include <ATen/ops/add_ops.h>
#include <ATen/ops/addcmul_ops.h>
#include <ATen/ops/addmm_ops.h>
#include <ATen/ops/arange_ops.h>
#include <ATen/ops/argmax_ops.h>
#include <ATen/ops/baddbmm_ops.h>
#include <ATen/ops/batch_norm_ops.h>
#include <ATen/ops/cat_ops.h>
#include <ATen/ops/clone_ops.h>
#include <ATen/ops/conv2d_ops.h>
#include <ATen/ops/cross_entropy_loss_ops.h>
#include <ATen/ops/cumsum_ops.h>
#include <ATen/ops/dropout_ops.h>
#include <ATen/ops/embedding_ops.h>
#include <ATen/ops/empty_ops.h>
#include <ATen/ops/expand_ops.h>
#include <ATen/ops/fill_ops.h>
#include <ATen/ops/flatten_ops.h>
#include <ATen/ops/full_like_ops.h>
#include <ATen/ops/gather_ops.h>
#include <ATen/ops/index_select_ops.h>
#include <ATen/ops/layer_norm_ops.h>
#include <ATen/ops/leaky_relu_ops.h>
#include <ATen/ops/lerp_ops.h>
#include <ATen/ops/linear_ops.h>
#include <ATen/ops/masked_fill_ops.h>
#include <ATen/ops/max_pool2d_ops.h>
#include <ATen/ops/mse_loss_ops.h>
#include <ATen/ops/mul_ops.h>
#include <ATen/ops/ones_like_ops.h>
#include <ATen/ops/permute_ops.h>
#include <ATen/ops/pow_ops.h>
#include <ATen/ops/rand_ops.h>
#include <ATen/ops/randn_ops.h>
#include <ATen/ops/relu_ops.h>
#include <ATen/ops/scatter_ops.h>
#include <ATen/ops/select_ops.h>
#include <ATen/ops/softmax_ops.h>
#include <ATen/ops/squeeze_ops.h>
#include <ATen/ops/stack_ops.h>
#include <ATen/ops/sum_ops.h>
#include <ATen/ops/to_ops.h>
#include <ATen/ops/transpose_ops.h>
#include <ATen/ops/tril_ops.h>
#include <ATen/ops/unsqueeze_ops.h>
#include <ATen/ops/view_ops.h>
#include <ATen/ops/where_ops.h>
#include <ATen/ops/zero_ops.h>
#include <ATen/ops/zeros_ops.h>
#include <ATen/core/function_schema.h>

#include <string>

// clang-format off
#define TORCH_NODE_FAMILIES(X) \
  X(add_Tensor) \
  X(add__Tensor) \
  X(mul_Tensor) \
  X(mul__Tensor) \
  X(mul_Scalar) \
  X(mul__Scalar) \
  X(add_Scalar) \
  X(add__Scalar) \
  X(relu) \
  X(relu_) \
  X(view) \
  X(permute) \
  X(select_int) \
  X(sum) \
  X(sum_dim_IntList) \
  X(zeros) \
  X(cat) \
  X(stack) \
  X(softmax_int) \
  X(linear) \
  X(conv2d) \
  X(transpose_int) \
  X(unsqueeze) \
  X(to_dtype) \
  X(to_dtype_layout) \
  X(clone) \
  X(expand) \
  X(index_select) \
  X(gather) \
  X(addmm) \
  X(embedding) \
  X(dropout) \
  X(dropout_) \
  X(arange) \
  X(argmax) \
  X(cross_entropy_loss) \
  X(max_pool2d) \
  X(mse_loss) \
  X(pow_Tensor_Scalar) \
  X(randn) \
  X(rand) \
  X(empty_memory_format) \
  X(full_like) \
  X(ones_like) \
  X(leaky_relu) \
  X(flatten_using_ints) \
  X(scatter_src) \
  X(masked_fill_Scalar) \
  X(where_self) \
  X(zero_) \
  X(fill__Scalar) \
  X(layer_norm) \
  X(batch_norm) \
  X(squeeze_dim) \
  X(tril) \
  X(addcmul) \
  X(lerp_Scalar) \
  X(cumsum) \
  X(baddbmm)
// clang-format on

namespace torch_node {

// The types of arguments and results: equal for operators of one family.
std::string SchemaKey(const c10::FunctionSchema& schema);

}  // namespace torch_node
