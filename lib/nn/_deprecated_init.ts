// The initialisers of torch/nn/init.py under their former names, without the underscore.

import { FutureWarning, warn } from '../warnings.js'

/** A function that warns of its old name and calls the one that took its place. */
export function _make_deprecate<F extends (...args: never[]) => unknown>(meth: F): F {
  const new_name = meth.name
  const old_name = new_name.slice(0, -1)
  const deprecated_init = (...args: never[]): unknown => {
    warn(
      `\`nn.init.${old_name}\` is now deprecated in favor of \`nn.init.${new_name}\`.`,
      FutureWarning,
    )
    return meth(...args)
  }
  Object.defineProperty(deprecated_init, 'name', { value: old_name, configurable: true })
  return deprecated_init as F
}
