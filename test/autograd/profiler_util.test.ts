// The profiler's lists, tables and texts against Python's, for made-up events.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import {
  _format_memory,
  _format_time,
  _rewrite_name,
  DeviceType,
  EventList,
  FunctionEvent,
  FunctionEventAvg,
  type FunctionEventKeywords,
  Interval,
  MemRecordsAcc,
} from 'torch-node/autograd/profiler_util'
import { catch_warnings } from 'torch-node/warnings'
import { attempt, golden, type TableCase } from '../profiler/support/golden.js'

const folder = mkdtempSync(join(tmpdir(), 'torch-node-profiler-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(write: (path: string) => void): string {
  const path = join(folder, 'file')
  write(path)
  return readFileSync(path, 'utf8')
}

function build({ events, kernels, told }: TableCase): EventList {
  const made = events.map((event) => {
    const device_type = event.device_type === 'CUDA' ? DeviceType.CUDA : DeviceType.CPU
    return new FunctionEvent({ ...(event as unknown as FunctionEventKeywords), device_type })
  })
  for (const [at, name, device, duration] of kernels) {
    made[at]?.append_kernel(name, device, duration)
  }
  const list = new EventList(made, told)
  list._build_tree()
  return list
}

const numbered = golden.tables.map((test, i) => [i, test] as const)

describe.each(numbered)('torch.autograd.profiler_util.EventList %i', (_, test) => {
  it('shows tables as Python does', () => {
    const tables = test.options.map((options) => attempt(() => build(test).table(options)))
    expect(tables).toEqual(test.tables)
  })

  it('shows tables of sums as Python does', () => {
    const list = build(test)
    const every = test.options.filter((_, i) => i % 4 === 0)
    const tables = test.groups.map((groups) =>
      every.map((options) => attempt(() => list.key_averages(...groups).table(options))),
    )
    expect(tables).toEqual(test.averages)
  })

  it('finds the same nesting, and prints the same', () => {
    const list = build(test)
    expect(list.map((event) => event.cpu_parent?.id ?? null)).toEqual(test.parents)
    expect(list.map(String)).toEqual(test.reprs)
    expect(list.key_averages(true).map(String)).toEqual(test.average_reprs)
    expect(String(list.total_average())).toBe(test.total)
    expect(list.self_cpu_time_total).toBe(test.self_cpu_time_total)
    expect(String(list)).toBe(test.tables[0])
    expect(list.__repr__()).toBe(`[${test.reprs.join(', ')}]`)
  })

  it('writes the same files', () => {
    const list = build(test)
    expect(written((path) => list.export_chrome_trace(path))).toBe(test.trace)
    const stacks = attempt(() => written((path) => list.export_stacks(path, 'self_cpu_time_total')))
    expect(stacks).toEqual(test.stacks)
  })
})

describe('torch.autograd.profiler_util', () => {
  const event = { id: 1, name: 'a', thread: 1, start_us: 0, end_us: 2 }

  it('formats times, sizes and names as Python does', () => {
    const { times, sizes, names } = golden.texts
    expect(times.map(([time]) => [time, _format_time(time)])).toEqual(times)
    expect(sizes.map(([size]) => [size, _format_memory(size)])).toEqual(sizes)
    const rewritten = names.map(([name]) => [name, _rewrite_name(name), _rewrite_name(name, true)])
    expect(rewritten).toEqual(names)
  })

  it('finds records of memory in a span', () => {
    const [starts, spans] = golden.memory_records
    const records = new MemRecordsAcc(
      starts.map((start): [{ start_ns(): number }, boolean] => [{ start_ns: () => start }, false]),
    )
    for (const [start, end, expected] of spans) {
      const found = [...records.in_interval(start, end)].map(([record]) => record.start_ns())
      expect(found).toEqual(expected)
    }
  })

  it('is a list, whose parts are plain lists', () => {
    const list = new EventList([new FunctionEvent(event)])
    expect(list).toHaveLength(1)
    expect(Array.isArray(list)).toBe(true)
    expect(list.filter(() => true)).not.toBeInstanceOf(EventList)
    expect(Object.keys(list)).toEqual(['0'])
    expect(new EventList().table()).toBe('')
    expect(String(torch.profiler.DeviceType.CPU)).toBe('DeviceType.CPU')
  })

  it('refuses what Python refuses', () => {
    const list = new EventList([new FunctionEvent(event)])
    expect(attempt(() => list.key_averages())).toEqual({
      error: ['AssertionError', 'Expected tree to be built before calling key_averages'],
    })
    expect(attempt(() => list.export_stacks('x', 'count' as never))).toEqual({
      error: [
        'ValueError',
        "metric should be one of: ['self_cpu_time_total', 'self_cuda_time_total', 'self_xpu_time_total', 'self_privateuse1_time_total']",
      ],
    })
    const sums = new FunctionEventAvg().add(new FunctionEvent(event))
    expect(attempt(() => sums.add(new FunctionEvent({ ...event, name: 'b' })))).toEqual({
      error: ['AssertionError', 'Expected keys to match, but got b vs a'],
    })
    expect(attempt(() => new FunctionEvent({} as never))).toEqual({
      error: [
        'TypeError',
        "FunctionEvent.__init__() missing 5 required positional arguments: 'id', 'name', 'thread', 'start_us', and 'end_us'",
      ],
    })
    const onDevice = new FunctionEvent({ ...event, device_type: DeviceType.CUDA })
    expect(attempt(() => onDevice.append_kernel('k', 0, 1))).toEqual({
      error: ['AssertionError', 'Expected device_type to be CPU'],
    })
  })

  it('warns of the names that CUDA had', () => {
    const texts = catch_warnings((caught) => {
      const made = new FunctionEvent(1, 'a', 1, 0, 2)
      const seen = [made.cuda_time, made.cuda_time_total, made.self_cuda_time_total]
      expect([...seen, made.self_cuda_memory_usage, made.metadata_json]).toEqual([0, 0, 0, 0, null])
      return caught.map(({ name, message }) => `${name}: ${message}`)
    })
    expect(texts).toEqual([
      'FutureWarning: `cuda_time` is deprecated, please use `device_time` instead.',
      'FutureWarning: `cuda_time_total` is deprecated. Use `device_time_total` instead.',
      'FutureWarning: `self_cuda_time_total` is deprecated. Use `self_device_time_total` instead.',
      'FutureWarning: `self_cuda_memory_usage` is deprecated. Use `self_device_memory_usage` instead.',
      'FutureWarning: `metadata_json` is deprecated. Use `event_metadata` instead.',
    ])
  })

  it('reads what Kineto tells of devices', () => {
    const extra_meta = {
      grid: '[1, 2, 3]',
      stream: '7',
      dtype: '"Float"',
      'Is asynchronized op': '1',
    }
    const made = new FunctionEvent({ ...event, extra_meta })
    expect(made.event_metadata).toMatchObject({
      grid: [1, 2, 3],
      stream: 7,
      dtype: 'Float',
      is_async: true,
      bytes: null,
    })
    expect(new FunctionEvent({ ...event, extra_meta: {} }).event_metadata).toBeNull()
    expect(new Interval(1, 3).elapsed_us()).toBe(2)
  })
})
