// @ts-check
// Everything that the schemas and torchgen's facts do not give, one reason per row.

/**
 * Parser types that the registered schema has lost: it knows a DeviceIndex as an int.
 * @type {Readonly<Record<string, string>>}
 */
export const parserTypes = {
  '_cufft_clear_plan_cache.device_index': 'DeviceIndex',
  '_cufft_get_plan_cache_max_size.device_index': 'DeviceIndex',
  '_cufft_get_plan_cache_size.device_index': 'DeviceIndex',
  '_cufft_set_plan_cache_max_size.device_index': 'DeviceIndex',
}

/**
 * Bindings that PyTorch writes by hand in C++ (python_torch_functions_manual.cpp,
 * python_variable_methods.cpp) although they only pass arguments on: `args` says which value each
 * argument of the operator gets, in the operator's order.
 * @typedef {{ signature: string, op: string, out?: string, args?: string[] }} ManualRow
 * @type {Readonly<Record<string, Readonly<Record<string, readonly ManualRow[]>>>>}
 */
export const manual = {
  torch: {
    // Deprecated in favour of arange, and so left out of torchgen.
    range: [
      {
        signature:
          'range(Scalar start, Scalar end, Scalar step=1, *, Tensor out=None, ScalarType dtype=None, Layout layout=torch.strided, Device device=None, bool requires_grad=False)',
        op: 'range.step',
        out: 'range.out',
      },
    ],
  },
  Tensor: {
    // Returns itself without a call where the format already fits; the operator does the same.
    contiguous: [
      {
        signature: 'contiguous(*, MemoryFormat memory_format=contiguous_format)',
        op: 'contiguous',
      },
    ],
    // Python calls `other` what the operator calls `src`.
    copy_: [
      {
        signature: 'copy_(Tensor other, bool non_blocking=False)',
        op: 'copy_',
        args: ['self', 'other', 'non_blocking'],
      },
    ],
    // One name in Python over three operators; `tensor` gives dtype and device.
    to: [
      {
        signature:
          'to(Device device=None, ScalarType dtype=None, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
        op: 'to.dtype_layout',
      },
      {
        signature:
          'to(ScalarType dtype, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
        op: 'to.dtype',
      },
      {
        signature:
          'to(Tensor tensor, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None)',
        op: 'to.other',
        args: ['self', 'tensor', 'non_blocking', 'copy', 'memory_format'],
      },
    ],
    // The forms that take a Storage are not operators of a tensor alone.
    set_: [
      { signature: 'set_()', op: 'set_' },
      { signature: 'set_(Tensor source)', op: 'set_.source_Tensor' },
      {
        signature:
          'set_(Tensor source, SymInt storage_offset, SymIntArrayRef size, SymIntArrayRef stride=None)',
        op: 'set_.source_Tensor_storage_offset',
      },
    ],
  },
}

/**
 * Names that PyTorch's method tables give to another name's binding; errors show the other name.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
export const aliases = {
  torch: { dsmm: 'mm', hsmm: 'hspmm', saddmm: 'sspaddmm', spmm: 'mm' },
}

/**
 * Methods that class Tensor declares itself, beside those that Python writes by hand (facts.json).
 * @type {Readonly<Record<string, string>>}
 */
export const ownMethods = {
  index_put_: 'takes what x.index([...]) takes, slices and strings too',
}

/**
 * Parameters whose type is wider than their kind says: ints that pass 2^53.
 * @type {ReadonlySet<string>}
 */
export const bigInts = new Set(['random_', 'randint', 'randint_like', 'bitwise_left_shift'])
