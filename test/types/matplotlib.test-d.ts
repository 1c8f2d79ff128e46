// Checked by tsc alone: pyplot, axes, tickers.

import { expectTypeOf } from 'expect-type'
import torch from 'torch-node'
import { range } from 'torch-node/builtins'
import type { AxesImage } from 'torch-node/matplotlib/image'
import type { Line2D } from 'torch-node/matplotlib/lines'
import plt, { type Axes, type Figure } from 'torch-node/matplotlib/pyplot'
import ticker from 'torch-node/matplotlib/ticker'

// Axes as many and in as many dimensions as the numbers say.
expectTypeOf(plt.subplots()).toEqualTypeOf<[Figure, Axes]>()
expectTypeOf(plt.subplots({ figsize: [4, 3] })[1]).toEqualTypeOf<Axes>()
const [fig, grid] = plt.subplots(2, 10, { sharex: true, sharey: true, figsize: [25, 4] })
expectTypeOf(fig).toEqualTypeOf<Figure>()
expectTypeOf(grid['0, 1']).toEqualTypeOf<Axes>()
for (const row of grid) for (const ax of row) expectTypeOf(ax).toEqualTypeOf<Axes>()
for (const ax of grid.flat) expectTypeOf(ax).toEqualTypeOf<Axes>()
const [, [left, right]] = plt.subplots(1, 2)
expectTypeOf(left).toEqualTypeOf<Axes>()
expectTypeOf(right).toEqualTypeOf<Axes>()
const [, byKeyword] = plt.subplots({ nrows: 2, ncols: 10 })
expectTypeOf(byKeyword['1, 9']).toEqualTypeOf<Axes>()
const [, full] = plt.subplots(1, 1, { squeeze: false })
expectTypeOf(full.flat[0]).toEqualTypeOf<Axes>()

// What can be plotted, and how.
expectTypeOf(plt.plot([1, 2], 'r--', { label: 'a', lw: 2 })).toEqualTypeOf<Line2D[]>()
plt.plot(torch.rand(3), torch.rand(3).numpy(), 'bo', [1, 2], [3, 4], 'g^')
plt.plot(range(3), new Float32Array(3), { c: [1, 0, 0.5], marker: 's', mfc: 'none' })
plt.scatter([1], [2], 20, 'red', { marker: 'x', alpha: 0.5 })
plt.scatter([1], [2], { c: torch.rand(1), cmap: 'viridis', edgecolors: 'k' })
plt.bar(['a', 'b'], [1, 2], 0.5, { color: ['r', 'g'], yerr: [1, 2] })
expectTypeOf(plt.hist(torch.randn(10), 30, { density: true })[0]).toEqualTypeOf<number[]>()
expectTypeOf(
  plt.imshow(torch.rand(3, 4, 3), { cmap: 'gray', extent: [0, 1, 0, 1] }),
).toEqualTypeOf<AxesImage>()
plt.imshow([[[255, 0, 0]]], 'gray', { origin: 'lower', aspect: 'auto' })
plt.annotate('here', [1, 2], { xytext: [3, 4], arrowprops: { arrowstyle: '->', color: 'k' } })
plt.annotate('here', { xy: [1, 2], xytext: [3, 4] })
plt.legend({ loc: 'best', ncols: 2 })
plt.colorbar({ label: 'value', ax: grid.flat })
plt.xticks([0, 1], ['no', 'yes'], { rotation: 90 })
plt.title('text', { fontsize: 'large', loc: 'left' })
plt.savefig('a.png', { dpi: 200, bbox_inches: 'tight', transparent: true })
plt.tight_layout({ pad: 1, rect: [0, 0, 1, 1] })
plt.rcParams['figure.figsize'] = [8, 6]

// Objects.
left.set_xticks([0, 1], { labels: ['a', 'b'], rotation: 90, ha: 'right' })
left.xaxis.set_major_locator(ticker.MultipleLocator({ base: 0.2 }))
left.yaxis.set_major_formatter((x, pos) => `${x} ${pos}`)
left.spines.top.set_visible(false)
left.spines['top, right'].set_visible(false)
left.set({ xlabel: 'x', ylim: [0, null], yscale: 'log' })
left.tick_params({ axis: 'x', labelrotation: 45, which: 'both' })
left.get_xaxis().set_visible(false)
expectTypeOf(fig.canvas.buffer_rgba().data).toEqualTypeOf<Uint8Array>()

// @ts-expect-error no such keyword
plt.plot([1, 2], { colour: 'red' })
// @ts-expect-error no such place
plt.title('text', { loc: 'middle' })
// @ts-expect-error no such scale
plt.yscale('cubic')
// @ts-expect-error an image is not a word
plt.imshow('image')
// @ts-expect-error no such setting
plt.rcParams['figure.size'] = [8, 6]
// @ts-expect-error a size is two numbers
plt.figure({ figsize: [8] })
// @ts-expect-error no such side
left.spines.middle
