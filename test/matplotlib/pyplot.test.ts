// The state that pyplot keeps, and the objects that it gives.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import { range } from 'torch-node/builtins'
import * as matplotlib from 'torch-node/matplotlib'
import byDefault, * as plt from 'torch-node/matplotlib/pyplot'
import * as ticker from 'torch-node/matplotlib/ticker'
import { catch_warnings, simplefilter } from 'torch-node/warnings'

beforeEach(() => simplefilter('error'))
afterEach(() => {
  plt.close('all')
  plt.rcdefaults()
  plt.ioff()
})

test('by name and as a whole', () => {
  expect(byDefault.plot).toBe(plt.plot)
  expect(matplotlib.pyplot.plot).toBe(plt.plot)
})

describe('figures', () => {
  test('numbers, names, the current one', () => {
    const one = plt.figure()
    const two = plt.figure()
    expect([one.number, two.number, plt.get_fignums(), plt.gcf() === two]).toEqual([
      1,
      2,
      [1, 2],
      true,
    ])
    expect(plt.figure(1)).toBe(one)
    expect(plt.gcf()).toBe(one)
    const named = plt.figure('losses', { figsize: [3, 2] })
    expect([named.get_size_inches(), plt.fignum_exists('losses')]).toEqual([[3, 2], true])
    plt.close('losses')
    plt.close(one)
    expect(plt.get_fignums()).toEqual([2])
    plt.close()
    expect(plt.get_fignums()).toEqual([])
  })

  test('clf and cla empty, clear makes anew', () => {
    plt.plot([1, 2])
    plt.cla()
    expect([plt.gca().lines.length, plt.xlim()]).toEqual([0, [0, 1]])
    plt.subplot(1, 2, 1)
    plt.clf()
    expect(plt.gcf().axes).toEqual([])
    plt.plot([1])
    expect(plt.figure(1, { clear: true }).axes).toEqual([])
  })

  test('more than twenty warn', () => {
    for (let i = 0; i < 20; i++) plt.figure()
    expect(() => plt.figure()).toThrow('More than 20 figures have been opened.')
  })
})

describe('axes', () => {
  test('an array in two dimensions', () => {
    const [fig, axes] = plt.subplots(2, 3)
    expect([axes.shape, axes.length, axes[0]?.length, fig.axes.length]).toEqual([[2, 3], 2, 3, 6])
    expect([...axes.flat]).toEqual(fig.axes)
    expect([...axes.ravel()]).toEqual(fig.axes)
    expect(axes['1, 2']).toBe(fig.axes[5])
    expect(axes['-1, 0']).toBe(fig.axes[3])
    expect([...axes[':, 1']]).toEqual([fig.axes[1], fig.axes[4]])
    expect(() => axes['2, 0']).toThrow('index 2 is out of bounds for axis 0 with size 2')
    let seen = 0
    for (const row of axes) for (const ax of row) seen += fig.axes.indexOf(ax)
    expect(seen).toBe(15)
  })

  test('a row, a column, one, and not squeezed', () => {
    const [, [left, right]] = plt.subplots(1, 2)
    expect([left, right]).toEqual(plt.gcf().axes)
    const [, column] = plt.subplots({ nrows: 3 })
    expect([column.shape, column.flat.length]).toEqual([[3], 3])
    const [, ax] = plt.subplots()
    expect(ax).toBe(plt.gca())
    const [, full] = plt.subplots(1, 1, { squeeze: false })
    expect([full.shape, full['0, 0'] === plt.gca()]).toEqual([[1, 1], true])
  })

  test('subplot goes back to what is there', () => {
    const first = plt.subplot(2, 1, 1)
    plt.subplot(2, 1, 2)
    expect(plt.subplot(211)).toBe(first)
    expect(plt.gca()).toBe(first)
    expect(plt.gcf().axes).toHaveLength(2)
    plt.sca(plt.gcf().axes[1] as plt.Axes)
    expect(plt.gca()).toBe(plt.gcf().axes[1])
    first.remove()
    expect(plt.gcf().axes).toHaveLength(1)
  })

  test('shared axes move together', () => {
    const [, [a, b]] = plt.subplots(1, 2, { sharex: true })
    b.plot([0, 10], [0, 1])
    expect(a.get_xlim()).toEqual([-0.5, 10.5])
    a.set_xlim(2, 3)
    expect(b.get_xlim()).toEqual([2, 3])
    expect(a.get_ylim()).toEqual([0, 1])
  })

  test('properties by keyword', () => {
    const ax = plt.gcf().add_subplot(1, 1, 1, { xticks: [], yticks: [1], title: 'T', ylabel: 'y' })
    expect([ax.get_xticks(), ax.get_yticks(), ax.get_title(), ax.get_ylabel()]).toEqual([
      [],
      [1],
      'T',
      'y',
    ])
    ax.set({ xlim: [0, 3], yscale: 'log', xlabel: 'x' })
    expect([ax.get_xlim(), ax.get_yscale(), ax.get_xlabel()]).toEqual([[0, 3], 'log', 'x'])
    expect(() => ax.set({ colour: 1 } as object)).toThrow(
      "Axes.set() got an unexpected keyword argument 'colour'",
    )
  })
})

describe('lines', () => {
  test('the cycle of colours, and their properties', () => {
    const [a] = plt.plot([1, 2])
    const [b, c] = plt.plot(
      [
        [1, 2],
        [3, 4],
      ],
      { lw: 3, ls: '--' },
    )
    expect([a?.get_color(), b?.get_color(), c?.get_color()]).toEqual([
      '#1f77b4',
      '#ff7f0e',
      '#2ca02c',
    ])
    expect([b?.get_linewidth(), b?.get_linestyle()]).toEqual([3, '--'])
    plt.setp([a, b] as never, { linewidth: 7 })
    expect(a?.get_linewidth()).toBe(7)
    c?.remove()
    expect(plt.gca().lines).toHaveLength(2)
  })

  test('all kinds of numbers', () => {
    const data = [
      torch.tensor([1, 2, 3]),
      torch.tensor([1, 2, 3]).numpy(),
      new Float32Array([1, 2, 3]),
      new BigInt64Array([1n, 2n, 3n]),
      [1n, 2, true],
      range(1, 4),
      new Set([1, 2, 3]),
      { data: new Uint8Array([9, 1, 9, 2, 9, 3]), shape: [3], stride: [2], offset: 1 },
      [torch.tensor(1), torch.tensor(2), torch.tensor(3)],
    ]
    for (const one of data) {
      const [line] = plt.plot(one as number[])
      expect(Array.from(line?.get_ydata() ?? [])[1]).toBe(2)
    }
    expect(plt.gca().lines).toHaveLength(data.length)
    expect(() => plt.plot([[1, 2], [3]])).toThrow('inhomogeneous shape')
    expect(() => (plt.scatter as (x: number[]) => unknown)([1])).toThrow(
      "scatter() missing 1 required positional argument: 'y'",
    )
    expect(() => plt.hist(['a'] as never)).toThrow("could not convert string to float: 'a'")
  })

  test('data that change while a figure is open', () => {
    const [line] = plt.plot([0, 1])
    line?.set_data([0, 10], [0, 100])
    plt.gca().relim()
    plt.gca().autoscale_view()
    expect([plt.xlim(), plt.ylim()]).toEqual([
      [-0.5, 10.5],
      [-5, 105],
    ])
  })
})

describe('ticks', () => {
  test('places, texts and looks', () => {
    plt.plot([0, 3])
    const [places, labels] = plt.xticks([0, 1, 2], ['a', 'b', 'c'], { rotation: 45 })
    expect([places, labels.map((one) => one.get_text()), labels[1]?.get_rotation()]).toEqual([
      [0, 1, 2],
      ['a', 'b', 'c'],
      45,
    ])
    plt.gca().yaxis.set_major_locator(new ticker.MultipleLocator({ base: 0.5 }))
    plt.gca().yaxis.set_major_formatter('{x:.2f} s')
    expect(plt.yticks()[1][1]?.get_text()).toBe('0.00 s')
    plt.gca().yaxis.set_major_formatter((x, pos) => `${pos}:${x}`)
    expect(plt.yticks()[1][1]?.get_text()).toBe('1:0')
    expect(() => plt.gca().xaxis.set_major_locator(3 as never)).toThrow(TypeError)
  })

  test('labels without fixed ticks warn, as in Python', () => {
    const [, ax] = plt.subplots()
    const texts = catch_warnings((caught) => {
      simplefilter('always')
      ax.set_xticklabels(['a', 'b'])
      return caught.map((one) => one.message)
    })
    expect(texts).toEqual([
      'set_ticklabels() should only be used with a fixed number of ticks, i.e. after set_ticks() or using a FixedLocator. Otherwise, ticks may be mislabeled.',
    ])
  })

  test('classes with and without new, and extended', () => {
    class Odd extends ticker.Locator {
      override tick_values(): number[] {
        return [1, 3]
      }
    }
    const [, ax] = plt.subplots()
    ax.xaxis.set_major_locator(new Odd())
    ax.set_xlim(0, 4)
    expect(ax.get_xticklabels().map((one) => one.get_text())).toEqual(['1', '3'])
    expect(ticker.MultipleLocator(2).tick_values(0, 3)).toEqual([-2, 0, 2, 4])
    expect(ticker.MaxNLocator(3) instanceof ticker.MaxNLocator).toBe(true)
  })
})

describe('legends', () => {
  test('what has a label', () => {
    plt.plot([1], { label: 'a' })
    plt.plot([2], { label: '_hidden' })
    plt.bar([1], [1], { label: 'b' })
    plt.scatter([1], [1], { label: 'c' })
    expect(
      plt
        .legend()
        .get_texts()
        .map((one) => one.get_text()),
    ).toEqual(['a', 'c', 'b'])
    expect(
      plt
        .legend(['x', 'y'])
        .get_texts()
        .map((one) => one.get_text()),
    ).toEqual(['x', 'y'])
  })

  test('keywords that are not there throw, and so does what is not supported', () => {
    plt.plot([1], { label: 'a' })
    expect(() => plt.legend({ columns: 2 } as object)).toThrow(
      "Legend.__init__() got an unexpected keyword argument 'columns'",
    )
    expect(() => plt.fill_between([1, 2], [1, 2], { interpolate: true } as object)).toThrow(
      'interpolate is not supported',
    )
    expect(() => plt.pcolormesh([0, 1, 5], [0, 1], [[1, 2]])).toThrow('cells of different sizes')
    expect(plt.pcolormesh([0, 2, 4], [0, 1], [[1, 2]]).get_extent()).toEqual([0, 4, 0, 1])
  })

  test('nothing to show warns', () => {
    plt.plot([1])
    expect(() => plt.legend()).toThrow('No artists with labels found to put in legend.')
  })
})

describe('settings', () => {
  test('new figures take them', () => {
    plt.rcParams['figure.figsize'] = [4, 2]
    plt.rcParams.update({ 'lines.linewidth': 5 })
    plt.rc('font', { size: 20 })
    const [line] = plt.plot([1])
    expect([
      plt.gcf().get_size_inches(),
      line?.get_linewidth(),
      plt.title('t').get_fontsize(),
    ]).toEqual([[4, 2], 5, 24])
  })

  test('a name that is not there throws', () => {
    const unknown =
      'lines.width is not a valid rc parameter (see rcParams.keys() for a list of valid parameters)'
    expect(() => (plt.rcParams as Record<string, unknown>)['lines.width']).toThrow(unknown)
    expect(() => plt.rc('lines', { width: 1 })).toThrow(unknown)
  })

  test('styles', () => {
    plt.style.use('ggplot')
    expect(plt.rcParams['axes.grid']).toBe(true)
    plt.style.use(['default', { 'font.size': 8 }])
    expect([plt.rcParams['axes.grid'], plt.rcParams['font.size']]).toEqual([false, 8])
  })
})

describe('show', () => {
  let folder = ''
  const before = process.env.TORCH_NODE_FIGURES
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'show-'))
    process.env.TORCH_NODE_FIGURES = folder
    plt.switch_backend('agg')
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
    if (before === undefined) delete process.env.TORCH_NODE_FIGURES
    else process.env.TORCH_NODE_FIGURES = before
  })

  function told(run: () => void): string {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      run()
      return write.mock.calls.map(([text]) => String(text)).join('')
    } finally {
      write.mockRestore()
    }
  }

  test('writes every figure, says where, and is done with them', () => {
    plt.plot([1, 2])
    plt.figure('two words')
    const text = told(() => plt.show())
    expect(text).toBe(
      `Figure 1: ${join(folder, 'Figure_1.png')}\ntwo words: ${join(folder, 'two_words.png')}\n`,
    )
    expect(readFileSync(join(folder, 'two_words.png')).subarray(1, 4).toString()).toBe('PNG')
    expect(plt.get_fignums()).toEqual([])
  })

  test('another figure of the same number gets another file', () => {
    plt.figure(1)
    expect(told(() => plt.show())).toContain('Figure_1-2.png')
    expect(existsSync(join(folder, 'Figure_1-2.png'))).toBe(true)
  })

  test('interactive figures stay, and are written again on every pause', () => {
    plt.ion()
    expect(plt.isinteractive()).toBe(true)
    plt.figure(7)
    const first = told(() => plt.pause(0.001))
    plt.plot([1, 2])
    const second = told(() => plt.show())
    expect([first, second, plt.get_fignums()]).toEqual([
      `Figure 7: ${join(folder, 'Figure_7.png')}\n`,
      '',
      [7],
    ])
  })

  test('nothing open is nothing to show', () => {
    expect(told(() => plt.show())).toBe('')
    expect(plt.get_backend()).toBe('agg')
  })
})
