// What scripts/golden/matplotlib.py asked matplotlib: ticks, places, limits, colours, counts, errors.

import { get_cmap } from 'torch-node/matplotlib/cm'
import { to_hex } from 'torch-node/matplotlib/colors'
import plt from 'torch-node/matplotlib/pyplot'
import { Text } from 'torch-node/matplotlib/text'
import * as ticker from 'torch-node/matplotlib/ticker'
import { simplefilter } from 'torch-node/warnings'
import { readJson } from '../golden/support/json.js'

type Numbers = number[]
type Keywords = Record<string, unknown>
type Call = [name: string, args: unknown[], keywords?: Keywords]

interface AxisState {
  ticks: [loc: number, text: string][]
  minor: Numbers
  offset: string
}

interface AxesState {
  position: Numbers
  xlim: Numbers
  ylim: Numbers
  x: AxisState
  y: AxisState
  title: Numbers | null
  xlabel: Numbers | null
  ylabel: Numbers | null
  legend: Numbers | null
  tight: Numbers | null
}

interface Golden {
  cases: [name: string, calls: Call[], state: AxesState[]][]
  ticks: [size: [number, number], low: number, high: number, x: AxisState, y: AxisState][]
  log_ticks: [low: number, high: number, y: AxisState][]
  locators: [
    name: string,
    args: unknown[],
    keywords: Keywords,
    low: number,
    high: number,
    locs: Numbers,
  ][]
  formatters: [name: string, args: unknown[], keywords: Keywords, texts: string[]][]
  maps: Record<string, string>
  names: Record<string, string>
  histograms: [keywords: Keywords, counts: Numbers, edges: Numbers][]
  extents: [text: string, size: number, weight: string, width: number][]
  mistakes: [calls: Call[], name: string | null, message: string | null][]
}

const golden = readJson<Golden>('matplotlib.gz')

beforeAll(() => simplefilter('ignore'))
afterEach(() => {
  plt.close('all')
  plt.rcdefaults()
})

type Callable = (...args: unknown[]) => unknown

/** JSON has no NaN. */
function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  return JSON.stringify(value) === '{"f":"nan"}' ? Number.NaN : value
}

function call([path, args, keywords]: Call): void {
  const owners = path.split('.')
  const method = owners.pop() as string
  let here: unknown = plt
  for (const owner of owners) {
    if (owner === 'fig') here = plt.gcf()
    else if (/^ax\d+$/.test(owner)) here = plt.gcf().axes[Number(owner.slice(2))]
    else here = (here as Record<string, unknown>)[owner]
  }
  const all = (keywords === undefined ? args : [...args, keywords]).map(decode)
  ;((here as Record<string, Callable>)[method] as Callable).apply(here, all)
}

type Axis = ReturnType<typeof plt.gca>['xaxis']

function axisState(axis: Axis): AxisState {
  const [low, high] = [...axis.get_view_interval()].sort((a, b) => a - b) as [number, number]
  const locs = axis.get_majorticklocs()
  const texts = axis.get_major_formatter().format_ticks(locs)
  return {
    ticks: locs.flatMap((loc, i): [number, string][] =>
      low - 1e-9 * Math.abs(low) <= loc && loc <= high + 1e-9 * Math.abs(high)
        ? [[loc, texts[i] as string]]
        : [],
    ),
    minor: axis.get_minorticklocs().filter((loc) => low <= loc && loc <= high),
    offset: axis.get_major_formatter().get_offset(),
  }
}

/** Numbers that agree to twelve digits beside the largest of them. */
function expectClose(got: readonly number[], wanted: readonly number[], place: string): void {
  const scale = Math.max(...wanted.map(Math.abs), 1e-300)
  const same =
    got.length === wanted.length &&
    got.every((v, i) => Math.abs(v - (wanted[i] as number)) <= 1e-12 * scale)
  if (!same) throw new Error(`${place}: ${got.join(', ')} instead of ${wanted.join(', ')}`)
}

/** Pixels that differ by no more than one. */
function expectNear(
  got: readonly number[] | null,
  wanted: readonly number[] | null,
  place: string,
): void {
  const near =
    got === null || wanted === null
      ? got === wanted
      : got.every((v, i) => Math.abs(v - (wanted[i] as number)) <= 1.01)
  if (!near) throw new Error(`${place}: ${String(got)} instead of ${String(wanted)}`)
}

function expectAxis(axis: Axis, wanted: AxisState, place: string): void {
  const got = axisState(axis)
  expectClose(
    got.ticks.map(([loc]) => loc),
    wanted.ticks.map(([loc]) => loc),
    `${place} ticks`,
  )
  expect([place, got.ticks.map(([, text]) => text)]).toEqual([
    place,
    wanted.ticks.map(([, text]) => text),
  ])
  expectClose(got.minor, wanted.minor, `${place} minor ticks`)
  expect([place, got.offset]).toEqual([place, wanted.offset])
}

const corners = (
  box: { x0: number; y0: number; x1: number; y1: number } | null | undefined,
): number[] | null => (box ? [box.x0, box.y0, box.x1, box.y1] : null)

const extent = (text: Text): number[] | null =>
  text.get_text() === '' ? null : corners(text.get_window_extent())

describe('places, limits and ticks', () => {
  test.each(golden.cases)('%s', (_name, calls, states) => {
    for (const one of calls) call(one)
    plt.gcf().canvas.draw()
    expect(plt.gcf().axes).toHaveLength(states.length)
    states.forEach((wanted, i) => {
      const ax = plt.gcf().axes[i] as ReturnType<typeof plt.gca>
      const place = `axes ${i}`
      const { width, height } = plt.gcf().bbox
      const pixels = (box: readonly number[]): number[] =>
        box.map((v, k) => v * (k % 2 === 0 ? width : height))
      expectNear(
        pixels(corners(ax.get_position()) as number[]),
        pixels(wanted.position),
        `${place} position`,
      )
      expectClose(ax.get_xlim(), wanted.xlim, `${place} xlim`)
      expectClose(ax.get_ylim(), wanted.ylim, `${place} ylim`)
      expectAxis(ax.xaxis, wanted.x, `${place} x`)
      expectAxis(ax.yaxis, wanted.y, `${place} y`)
      expectNear(extent(ax.title), wanted.title, `${place} title`)
      expectNear(extent(ax.xaxis.label), wanted.xlabel, `${place} xlabel`)
      expectNear(extent(ax.yaxis.label), wanted.ylabel, `${place} ylabel`)
      expectNear(corners(ax.get_legend()?.get_window_extent()), wanted.legend, `${place} legend`)
      expectNear(corners(ax.get_tightbbox()), wanted.tight, `${place} tight`)
    })
  })
})

describe('matplotlib.ticker', () => {
  test('ticks of linear axes', () => {
    for (const [size, low, high, x, y] of golden.ticks) {
      const ax = plt.figure({ figsize: size, num: `${size}` }).gca()
      ax.set_xlim(low, high)
      ax.set_ylim(low, high)
      expectAxis(ax.xaxis, x, `${size} ${low}..${high} x`)
      expectAxis(ax.yaxis, y, `${size} ${low}..${high} y`)
    }
  })

  test('ticks of logarithmic axes', () => {
    const [, ax] = plt.subplots()
    ax.set_yscale('log')
    for (const [low, high, y] of golden.log_ticks) {
      ax.set_ylim(low, high)
      expectAxis(ax.yaxis, y, `${low}..${high}`)
    }
  })

  type Made = {
    tick_values(low: number, high: number): number[]
    format(x: number, pos: number): string
    create_dummy_axis(): void
  }
  const make = (name: string, args: unknown[], keywords: Keywords): Made =>
    (ticker as unknown as Record<string, (...all: unknown[]) => Made>)[name]?.(
      ...args,
      keywords,
    ) as Made

  test.each(golden.locators)('%s %j %j from %d to %d', (name, args, keywords, low, high, locs) => {
    expectClose(make(name, args, keywords).tick_values(low, high), locs, name)
  })

  test.each(golden.formatters)('%s %j %j', (name, args, keywords, texts) => {
    const formatter = make(name, args, keywords)
    formatter.create_dummy_axis()
    expect([0, 0.256, -1.5, 12345.678].map((x, pos) => formatter.format(x, pos))).toEqual(texts)
  })
})

test.each(Object.entries(golden.maps))('the colours of %s are within 1/255', (name, hex) => {
  const map = get_cmap(name)
  const bytes = hex.match(/../g)?.map((one) => Number.parseInt(one, 16)) ?? []
  expect(bytes).toHaveLength(3 * 41)
  bytes.forEach((wanted, i) => {
    const rgba = map.color(Math.floor(i / 3) / 40)
    expect(Math.abs((rgba[i % 3] as number) * 255 - wanted)).toBeLessThan(1.001)
  })
})

test('names of colours', () => {
  const got = Object.fromEntries(Object.keys(golden.names).map((name) => [name, to_hex(name)]))
  expect(got).toEqual(golden.names)
})

const wave = (n: number, k = 1): number[] =>
  Array.from({ length: n }, (_, i) => Number((Math.sin(k * i) + (i % 7) / 10).toFixed(6)))

test.each(golden.histograms)('hist %j', (keywords, counts, edges) => {
  const [n, bins] = plt.hist(wave(300), keywords)
  expectClose(n, counts, 'counts')
  expectClose(bins, edges, 'edges')
})

test('widths of texts', () => {
  const wrong = golden.extents.flatMap(([text, size, weight, width]) => {
    const one = new Text(0, 0, text, { fontsize: size, fontweight: weight })
    const got = one.get_window_extent().width
    return Math.abs(got - width) <= 1
      ? []
      : [`${text} ${size} ${weight}: ${got} instead of ${width}`]
  })
  expect(wrong).toEqual([])
})

test.each(golden.mistakes)('%j', (calls, name, message) => {
  let caught: Error | null = null
  try {
    for (const one of calls) call(one)
  } catch (error) {
    caught = error as Error
  }
  expect([caught?.name ?? null, caught?.message ?? null]).toEqual([name, message])
})
