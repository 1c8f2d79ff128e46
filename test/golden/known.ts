/**
 * Entries of op_db that do not pass, with the reason. Each is asserted to fail still: one that
 * passes has to leave this table.
 */
export const KNOWN: Record<string, string> = {
  _batch_norm_with_update: 'torch.ops answers a wrong `out` with the text of the argument parser',
}

/** The same for wrong calls of single functions, by their path. */
export const KNOWN_CALLS: Record<string, string> = {
  'torch.as_tensor': 'takes the dtype by position too, as it is documented',
  'torch.sparse_bsc_tensor': 'names its own parameters, not the signatures of the native parser',
  'torch.sparse_bsr_tensor': 'names its own parameters, not the signatures of the native parser',
  'torch.sparse_compressed_tensor':
    'names its own parameters, not the signatures of the native parser',
  'torch.sparse_coo_tensor': 'names its own parameters, not the signatures of the native parser',
  'torch.sparse_csc_tensor': 'names its own parameters, not the signatures of the native parser',
  'torch.sparse_csr_tensor': 'names its own parameters, not the signatures of the native parser',
  'torch.Tensor.copy_': 'Python has a second form, for numbers',
  'torch.Tensor.new': "spells Python's `def`, where Python parses natively",
  'torch.Tensor.nonzero': 'Python counts from 1 to 0 arguments: a slip of its own',
  'torch.Tensor.qscheme': 'surplus arguments are not counted: written by hand, not parsed',
  'torch.Tensor.to': 'Python takes any number for a device',
  'torch.Tensor.backward': 'surplus arguments are not counted: written by hand, not parsed',
  'torch.Tensor.is_shared': 'surplus arguments are not counted: written by hand, not parsed',
  'torch.Tensor.resize': 'deprecated and not ported',
  'torch.Tensor.resize_as': 'deprecated and not ported',
}

/** The same for single errors, by the call as Python spells it. */
export const KNOWN_ERRORS: Record<string, string> = {
  'x.copy_()': 'Python has a second form, for numbers',
  'x.mean(0, keepdims=True, foo=1)': 'the last unknown keyword is named, not the first',
  "torch.norm('a')": 'Python looks at an attribute before it calls an operator',
}

/** The same for indices, by base and form: `cube index([::0])`. */
export const KNOWN_INDICES: Record<string, string> = {
  'line index([(0, 1.5)])': 'the kinds are looked at before the dimensions',
  'line index([(slice(None), slice(0.5, None))])': 'the kinds are looked at before the dimensions',
  'line index_put_([(0, 1.5)])': 'the kinds are looked at before the dimensions',
  'line index_put_([(slice(None), slice(0.5, None))])':
    'the kinds are looked at before the dimensions',
  'point index([last])': 'the bounds are looked at before the dimensions',
  'point index([(slice(None), slice(0.5, None))])': 'the kinds are looked at before the dimensions',
  'point index_put_([last])': 'the bounds are looked at before the dimensions',
  'point index_put_([(slice(None), slice(0.5, None))])':
    'the kinds are looked at before the dimensions',
}

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
