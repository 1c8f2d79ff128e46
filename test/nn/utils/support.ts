import type { nn } from 'torch-node'
import { catch_warnings, simplefilter } from 'torch-node/warnings'

/** What `body` gives, and its warnings; `warned` of scripts/golden/nn_utils.py. */
export function warned(body: () => unknown): unknown[] {
  return catch_warnings((caught) => {
    simplefilter('always')
    const value = body()
    return [value ?? null, caught.map((one) => [one.name, one.message])]
  })
}

/** Class and message of what `body` throws, as Python has them; null if nothing. */
export function fails(body: () => unknown): [string, string] | null {
  try {
    body()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message]
  }
  return null
}

/** The entries of a module's state. */
export function state(module: nn.Module): [string, unknown][] {
  return Object.entries(module.state_dict())
}

/** The names of a module's parameters and buffers. */
export function names(module: nn.Module): [string[], string[]] {
  const first = (pairs: Iterable<[string, unknown]>) => Array.from(pairs, ([name]) => name)
  return [first(module.named_parameters()), first(module.named_buffers())]
}
