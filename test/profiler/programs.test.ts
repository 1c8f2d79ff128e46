// What programs are seen to run, against Python's profiler: names, nesting, inputs, counts; not times.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import { pyStr } from 'torch-node/_repr'
import { golden, type ProgramCase, type Seen } from './support/golden.js'
import { programs } from './support/programs.js'

const { profile, ProfilerActivity } = torch.profiler
type Profile = InstanceType<typeof profile>

const folder = mkdtempSync(join(tmpdir(), 'torch-node-profiler-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface TraceEvent {
  name: string
  cat: string
  ph: string
  args?: Record<string, unknown>
}

function traceOf(prof: Profile): TraceEvent[] {
  const path = join(folder, 'trace.json')
  prof.export_chrome_trace(path)
  return (JSON.parse(readFileSync(path, 'utf8')) as { traceEvents: TraceEvent[] }).traceEvents
}

const run = (program: () => void): Profile =>
  profile(
    {
      activities: [ProfilerActivity.CPU],
      record_shapes: true,
      profile_memory: true,
      with_flops: true,
    },
    (prof) => {
      program()
      return prof
    },
  )

function seen(prof: Profile): Seen[] {
  // Memory freed between operators: JavaScript frees at other times than Python.
  const events = prof.events().filter(({ name }) => name !== '[memory]')
  return events.map((event) => [
    event.name,
    event.cpu_parent === null ? -1 : events.indexOf(event.cpu_parent),
    event.input_shapes,
    event.flops ?? 0,
    event.scope,
    event.is_user_annotation,
  ])
}

const grouped = (prof: Profile, byShape: boolean): [string, number, string][] =>
  [...prof.key_averages({ group_by_input_shape: byShape })].map((event) => [
    pyStr(event.key),
    event.count,
    pyStr(event.input_shapes),
  ])

const withoutMemory = (rows: ProgramCase['counts']): string[] =>
  rows
    .filter(([name]) => name !== '[memory]')
    .map((row) => JSON.stringify(row))
    .sort()

describe.each(Object.entries(programs))('torch.profiler.profile of %s', (name, program) => {
  const expected = golden.programs[name] as ProgramCase
  let prof: Profile
  let trace: TraceEvent[]

  beforeAll(() => {
    const threads = torch.get_num_threads()
    torch.set_num_threads(1)
    prof = run(program)
    trace = traceOf(prof)
    torch.set_num_threads(threads)
  })

  it('sees the same operators, nested in the same way, with the same inputs', () => {
    const places = expected.seen.map(([, parent]) => parent)
    expect(seen(prof)).toHaveLength(expected.seen.length)
    expect(seen(prof).map(([one]) => one)).toEqual(expected.seen.map(([one]) => one))
    expect(places.length).toBeGreaterThan(20)
    expect(seen(prof)).toEqual(expected.seen)
  })

  it('counts the same calls', () => {
    expect(withoutMemory(grouped(prof, false))).toEqual(withoutMemory(expected.counts))
    expect(withoutMemory(grouped(prof, true))).toEqual(withoutMemory(expected.by_shape))
  })

  it('writes the same into a trace', () => {
    const spans = trace.filter(({ ph, cat }) => ph === 'X' && cat !== 'Trace')
    const traced = spans.map(({ name, cat, args }) => [name, cat, args?.['Input Dims'] ?? null])
    expect(traced).toEqual(expected.traced)
    expect(trace.filter(({ ph }) => ph === 's' || ph === 'f')).toHaveLength(expected.flows)
  })

  it('sees the same allocations', () => {
    const bytes = trace
      .filter(({ name }) => name === '[memory]')
      .map(({ args }) => args?.Bytes as number)
    expect(bytes.filter((size) => size > 0).sort((a, b) => a - b)).toEqual(expected.allocated)
    // All that top-level events took and gave back is all that there was.
    const top = prof.events().filter((event) => event.cpu_parent === null)
    const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0)
    expect(sum(top.map((event) => event.cpu_memory_usage))).toBe(sum(bytes))
  })
})
