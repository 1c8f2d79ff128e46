// Mirrors torch/backends/mha/__init__.py.

let _is_fastpath_enabled = true

/**
 * Whether `nn.MultiheadAttention` and `nn.TransformerEncoder` may take the way of one native call, which they do in
 * evaluation without gradients.
 */
export function get_fastpath_enabled(): boolean {
  return _is_fastpath_enabled
}

export function set_fastpath_enabled(value: boolean): void {
  _is_fastpath_enabled = value
}
