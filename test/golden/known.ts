/**
 * Entries of op_db that do not pass, with the reason. Each is asserted to fail still: one that
 * passes has to leave this table.
 */
export const KNOWN: Record<string, string> = {}

/** Entries without a case, because JavaScript or a CPU cannot reach them. */
export const UNREACHABLE: Record<string, string> = {
  'sparse.mm.reduce': 'calls torch._C._sparse._sparse_mm, a private spelling of torch.sparse.mm',
  'torch._scaled_mm_v2': 'private; takes Python enumerations of scaling types',
  'torch.ops.aten._flash_attention_forward': 'CUDA only',
  'torch.ops.aten._efficient_attention_forward': 'CUDA only',
  'nn.functional.batch_norm.without_cudnn': 'CUDA only',
  jiterator_unary: 'CUDA only: compiles C++ source text',
  jiterator_binary: 'CUDA only: compiles C++ source text',
  jiterator_4inputs_with_extra_args: 'CUDA only: compiles C++ source text',
  jiterator_binary_return_by_ref: 'CUDA only: compiles C++ source text',
  jiterator_2inputs_2outputs: 'CUDA only: compiles C++ source text',
}
