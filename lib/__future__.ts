// Mirrors torch/__future__.py.

let overwritesParams = false
let swapsParams = false

/**
 * Sets whether `net.to(...)`, `net.double()` and their like put new parameters into a module, rather than other values
 * into those that it has.
 *
 * @example
 * torch.__future__.set_overwrite_module_params_on_conversion(true)
 * const [before] = net.parameters()
 * const [after] = net.double().parameters()
 * before === after // False
 * torch.__future__.set_overwrite_module_params_on_conversion(false)
 *
 * @see https://docs.pytorch.org/docs/2.13/future_mod.html
 */
export function set_overwrite_module_params_on_conversion(value: boolean): void {
  overwritesParams = value
}

/**
 * Whether converting a module puts new parameters into it; see {@link set_overwrite_module_params_on_conversion}.
 *
 * @example
 * torch.__future__.get_overwrite_module_params_on_conversion() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/future_mod.html
 */
export function get_overwrite_module_params_on_conversion(): boolean {
  return overwritesParams
}

/**
 * Sets whether converting a module, and loading a state into it, exchange the parameters for others by
 * `torch.utils.swap_tensors`, so that they stay the same objects where setting `data` cannot do that. It takes
 * precedence over {@link set_overwrite_module_params_on_conversion}.
 *
 * @example
 * torch.__future__.set_swap_module_params_on_conversion(true)
 * const [before] = net.parameters()
 * const [after] = net.double().parameters()
 * before === after // True
 * torch.__future__.set_swap_module_params_on_conversion(false)
 *
 * @see https://docs.pytorch.org/docs/2.13/future_mod.html
 */
export function set_swap_module_params_on_conversion(value: boolean): void {
  swapsParams = value
}

/**
 * Whether converting a module swaps its parameters; see {@link set_swap_module_params_on_conversion}.
 *
 * @example
 * torch.__future__.get_swap_module_params_on_conversion() // False
 *
 * @see https://docs.pytorch.org/docs/2.13/future_mod.html
 */
export function get_swap_module_params_on_conversion(): boolean {
  return swapsParams
}
