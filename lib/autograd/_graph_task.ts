// The running backward, for what is built on autograd.

import { native } from '../native.js'

/** The number of the running backward; -1 outside of one. Mirrors torch._C._current_graph_task_id. */
export function _current_graph_task_id(): number {
  return native.currentGraphTask()
}

/** Whether the running backward computes gradients of all leaves, not of given `inputs`. */
export function _is_checkpoint_valid(): boolean {
  return native.isCheckpointValid()
}
