// Mirrors torch/utils/hooks.py.

export { type HooksDict, moveToFront, RemovableHandle } from '../_removable_handle.js'
