// Checked by tsc alone: torch.utils.benchmark.

import { expectTypeOf } from 'expect-type'
import torch from 'torch-node'
import benchmark, { Compare, Measurement, TaskSpec, Timer } from 'torch-node/utils/benchmark'

const t = Timer({ stmt: 'x.add(1)', globals: { x: torch.ones(2) }, label: 'add', num_threads: 2 })
expectTypeOf(t).toEqualTypeOf<torch.utils.benchmark.Timer>()
expectTypeOf(new Timer(() => 3)).toEqualTypeOf(t)
const m = t.timeit(100)
expectTypeOf(m).toEqualTypeOf<Measurement>()
expectTypeOf(m.median).toBeNumber()
expectTypeOf(t.blocked_autorange({ min_run_time: 1 })).toEqualTypeOf(m)
t.adaptive_autorange(0.1, { max_run_time: 1, callback: (number, seconds) => number * seconds })
expectTypeOf(Measurement.merge([m, m])).toEqualTypeOf<Measurement[]>()
expectTypeOf(Measurement(1, [1], TaskSpec('a', 'pass', { label: 'b' }))).toEqualTypeOf(m)
expectTypeOf(Compare([m])).toEqualTypeOf<benchmark.Compare>()
expectTypeOf(benchmark.set_torch_threads(2, () => 'a')).toBeString()
// @ts-expect-error C++ is not there
Timer({ language: 'c++' })
// @ts-expect-error a number is no code
Timer({ stmt: 3 })
