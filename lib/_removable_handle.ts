// The class of torch/utils/hooks.py, for the core that must not know utils.

import { callable } from './_callable.js'

/** Hooks by the id of their handle, in the order in which they run. */
export type HooksDict<Hook> = Map<number, Hook>

let nextId = 0

class RemovableHandle {
  readonly id: number
  // Strong, unlike Python's: a WeakRef keeps its target to the end of the job, so a synchronous loop would pile them up.
  readonly #dicts: readonly HooksDict<unknown>[]

  /**
   * @param hooks_dict - where the hook is kept under this handle's `id`.
   * @param options - `extra_dict`: further dicts, or one, that forget the id together with it.
   */
  constructor(
    hooks_dict: HooksDict<unknown>,
    options: { extra_dict?: HooksDict<unknown> | readonly HooksDict<unknown>[] | null } = {},
  ) {
    this.id = nextId++
    const extra = options.extra_dict ?? []
    this.#dicts = [hooks_dict, ...(Array.isArray(extra) ? extra : [extra])] as HooksDict<unknown>[]
  }

  /** Takes the hook away; doing it twice is harmless. */
  remove(): void {
    for (const dict of this.#dicts) dict.delete(this.id)
  }

  /** Takes the hook away at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.remove()
  }
}

/** Puts a hook in front of the others: `OrderedDict.move_to_end(id, last=False)`. */
export function moveToFront(hooks_dict: HooksDict<unknown>, id: number): void {
  const first = hooks_dict.get(id)
  const others = [...hooks_dict].filter(([other]) => other !== id)
  hooks_dict.clear()
  hooks_dict.set(id, first)
  for (const [other, hook] of others) hooks_dict.set(other, hook)
}

/**
 * What registering a hook gives: its `remove()` takes the hook away again, once.
 *
 * @example
 * let calls = 0
 * const handle = net.register_forward_hook(() => { calls++ })
 * net(input)
 * handle.remove()
 * net(input)
 * calls // 1
 *
 * @see https://docs.pytorch.org/docs/2.13/notes/modules.html#module-hooks
 */
const RemovableHandle_ = callable(RemovableHandle)
type RemovableHandle_ = RemovableHandle

export { RemovableHandle_ as RemovableHandle }
