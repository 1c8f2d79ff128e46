// Mirrors torch/nn/utils/init.py.

import { isKeywords } from '../../_kwargs.js'
import { RuntimeError } from '../../errors.js'
import type { Device } from '../../types.js'
import { Module } from '../modules/module.js'

function isModuleClass(value: object): boolean {
  return value === Module || (value as { prototype?: unknown }).prototype instanceof Module
}

/**
 * A module whose parameters and buffers hold whatever was in memory, without the time that initialising them takes. Its
 * class has to take `device`, and must not compute with parameters in its constructor.
 *
 * @param args - the arguments of the class, `device` among the keywords.
 * @throws RuntimeError for what is no class of modules, and for one without `device`.
 * @example
 * const fc = nn.utils.skip_init(nn.Linear, 5, 1)
 * fc.weight.size() // torch.Size([1, 5])
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.utils.skip_init.html
 */
export function skip_init<M extends Module, Args extends unknown[]>(
  module_cls: new (...args: Args) => M,
  ...args: Args
): M {
  if (typeof module_cls !== 'function') throw new TypeError('issubclass() arg 1 must be a class')
  if (!isModuleClass(module_cls)) {
    throw new RuntimeError(
      `Expected a Module; got <class '${(module_cls as { name: string }).name}'>`,
    )
  }
  const last: unknown = args.at(-1)
  const kwargs = isKeywords(last) ? last : {}
  const positional = isKeywords(last) ? args.slice(0, -1) : args
  const make = module_cls as unknown as new (...args: unknown[]) => M
  let made: M
  try {
    made = new make(...positional, { ...kwargs, device: 'meta' })
  } catch (error) {
    // Nothing but calling it tells whether a class takes a keyword.
    if ((error as Error)?.message?.endsWith("got an unexpected keyword argument 'device'")) {
      throw new RuntimeError("Module must support a 'device' arg to skip initialization")
    }
    throw error
  }
  return made.to_empty({ device: (kwargs.device ?? 'cpu') as Device })
}
