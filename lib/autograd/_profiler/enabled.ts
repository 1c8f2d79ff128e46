// Mirrors _is_profiler_enabled of torch/autograd/profiler.py: what this thread does, known without asking LibTorch.

/** Whether a profiler of torch.autograd.profiler is on in this thread. */
export let _is_profiler_enabled = false

export function _set_is_profiler_enabled(enable: boolean): void {
  _is_profiler_enabled = enable
}
