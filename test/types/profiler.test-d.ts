// Checked by tsc alone: profiles.

import { expectTypeOf } from 'expect-type'
import torch, { type Tensor } from 'torch-node'
import type { EventList, FunctionEvent, FunctionEventAvg } from 'torch-node/autograd/profiler_util'

declare const x: Tensor
const { profile, ProfilerAction, ProfilerActivity, record_function, schedule } = torch.profiler

// A block gives its function's result.
expectTypeOf(profile(() => 3)).toEqualTypeOf<number>()
expectTypeOf(profile({ record_shapes: true }, (prof) => prof.step_num)).toEqualTypeOf<number>()
const prof = profile({
  activities: [ProfilerActivity.CPU, new Map([[ProfilerActivity.CUDA, ['GPU_MEMCPY']]])],
  schedule: schedule({ wait: 1, warmup: 1, active: 2, repeat: 1 }),
  on_trace_ready(prof) {
    expectTypeOf(prof.step_num).toBeNumber()
    prof.export_chrome_trace('trace.json.gz', { use_python_export: false })
  },
})
expectTypeOf(new profile()).toEqualTypeOf(prof)
expectTypeOf(prof).toEqualTypeOf<torch.profiler.profile>()
expectTypeOf(prof.events()).toEqualTypeOf<EventList<FunctionEvent>>()
expectTypeOf(prof.key_averages()).toEqualTypeOf<EventList<FunctionEventAvg>>()
prof.key_averages({ group_by_input_shape: true, group_by_stack_n: 2 })
prof.key_averages(true, 2)
expectTypeOf(prof.key_averages().table({ sort_by: 'count', row_limit: 3 })).toBeString()
expectTypeOf(prof.key_averages().table('count', 3, 75, 55, 80, null, true, 'ms')).toBeString()
expectTypeOf(prof).toExtend<Disposable>()
// @ts-expect-error no such keyword
profile({ record_shape: true })
// @ts-expect-error keywords only
profile([ProfilerActivity.CPU])
// @ts-expect-error `active` is missing
schedule({ wait: 1, warmup: 1 })
expectTypeOf(schedule({ wait: 1, warmup: 1, active: 2 })(3)).toEqualTypeOf<
  typeof ProfilerAction.NONE
>()

expectTypeOf(record_function('a', () => x)).toEqualTypeOf<Tensor>()
expectTypeOf(record_function('a', 'args', () => 3)).toBeNumber()
expectTypeOf(record_function('a', 'args')).toEqualTypeOf<torch.profiler.record_function>()
expectTypeOf(record_function('a')).toExtend<Disposable>()
// @ts-expect-error a name is a string
record_function(3)

const old = torch.autograd.profiler.profile({ enabled: true, profile_memory: true })
expectTypeOf(old.function_events).toEqualTypeOf<EventList<FunctionEvent>>()
expectTypeOf(torch.autograd.profiler.profile((one) => one)).toEqualTypeOf(old)
torch.autograd.profiler.profile(true, { with_flops: true })
expectTypeOf(torch.autograd.profiler.emit_itt({ record_shapes: true }, () => 3)).toBeNumber()
expectTypeOf(torch.autograd.profiler.KinetoStepTracker.increment_step('a')).toBeNumber()
