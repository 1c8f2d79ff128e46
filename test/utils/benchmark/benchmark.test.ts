// Beside the answers of scripts/golden/benchmark_utils.py.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch from 'torch-node'
import benchmark, {
  Compare,
  Measurement,
  ordered_unique,
  select_unit,
  set_torch_threads,
  TaskSpec,
  Timer,
  timer,
  trim_sigfig,
  unit_to_english,
} from 'torch-node/utils/benchmark'

interface Facts {
  text: string
  median: number
  mean: number
  iqr: number
  figures: number
  warns: boolean
  title: string
  row: string
}
type Row = [runs: number, count: number, scale: number, spread: number, spec: number]
type Cell = [
  label: string,
  sub_label: string | null,
  description: string,
  threads: number,
  env: string | null,
  scale: number,
  spread: number,
]
interface Answers {
  noise: number[]
  specs: { stmt: string; setup: string }[]
  rows: Row[]
  cells: Cell[]
  measurements: Facts[]
  tables: Record<string, string>
  trimmed: [number, number, number][]
  units: [number, [string, number]][]
  summaries: string[]
}

const path = join(__dirname, '..', '..', 'golden', 'benchmark_utils.gz')
const answers = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Answers

const times = (count: number, scale: number, spread: number): number[] =>
  answers.noise.slice(0, count).map((noise) => scale * (1 + spread * noise))

const cell = ([label, sub, description, threads, env, scale, spread]: Cell): Measurement => {
  const spec = new TaskSpec('x.f()', 'pass', '', label, sub, description, env, threads)
  return new Measurement(1, times(12, scale, spread), spec)
}

describe('torch.utils.benchmark.Measurement', () => {
  test.each(answers.rows.map((row, i) => [i, ...row] as const))(
    'row %i',
    (i, runs, count, scale, spread, spec) => {
      const raw_times = times(count, scale, spread).map((time) => runs * time)
      const task_spec = TaskSpec(answers.specs[spec] as { stmt: string; setup: string })
      const m = Measurement({ number_per_run: runs, raw_times, task_spec })
      const facts: Facts = {
        text: String(m).replace(/0x[0-9a-f]+/, '0x'),
        median: m.median,
        mean: m.mean,
        iqr: m.iqr,
        figures: m.significant_figures,
        warns: m.has_warnings,
        title: m.title,
        row: m.as_row_name,
      }
      expect(facts).toEqual(answers.measurements[i])
    },
  )

  test('has what its task has', () => {
    const m = cell(answers.cells[7] as Cell)
    const { stmt, setup, global_setup, label, sub_label, description, env, num_threads } = m
    const all = [stmt, setup, global_setup, label, sub_label, description, env, num_threads]
    expect(all).toEqual(['x.f()', 'pass', '', 'add', null, '8', 'a', 1])
    expect(m.metadata).toBeNull()
  })
})

describe('torch.utils.benchmark.TaskSpec', () => {
  test('summarize', () => {
    const specs = answers.specs.map((spec) => TaskSpec(spec))
    expect(specs.map((spec) => spec.summarize())).toEqual(answers.summaries)
  })
})

describe('torch.utils.benchmark.Compare', () => {
  test.each(Object.keys(answers.tables))('tables: %s', (options) => {
    const compare = Compare(answers.cells.map(cell))
    for (const option of options.split(' ')) {
      if (option === 'trim_significant_figures') compare.trim_significant_figures()
      if (option === 'highlight_warnings') compare.highlight_warnings()
      if (option === 'colorize') compare.colorize()
      if (option === 'rows') compare.colorize({ rowwise: true })
    }
    expect(String(compare)).toBe(answers.tables[options])
  })

  test('prints them', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      Compare(answers.cells.map(cell)).print()
      expect(write.mock.calls.map(([text]) => text).join('')).toBe(`${answers.tables['']}\n`)
    } finally {
      write.mockRestore()
    }
  })

  test('takes measurements only', () => {
    expect(() => Compare([1] as never)).toThrow(
      "Expected an instance of `Measurement`, got <class 'int'> instead.",
    )
  })

  test('environments that are not all named cannot be put in order', () => {
    const [, , , , , , , named, ...rest] = answers.cells
    const unnamed = [...(named as Cell)] as Cell
    unnamed[4] = null
    expect(() => String(Compare([named as Cell, unnamed, ...rest].map(cell)))).toThrow(TypeError)
  })
})

describe('torch.utils.benchmark.Timer', () => {
  // A clock that is one second later at each look.
  const clock = () => {
    let now = 0
    return () => now++
  }

  test('timeit runs the code so often, after a warm-up and each time after the set-up', () => {
    const done: string[] = []
    const stmt = () => done.push('stmt')
    const setup = () => done.push('setup')
    const m = Timer({ stmt, setup, timer: clock(), label: 'l' }).timeit(3)
    expect(done).toEqual(['setup', 'stmt', 'stmt', 'setup', 'stmt', 'stmt', 'stmt'])
    expect([m.number_per_run, m.raw_times, m.title]).toEqual([3, [1], 'l'])
    expect(Timer({ timer: clock() }).timeit({ number: 300 }).times).toEqual([1 / 300])
  })

  test('code as text knows globals and torch', () => {
    const seen: unknown[] = []
    const stmt = `
      seen.push(torch.add(x, y).item())
    `
    const m = Timer({ stmt, setup: 'const y = 2', globals: { seen, x: torch.tensor(1) } }).timeit(1)
    expect(seen).toEqual([3, 3, 3])
    expect(m.stmt).toBe('seen.push(torch.add(x, y).item())')
    expect(m.task_spec.setup_str()).toBe('setup: const y = 2')
  })

  test('a function is called by its code', () => {
    const stmtOf = (stmt: () => unknown) => Timer({ stmt }).timeit(1).stmt
    expect(stmtOf(() => torch.ones(2))).toMatch(/ones\(2\)$/)
    expect(stmtOf(Math.random)).toContain('native code')
  })

  test('operators run with num_threads', () => {
    const before = torch.get_num_threads()
    const seen: number[] = []
    Timer({ stmt: () => seen.push(torch.get_num_threads()), num_threads: 2 }).timeit(1)
    expect(seen).toEqual([2, 2, 2])
    expect(() => Timer({ stmt: 'throw null', num_threads: 2 }).timeit(1)).toThrow()
    expect(torch.get_num_threads()).toBe(before)
  })

  test('blocked_autorange makes blocks that outlast the clock', () => {
    let now = 0
    const counted: [number, number][] = []
    const t = Timer({ stmt: () => (now += 1e-6), timer: () => (now += 1e-8) })
    const m = t.blocked_autorange({ callback: (...args) => counted.push(args), min_run_time: 0.05 })
    // A block is a thousandth of the time at least, and ten thousand times as long as an empty one.
    expect(m.number_per_run).toBe(100)
    expect(m.raw_times.reduce((sum, time) => sum + time)).toBeGreaterThanOrEqual(0.05)
    expect(counted.map(([number]) => number)).toEqual(m.raw_times.map(() => 100))
    expect(m.median).toBeCloseTo(1e-6, 8)
  })

  test('adaptive_autorange goes on while times differ', () => {
    const spread = (seconds: readonly number[]) => {
      let i = 0
      let now = 0
      const stmt = () => {
        now += seconds[i++ % seconds.length] as number
      }
      return Timer({ stmt, timer: () => now }).adaptive_autorange(0.1, { max_run_time: 3 })
    }
    expect(spread([0.1]).raw_times).toHaveLength(4)
    const wild = spread([0.1, 0.3]).raw_times
    expect(wild.length).toBeGreaterThan(10)
    expect(wild.length).toBeLessThan(20)
  })

  test('errors', () => {
    expect(() => Timer({ stmt: 3 as never })).toThrow('Currently only a `str` stmt is supported.')
    expect(() => Timer({ language: 'c++' as never })).toThrow('Invalid language `c++`.')
    expect(() => Timer({ global_setup: 'x' })).toThrow(
      'global_setup is C++ only, got `x`. Most likely this code can simply be moved to `setup`.',
    )
    expect(() => Timer({ stmt: 'no code' })).toThrow(SyntaxError)
    expect(() => Timer().repeat()).toThrow('See `Timer.blocked_autorange.`')
    expect(() => Timer().autorange()).toThrow('See `Timer.blocked_autorange.`')
    expect(() => Timer({ foo: 1 } as never)).toThrow(
      "Timer.__init__() got an unexpected keyword argument 'foo'",
    )
  })

  test('timer', () => {
    const before = timer()
    expect(timer()).toBeGreaterThanOrEqual(before)
    expect(torch.utils.benchmark.Timer).toBe(benchmark.Timer)
  })
})

describe('torch.utils.benchmark', () => {
  test('numbers', () => {
    expect(answers.trimmed.map(([x, n]) => [x, n, trim_sigfig(x, n)])).toEqual(answers.trimmed)
    expect(() => trim_sigfig(1, 1.5)).toThrow('Number of significant figures must be an integer')
    expect(answers.units.map(([t]) => [t, [...select_unit(t)]])).toEqual(answers.units)
    expect(['ns', 'us', 'ms', 's'].map(unit_to_english)).toEqual([
      'nanosecond',
      'microsecond',
      'millisecond',
      'second',
    ])
    expect(() => unit_to_english('toString')).toThrow("'toString'")
    expect(ordered_unique(['b', 'a', 'b'])).toEqual(['b', 'a'])
  })

  test('set_torch_threads', () => {
    const before = torch.get_num_threads()
    expect(set_torch_threads(3, () => torch.get_num_threads())).toBe(3)
    {
      using _ = set_torch_threads(3)
      expect(torch.get_num_threads()).toBe(3)
    }
    expect(torch.get_num_threads()).toBe(before)
  })
})
