// Checked by tsc alone: torch.utils.tensorboard.

import { expectTypeOf } from 'expect-type'
import torch, { nn, type Tensor } from 'torch-node'
import plt from 'torch-node/matplotlib/pyplot'
import { FileWriter, RecordWriter, SummaryWriter, summary } from 'torch-node/utils/tensorboard'
import { hparams } from 'torch-node/utils/tensorboard/summary'

declare const x: Tensor

const writer = SummaryWriter()
expectTypeOf(new SummaryWriter('runs/a')).toEqualTypeOf(writer)
expectTypeOf(writer).toEqualTypeOf<SummaryWriter>()
expectTypeOf(SummaryWriter({ comment: 'x', purge_step: 3n })).toEqualTypeOf(writer)
expectTypeOf(SummaryWriter('a', '', null, 10, 120, '.x')).toEqualTypeOf(writer)
expectTypeOf(SummaryWriter('a', { flush_secs: 5 })).toEqualTypeOf(writer)
expectTypeOf(torch.utils.tensorboard.SummaryWriter).toEqualTypeOf(SummaryWriter)
expectTypeOf(writer).toEqualTypeOf<torch.utils.tensorboard.SummaryWriter>()
expectTypeOf(writer).toExtend<Disposable>()

// A block gives its function's result.
expectTypeOf(SummaryWriter((w) => w.log_dir)).toBeString()
expectTypeOf(SummaryWriter('a', () => 3)).toBeNumber()
expectTypeOf(SummaryWriter({ log_dir: 'a' }, () => x)).toEqualTypeOf<Tensor>()
expectTypeOf(SummaryWriter('a', { max_queue: 3 }, () => true)).toBeBoolean()

expectTypeOf(writer.add_scalar('a', 1, 2)).toBeVoid()
writer.add_scalar('a', x, { global_step: x, walltime: 1.5, new_style: true })
writer.add_scalar({ tag: 'a', scalar_value: 1 })
writer.add_scalars('a', { b: 1, c: x }, 3)
writer.add_scalars('a', new Map([['b', 1]]))
writer.add_histogram('a', x, 1, 'auto', { max_bins: 5 })
writer.add_histogram('a', new Float32Array(3), { bins: [1, 2] })
writer.add_image('a', { data: new Uint8Array(12), shape: [2, 2, 3] }, { dataformats: 'HWC' })
writer.add_image_with_boxes('a', x, x, { labels: ['a'], rescale: 2 })
writer.add_figure('a', [plt.figure()], { close: false })
writer.add_figure('a', plt.figure(), 3)
writer.add_graph(nn.Linear(2, 2), [x, x], { verbose: true })
writer.add_embedding(x, { metadata: ['a', 1], label_img: x, tag: 'b' })
writer.add_hparams({ lr: 0.1, name: 'a', x, none: null }, { loss: x }, { lr: [0.1] })
writer.add_custom_scalars({ a: { b: ['Margin', ['c', 'd', 'e']] } })
writer.add_mesh('a', x, { faces: [[[1, 2, 3]]], config_dict: { a: { b: 1 } } })
// @ts-expect-error no such keyword
writer.add_scalar('a', 1, { step: 2 })
// @ts-expect-error a list is no array
writer.add_image('a', [[1]])
// @ts-expect-error no such chart
writer.add_custom_scalars({ a: { b: ['Line', ['c']] } })
// @ts-expect-error the value is missing
writer.add_scalar('a')

expectTypeOf(FileWriter('a', { max_queue: 3 }).get_logdir()).toBeString()
expectTypeOf(summary.scalar('a', 1).SerializeToString()).toEqualTypeOf<Uint8Array>()
expectTypeOf(hparams({ a: 1 }, {}))
  .toHaveProperty('length')
  .toEqualTypeOf<3>()
expectTypeOf(RecordWriter).toBeConstructibleWith({ write() {}, flush() {}, close() {} })
