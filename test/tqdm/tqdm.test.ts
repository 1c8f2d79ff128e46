// tqdm. Made by scripts/golden/tqdm_bars.py.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import torch from 'torch-node'
import { bool, enumerate, len, list, range } from 'torch-node/builtins'
import { KeyError } from 'torch-node/errors'
import { type Output, tqdm, trange } from 'torch-node/tqdm'
import { catch_warnings } from 'torch-node/warnings'

type Options = Record<string, never> & { items?: number; break?: number; encoding?: string }
type Steps = [name: string, ...args: never[]][]

const golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/tqdm_bars.json'), 'utf8'),
  (_, value: unknown) => (value === 'inf' ? Number.POSITIVE_INFINITY : value),
) as {
  meters: [Record<string, never>, string][]
  runs: [Options, Steps, string][]
  intervals: [number, string][]
  sizes: [number, number, string][]
  numbers: [number, string][]
}

let now = 0
beforeEach(() => {
  now = 1000
  jest.spyOn(performance, 'now').mockImplementation(() => now * 1000)
})
afterEach(() => jest.restoreAllMocks())

function recorder(encoding: string | null = null): Output & { text(): string } {
  const parts: string[] = []
  return { encoding, write: (text: string) => parts.push(text), text: () => parts.join('') }
}

test.each(golden.meters)('the meter of %j', (meter, expected) => {
  const { n, total, elapsed, ...more } = meter
  const line = catch_warnings(() =>
    tqdm.format_meter(n as never, total as never, elapsed as never, more),
  )
  expect(line).toBe(expected)
})

test.each(golden.intervals)('format_interval(%d)', (t, text) => {
  expect(tqdm.format_interval(t)).toBe(text)
})
test.each(golden.sizes)('format_sizeof(%d, "B", %d)', (n, divisor, text) => {
  expect(tqdm.format_sizeof(n, 'B', divisor)).toBe(text)
})
test.each(golden.numbers)('format_num(%d)', (n, text) => {
  expect(tqdm.format_num(n)).toBe(text)
})

test.each(golden.runs)('%j, %j', (options, steps, expected) => {
  const { items, break: stop, encoding, ...kw } = options
  const file = recorder(encoding)
  const bar = items === undefined ? tqdm({ ...kw, file }) : tqdm(range(items), { ...kw, file })
  const methods = bar as unknown as Record<string, (...args: unknown[]) => unknown>
  let nested: tqdm | null = null
  for (const [name, ...args] of steps) {
    if (name === 'tick') now += args[0] as unknown as number
    else if (name === 'for') {
      for (const i of bar) {
        if (i === stop) break
        now += args[0] as unknown as number
      }
    } else if (name === 'nested') nested = tqdm({ ...(args[0] as object), file })
    else if (name === 'write') {
      tqdm.write(args[0] as unknown as string, file)
      nested?.update(1)
      nested?.close()
    } else methods[name]?.(...args)
  }
  expect(file.text()).toBe(expected)
  bar.close()
})

describe('loops', () => {
  test('give the items of what they go over', async () => {
    const file = recorder()
    expect([...tqdm(['a', 'b'], { file })]).toEqual(['a', 'b'])
    expect([...trange(2, 8, 3, { file })]).toEqual([2, 5])
    expect([...tqdm(new Map([['k', 1]]), { file })]).toEqual(['k'])
    expect([...tqdm({ k: 1, m: 2 }, { file })]).toEqual(['k', 'm'])
    expect([...tqdm(enumerate(['a']), { file })]).toEqual([[0, 'a']])
    const loader = torch.utils.data.DataLoader(range(5), { batch_size: 2 })
    const bar = tqdm(loader, { file })
    expect(bar.total).toBe(3)
    expect([...bar].map(String)).toEqual(['tensor([0, 1])', 'tensor([2, 3])', 'tensor([4])'])
    const seen: number[] = []
    for await (const n of tqdm([1, 2], { file })) seen.push(n)
    async function* later() {
      yield 3
      yield 4
    }
    for await (const n of tqdm(later(), { file })) seen.push(n)
    for await (const n of tqdm(later(), { file, disable: true })) seen.push(n)
    expect(seen).toEqual([1, 2, 3, 4, 3, 4])
  })

  test('are closed by a break and by an error, and close what they go over', () => {
    const file = recorder()
    let closed = 0
    function* items() {
      try {
        yield 1
        yield 2
      } finally {
        closed++
      }
    }
    for (const _ of tqdm(items(), { file })) break
    expect(() => {
      for (const _ of tqdm(items(), { file })) throw new Error('stop')
    }).toThrow('stop')
    expect(closed).toBe(2)
    expect(file.text().match(/\n/g)).toHaveLength(2)
    // Their lines are free again.
    const bar = tqdm({ total: 1, file })
    expect(bar.pos).toBe(0)
    bar.close()
  })

  test('a loop over 100,000 items draws seldom', () => {
    const file = recorder()
    for (const i of trange(100_000, { file })) now += 1e-5 * (i >= 0 ? 1 : 0)
    expect(file.text().split('\r').length).toBeLessThan(20)
    expect(file.text()).toContain('100%|##########| 100000/100000 [00:00<00:00, 100000.00it/s]')
  })
})

describe('the bar as a value', () => {
  test('len, bool, print', () => {
    const file = recorder()
    using bar = tqdm([1, 2, 3], { file })
    expect([
      len(bar),
      bool(bar),
      bool(tqdm({ total: 0, disable: true })),
      list(bar).length,
    ]).toEqual([3, true, false, 3])
    expect(String(tqdm({ total: 10, disable: true }))).toBe(
      '  0%|          | 0/10 [00:00<?, ?it/s]',
    )
    expect(len(tqdm({ total: 7, disable: true }))).toBe(7)
    expect(() => bool(tqdm({ disable: true }))).toThrow(
      new TypeError('bool() undefined when iterable == total == None'),
    )
    expect(bool(tqdm(enumerate([]), { disable: true }))).toBe(true)
  })

  test('`using` closes it', () => {
    const file = recorder()
    {
      using bar = tqdm({ total: 2, file })
      bar.update(2)
    }
    expect(file.text().endsWith('\n')).toBe(true)
  })

  test('off where there is no terminal, if that is asked for', () => {
    const file = recorder()
    expect(list(tqdm([1], { file, disable: null }))).toEqual([1])
    expect(file.text()).toBe('')
  })

  test('as wide as the terminal', () => {
    const file = { ...recorder('utf-8'), isTTY: true, columns: 61, rows: 25 }
    using bar = tqdm({ total: 2, file, dynamic_ncols: true })
    expect([bar.ncols, bar.nrows, String(bar).length]).toEqual([60, 24, 60])
    expect(String(bar)).toMatch(/^ {2}0%\| {20,}\| 0\/2 \[00:00<\?, \?it\/s\]$/)
  })

  test('more bars than rows', () => {
    const file = recorder()
    const bars = Array.from({ length: 4 }, () => tqdm({ total: 1, file, nrows: 3 }))
    expect(bars.map((bar) => bar.pos)).toEqual([0, 1, 2, 3])
    expect(file.text()).toContain(' ... (more hidden) ...')
    bars[0]?.close()
    expect(bars[2]?.pos).toBe(0)
    for (const bar of bars) bar.close()
  })
})

test('errors', () => {
  const any = tqdm as unknown as (...args: unknown[]) => unknown
  expect(() => any([1], { nestled: true })).toThrow(
    new KeyError("Unknown argument(s): {'nestled': True}"),
  )
  expect(() => [...tqdm(3 as never, { disable: true })]).toThrow(
    new TypeError("'int' object is not iterable"),
  )
  const warnings = catch_warnings((caught) => {
    tqdm.format_meter(1, 2, 3, { colour: 'mauve' })
    return caught.map(String)
  })
  expect(warnings).toEqual([
    'UserWarning: Unknown colour (mauve); valid choices: [hex (#00ff00), BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE]',
  ])
})
