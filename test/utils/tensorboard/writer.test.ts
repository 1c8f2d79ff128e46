// Pieces of scripts/golden/summary_writer.py, by the same names.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { FileWriter, SummaryWriter, summary } from 'torch-node/utils/tensorboard'
import { Event } from '../../../lib/utils/tensorboard/_proto.js'
import { type Answer, answerOf, decode, newFolder, readAnswers } from './support.js'

type Writer = SummaryWriter
const { pieces } = readAnswers()
const root = newFolder()
const np = (array: Float32Array | Float64Array) => ({ data: array, shape: [array.length] })

const code: Record<string, (w: Writer) => void> = {
  scalars(w) {
    w.add_scalar('loss', 0.1, 3)
    w.add_scalar('loss', 7, { global_step: 4, walltime: 12.25 })
    w.add_scalar('loss', torch.tensor([[2.5]]), 2 ** 40)
    w.add_scalar('loss', torch.tensor(1.5, { dtype: torch.bfloat16 }), torch.tensor(9))
    w.add_scalar('loss', true)
    w.add_scalar('loss', '1e-3', '5')
    w.add_scalar('loss', Number.NaN, -1)
    w.add_scalar('loss', Number.POSITIVE_INFINITY, 2.9)
    w.add_scalar('loss', 0, 0)
    w.add_scalar('new', 0.1, 1, { new_style: true })
    w.add_scalar('new', 0.1, 1, { new_style: true, double_precision: true })
    w.add_scalar('größe/übung', np(new Float32Array([0.25])))
  },
  many_scalars(w) {
    w.add_scalars('run/a', { x: 1.5, 'y/z': torch.tensor(2) }, 5)
    w.add_scalars('run/a', new Map([['x', 2.5]]), 6, { walltime: 3.5 })
  },
  tensors(w) {
    const { half, bfloat16, float, double, int8, uint8, int16, int32, int64, bool } = torch
    const rows = torch.tensor([
      [1, 2, 3],
      [0, 5, 100],
    ])
    for (const dtype of [half, bfloat16, float, double, int8, uint8]) {
      w.add_tensor('t', rows.to(dtype), 1)
    }
    for (const dtype of [int16, int32, int64, bool]) {
      w.add_tensor('t', torch.tensor([-1, 0, 300]).to(dtype), 1, { walltime: 2.5 })
    }
    w.add_tensor('t', torch.tensor([2n ** 62n + 1n, -(2n ** 62n) - 3n]))
    w.add_tensor(
      't',
      torch.tensor([
        { re: 1, im: 2 },
        { re: -0, im: -0.5 },
      ]),
    )
    w.add_tensor('t', torch.tensor({ re: 1, im: -1 }, { dtype: torch.complex128 }))
    w.add_tensor('t', torch.zeros(0, 3))
    w.add_tensor('t', torch.arange(6).reshape(2, 3).t())
  },
  histograms(w) {
    const x = torch.randint(-20, 40, [500]).div(2)
    w.add_histogram('h', x, 1)
    w.add_histogram('h', x, 1, { max_bins: 16 })
    w.add_histogram('h', x, 2, 10)
    w.add_histogram('h', x, 2, [-3, 0, 0.5, 7, 100], { walltime: 1.5 })
    w.add_histogram('h', x, 2, { bins: torch.tensor([0, 5]) })
    w.add_histogram('h', torch.arange(12).reshape(3, 4), 3)
    w.add_histogram('h', torch.tensor([true, false, true]), 4, { bins: 2 })
    w.add_histogram('h', torch.full([5], 2), 4, { bins: 3 })
    w.add_histogram('h', 3, 4)
    w.add_histogram('h', x.to(torch.bfloat16), 5)
    w.add_histogram('h', torch.tensor([5]), { bins: [0, 1] })
    w.add_histogram('h', torch.tensor([1, 3, Number.NaN]), { bins: [0, 1, 2, 3] })
  },
  estimated_histograms(w) {
    const x = torch.randint(-500, 900, [1000]).div(4)
    const y = torch.randint(0, 30, [41])
    for (const name of ['auto', 'fd', 'doane', 'scott', 'stone', 'rice', 'sturges', 'sqrt']) {
      w.add_histogram(name, x, 1, name)
      w.add_histogram(name, y, 2, name)
      w.add_histogram(name, torch.tensor([1, 1, 1, 1, 1, 7]), 3, { bins: name })
      w.add_histogram(name, torch.tensor([4.5]), 4, { bins: name })
    }
  },
  summed_histogram(w) {
    for (const count of [7, 100, 1000]) {
      const x = torch.randint(1, 9, [count], { dtype: torch.float64 }).mul(2 ** 26)
      x[0] = torch.tensor(2 ** -20, { dtype: torch.float64 })
      w.add_histogram('h', x, 1, { bins: 3 })
    }
  },
  raw_histogram(w) {
    w.add_histogram_raw('h', 0.5, 3, 4, 7.5, 20, [1, 2, 4], [1, 2, 1], 2)
    const bucket_limits = torch.tensor([1, 2])
    const bucket_counts = new Float64Array([3, 4])
    w.add_histogram_raw('h', 0, 2, 7, 8, 9, { bucket_limits, bucket_counts, walltime: 4.5 })
  },
  images(w) {
    const { uint8 } = torch
    const x = torch.rand(3, 5, 7)
    w.add_image('i', x, 1)
    w.add_image('i', x[':1'] as Tensor, 1)
    w.add_image('i', x.permute(1, 2, 0), 1, { dataformats: 'HWC' })
    w.add_image('i', x[0] as Tensor, 1, { walltime: 2.5, dataformats: 'HW' })
    w.add_image('i', x[0] as Tensor, { dataformats: 'wh' })
    w.add_image('i', torch.randint(0, 256, [3, 4, 4], { dtype: uint8 }))
    w.add_image('i', torch.randint(0, 256, [4, 3, 3], { dtype: uint8 }), { dataformats: 'CHW' })
    w.add_image('i', torch.rand(2, 3, 3))
    w.add_image(
      'i',
      torch.tensor([
        [0, 1],
        [2, -1],
      ]),
      { dataformats: 'HW' },
    )
    w.add_image('i', torch.tensor([[true, false]]), { dataformats: 'HW' })
    w.add_image('i', torch.rand(3, 2, 3).half().mul(2).sub(0.5))
    w.add_images('i', torch.rand(11, 3, 4, 5), 1)
    w.add_images('i', torch.rand(3, 1, 4, 5), 1)
    w.add_images('i', torch.rand(2, 4, 5, 1), 1, { dataformats: 'NHWC' })
  },
  boxes(w) {
    const x = torch.rand(3, 24, 30)
    const b = torch.tensor([
      [2, 3, 12, 15],
      [20, 2, 25, 30],
      [9, 9, 9, 9],
      [14.7, 20, 5.2, 18],
    ])
    const first = b[':1'] as Tensor
    w.add_image_with_boxes('b', x, b, 1)
    w.add_image_with_boxes('b', x.permute(1, 2, 0), b.int(), 1, {
      dataformats: 'HWC',
      labels: ['one'],
    })
    w.add_image_with_boxes('b', x, first.sub(5), 1, { walltime: 2.5 })
    w.add_image_with_boxes('b', x, first, { rescale: 0.5 })
    w.add_image_with_boxes('b', x, first, { rescale: 1.7 })
    w.add_image_with_boxes('b', torch.rand(4, 24, 30), first)
  },
  rescaled(w) {
    const x = torch.rand(3, 9, 11)
    const half = (x[':2'] as Tensor).mul(0.5).add(0.5)
    w.file_writer?.add_summary(summary.image('i', x, { rescale: 2.5, dataformats: 'CHW' }), 1)
    w.file_writer?.add_summary(summary.image('i', half, 0.7, 'CHW'), 1)
  },
  sound(w) {
    w.add_audio('a', torch.linspace(-1, 1, 50), 1)
    const double = torch.linspace(-1, 1, 50, { dtype: torch.float64 }).unsqueeze(0)
    w.add_audio('a', double, 1, 8000, 2.5)
    w.add_audio('a', torch.linspace(-3, 2, 9), { sample_rate: 16000 })
    w.add_audio('a', torch.tensor([0, 1, -1, 1]))
    w.add_audio('a', np(new Float32Array([0.25, -0.75])))
  },
  texts(w) {
    w.add_text('t', 'a **bold** word', 1)
    w.add_text('t', 'größer ☃ 😀', { global_step: 2, walltime: 2.5 })
    w.add_text('t', '')
  },
  one_hparam(w) {
    w.add_hparams({ lr: 0.1 }, { m: 3, n: torch.tensor(0.5) }, { run_name: 'run', global_step: 4 })
    w.add_hparams({ s: 'x' }, {}, { s: ['x', 'y'] }, 'b')
    w.add_hparams({ b: true }, {}, { b: [true, false] }, 'c')
    w.add_hparams({ t: torch.tensor([2.5]) }, {}, { run_name: 'd' })
    w.add_hparams(new Map([['none', null]]), {}, { run_name: 'e' })
    w.add_hparams({ lr: 1 }, { m: 1 }, { lr: [1, 2] })
  },
  several_hparams(w) {
    w.add_hparams({ lr: 0.1, name: 'sgd', k: 3, b: false }, { a: 1, b: 2 }, { run_name: 'r' })
  },
  pr_curves(w) {
    const labels = torch.randint(2, [200])
    const predictions = torch.rand(200)
    const weights = torch.arange(200).to(torch.float64).div(4)
    w.add_pr_curve('p', labels, predictions, 1)
    w.add_pr_curve('p', labels.bool(), predictions.double(), 1, 11, { walltime: 2.5 })
    w.add_pr_curve('p', labels, predictions, 1, 500)
    w.add_pr_curve('p', labels.float(), predictions, { num_thresholds: 5, weights: 2.5 })
    w.add_pr_curve('p', labels.numpy(), predictions.numpy(), { weights })
    w.add_pr_curve('p', labels, predictions.mul(2).sub(0.5), { num_thresholds: 4 })
  },
  raw_pr_curves(w) {
    const [tp, fp, tn, fn] = [
      [3, 2, 1],
      [2, 1, 0],
      [0, 1, 2],
      [0, 1, 2],
    ]
    const [precision, recall] = [
      [0.5, 0.25, 1],
      [1, 0.5, 0],
    ]
    w.add_pr_curve_raw('p', tp, fp, tn, fn, precision, recall, {
      global_step: 1,
      num_thresholds: 3,
    })
    const [a, b, c, d, e, f] = [tp, fp, tn, fn, precision, recall].map((row) => torch.tensor(row))
    w.add_pr_curve_raw('p', a, b, c, d, e, f, 2, 300, { walltime: 2.5 })
  },
  charts(w) {
    w.add_custom_scalars_multilinechart(['a', 'b'])
    w.add_custom_scalars_multilinechart(['a'], { category: 'c', title: 't' })
    w.add_custom_scalars_marginchart(['a', 'b', 'c'])
    w.add_custom_scalars({
      x: { p: ['Multiline', ['a', 'b']], q: ['Margin', ['a', 'b', 'c']] },
      y: {},
    })
  },
  meshes(w) {
    const points = torch.randint(0, 9, [1, 4, 3])
    w.add_mesh('m', points, { global_step: 2 })
    const config = { z: 1.5, a: { q: [true, null, 'é"\n'] }, n: 3 }
    const faces = points[':, :2'] as Tensor
    w.add_mesh('m', points.float(), points, faces, config, { walltime: 2.5 })
    w.add_mesh('m', [[[1, 2, 3]]], { faces: torch.zeros(1, 1, 3) })
  },
  embeddings(w) {
    const mat = torch.tensor([
      [0.1, 1],
      [2, -3e-7],
      [1e20, 5],
    ])
    w.add_embedding(mat)
    w.add_embedding(mat.double(), ['a', 2, 0.5], torch.rand(3, 3, 4, 5), 7, 'x/y\\z%')
    const rows = [
      ['p', 1],
      ['q', 2],
      [null, true],
    ]
    w.add_embedding(mat.int().clamp(-9, 9), rows, {
      metadata_header: ['n', 'k'],
      global_step: 123456,
    })
    const label_img = torch.rand(5, 1, 2, 3)
    w.add_embedding(torch.ones(5, 2), { label_img, global_step: 8, tag: 'é"\'' })
  },
  purged(w) {
    const again = SummaryWriter(`${w.log_dir}/again`, { purge_step: 30, filename_suffix: '.x' })
    again.add_scalar('a', 1, 31)
    again.close()
    again.add_scalar('a', 2, 32)
    again.close()
    again.close()
  },
  file_writer(w) {
    const own = FileWriter(`${w.log_dir}/own`, { max_queue: 1, flush_secs: 1 })
    own.add_event(new Event({ step: 3, file_version: 'brain.Event:2' }))
    own.add_event(new Event({ file_version: 'x' }), 5, 2.5)
    own.add_summary(summary.scalar('a', 1), { global_step: 6 })
    own.close()
  },
}

function run(name: string): Answer {
  const folder = join(root, name)
  mkdirSync(folder)
  torch.manual_seed(0)
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    SummaryWriter(folder, (writer) => code[name]?.(writer))
  } finally {
    write.mockRestore()
  }
  return answerOf(folder, name === 'scalars')
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(1500000000500)
})
afterEach(() => jest.restoreAllMocks())

describe('torch.utils.tensorboard.SummaryWriter', () => {
  test.each(Object.keys(pieces).filter((name) => name !== 'several_hparams'))('%s', (name) => {
    expect(run(name)).toEqual(pieces[name])
  })

  test('several_hparams', () => {
    // The order of a map's entries is no matter of the format.
    const plain = (answer: Answer | undefined) =>
      Object.values(answer?.events ?? {}).map((records) =>
        records.map((record) => {
          const event = decode('Event', Buffer.from(record, 'base64'))
          const [value] = (
            event.summary as { value: { metadata?: { plugin_data: { content: string } } }[] }
          ).value
          const content = value?.metadata?.plugin_data.content
          return content === undefined
            ? event
            : decode('HParamsPluginData', Buffer.from(content, 'base64'))
        }),
      )
    expect(plain(run('several_hparams'))).toEqual(plain(pieces.several_hparams))
  })

  test('no piece lacks an answer', () => {
    expect(Object.keys(code).sort()).toEqual(Object.keys(pieces).sort())
  })
})
