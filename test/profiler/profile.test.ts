// What a profile is told, what it gives, and what it refuses.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch, { nn, optim } from 'torch-node'
import { catch_warnings } from 'torch-node/warnings'
import { attempt } from './support/golden.js'

const { profile, ProfilerActivity, record_function, _ExperimentalConfig } = torch.profiler
const autograd = torch.autograd.profiler
const CPU = { activities: [ProfilerActivity.CPU] }

const folder = mkdtempSync(join(tmpdir(), 'torch-node-profiler-'))
afterAll(() => rmSync(folder, { recursive: true }))

const work = (): torch.Tensor => torch.ones(2).mul(3)
const names = (prof: { events(): { name: string }[] }): string[] =>
  prof.events().map(({ name }) => name)
function worked<T>(prof: T): T {
  work()
  return prof
}
const operators = ['aten::ones', 'aten::empty', 'aten::fill_', 'aten::mul']
const product = (prof: { events(): { name: string }[] }): boolean =>
  names(prof).includes('aten::mul')

describe('torch.profiler.profile', () => {
  it('is a block that gives its result, a `using` declaration, and start with stop', () => {
    expect(profile(() => 3)).toBe(3)
    expect(product(profile(CPU, worked))).toBe(true)
    const declared = profile(CPU)
    {
      using _ = declared
      work()
    }
    work()
    expect(names(declared).filter((name) => name === 'aten::mul')).toHaveLength(1)
    const started = new profile(CPU)
    started.start()
    work()
    started.stop()
    expect(names(started).slice(0, 3)).toEqual(operators.slice(0, 3))
    expect(started).toBeInstanceOf(profile)
    expect(torch.autograd.profiler._is_profiler_enabled).toBe(false)
  })

  it('can be extended', () => {
    class Named extends profile {
      label = 'mine'
    }
    const prof = new Named(CPU)
    prof.start()
    work()
    prof.stop()
    expect([prof.label, product(prof), prof instanceof profile]).toEqual(['mine', true, true])
  })

  it('says what is missing, as Python does', () => {
    const missing = (what: string) => ({
      error: ['AssertionError', `Profiler must be initialized before ${what}`],
    })
    const prof = profile(CPU)
    expect(attempt(() => prof.stop())).toEqual(missing('stopping trace'))
    expect(attempt(() => prof.start_trace())).toEqual(missing('starting trace'))
    expect(attempt(() => prof.events())).toEqual(missing('accessing events'))
    expect(attempt(() => prof.key_averages())).toEqual(missing('getting key averages'))
    expect(attempt(() => prof.export_chrome_trace('x'))).toEqual(missing('exporting chrome trace'))
    expect(attempt(() => prof.export_stacks('x'))).toEqual(missing('exporting stacks'))
    expect(prof.get_trace_id()).toBeNull()
  })

  it('refuses activities as Python does', () => {
    const { CPU: cpu, CUDA } = ProfilerActivity
    expect(attempt(() => profile({ activities: [] }))).toEqual({
      error: ['AssertionError', 'No valid profiler activities found'],
    })
    expect(attempt(() => profile({ activities: [cpu, cpu] }))).toEqual({
      error: ['ValueError', 'Activity ProfilerActivity.CPU specified more than once'],
    })
    expect(attempt(() => profile({ activities: [cpu, 'CPU' as never] }))).toEqual({
      error: ['TypeError', "Expected ProfilerActivity or dict, got <class 'str'>"],
    })
    expect(attempt(() => profile({ colour: 1 } as never))).toEqual({
      error: ['TypeError', "profile.__init__() got an unexpected keyword argument 'colour'"],
    })
    if (torch.cuda.is_available()) return
    catch_warnings((caught) => {
      expect(attempt(() => profile({ activities: [CUDA] }).start())).toEqual({
        error: ['AssertionError', 'No activities specified for the profiler'],
      })
      expect(caught.map(({ message }) => message)).toEqual([
        'CUDA is not available, disabling CUDA profiling',
      ])
    })
    expect([...torch.profiler.supported_activities()]).toEqual([cpu])
    const filtered = profile({ activities: [new Map([[cpu, ['CPU_OP']]])] }, worked)
    expect(product(filtered)).toBe(true)
  })

  it('lives through what is thrown inside', () => {
    for (const thrown of [new Error('mine'), null, undefined]) {
      let caught: unknown = 'nothing'
      try {
        profile(CPU, () => {
          work()
          throw thrown
        })
      } catch (error) {
        caught = error
      }
      expect(caught).toBe(thrown)
    }
    expect(() => profile(CPU, async () => work())).toThrow('the block is over before the promise')
    expect(product(profile(CPU, worked))).toBe(true)
  })

  it('lets an inner profile take over from an outer one, as Python does', () => {
    const [outer, inner] = profile(CPU, (outer) => {
      const inner = profile(CPU, worked)
      work()
      return [outer, inner]
    })
    expect([names(outer), product(inner)]).toEqual([[], true])
  })

  it('can be stopped twice and started twice', () => {
    const prof = profile(CPU)
    catch_warnings(() => {
      prof.start()
      prof.start()
      work()
      prof.stop()
      expect(product(prof)).toBe(true)
      prof.stop()
      expect(names(prof)).toEqual([])
      // Python crashes.
      expect(() => prof.export_chrome_trace(join(folder, 'none'))).toThrow(
        'There is no trace to save: nothing was recorded.',
      )
    })
  })

  it('switches the recording off and on', () => {
    const prof = profile(CPU, (prof) => {
      prof.toggle_collection_dynamic(true, [ProfilerActivity.CPU, ProfilerActivity.CUDA])
      prof.toggle_collection_dynamic(false, [ProfilerActivity.CPU])
      torch.ones(2).mul(3)
      prof.toggle_collection_dynamic(false, [ProfilerActivity.CPU])
      prof.toggle_collection_dynamic(true, [ProfilerActivity.CPU])
      torch.ones(2).add(3)
      return prof
    })
    expect([names(prof).includes('aten::mul'), names(prof).includes('aten::add')]).toEqual([
      false,
      true,
    ])
  })

  it('keeps the events of earlier recordings on request', () => {
    const prof = profile({ ...CPU, acc_events: true })
    for (let i = 0; i < 3; i++) {
      prof.start()
      work()
      prof.stop()
    }
    expect(names(prof).filter((name) => name === 'aten::mul')).toHaveLength(3)
  })

  it('names its traces and writes what it is told', () => {
    let id = 0
    const prof = profile({ ...CPU, custom_trace_id_callback: () => `trace ${id++}` })
    prof.preset_metadata_json('preset', '[1, 2]')
    prof.start()
    prof.add_metadata('text', 'some words')
    work()
    prof.stop()
    expect(prof.get_trace_id()).toBe('trace 0')
    const path = join(folder, 'trace.json')
    prof.export_chrome_trace(path)
    const trace = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    expect(trace).toMatchObject({ preset: [1, 2], text: 'some words', trace_id: 'trace 0' })
    expect(attempt(() => prof.export_chrome_trace(path))).toEqual({
      error: ['RuntimeError', 'Trace is already saved.'],
    })
    const unnamed = profile(CPU, (one) => one)
    expect(unnamed.get_trace_id()).toMatch(/^[0-9A-F]{32}$/)
  })

  it('takes experimental options', () => {
    const traceOnly = new _ExperimentalConfig({ trace_only: true })
    const quick = profile({ ...CPU, experimental_config: traceOnly }, worked)
    expect(attempt(() => quick.events())).toEqual({
      error: [
        'RuntimeError',
        'events() is not available when trace_only=True in ExperimentalConfig. Use export_chrome_trace() instead.',
      ],
    })
    const overloads = new _ExperimentalConfig({ capture_overload_names: true })
    const prof = profile({ ...CPU, experimental_config: overloads }, worked)
    const found = prof.key_averages({ group_by_overload_name: true })
    expect(found.map(({ key, overload_name }) => `${key}.${overload_name}`)).toContain(
      'aten::mul.Tensor',
    )
    expect(found.table()).toContain('Overload Name')
    const late = profile({ ...CPU, post_processing_timeout_s: 0 }, worked)
    const { write } = process.stderr
    const texts: string[] = []
    process.stderr.write = ((text: string) => texts.push(text) > 0) as never
    try {
      expect(names(late)).toEqual([])
    } finally {
      process.stderr.write = write
    }
    expect(texts.join('')).toContain('timed out after 0.000 seconds, returning partial results')
  })

  it('labels the steps of optimizers', () => {
    const net = nn.Linear(2, 2)
    const adam = optim.Adam(net.parameters())
    const prof = profile(CPU, (prof) => {
      adam.zero_grad()
      net(torch.ones(1, 2)).sum().backward()
      adam.step()
      return prof
    })
    const labels = prof.events().filter((event) => event.is_user_annotation)
    expect(labels.map(({ name }) => name)).toEqual([
      'Optimizer.zero_grad#Adam.zero_grad',
      'Optimizer.step#Adam.step',
    ])
  })
})

describe('torch.profiler.record_function', () => {
  it('gives the result of its function, and throws what that throws', () => {
    expect(record_function('a', () => 3)).toBe(3)
    expect(record_function('a', 'args', () => 3)).toBe(3)
    const error = new Error('mine')
    let caught: unknown
    try {
      record_function('a', () => {
        throw error
      })
    } catch (thrown) {
      caught = thrown
    }
    expect(caught).toBe(error)
  })

  it('is an object too', () => {
    const prof = profile(CPU, (prof) => {
      const range = record_function('by hand', 'args')
      expect([range.name, range.args, range instanceof record_function]).toEqual([
        'by hand',
        'args',
        true,
      ])
      range.__enter__()
      range.__exit__()
      range.__exit__()
      {
        using _ = new record_function('declared')
        work()
      }
      return prof
    })
    expect(names(prof).slice(0, 2)).toEqual(['by hand', 'declared'])
    expect(prof.events()[2]?.cpu_parent?.name).toBe('declared')
  })

  it('refuses what Python refuses', () => {
    expect(attempt(() => record_function(undefined as never))).toEqual({
      error: [
        'TypeError',
        "record_function.__init__() missing 1 required positional argument: 'name'",
      ],
    })
    expect(attempt(() => record_function('a').__exit__())).toEqual({
      error: ['AssertionError', 'Expected record to be set'],
    })
    expect(attempt(() => record_function(3 as never, () => 1))).toEqual({
      error: [
        'RuntimeError',
        "profiler::_record_function_enter_new() Expected a value of type 'str' for argument 'name' but instead found type 'int'.",
      ],
    })
    expect(attempt(() => record_function('a', 3 as never).__enter__())).toEqual({
      error: [
        'RuntimeError',
        "profiler::_record_function_enter_new() Expected a value of type 'Optional[str]' for argument 'args' but instead found type 'int'.",
      ],
    })
  })

  it('may end after the profile that it began in, and inside of another one', () => {
    const first = profile(CPU)
    first.start()
    const open = record_function('open').__enter__()
    work()
    first.stop()
    const second = profile(CPU)
    second.start()
    open.__exit__()
    work()
    second.stop()
    expect([names(first)[0], names(second).includes('open')]).toEqual(['open', false])
  })
})

describe('torch.autograd.profiler', () => {
  it('profiles as torch.profiler does, without steps', () => {
    const prof = autograd.profile({ record_shapes: true, profile_memory: true }, (one) => {
      work()
      return one
    })
    expect(prof.function_events.map(({ name }) => name).slice(0, 3)).toEqual(operators.slice(0, 3))
    expect(prof.table({ sort_by: 'count' })).toContain('CPU Mem')
    expect(prof.key_averages(true).table()).toContain('Input Shapes')
    expect(prof.total_average().key).toBe('Total')
    expect(prof.self_cpu_time_total).toBeGreaterThan(0)
    expect(String(prof)).toBe(prof.function_events.table())
  })

  it('says what Python says', () => {
    expect(String(autograd.profile())).toBe('<unfinished torch.autograd.profile>')
    expect(autograd.profile({ enabled: false }, () => 3)).toBe(3)
    const prof = autograd.profile()
    const again = (): void => {
      using _ = prof
    }
    again()
    expect(attempt(again)).toEqual({
      error: ['RuntimeError', 'Profiler context manager is not reentrant'],
    })
    expect(attempt(() => prof.export_stacks('x'))).toEqual({
      error: ['AssertionError', 'export_stacks() requires with_stack=True'],
    })
    expect(attempt(() => autograd.profile({ use_cpu: false }))).toEqual({
      error: ['AssertionError', 'Device-only events supported only with Kineto (use_kineto=True)'],
    })
    expect(attempt(() => autograd.profile({ post_processing_timeout_s: -1 }))).toEqual({
      error: ['ValueError', 'post_processing_timeout_s must be non-negative'],
    })
    const texts = catch_warnings((caught) => {
      autograd.profile({ use_device: 'foo' })
      return caught.map(({ message }) => message)
    })
    expect(texts).toEqual(['The foo is not a valid device option.'])
  })

  it('annotates the traces of other tools', () => {
    expect(autograd.emit_itt(() => 3)).toBe(3)
    const entered = autograd.emit_itt()
    entered.__enter__()
    expect(attempt(() => entered.__enter__())).toEqual({
      error: ['RuntimeError', 'ITT annotation context manager is not reentrant'],
    })
    entered.__exit__()
    expect(attempt(() => profile(CPU, () => autograd.emit_itt(() => 3)))).toEqual({
      error: ['RuntimeError', 'Profiler is already enabled on this thread.'],
    })
    expect(autograd.emit_nvtx({ enabled: false }, () => 3)).toBe(3)
  })

  it('counts steps of all who tell of them', () => {
    const { KinetoStepTracker: tracker } = autograd
    const start = tracker.current_step()
    tracker.init_step_count('a')
    expect(tracker.increment_step('a')).toBe(start + 1)
    expect(tracker.increment_step('b')).toBe(start + 2)
    expect(tracker.increment_step('a')).toBe(start + 2)
    expect([tracker.erase_step_count('a'), tracker.erase_step_count('a')]).toEqual([true, false])
    tracker.erase_step_count('b')
    const unique = new autograd.EnforceUnique()
    unique.see(1, 'a')
    expect(attempt(() => unique.see(1, 'a'))).toEqual({
      error: ['RuntimeError', "duplicate key: (1, 'a')"],
    })
  })
})

describe('torch.profiler.ExecutionTraceObserver', () => {
  it.each(['graph.json', 'graph.json.gz'])('writes %s', (name) => {
    const path = join(folder, name)
    const observer = torch.profiler.ExecutionTraceObserver().register_callback(path)
    const second = torch.profiler.ExecutionTraceObserver().register_callback(join(folder, 'no'))
    expect([observer.is_registered, second.is_registered]).toEqual([true, false])
    profile({ ...CPU, execution_trace_observer: observer }, () => {
      expect(observer.is_running()).toBe(true)
      work()
    })
    expect([observer.is_registered, observer.is_running()]).toEqual([false, false])
    const bytes = readFileSync(path)
    const text = name.endsWith('.gz') ? String(gunzipSync(bytes)) : String(bytes)
    const { nodes } = JSON.parse(text) as { nodes: { name: string }[] }
    expect(nodes.map((node) => node.name)).toContain('aten::mul')
    expect(observer.get_output_file_path()).toBe(path)
    expect(observer.get_resources_dir()).toBeNull()
  })
})
