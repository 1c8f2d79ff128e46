// Registers hooks: each place in the graph has one Map of them, which the addon holds (binding/autograd/hooks.cc).

import { type HooksDict, RemovableHandle } from '../_removable_handle.js'

/** What a hook may give: something in the place of what it got, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook without a result is what most people write.
export type HookResult<T> = T | null | undefined | void

/** Adds a hook to the Map that `mapOf` gives: the place's own, or the new one that is offered to it. */
export function addHook<Hook>(
  hook: Hook,
  mapOf: (offered: HooksDict<Hook>) => HooksDict<Hook>,
): RemovableHandle {
  const hooks = mapOf(new Map())
  const handle = new RemovableHandle(hooks)
  hooks.set(handle.id, hook)
  return handle
}
