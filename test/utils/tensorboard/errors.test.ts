// The errors of scripts/golden/summary_writer.py, by the same names.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import torch, { nn } from 'torch-node'
import { SummaryWriter, summary } from 'torch-node/utils/tensorboard'
import { Event } from '../../../lib/utils/tensorboard/_proto.js'
import { newFolder, readAnswers } from './support.js'

const { errors } = readAnswers()
const root = newFolder()

// Called with what its types do not allow.
type Loose = Record<string, (...args: unknown[]) => unknown> & {
  log_dir: string
  file_writer: Loose
}
const { ones } = torch
const float8 = ones(1).to(torch.float8_e4m3fn)
const loose = summary as unknown as Loose

function occupied(w: Loose, name: string): string {
  const path = join(w.log_dir, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  return path
}

const code: Record<string, (w: Loose) => unknown> = {
  'list as scalar': (w) => w.add_scalar('a', [1, 2]),
  'none as scalar': (w) => w.add_scalar('a', null),
  'text as scalar': (w) => w.add_scalar('a', 'x'),
  'two scalars': (w) => w.add_scalar('a', ones(2)),
  'six scalars': (w) => w.add_scalar('a', ones(2, 3)),
  'complex scalar': (w) => w.add_scalar('a', ones(1, { dtype: torch.cfloat })),
  'float8 scalar': (w) => w.add_scalar('a', float8),
  'text as step': (w) => w.add_scalar('a', 1, 'x'),
  'list as step': (w) => w.add_scalar('a', 1, [1]),
  'nan as step': (w) => w.add_scalar('a', 1, Number.NaN),
  'infinity as step': (w) => w.add_scalar('a', 1, Number.POSITIVE_INFINITY),
  'step beyond int64': (w) => w.add_scalar('a', 1, 2n ** 63n),
  'two steps': (w) => w.add_scalar('a', 1, ones(2)),
  'text as time': (w) => w.add_scalar('a', 1, 1, 'x'),
  'missing argument': (w) => w.add_scalar('a'),
  'unknown argument': (w) => w.add_scalar('a', 1, { foo: 2 }),
  'number as scalars': (w) => w.add_scalars('a', 3),
  'empty histogram': (w) => w.add_histogram('a', ones(0)),
  'histogram of nan': (w) => w.add_histogram('a', torch.tensor([Number.NaN, 1]), { bins: 'auto' }),
  'histogram of infinity': (w) =>
    w.add_histogram('a', torch.tensor([Number.NEGATIVE_INFINITY, 1]), { bins: 3 }),
  'histogram of nothing counted': (w) => w.add_histogram('a', torch.tensor([Number.NaN])),
  'no bins': (w) => w.add_histogram('a', ones(3), { bins: 0 }),
  'half a bin': (w) => w.add_histogram('a', ones(3), { bins: 1.5 }),
  'bins by a wrong name': (w) => w.add_histogram('a', ones(3), { bins: 'foo' }),
  'bins by an inherited name': (w) => w.add_histogram('a', ones(3), { bins: 'toString' }),
  'falling bins': (w) => w.add_histogram('a', ones(3), { bins: [2, 1] }),
  'bins in rows': (w) => w.add_histogram('a', ones(3), { bins: [[1, 2]] }),
  'empty list of bins': (w) => w.add_histogram('a', ones(3), { bins: [] }),
  'one edge': (w) => w.add_histogram('a', ones(3), { bins: [1] }),
  'none as bins': (w) => w.add_histogram('a', ones(3), { bins: null }),
  'at most no bins': (w) => w.add_histogram('a', ones(3), { max_bins: 0 }),
  'bins below a rounding': (w) =>
    w.add_histogram('a', torch.tensor([1, 1 + 2 ** -50], { dtype: torch.float64 }), { bins: 100 }),
  'limits without counts': (w) => w.add_histogram_raw('a', 1, 2, 3, 4, 5, [1], [1, 2]),
  'five channels': (w) => w.add_image('a', ones(5, 3, 4)),
  'too few dimensions': (w) => w.add_image('a', ones(3, 4)),
  'a dimension twice': (w) => w.add_image('a', ones(3, 4, 5), { dataformats: 'HHW' }),
  'unknown dimensions': (w) => w.add_image('a', ones(3, 4, 5), { dataformats: 'XYZ' }),
  'five dimensions': (w) => w.add_image('a', ones(1, 1, 1, 1, 1), { dataformats: 'NCHWD' }),
  'grid of two channels': (w) => w.add_images('a', ones(3, 2, 5, 6)),
  'grid of no images': (w) => w.add_images('a', ones(0, 3, 5, 6)),
  'list as boxes': (w) => w.add_image_with_boxes('a', ones(3, 9, 9), [1, 2]),
  'boxes of three': (w) => w.add_image_with_boxes('a', ones(3, 9, 9), ones(1, 3)),
  stereo: (w) => w.add_audio('a', ones(2, 3)),
  'one sample': (w) => w.add_audio('a', ones(1)),
  'no samples': (w) => w.add_audio('a', ones(0)),
  'samples of bytes': (w) => w.add_audio('a', torch.tensor([0, 1], { dtype: torch.uint8 })),
  'a picture as video': (w) => w.add_video('a', ones(3, 9, 9)),
  'number as text': (w) => w.add_text('a', 3),
  'list as hparams': (w) => w.add_hparams([], {}),
  'list as hparam': (w) => w.add_hparams({ a: [1] }, {}),
  'domain of no hparam': (w) => w.add_hparams({ a: 1 }, {}, { b: [1] }),
  'domain of another type': (w) => w.add_hparams({ a: 1 }, {}, { a: ['x'] }),
  'list as domains': (w) => w.add_hparams({ a: 1 }, {}, [1]),
  'hparam without dimension': (w) => w.add_hparams({ a: torch.tensor(1) }, {}),
  'none as metric': (w) => w.add_hparams({ a: 1 }, { m: null }),
  'hparams of a list': () => loose.hparams([], {}),
  'metrics of a list': () => loose.hparams({}, []),
  'margin of one': (w) => w.add_custom_scalars_marginchart(['a']),
  'margin of one in a layout': (w) => w.add_custom_scalars({ a: { b: ['Margin', ['x']] } }),
  'flat mesh': (w) => w.add_mesh('a', ones(2, 3)),
  'float8 tensor': (w) => w.add_tensor('a', float8),
  'list as tensor': (w) => w.add_tensor('a', [1]),
  'vector as embedding': (w) => w.add_embedding(ones(3)),
  'too few labels': (w) => w.add_embedding(ones(3, 2), { metadata: [1] }),
  'too few images': (w) => w.add_embedding(ones(3, 2), { label_img: ones(2, 3, 4, 4) }),
  'too few headers': (w) =>
    w.add_embedding(ones(3, 2), {
      metadata: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      metadata_header: ['a'],
    }),
  'high images': (w) => w.add_embedding(ones(3, 2), { label_img: ones(3, 3, 5, 4) }),
  'a file for an embedding': (w) => [
    occupied(w, '00008/default'),
    w.add_embedding(ones(3, 2), { global_step: 8 }),
  ],
  'a file above an embedding': (w) => [
    occupied(w, '00009'),
    w.add_embedding(ones(3, 2), { global_step: 9 }),
  ],
  'list as labels': (w) => w.add_pr_curve('a', [1], ones(3)),
  'too few predictions': (w) => w.add_pr_curve('a', ones(3), ones(2)),
  'rows of several lengths': (w) => w.add_pr_curve_raw('a', [1], [1, 2], [1], [1], [1], [1]),
  'graph without input': (w) => w.add_graph(nn.Linear(2, 2)),
  'graph of a wrong input': (w) => w.add_graph(nn.Linear(2, 2), ones(3)),
  'graph of a text': (w) => w.add_graph('x', ones(3)),
  'a file for a folder': (w) => SummaryWriter(occupied(w, 'file')),
  'text as queue': (w) => SummaryWriter(w.log_dir, { max_queue: 'x' as never }),
  'event after close': (w) => [w.file_writer.close(), w.file_writer.add_event(new Event())],
  'flush after close': (w) => [w.file_writer.close(), w.file_writer.flush()],
  reopen: (w) => w.file_writer.reopen(),
  'number as event': (w) => w.file_writer.add_event(3),
  'number as summary': (w) => w.file_writer.add_summary(3),
}

describe('torch.utils.tensorboard', () => {
  test.each(Object.keys(errors))('%s', (name) => {
    const folder = mkdtempSync(join(root, 'run-'))
    const writer = SummaryWriter(folder) as unknown as Loose
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    let thrown: unknown
    try {
      code[name]?.(writer)
    } catch (error) {
      thrown = error
    } finally {
      write.mockRestore()
    }
    const { name: kind, message } = (thrown ?? {}) as Partial<Error>
    expect([kind, message?.replaceAll(folder, '<folder>')]).toEqual(errors[name])
  })

  test('no error lacks an answer', () => {
    expect(Object.keys(code).sort()).toEqual(Object.keys(errors).sort())
  })
})
